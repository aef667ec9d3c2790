"""Pages of a refresher: what can be refreshed, the plan and why, and what was renewed."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.queries import edition
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today
from training.refreshers import queries
from training.refreshers.actions_plan import NotOffered, start
from training.refreshers.queries import Offer
from training.refreshers.queries_sitting import Sitting, sitting_for
from training.refreshers.queries_standing import renewal_after
from training.refreshers.rules import Doing, Part, Plan
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_scope import Offered
from training.refreshers.views_reading import next_url
from training.refreshers.words import doing_of, place_of, reason_words, reasons_of, title_of

bp = Blueprint("refreshers", __name__)


@dataclass(frozen=True)
class Row:
    """A part as a line of the plan."""

    number: int
    title: str
    document: str
    language: str
    text: str
    url: str
    done: bool
    chip: tuple[str, str] | None
    added: bool


@bp.get("/refresh")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    """What can be refreshed today, what it takes, and when the rest can be."""
    person_id = current_actor().person_id or 0
    found = queries.offers_of(db(), person_id, today=today(), zone=site().zone)
    return render_template(
        "refreshers/index.html",
        ready=[ready for one in found if (ready := _ready(one))],
        full=[one for one in found if one.offered is Offered.FULL and not one.refresher_id],
        later=[one for one in found if one.offered is Offered.LATER and not one.refresher_id],
    )


@dataclass(frozen=True)
class Ready:
    """A refresher that one may begin, or go on with at `url`."""

    offer: Offer
    plan: Plan
    url: str = ""


def _ready(offer: Offer) -> Ready | None:
    """What it comes to today; None when there is nothing to begin or to go on with."""
    if offer.refresher_id is not None:
        sitting = _sitting(offer.refresher_id)
        if sitting.done or sitting.planned_on == today():
            return Ready(offer, sitting.plan, f"/refresh/{sitting.id}") if sitting.left else None
    if offer.offered is not Offered.YES:
        return None
    person_id = current_actor().person_id or 0
    subjects = queries.offered_subjects(db(), person_id, offer, today=today(), zone=site().zone)
    # Which questions are drawn does not matter here.
    return Ready(offer, plan_of(subjects, today=today(), seed=0))


@bp.post("/refresh")
@requires(Permission.LEARN)
def begin() -> ResponseReturnValue:
    """Begin, or go on with what is begun."""
    wanted = request.form.get("assignment", "")
    try:
        if not (wanted.isascii() and wanted.isdigit()):
            raise NotOffered
        refresher_id = start(db(), current_actor(), int(wanted), now=now(), zone=site().zone)
    except NotOffered:
        flash(_("There is nothing to refresh there today."), "warn")
        return redirect("/refresh", 303)
    return redirect(f"/refresh/{refresher_id}", 303)


@bp.get("/refresh/<int:refresher_id>")
@requires(Permission.LEARN)
def overview(refresher_id: int) -> ResponseReturnValue:
    """The plan with its reasons; after the last part, what was renewed and until when."""
    sitting = _sitting(refresher_id)
    page = {
        "sitting": sitting,
        "plan": sitting.plan,
        "title": edition(db(), sitting.version_id).title,
        "rows": _rows(sitting),
    }
    if sitting.finished_at is not None:
        return render_template("refreshers/end.html", renewal=renewal_after(db(), sitting), **page)
    if not sitting.may_go_on(today()):
        return render_template("refreshers/over.html", **page)
    skipped = [(one, reason_words(one.reason)) for one in sitting.plan.skipped]
    return render_template("refreshers/plan.html", skipped=skipped, next_url=next_url(sitting), **page)


def _rows(sitting: Sitting) -> list[Row]:
    """What is done here, what is done elsewhere, and whatever was done although it is not needed any more."""
    parts, own = enumerate(sitting.plan.parts, start=1), sitting.plan.own
    return [
        _row(sitting, number, part)
        for number, part in parts
        if number in own or part.doing is Doing.ELSEWHERE or number in sitting.done
    ]


def _row(sitting: Sitting, number: int, part: Part) -> Row:
    documents = {one.requirement: one.title for one in sitting.plan.renewed}
    return Row(
        number=number,
        title=title_of(part),
        document=documents.get(part.requirement, "") if part.doing is Doing.READ else "",
        language=part.language,
        text=f"{doing_of(part)} {reasons_of(part)}",
        url=place_of(part) if part.doing is Doing.ELSEWHERE else "",
        done=sitting.is_done(number),
        chip=_chip(sitting, number),
        added=number > len(sitting.stored.parts),
    )


def _chip(sitting: Sitting, number: int) -> tuple[str, str] | None:
    """The look and the word of a part that is done, or that came while somebody was at it."""
    done = sitting.done.get(number)
    if done is not None and done.passed is False:
        return "soon", _("Asked again")
    if sitting.is_done(number):
        return "met", _("Done")
    return ("new", _("New")) if number > len(sitting.stored.parts) else None


def _sitting(refresher_id: int) -> Sitting:
    return sitting_for(db(), current_actor(), refresher_id, zone=site().zone)
