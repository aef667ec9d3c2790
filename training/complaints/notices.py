"""What others tell people about complaints: promises to keep, late ones of their teams, offers to decide, bad cases."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import Session, aliased

from training.complaints.models import Complaint, ComplaintEntry
from training.complaints.queries_promises import OpenPromise, promises_to_keep
from training.complaints.queries_rules import model_now
from training.complaints.rules import Sort, State
from training.complaints.rules_promises import PromiseSort
from training.core import web
from training.core.clock import local_day
from training.core.i18n import format_moment
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.people.models import Person, Role, RolePeriod, Team, TeamLeader
from training.people.queries import in_force
from training.people.queries_leading import leaders_by_team, nearest

_OPEN = Complaint.state == State.OPEN.value
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_LEADS = exists().where(TeamLeader.person_id.in_(_PEOPLE))
_HEARS = exists().where(
    RolePeriod.person_id.in_(_PEOPLE),
    Role.id == RolePeriod.role_id,
    Complaint.tells.contains(literal(",") + Role.slug + ","),
)


class _Moment:
    """A moment in the reader's words, whenever they read it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __str__(self) -> str:
        return format_moment(self.at)


def _promises(db: Session, people: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """What each of these people still has to keep."""
    for one in promises_to_keep(db, people, web.clock().now(), late_of_others=False):
        if one.owner_id is not None:
            since = local_day(one.made_at, web.site().zone)
            place = f"/complaints/{one.complaint_id}"
            yield Waiting(one.owner_id, f"complaint-promise:{one.id}", _words(one), place, since)


def _words(one: OpenPromise) -> Any:
    values = {"reference": one.reference, "moment": _Moment(one.due_at), "text": one.text}
    if one.sort is PromiseSort.CALL_BACK:
        return lazy("%(reference)s: call the customer back by %(moment)s", **values)
    if one.sort is PromiseSort.DECISION:
        return lazy("%(reference)s: decide by %(moment)s", **values)
    return lazy("%(reference)s: promised by %(moment)s: %(text)s", **values)


def _for_leaders(db: Session, people: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """Late promises, offers that are more than whoever made them may give, and complaints that nobody looks after."""
    leaders, here = leaders_by_team(db), frozenset(people)
    for one in promises_to_keep(db, (), web.clock().now(), late_of_others=True):
        for leader in nearest(one.team_path, leaders, but=one.owner_id) & here:
            words = lazy("%(reference)s: a promise to a customer is late", reference=one.reference)
            since = local_day(one.due_at, web.site().zone)
            yield Waiting(leader, f"complaint-late:{one.id}", words, f"/complaints/{one.complaint_id}", since)
    entry, later = aliased(ComplaintEntry), aliased(ComplaintEntry)
    decided = exists().where(
        later.complaint_id == entry.complaint_id, later.id > entry.id, later.sort == Sort.DECIDED.value
    )
    beyond = exists().where(
        entry.complaint_id == Complaint.id, entry.sort == Sort.OFFERED.value, entry.sufficed.is_(False), ~decided
    )
    query = _with_paths(beyond.label("beyond")).where(or_(beyond, Complaint.owner_id.is_(None)))
    for complaint, path, is_beyond in db.execute(query):
        for leader in nearest(path, leaders, but=complaint.owner_id) & here:
            if is_beyond:
                words = lazy("%(reference)s: an offer waits for your decision", reference=complaint.reference)
                yield _waiting(leader, "offer", complaint, words)
            if complaint.owner_id is None:
                words = lazy("%(reference)s: nobody looks after this complaint", reference=complaint.reference)
                yield _waiting(leader, "nobody", complaint, words)


def _bad_ones(db: Session, people: Collection[int], today: date) -> Iterator[Waiting]:
    """Complaints that are so bad that the holders of some roles have to know, or else the leaders above."""
    here = frozenset(people)
    told = {one.id: one.tell for one in model_now(db).severities if one.tell}
    bad = Complaint.severity.in_(told), Complaint.decided_at.is_(None), Complaint.owner_id.is_not(None)
    found = db.execute(_with_paths().where(*bad)).all() if told else []
    holders = _holders(db, {role for roles in told.values() for role in roles}, today) if found else {}
    for complaint, path in found:
        hearing = _nearest_holders(path, told[complaint.severity], holders)
        hearing = hearing or nearest(path, leaders_by_team(db), but=complaint.owner_id)
        words = lazy("%(reference)s: a complaint that you have to know of", reference=complaint.reference)
        yield from (_waiting(one, "told", complaint, words) for one in (hearing - {complaint.owner_id}) & here)


def _with_paths(*more: Any) -> Select[*tuple[Any, ...]]:
    """Open complaints with the paths of their teams, and more."""
    query = select(Complaint, Team.path, *more).join(Team, Team.id == Complaint.team_id)
    return query.where(_OPEN).order_by(Complaint.id)


def _waiting(person_id: int, why: str, complaint: Complaint, words: Any) -> Waiting:
    since = local_day(complaint.at, web.site().zone)
    return Waiting(person_id, f"complaint-{why}:{complaint.id}", words, f"/complaints/{complaint.id}", since)


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


NOTICES = (
    WaitingFor(_promises, exists().where(_OPEN, Complaint.owner_id.in_(_PEOPLE))),
    WaitingFor(_for_leaders, and_(exists().where(_OPEN), _LEADS)),
    WaitingFor(
        _bad_ones, exists().where(_OPEN, Complaint.decided_at.is_(None), Complaint.tells != "", or_(_HEARS, _LEADS))
    ),
)
