"""Pages of calibrations, and of how well reviewers agree."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.forms import accepted, cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, now, requires, today
from training.scorecards import actions_calibrations, queries
from training.scorecards.actions import NotAReview
from training.scorecards.forms import AgreedForm, CalibrationForm, given_from
from training.scorecards.queries_agreement import most_used, overview
from training.scorecards.queries_calibrations import Calibration, calibration_for, calibrations_for, lately
from training.scorecards.queries_samples import interaction_for
from training.scorecards.rules import NOT_UP
from training.scorecards.rules_agreement import FEWEST_FOR_SEVERITY, FEWEST_PAIRS
from training.scorecards.views import about

bp = Blueprint("calibrations", __name__)


@bp.get("/reviews/calibrations")
@requires(Permission.REVIEW_WRITE)
def index() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "scorecards/calibrations.html",
        listed=calibrations_for(db(), actor),
        lately=lately(db(), actor) if actor.may(Permission.REVIEW_DECIDE) else [],
        person_id=actor.person_id,
        **about(actor),
    )


@bp.route("/reviews/interactions/<int:interaction_id>/calibrate", methods=["GET", "POST"])
@requires(Permission.REVIEW_DECIDE)
def invite(interaction_id: int) -> ResponseReturnValue:
    """Ask several reviewers to score one interaction, each for themselves."""
    actor = current_actor()
    interaction = interaction_for(db(), actor, interaction_id)
    fits = queries.scorecards_for(db(), actor, today=today())
    found = {slug: one for slug, one in fits.items() if interaction.channel in one.model.fits}
    form: CalibrationForm = posted(CalibrationForm, scorecards=[(slug, one.title) for slug, one in found.items()])
    made: list[int] = []

    def act() -> None:
        named = [line.strip() for line in cleaned(form.people.data).splitlines() if line.strip()]
        edition = found[str(form.scorecard.data)]
        asked = actions_calibrations.Invitation(named, joins=bool(form.joins.data))
        made.append(actions_calibrations.invite(db(), actor, edition, interaction, asked, now=now(), today=today()))

    if accepted(form, act):
        flash(_("They are asked to score it. You see the scores when all have."), "good")
        return redirect(f"/reviews/calibrations/{made[0]}", 303)
    page = render_template("scorecards/calibration_new.html", form=form, interaction=interaction, **about(actor))
    return page, 422 if form.errors else 200


@bp.get("/reviews/calibrations/<int:calibration_id>")
@requires(Permission.REVIEW_WRITE)
def calibration(calibration_id: int) -> ResponseReturnValue:
    return _page(calibration_for(db(), current_actor(), calibration_id), AgreedForm())


def _page(found: Calibration, form: AgreedForm) -> str:
    actor = current_actor()
    return render_template(
        "scorecards/calibration.html",
        found=found,
        scorecard=found.scorecard,
        form=form,
        seat=found.seat_of(actor.person_id),
        leads=found.row.led_by_id == actor.person_id,
        not_up=NOT_UP,
        typed={name: value for name, value in request.form.items() if name.startswith("answer-")},
        **about(actor),
    )


@bp.post("/reviews/calibrations/<int:calibration_id>/score")
@requires(Permission.REVIEW_WRITE)
def score(calibration_id: int) -> ResponseReturnValue:
    try:
        review = actions_calibrations.begin_scoring(db(), current_actor(), calibration_id, now=now())
    except Problems:
        flash(_("You have scored it already."), "warn")
        return redirect(f"/reviews/calibrations/{calibration_id}", 303)
    return redirect(f"/reviews/{review}/score", 303)


@bp.post("/reviews/calibrations/<int:calibration_id>/show")
@requires(Permission.REVIEW_DECIDE)
def show(calibration_id: int) -> ResponseReturnValue:
    try:
        actions_calibrations.show(db(), current_actor(), calibration_id, now=now())
    except Problems as problems:
        flash(" ".join(str(one.message) for one in problems.problems), "warn")
    return redirect(f"/reviews/calibrations/{calibration_id}", 303)


@bp.post("/reviews/calibrations/<int:calibration_id>/agree")
@requires(Permission.REVIEW_DECIDE)
def agree(calibration_id: int) -> ResponseReturnValue:
    found = calibration_for(db(), current_actor(), calibration_id)
    form: AgreedForm = posted(AgreedForm)

    def act() -> None:
        given, _comment = given_from(request.form, found.scorecard)
        note = cleaned(form.note.data)
        try:
            actions_calibrations.agree(db(), current_actor(), calibration_id, given=given, note=note, now=now())
        except NotAReview:
            raise NotFound from None

    if not accepted(form, act):
        return _page(found, form), 422
    flash(_("Written down. Everybody who scored sees it."), "good")
    return redirect(found.url, 303)


@bp.get("/reviews/agreement")
@requires(Permission.REVIEW_READ)
def agreement() -> ResponseReturnValue:
    """How well reviewers agree, by one scorecard."""
    actor = current_actor()
    found = queries.scorecards_for(db(), actor, today=today())
    slug = request.args.get("scorecard", "")
    chosen = found.get(slug) or most_used(db(), found)
    return render_template(
        "scorecards/agreement.html",
        listed=found,
        chosen=chosen,
        overview=overview(db(), actor, chosen) if chosen else None,
        fewest=FEWEST_PAIRS,
        fewest_scores=FEWEST_FOR_SEVERITY,
        **about(actor),
    )
