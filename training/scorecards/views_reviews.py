"""One review: what was reviewed, what teaches what was missed, and what is said and decided about it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.forms import accepted, cleaned, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import NotFound, database, db, now, requires, site, today
from training.scorecards import actions, actions_appeals
from training.scorecards.actions import NotAReview
from training.scorecards.actions_looks import is_unnoted, note_looks
from training.scorecards.forms import AppealForm, DecideForm, RemarkForm, VoidForm
from training.scorecards.models import ReviewAppeal
from training.scorecards.queries_lessons import lessons_for
from training.scorecards.queries_reviews import (
    Seen,
    StillBlind,
    looks_at,
    may_decide,
    may_second,
    may_void,
    review_for,
)
from training.scorecards.rules import NOT_UP, Outcome, State
from training.scorecards.words import channel_words, chip_of, how_chosen

bp = Blueprint("reviews", __name__)


@bp.get("/reviews/<int:review_id>")
@requires(Permission.LEARN)
def review(review_id: int) -> ResponseReturnValue:
    """A review for those who may read it; reading another person's is written down first."""
    actor = current_actor()
    try:
        found = review_for(db(), actor, review_id)
    except StillBlind as error:
        return render_template("scorecards/blind.html", own_url=f"/reviews/{error.own_id}/score")
    if found.state is State.DRAFT:
        return redirect(f"{found.url}/score", 303)
    if found.row.calibration_id is not None:
        return redirect(f"/reviews/calibrations/{found.row.calibration_id}", 303)
    if is_unnoted(db(), actor, found.row, today=today()):
        with database().writing() as session:
            note_looks(session, actor, [review_id], way="page", now=now(), today=today())
    return _page(found)


def _page(found: Seen, **forms: Any) -> str:
    """Everything about a review, and what the actor may do with it."""
    actor, row, zone = current_actor(), found.row, site().zone
    is_person = actor.person_id == row.person_id
    open_items = actions_appeals.appealable(found, actor, today=today(), zone=zone)
    filled: dict[str, Any] = {
        "remark_form": RemarkForm(),
        "void_form": VoidForm(),
        "appeal_form": AppealForm(items=_choices(found, open_items)),
        "decide_forms": {one.id: DecideForm(answers=_answers(found, one)) for one in found.open_appeals},
    } | forms
    return render_template(
        "scorecards/review.html",
        found=found,
        row=row,
        scorecard=found.scorecard,
        mark=found.mark,
        chip=chip_of(found),
        lessons=lessons_for(db(), found.failed, row.person_id, today=today()),
        is_person=is_person,
        may_decide=found.state is State.FINISHED and may_decide(db(), actor, row),
        may_void=found.state is State.FINISHED and may_void(db(), actor, row),
        may_second=may_second(db(), actor, row),
        may_remark=is_person or actor.person_id == row.reviewer_id,
        may_appeal=bool(open_items),
        appeal_until=actions_appeals.appeal_until(found, zone),
        looks=looks_at(db(), row.id) if is_person else [],
        chosen=how_chosen(found.interaction.how, found.interaction.probability),
        channels=channel_words(),
        states=State,
        problems=[form for form in forms.values() if not isinstance(form, dict)],
        **filled,
    )


def _choices(found: Seen, items: list[str]) -> list[tuple[str, str]]:
    return [(item.id, item.text) for item in found.scorecard.items if item.id in items]


def _answers(found: Seen, one: ReviewAppeal) -> list[tuple[str, str]]:
    item = found.scorecard.item(one.item)
    if item is None:
        return []
    answers = [(answer.id, answer.title) for answer in item.ladder if answer.id != one.was]
    return [*answers, *([(NOT_UP, _("Did not come up"))] if item.optional and one.was is not None else [])]


@bp.post("/reviews/<int:review_id>/remarks")
@requires(Permission.LEARN)
def remark(review_id: int) -> ResponseReturnValue:
    found, form = _found(review_id), posted(RemarkForm)
    if not form.validate():
        return _page(found, remark_form=form), 422
    actions.remark(db(), current_actor(), found, text=cleaned(form.text.data), now=now())
    flash(_("Your comment stands below it."), "good")
    return redirect(found.url, 303)


def _found(review_id: int) -> Seen:
    """A finished review. Raises NotFound, also for whoever reviews the same and has not finished."""
    try:
        found = review_for(db(), current_actor(), review_id)
    except StillBlind:
        raise NotFound from None
    if found.state is State.DRAFT or found.row.calibration_id is not None:
        raise NotFound
    return found


@bp.post("/reviews/<int:review_id>/appeals")
@requires(Permission.LEARN)
def appeal(review_id: int) -> ResponseReturnValue:
    """Say that an item was different; whoever decides about it is told."""
    found, actor = _found(review_id), current_actor()
    if found.row.person_id != actor.person_id:
        raise NotFound
    items = actions_appeals.appealable(found, actor, today=today(), zone=site().zone)
    form: AppealForm = posted(AppealForm, items=_choices(found, items))

    def act() -> None:
        reason = cleaned(form.reason.data)
        item = str(form.item.data)
        actions_appeals.appeal(db(), actor, review_id, item=item, reason=reason, now=now(), zone=site().zone)

    if not accepted(form, act):
        return _page(found, appeal_form=form), 422
    flash(_("Your appeal is in. Somebody other than the reviewer answers it."), "good")
    return redirect(found.url, 303)


@bp.post("/reviews/appeals/<int:appeal_id>")
@requires(Permission.REVIEW_DECIDE)
def decide(appeal_id: int) -> ResponseReturnValue:
    """Answer an appeal: the review stands, or the item becomes something else."""
    one = db().get(ReviewAppeal, appeal_id)
    if one is None:
        raise NotFound
    found = _found(one.review_id)
    form: DecideForm = posted(DecideForm, answers=_answers(found, one))

    def act() -> None:
        try:
            actions_appeals.decide(
                db(),
                current_actor(),
                appeal_id,
                outcome=Outcome(str(form.outcome.data)),
                becomes=form.becomes.data or None,
                words=cleaned(form.words.data),
                now=now(),
            )
        except NotAReview:
            form.refuse("becomes", _("Choose what it becomes."))

    if not accepted(form, act) or form.errors:
        return _page(found, decide_forms={one.id: form}, decide_form=form), 422
    flash(_("Answered. They read your decision and the reason."), "good")
    return redirect(found.url, 303)
