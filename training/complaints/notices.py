"""What others tell people about complaints: promises to keep, late ones of their teams, offers to decide, bad cases."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from training.complaints.models import Complaint, ComplaintEntry
from training.complaints.queries_people import Leaders, leaders_by_team, nearest
from training.complaints.queries_promises import OpenPromise, promises_to_keep
from training.complaints.queries_rules import model_now
from training.complaints.rules import Sort, State
from training.complaints.rules_promises import PromiseSort
from training.core import web
from training.core.clock import local_day
from training.core.i18n import format_moment
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force

_ANYTHING = select(exists().where(Complaint.state == State.OPEN.value))


def waiting_for(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """What each of these people has to keep, decide or know. One statement where no complaint is open."""
    if not db.scalar(_ANYTHING):
        return
    now, people = web.clock().now(), frozenset(person_ids)
    leaders = leaders_by_team(db)
    yield from _promises(db, people, leaders, now)
    yield from _open_ones(db, people, leaders, today)


class _Moment:
    """A moment in the reader's words, whenever they read it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __str__(self) -> str:
        return format_moment(self.at)


def _promises(db: Session, people: frozenset[int], leaders: Leaders, now: datetime) -> Iterator[Waiting]:
    zone = web.site().zone
    for one in promises_to_keep(db, people, now, late_of_others=True):
        place, since = f"/complaints/{one.complaint_id}", local_day(one.made_at, zone)
        if one.owner_id in people:
            yield Waiting(one.owner_id, f"complaint-promise:{one.id}", _words(one), place, since)
        if one.is_late:
            for leader in nearest(one.team_path, leaders, but=one.owner_id) & people:
                words = lazy("%(reference)s: a promise to a customer is late", reference=one.reference)
                yield Waiting(leader, f"complaint-late:{one.id}", words, place, local_day(one.due_at, zone))


def _words(one: OpenPromise) -> Any:
    values = {"reference": one.reference, "moment": _Moment(one.due_at), "text": one.text}
    if one.sort is PromiseSort.CALL_BACK:
        return lazy("%(reference)s: call the customer back by %(moment)s", **values)
    if one.sort is PromiseSort.DECISION:
        return lazy("%(reference)s: decide by %(moment)s", **values)
    return lazy("%(reference)s: promised by %(moment)s: %(text)s", **values)


def _open_ones(db: Session, people: frozenset[int], leaders: Leaders, today: date) -> Iterator[Waiting]:
    """Offers that are more than whoever made them may give, complaints of nobody, and those that some roles hear of."""
    entry, later = aliased(ComplaintEntry), aliased(ComplaintEntry)
    decided = exists().where(
        later.complaint_id == entry.complaint_id, later.id > entry.id, later.sort == Sort.DECIDED.value
    )
    beyond = exists().where(
        entry.complaint_id == Complaint.id, entry.sort == Sort.OFFERED.value, entry.sufficed.is_(False), ~decided
    )
    told = {one.id: frozenset(one.tell) for one in model_now(db).severities if one.tell}
    query = (
        select(Complaint, Team.path, beyond.label("beyond"))
        .join(Team, Team.id == Complaint.team_id)
        .where(Complaint.state == State.OPEN.value)
        .order_by(Complaint.id)
    )
    holders = _holders(db, {role for roles in told.values() for role in roles}, today) if told else {}
    zone = web.site().zone
    for complaint, path, is_beyond in db.execute(query):
        place, since, reference = f"/complaints/{complaint.id}", local_day(complaint.at, zone), complaint.reference
        above = nearest(path, leaders, but=complaint.owner_id)
        if is_beyond:
            words = lazy("%(reference)s: an offer waits for your decision", reference=reference)
            yield from (Waiting(one, f"complaint-offer:{complaint.id}", words, place, since) for one in above & people)
        if complaint.owner_id is None:
            words = lazy("%(reference)s: nobody looks after this complaint", reference=reference)
            yield from (Waiting(one, f"complaint-nobody:{complaint.id}", words, place, since) for one in above & people)
        elif complaint.severity in told and complaint.decided_at is None:
            words = lazy("%(reference)s: a complaint that you have to know of", reference=reference)
            hearing = _nearest_holders(path, told[complaint.severity], holders) or above
            hearing -= {complaint.owner_id}
            yield from (Waiting(one, f"complaint-told:{complaint.id}", words, place, since) for one in hearing & people)


Holders = dict[tuple[str, int], frozenset[int]]
"""Who holds a role in a team."""


def _holders(db: Session, roles: Collection[str], today: date) -> Holders:
    query = (
        select(Role.slug, Person.team_id, Person.id)
        .join(RolePeriod, RolePeriod.role_id == Role.id)
        .join(Person, Person.id == RolePeriod.person_id)
        .where(Role.slug.in_(roles), in_force(today))
    )
    found: dict[tuple[str, int], frozenset[int]] = {}
    for slug, team_id, person_id in db.execute(query):
        found[slug, team_id] = found.get((slug, team_id), frozenset()) | {person_id}
    return found


def _nearest_holders(path: str, roles: Collection[str], holders: Holders) -> frozenset[int]:
    """For each role those who hold it in the team, or in the first team above that has any."""
    steps = [int(step) for step in reversed(path.strip("/").split("/"))]
    found = (next((holders[role, step] for step in steps if (role, step) in holders), frozenset()) for role in roles)
    return frozenset().union(*found)
