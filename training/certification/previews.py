"""What an author reads before a programme is published: whom it touches, and how."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files, words_dry_run
from training.certification.queries_dry_run import Plan, everybody_touched, people_here, plan_of
from training.certification.queries_record import documents_named
from training.certification.rules_dry_run import Sum
from training.content.schema import Strict
from training.core import web
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.people.models import Person, Team
from training.people.queries import within
from training.people.roster.guards import guarded

AT_ONCE = 1000  # people for whom it is worked out while a page is opened; of more it takes seconds
SHOWN = 20


@dataclass(frozen=True)
class Somebody:
    """A person of the list, as far as its reader may know them."""

    id: int
    number: str
    name: str
    team: str


@dataclass(frozen=True)
class DryRun:
    """Everything that would be different: added up, and the first people with what each would notice.

    `unnamed` is how many of those touched its reader may not see.
    """

    plan: Plan
    sum: Sum
    first: Sequence[tuple[Somebody, str]]
    unnamed: int


def before_publishing(db: Session, actor: Actor, kind: str, slug: str, model: Strict) -> Markup:
    """A part of the page on which a document is published; empty for all but programmes."""
    if kind != files.KIND.name or not isinstance(model, files.Programme):
        return Markup()
    found = None
    if people_here(db) <= AT_ONCE:
        found = dry_run(db, actor, slug, model, now=web.now())
    page = render_template("certification/touches.html", found=found, slug=slug, words=words_dry_run)
    return Markup(page)  # noqa: S704 -- a rendered template


def dry_run(db: Session, actor: Actor, slug: str, model: files.Programme, *, now: datetime) -> DryRun:
    """Whom a new version would touch. Nothing is written."""
    zone = web.site().zone
    plan, total = plan_of(db, slug, model, now=now, zone=zone), Sum()
    known, names = _people(db, actor), _names(db, plan)
    first: list[tuple[Somebody, str]] = []
    unnamed = 0
    for one in everybody_touched(db, plan, zone):
        total.add(one)
        if one.effect is None:
            continue
        somebody = known.get(one.person_id)
        unnamed += somebody is None
        if somebody is not None and len(first) < SHOWN:
            first.append((somebody, words_dry_run.effect(one.effect, names)))
    return DryRun(plan, total, first, unnamed)


def table(db: Session, actor: Actor, slug: str, model: files.Programme, *, now: datetime) -> Iterator[str]:
    """The same as the lines of a CSV file, one for each person whom the reader may see; some hundreds at a time."""
    zone = web.site().zone
    plan = plan_of(db, slug, model, now=now, zone=zone)
    known, names = _people(db, actor), _names(db, plan)
    yield "\ufeff" + _line([_("Number"), _("Name"), _("Team"), _("What changes")])
    for one in everybody_touched(db, plan, zone):
        somebody = known.get(one.person_id)
        if somebody is not None and one.effect is not None:
            said = words_dry_run.effect(one.effect, names)
            yield _line(guarded(text) for text in (somebody.number, somebody.name, somebody.team, said))


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _people(db: Session, actor: Actor) -> dict[int, Somebody]:
    query = (
        select(
            Person.id,
            Person.employee_number,
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Team.name,
        )
        .join(Team, Team.id == Person.team_id)
        .where(within(actor, Permission.STANDING_READ))
    )
    return {
        key: Somebody(key, number, f"{preferred or given} {family}".strip(), team)
        for key, number, given, preferred, family, team in db.execute(query)
    }


def _names(db: Session, plan: Plan) -> dict[str, str]:
    """What requirements are called, those of both versions."""
    wanted = [one for programme in plan.programmes if programme is not None for one in programme.requirements]
    named = documents_named(db, [one.target for one in wanted])
    return {one.id: named[one.target].title for one in wanted}
