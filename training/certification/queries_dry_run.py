"""Whom the next version of a programme would touch, and how: by the rules themselves, with nothing written.

The draft stands in the catalogue as if it had been published today, and everybody's standing is computed once with
it and once without. People come in chunks, so memory stays small however many there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.certification import files
from training.certification.models import Assignment
from training.certification.queries import Asked, gathered, in_chunks, result_of
from training.certification.queries_programmes import Catalogue, catalogue_on
from training.certification.queries_roles import changes_of_assignments
from training.certification.rules import Programme
from training.certification.rules_assignment import Begin
from training.certification.rules_dates import Validity
from training.certification.rules_dry_run import Touched, touched
from training.content.library import Edition
from training.content.queries import document_named, live
from training.core.clock import local_day
from training.people.models import Person

DRAFT = 0  # the id of no version, and of no document


@dataclass(frozen=True)
class Plan:
    """A programme as it stands and as it would stand; `before` has none of it when it is not live."""

    document_id: int
    before: Catalogue
    after: Catalogue

    @property
    def programmes(self) -> tuple[Programme | None, Programme]:
        live_now = self.before.programmes.get(self.document_id)
        return (live_now.programme if live_now else None), self.after.programmes[self.document_id].programme

    @property
    def validities(self) -> tuple[Validity | None, Validity]:
        """How long a certificate holds, before and after."""
        before, after = self.programmes
        return (before.validity if before else None), after.validity

    @property
    def changes_nothing(self) -> bool:
        """Whether only words differ: what is asked, of whom and for how long is the same."""
        live_now, draft = self.before.programmes.get(self.document_id), self.after.programmes[self.document_id]
        return live_now is not None and (live_now.programme, live_now.offer) == (draft.programme, draft.offer)


def plan_of(db: Session, slug: str, model: files.Programme, *, now: datetime, zone: ZoneInfo) -> Plan:
    """What is compared: the programme of a name as it is live, and this model of it."""
    today = local_day(now, zone)
    document, current = document_named(db, files.KIND.name, slug), live(db, files.KIND.name, slug)
    document_id = document.id if document else DRAFT
    draft = Edition(
        id=DRAFT,
        document_id=document_id,
        kind=files.KIND.name,
        slug=slug,
        number=current.number + 1 if current else 1,
        title=model.title,
        language=model.language,
        at=now,
        by_id=None,
        origin="draft",
        note=None,
        sha256="",
        changes={},
        media={},
        model=model,
    )
    return Plan(
        document_id,
        _only(document_id, catalogue_on(db, today, zone)),
        _only(document_id, catalogue_on(db, today, zone, draft=draft)),
    )


def _only(document_id: int, catalogue: Catalogue) -> Catalogue:
    """A catalogue of one programme: what others ask for stays as it is."""
    found = {key: one for key, one in catalogue.programmes.items() if key == document_id}
    return replace(catalogue, programmes=found)


def people_here(db: Session) -> int:
    """How many people there are to look at."""
    return db.scalar(select(func.count()).select_from(Person)) or 0


def touched_in_chunks(db: Session, plan: Plan, zone: ZoneInfo) -> Iterator[list[Touched]]:
    """Everybody for whom the programme would be another, or who holds a certificate of it, by id: a list a chunk."""
    if plan.changes_nothing:
        return
    for chunk in in_chunks(db.scalars(select(Person.id)).all()):
        yield _touched_of(db, chunk, plan, zone)


def _touched_of(db: Session, person_ids: list[int], plan: Plan, zone: ZoneInfo) -> list[Touched]:
    before, after = _asked(db, person_ids, plan, plan.before), _asked(db, person_ids, plan, plan.after)
    people = sorted(before.keys() | after.keys())
    facts = gathered(db, people, zone)
    live_now, draft = plan.before.programmes.get(plan.document_id), plan.after.programmes[plan.document_id]
    found = []
    for person_id in people:
        asked_now, asked_then = before.get(person_id), after.get(person_id)
        one = touched(
            person_id,
            result_of(asked_now, live_now, facts, plan.before).outcome if asked_now and live_now else None,
            result_of(asked_then, draft, facts, plan.after).outcome if asked_then else None,
        )
        if one is not None:
            found.append(one)
    return found


def _asked(db: Session, person_ids: list[int], plan: Plan, catalogue: Catalogue) -> dict[int, Asked]:
    """The assignments to the programme as the catalogue would have them: what is open, begun and ended."""
    query = select(
        Assignment.id, Assignment.person_id, Assignment.document_id, Assignment.role_id, Assignment.start_on
    ).where(
        Assignment.person_id.in_(person_ids),
        Assignment.document_id == plan.document_id,
        Assignment.ended_on.is_(None),
    )
    found = {asked.person_id: asked for asked in (Asked(*row) for row in db.execute(query))}
    for person_id, changes in changes_of_assignments(db, person_ids, catalogue).items():
        for change in changes:
            if isinstance(change, Begin):
                found[person_id] = Asked(DRAFT, person_id, plan.document_id, change.role_id, change.start_on)
            elif person_id in found and found[person_id].id == change.assignment_id:
                del found[person_id]
    return found
