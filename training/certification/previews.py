"""What an author reads before a programme is published: whom it touches, and how."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files, words_dry_run
from training.certification.queries import CHUNK
from training.certification.queries_dry_run import Plan, people_here, plan_of, touched_in_chunks
from training.certification.queries_record import documents_named
from training.certification.rules_dry_run import Sum
from training.content.schema import Strict
from training.core import web
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.people.models import Person, Team
from training.people.queries import within
from training.people.roster.guards import guarded

AT_ONCE = 500  # people for whom it is worked out while a page is opened; of more it takes seconds
SHOWN = 20


@dataclass(frozen=True)
class Somebody:
    """A person of the list, as far as its reader may know them."""

    id: int
    number: str
    name: str
    team: str


@dataclass
class DryRun:
    """Everything that would be different: added up, and the first people with what each would notice.

    It is empty until `work` has come to its end. `unnamed` is how many of those touched its reader may not see.
    """

    plan: Plan
    people: int
    sum: Sum = field(default_factory=Sum)
    first: list[tuple[Somebody, str]] = field(default_factory=list)
    unnamed: int = 0

    def work(self, db: Session, actor: Actor) -> Iterator[int]:
        """Work it out, and say after some hundreds of people each how many have been looked at. Nothing is written."""
        known, names = _people(db, actor), _names(db, self.plan)
        looked = 0
        for chunk in touched_in_chunks(db, self.plan, web.site().zone):
            for one in chunk:
                self.sum.add(one)
                somebody = known.get(one.person_id)
                if one.effect is None:
                    continue
                if somebody is None:
                    self.unnamed += 1
                elif len(self.first) < SHOWN:
                    self.first.append((somebody, words_dry_run.effect(one.effect, names)))
            looked = min(looked + CHUNK, self.people)
            yield looked


def before_publishing(db: Session, actor: Actor, kind: str, slug: str, model: Strict) -> Markup:
    """A part of the page on which a document is published; empty for all but programmes."""
    if kind != files.KIND.name or not isinstance(model, files.Programme):
        return Markup()
    found = dry_run(db, slug, model, now=web.now())
    is_worked_out = found.people <= AT_ONCE
    if is_worked_out:
        finish(found, db, actor)
    page = render_template(
        "certification/touches.html", found=found if is_worked_out else None, slug=slug, words=words_dry_run
    )
    return Markup(page)  # noqa: S704 -- a rendered template


def dry_run(db: Session, slug: str, model: files.Programme, *, now: datetime) -> DryRun:
    """Whom a new version would touch, still to be worked out."""
    return DryRun(plan_of(db, slug, model, now=now, zone=web.site().zone), people_here(db))


def finish(found: DryRun, db: Session, actor: Actor) -> DryRun:
    """The same, worked out."""
    for _looked in found.work(db, actor):
        pass
    return found


def table(db: Session, actor: Actor, slug: str, model: files.Programme, *, now: datetime) -> Iterator[str]:
    """The same as the lines of a CSV file, one for each person whom the reader may see; some hundreds at a time."""
    zone = web.site().zone
    plan = plan_of(db, slug, model, now=now, zone=zone)
    known, names = _people(db, actor), _names(db, plan)
    yield "\ufeff" + _line([_("Number"), _("Name"), _("Team"), _("What changes")])
    for chunk in touched_in_chunks(db, plan, zone):
        for one in chunk:
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
