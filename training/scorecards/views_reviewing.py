"""Scoring an interaction on one page, and what else a reviewer does with a review."""

from collections.abc import Mapping

import structlog
from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.queries import edition
from training.core.auth import current_actor
from training.core.forms import cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires, site
from training.scorecards import actions, actions_calibrations
from training.scorecards.actions import NotAReview
from training.scorecards.forms import LONGEST_TEXT, VoidForm, given_from
from training.scorecards.models import Review, ReviewInteraction
from training.scorecards.queries_reviews import Seen, draft_for, may_second, review_for
from training.scorecards.rules import NOT_UP, Given
from training.scorecards.words import channel_words, how_chosen

log = structlog.get_logger()
bp = Blueprint("reviewing", __name__)


@bp.get("/reviews/<int:review_id>/score")
@requires(Permission.REVIEW_WRITE)
def score(review_id: int) -> ResponseReturnValue:
    """The scorecard for one interaction, as it was kept."""
    row = db().get(Review, review_id)
    if row is not None and row.reviewer_id == current_actor().person_id and row.finished_at is not None:
        return redirect(_finished_url(row), 303)
    found = draft_for(db(), current_actor(), review_id)
    return _page(found, found.given, found.row.comment)


def _finished_url(row: Review) -> str:
    return f"/reviews/{row.id}" if row.calibration_id is None else f"/reviews/calibrations/{row.calibration_id}"


def _page(found: Seen, given: Mapping[str, Given], comment: str, problems: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "scorecards/score.html",
        found=found,
        scorecard=found.scorecard,
        given=given,
        comment=comment,
        problems=problems,
        channels=channel_words(),
        chosen=how_chosen(found.interaction.how, found.interaction.probability),
        not_up=NOT_UP,
        most=LONGEST_TEXT,
        zone=site().zone,
        for_practice=found.row.calibration_id is not None,
    )


@bp.post("/reviews/<int:review_id>/score")
@requires(Permission.REVIEW_WRITE)
def keep(review_id: int) -> ResponseReturnValue:
    """Keep the page as a draft, or finish it. Sent again after that it changes nothing."""
    actor = current_actor()
    row = db().get(Review, review_id)
    if row is not None and row.reviewer_id == actor.person_id and row.finished_at is not None:
        flash(_("This review is finished already. Nothing was changed."), "warn")
        return redirect(_finished_url(row), 303)
    found = draft_for(db(), actor, review_id)
    given, comment = found.given, found.row.comment
    try:
        given, comment = given_from(request.form, found.scorecard)
        if request.form.get("then") != "finish":
            actions.save(db(), actor, review_id, given, comment)
            flash(_("Kept as a draft. Nobody but you sees it."), "good")
            return redirect("/reviews/others" if request.form.get("then") == "leave" else found.url + "/score", 303)
        done = actions.finish(db(), actor, review_id, given, comment, now=now())
        if done.row.calibration_id is not None:
            actions_calibrations.show_when_all_have_scored(db(), actor, done.row.calibration_id, now=now())
    except NotAReview as error:
        log.warning("review refused", person=actor.person_id, reason=str(error))
        message = _("This cannot be a review from our pages. Open it again and fill it in anew.")
        return _page(found, found.given, found.row.comment, (Problem("comment", None, message),)), 422
    except Problems as problems:
        return _page(found, given, comment, problems.problems), 422
    flash(_("Signed. Whoever was reviewed sees it now.") if done.row.calibration_id is None else _("Signed."), "good")
    return redirect(_finished_url(done.row), 303)


@bp.post("/reviews/<int:review_id>/discard")
@requires(Permission.REVIEW_WRITE)
def discard(review_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    actions.discard(db(), current_actor(), review_id)
    flash(_("The draft is gone."), "good")
    return redirect("/reviews/others", 303)


@bp.post("/reviews/<int:review_id>/second")
@requires(Permission.REVIEW_WRITE)
def second(review_id: int) -> ResponseReturnValue:
    """Review the same interaction independently, by the same version."""
    row = db().get(Review, review_id)
    if row is None or not may_second(db(), current_actor(), row):
        raise NotFound
    interaction = db().get_one(ReviewInteraction, row.interaction_id)
    begun = actions.begin_on(db(), current_actor(), edition(db(), row.version_id), interaction, now=now())
    return redirect(f"/reviews/{begun}/score", 303)


@bp.post("/reviews/<int:review_id>/void")
@requires(Permission.REVIEW_WRITE)
def void(review_id: int) -> ResponseReturnValue:
    found, form = review_for(db(), current_actor(), review_id), posted(VoidForm)
    if not form.validate():
        flash(_("Say why it shall not count. Nothing was changed."), "warn")
        return redirect(found.url, 303)
    actions.void(db(), current_actor(), review_id, reason=cleaned(form.reason.data), now=now())
    flash(_("It is taken back, and stays readable with your reason."), "good")
    return redirect(found.url, 303)
