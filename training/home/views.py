"""The first page after signing in."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from training.core.auth import current_actor
from training.core.i18n import format_date, format_day, ngettext
from training.core.i18n import gettext as _
from training.core.notices import Waiting, WaitingFor
from training.core.permissions import Actor, Permission
from training.core.web import db, now, requires, site, today
from training.home.queries import Asked, home_of, late_people
from training.home.rules import REFRESHER, Task, days_late, gathered, part_of_day, to_do
from training.home.words import text_of
from training.practice.queries import waiting
from training.refreshers.queries import offer
from training.reminders.panels import panel as told_panel

bp = Blueprint("home", __name__)

NEAR = timedelta(days=60)  # a day so near is told with its weekday, one further off with its year


@dataclass(frozen=True)
class Row:
    """A thing to do as the page shows it: its reason in words, and its date as a chip."""

    title: str
    url: str
    text: str
    state: str
    word: str


@bp.get("/")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = home_of(db(), actor.person_id or 0, today=today())
    asked = {one.task: one for one in found.asked}
    tasks = to_do(asked)
    refreshers = _refreshers(actor) if any(task.renewed for task in tasks) else ()
    tasks = gathered(tasks, refreshers)
    asked |= {task: Asked(task, None, None) for task in tasks if task.kind == REFRESHER}
    rows = [_row(asked[task]) for task in tasks]
    is_manager = actor.may(Permission.STANDING_READ)
    return render_template(
        "home/index.html",
        greeting=_greeting(actor.called or actor.display_name),
        today=today(),
        following=_next_panel(asked[tasks[0]]) if tasks and not tasks[0].held else None,
        rows=rows,
        has_programme=bool(found.asked),
        practice=waiting(db(), actor, today=today()),
        ways=found.ways,
        certificates=[(one, _held_until(one.until)) for one in found.certificates],
        next_date=min((one.until for one in found.certificates if one.until), default=None),
        is_manager=is_manager,
        late=late_people(db(), actor, today=today()) if is_manager else 0,
        waiting=waiting_for(actor),
        told=told_panel(db(), actor, today()),
    )


def _refreshers(actor: Actor) -> list[tuple[Task, frozenset[int]]]:
    """The refreshers that somebody may take, each with the documents that it is about."""
    return [
        (
            Task(
                target=f"{REFRESHER} {one.assignment_id}",
                kind=REFRESHER,
                title=_("Refresher: %(title)s", title=one.title),
                url=one.url,
                state="soon",
                minutes=0,
                place=0,
                begun=one.begun,
            ),
            one.documents,
        )
        for one in offer(db(), actor.person_id or 0, today())
    ]


@cache
def _perhaps(asked: tuple[WaitingFor, ...]) -> Select[Any]:
    """Whether each of these would find anything for the bound `people`. Composed once: this page is opened most."""
    return select(*(one.perhaps.label(f"perhaps_{number}") for number, one in enumerate(asked)))


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for somebody's signature or check, the longest first."""
    people = [actor.person_id or 0]
    asked: tuple[WaitingFor, ...] = tuple(current_app.extensions["waiting_for"])
    perhaps = db().connection().execute(_perhaps(asked), {"people": people}).one()
    wanted = [ask for ask, is_worth_it in zip(asked, perhaps, strict=True) if is_worth_it]
    found = [one for ask in wanted for one in ask(db(), people, today()) if one.person_id == actor.person_id]
    return sorted(found, key=lambda one: (one.since, one.key))


def _greeting(name: str) -> str:
    match part_of_day(now().astimezone(site().zone)):
        case "morning":
            return _("Good morning, %(name)s", name=name)
        case "afternoon":
            return _("Good afternoon, %(name)s", name=name)
    return _("Good evening, %(name)s", name=name)


@dataclass(frozen=True)
class NextPanel:
    """The one next thing: what it is good for when it is new, where one stopped when it is begun."""

    task: Task
    text: str
    chip: tuple[str, str] | None


def _next_panel(one: Asked) -> NextPanel:
    told = one.edition is None or one.task.begun or one.task.only_changed or one.task.blocked_by is not None
    text = text_of(one) if told or one.edition is None else one.edition.model.summary
    return NextPanel(one.task, text, _chip(one.task) if one.task.late else None)


def _row(one: Asked) -> Row:
    state, word = _chip(one.task)
    return Row(one.task.title, one.task.url, text_of(one), state, word)


def _chip(task: Task) -> tuple[str, str]:
    """The look and the words of a date."""
    due = task.due_on
    if task.state == "expired":
        return "expired", _("Expired")
    if due is None:
        return "due", _("To do")
    if task.state == "overdue":
        late = days_late(due, today())
        return "overdue", ngettext("%(num)s day overdue", "%(num)s days overdue", late)
    if task.held:
        return "soon", _("Renew by %(day)s", day=_near(due))
    return ("soon" if task.state == "soon" else "due"), _("By %(day)s", day=_near(due))


def _near(day: date) -> str:
    return format_day(day) if abs(day - today()) <= NEAR else format_date(day)


def _held_until(until: date | None) -> str:
    return _("Valid until %(day)s", day=format_date(until)) if until else _("Valid for good")
