"""What may be decided about somebody, what was decided before, and what a decision would change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Award
from training.certification.queries import Result, results_today
from training.certification.queries_history import AWARD_REINSTATED, AWARD_REVOKED
from training.certification.queries_programmes import catalogue_on
from training.certification.queries_record import documents_named
from training.certification.rules import DECIDED, EXTENDED, REINSTATED, REVOKED, Standing, TargetId, Why
from training.certification.rules_effect import Effect, effect
from training.content.models import Document
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person
from training.people.queries import person_for

PROVEN = (Why.DONE, Why.EXEMPT, Why.GRACE, Why.CHANGED)


@dataclass(frozen=True)
class Decision:
    """A decision as the ledger has it."""

    id: int
    kind: str
    by_id: int | None
    by: str
    on: date
    reason: str
    until: date | None


@dataclass(frozen=True)
class Place:
    """Where a decision belongs: a person, an assignment, and a requirement of it or (None) the whole programme."""

    person_id: int
    assignment_id: int
    requirement_id: str | None


@dataclass(frozen=True)
class Case:
    """What is decided about.

    `decisions` are those made about it, the newest first; `seen` stands for the newest one.
    """

    place: Place
    person: Person
    result: Result
    title: str
    target: TargetId
    version_id: int | None
    decisions: Sequence[Decision]

    @property
    def seen(self) -> int:
        return self.decisions[0].id if self.decisions else 0

    @property
    def standing(self) -> Standing | None:
        """Where the requirement stands today; None for a whole programme."""
        wanted = self.place.requirement_id
        return next((one for one in self.result.outcome.requirements if one.requirement_id == wanted), None)

    def allows(self, kind: str) -> bool:
        """Whether a kind of decision makes sense today."""
        if kind == REVOKED:
            return self.is_proven
        if kind == REINSTATED:
            return self.revocation is not None
        if kind == EXTENDED:
            return self.due_on is not None
        return not (self.is_exempt and self.standing and self.standing.until is None)

    @property
    def is_proven(self) -> bool:
        """Whether there is something that counts, or would but for a later version, and could be taken back."""
        return self.standing is not None and self.standing.reason.why in PROVEN

    @property
    def is_exempt(self) -> bool:
        """Whether an exemption is what counts today."""
        return self.standing is not None and self.standing.held and self.standing.reason.why is Why.EXEMPT

    @property
    def due_on(self) -> date | None:
        """The first day that an extension could move; None when nothing is due."""
        outcome = self.result.outcome
        if self.place.requirement_id is not None:
            return self.standing.due_on if self.standing and not self.standing.held else None
        days = [one.due_on for one in outcome.requirements if one.due_on is not None and not one.held]
        if outcome.programme.certified_on is not None and outcome.programme.until is not None:
            days.append(outcome.programme.until)
        return min(days, default=None)

    @property
    def revocation(self) -> Decision | None:
        """The revocation that is in force: the last one that was not taken back."""
        taken_back = 0
        for decision in self.decisions:
            if decision.kind == REINSTATED:
                taken_back += 1
            elif decision.kind == REVOKED:
                if not taken_back:
                    return decision
                taken_back -= 1
        return None


@dataclass(frozen=True)
class AwardCase:
    """A certificate about which something is decided; `seen` as in `Case`."""

    person: Person
    award: Award
    decisions: Sequence[Decision]

    @property
    def seen(self) -> int:
        return self.decisions[0].id if self.decisions else 0


def somebody_else(db: Session, actor: Actor, person_id: int, permission: Permission) -> Person:
    """A person on whom the actor holds a permission. Raises NotFound; always for oneself: nobody decides that."""
    if person_id == actor.person_id:
        raise NotFound
    return person_for(db, actor, person_id, permission)


def case_for(db: Session, actor: Actor, place: Place, *, now: datetime, zone: ZoneInfo) -> Case:
    """What may be decided about. Raises NotFound when it is not asked of somebody whom the actor decides about."""
    requirement_id = place.requirement_id
    person = somebody_else(db, actor, place.person_id, Permission.STANDING_WRITE)
    results = results_today(db, [person.id], catalogue_on(db, local_day(now, zone), zone), zone)
    result = next((result for result in results if result.asked.id == place.assignment_id), None)
    if result is None:
        raise NotFound
    live = result.live
    if requirement_id is None:
        target: TargetId = live.document_id
        title = live.title
        version_id: int | None = live.version_id
    else:
        target = next((one.target for one in live.programme.requirements if one.id == requirement_id), 0)
        if not target:
            raise NotFound
        title = documents_named(db, [target])[target].title
        live_version = select(Document.live_version_id).where(Document.id == target)
        version_id = db.scalar(live_version) if _is_document(target) else None
    decisions = decisions_on(db, person.id, target, DECIDED, zone)
    return Case(place, person, result, title, target, version_id, decisions)


def award_case_for(db: Session, actor: Actor, person_id: int, award_id: int, *, zone: ZoneInfo) -> AwardCase:
    """A certificate of somebody on whom the actor may decide about it. Raises NotFound otherwise."""
    person = somebody_else(db, actor, person_id, Permission.AWARD_WRITE)
    award = db.get(Award, award_id)
    if award is None or award.person_id != person.id:
        raise NotFound
    decisions = [
        decision
        for decision, said in _decisions(db, person.id, award.document_id, (AWARD_REVOKED, AWARD_REINSTATED), zone)
        if said.get("award") == award.id
    ]
    return AwardCase(person, award, decisions)


def decisions_on(db: Session, person_id: int, target: TargetId, kinds: Sequence[str], zone: ZoneInfo) -> list[Decision]:
    """What was decided about somebody and a document or a skill, the newest first."""
    return [
        decision
        for decision, said in _decisions(db, person_id, target, kinds, zone)
        if _is_document(target) or said.get("skill") == target
    ]


def _decisions(
    db: Session, person_id: int, target: TargetId, kinds: Sequence[str], zone: ZoneInfo
) -> list[tuple[Decision, dict[str, Any]]]:
    about = Entry.document_id == target if _is_document(target) else Entry.document_id.is_(None)
    query = (
        select(Entry, Person)
        .outerjoin(Person, Person.id == Entry.actor_id)
        .where(Entry.subject_id == person_id, Entry.kind.in_(kinds), about)
        .order_by(Entry.id.desc())
    )
    found = []
    for entry, by in db.execute(query):
        said = entry.facts
        until = said.get("until")
        found.append(
            (
                Decision(
                    id=entry.id,
                    kind=entry.kind,
                    by_id=entry.actor_id,
                    by=by.full_name if by else "",
                    on=local_day(entry.at, zone),
                    reason=said.get("reason", ""),
                    until=date.fromisoformat(until) if until else None,
                ),
                said,
            )
        )
    return found


def _is_document(target: TargetId) -> bool:
    return isinstance(target, int)


@dataclass(frozen=True)
class Consequence:
    """What would change about one programme of somebody: its title, the names of what it asks for, and how."""

    title: str
    names: dict[str, str]
    effect: Effect


def consequences(
    db: Session, person_id: int, act: Callable[[], Any], *, now: datetime, zone: ZoneInfo
) -> list[Consequence]:
    """What an act would change about what is asked of somebody: it is done, looked at, and undone.

    So these are the very rules and rows of the act itself. Raises what the act raises.
    """
    catalogue = catalogue_on(db, local_day(now, zone), zone)
    before = {result.asked.id: result for result in results_today(db, [person_id], catalogue, zone)}
    trial = db.begin_nested()
    try:
        act()
        after = {result.asked.id: result for result in results_today(db, [person_id], catalogue, zone)}
    finally:
        trial.rollback()
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        live = (new or old or before[key]).live
        if moved := effect(old.outcome if old else None, new.outcome if new else None):
            named = documents_named(db, [one.target for one in live.programme.requirements])
            names = {one.id: named[one.target].title for one in live.programme.requirements}
            found.append(Consequence(live.title, names, moved))
    return sorted(found, key=lambda one: one.title)
