"""Complaints that somebody may see, and one of them with all that happened to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.queries_people import names_of
from training.complaints.queries_rules import RulesNow, rules_now, rules_of
from training.complaints.rules import State
from training.complaints.rules_promises import PromiseSort, Standing, standing_of
from training.complaints.rules_times import AGAIN_WITHIN
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Team
from training.people.queries import within, within_teams


def mine(actor: Actor) -> ColumnElement[bool]:
    """The complaints that somebody noted or looks after."""
    if actor.person_id is None:
        return false()
    return or_(Complaint.owner_id == actor.person_id, Complaint.logged_by_id == actor.person_id)


def in_reach(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """The complaints of the teams, and of the people, on which somebody holds a permission."""
    if not actor.may(permission):
        return false()
    teams = Complaint.team_id.in_(select(Team.id).where(within_teams(actor, permission)))
    people = Complaint.owner_id.in_(select(Person.id).where(within(actor, permission)))
    return or_(teams, people)


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own, and those of one's teams."""
    return or_(mine(actor), in_reach(actor, Permission.COMPLAINT_READ))


def complaint_for(
    db: Session, actor: Actor, complaint_id: int, permission: Permission | None = None, *, locked: bool = False
) -> Complaint:
    """The complaint, if the actor may see it, or holds the permission on it. Raises NotFound otherwise."""
    allowed = visible(actor) if permission is None else in_reach(actor, permission)
    query = select(Complaint).where(Complaint.id == complaint_id, allowed)
    found: Complaint | None = db.scalars(query.with_for_update() if locked else query).first()
    if found is None:
        raise NotFound
    return found


def may_write(db: Session, actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor may hand it to others, end it and take it up again."""
    reach = in_reach(actor, Permission.COMPLAINT_WRITE)
    return db.scalar(select(Complaint.id).where(Complaint.id == complaint.id, reach)) is not None


@dataclass(frozen=True)
class PromiseLine:
    """A promise and what became of it up to now."""

    row: ComplaintPromise
    standing: Standing

    @property
    def is_open(self) -> bool:
        return self.row.kept_at is None and self.row.dropped_at is None

    @property
    def sort(self) -> PromiseSort:
        return PromiseSort(self.row.sort)


@dataclass(frozen=True)
class Aims:
    """Where something went wrong, for `standards.aims`."""

    step: str | None
    standard: str | None


@dataclass(frozen=True)
class Told:
    """A complaint with its team, the names of those who took part, its promises and all that happened, oldest first.

    `rules` are those by which it was taken, `rules_today` those by which it would be now.
    """

    row: Complaint
    team: Team
    names: dict[int, str]
    promises: tuple[PromiseLine, ...]
    entries: tuple[ComplaintEntry, ...]
    rules: RulesNow
    rules_today: RulesNow
    again_of: Complaint | None

    @property
    def category(self) -> str:
        """What it is about, in the words of its rules."""
        found = self.rules.model.category(self.row.category)
        return found.title if found else self.row.category

    @property
    def severity(self) -> str:
        found = self.rules.model.severity(self.row.severity)
        return found.title if found else self.row.severity

    @property
    def is_open(self) -> bool:
        return self.row.state == State.OPEN

    @property
    def open_promises(self) -> tuple[PromiseLine, ...]:
        """Those still to be kept, the one that is due first in front."""
        return tuple(sorted((one for one in self.promises if one.is_open), key=lambda one: one.row.due_at))

    @property
    def aimed(self) -> "Aims":
        """The step at which it went wrong, and the standard that was missed."""
        category = self.rules.model.category(self.row.category)
        return Aims(self.row.step or None, category.standard if category else None)

    def promise(self, promise_id: int | None) -> PromiseLine | None:
        return next((one for one in self.promises if one.row.id == promise_id), None)

    def name(self, person_id: int | None) -> str:
        return self.names.get(person_id or 0, "")


def promises_of(db: Session, complaint: Complaint, *, now: datetime) -> tuple[PromiseLine, ...]:
    """What was promised to the customer, in order, and what became of it."""
    query = select(ComplaintPromise).where(ComplaintPromise.complaint_id == complaint.id)
    return tuple(
        PromiseLine(one, standing_of(one.due_at, kept=one.kept_at, dropped=one.dropped_at, now=now))
        for one in db.scalars(query.order_by(ComplaintPromise.id))
    )


def entries_of(db: Session, complaint: Complaint) -> tuple[ComplaintEntry, ...]:
    """All that happened, oldest first."""
    query = select(ComplaintEntry).where(ComplaintEntry.complaint_id == complaint.id)
    return tuple(db.scalars(query.order_by(ComplaintEntry.at, ComplaintEntry.id)))


def told(db: Session, complaint: Complaint, *, now: datetime) -> Told:
    """Everything about a complaint that the caller was allowed to fetch."""
    entries = entries_of(db, complaint)
    today = rules_now(db)
    people = {complaint.owner_id, complaint.logged_by_id} | {one for e in entries for one in (e.by_id, e.to_id)}
    return Told(
        row=complaint,
        team=db.get_one(Team, complaint.team_id),
        names=names_of(db, people),
        promises=promises_of(db, complaint, now=now),
        entries=entries,
        rules=rules_of(db, complaint, today=today),
        rules_today=today,
        again_of=_before(db, complaint),
    )


def _before(db: Session, complaint: Complaint) -> Complaint | None:
    """The latest complaint of the same customer or about the same receipt, not long before."""
    same = [
        column == key
        for column, key in (
            (Complaint.customer_key, complaint.customer_key),
            (Complaint.receipt_key, complaint.receipt_key),
        )
        if key
    ]
    if not same:
        return None
    query = select(Complaint).where(
        or_(*same),
        Complaint.id < complaint.id,
        Complaint.at >= complaint.at - AGAIN_WITHIN,
        Complaint.state != State.VOID.value,
    )
    found: Complaint | None = db.scalars(query.order_by(Complaint.at.desc(), Complaint.id.desc()).limit(1)).first()
    return found
