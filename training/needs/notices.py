"""What others tell people about needs: one to decide about, something to learn, a word to read, a change due."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.core.permissions import PERMISSIONS_OF, Permission, PermissionSet
from training.needs.evidence import usual_in
from training.needs.models import Need, NeedComment, NeedItem
from training.needs.rules import UNDECIDED, State
from training.people.models import Person, Team
from training.people.queries_holding import held_on
from training.people.queries_leading import holds_anything, leaders_by_team, leads_anybody, nearest
from training.voice.models import Improvement
from training.voice.queries import titles_by_id

_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_UNDECIDED = Need.state.in_([one.value for one in UNDECIDED])
_TO_LEARN = and_(Need.person_id.is_not(None), Need.state == State.ASSIGNED.value)
_DECIDING = [one.value for one in PermissionSet if Permission.NEED_DECIDE in PERMISSIONS_OF[one]]


def _to_learn(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """What was assigned to these people and has begun."""
    query = (
        select(Need.id, Need.person_id, Need.start_on, Need.standard_id, func.sum(NeedItem.minutes))
        .join(NeedItem, NeedItem.need_id == Need.id)
        .where(Need.person_id.in_(person_ids), _TO_LEARN, Need.start_on <= today, NeedItem.done_at.is_(None))
        .group_by(Need.id, Need.person_id, Need.start_on, Need.standard_id)
        .order_by(Need.start_on, Need.id)
    )
    rows = db.execute(query).all()
    titles = titles_by_id(db, {row.standard_id for row in rows})
    for need_id, person_id, start_on, standard_id, minutes in rows:
        if person_id is None or start_on is None:
            continue
        words = lazy("For you: %(minutes)s min on “%(title)s”", minutes=minutes, title=titles[standard_id])
        yield Waiting(person_id, f"need-learn:{need_id}", words, f"/needs/{need_id}/do", start_on)


def _to_decide(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """Needs of single people for their nearest leaders, needs of processes for those nearest above the team."""
    query = (
        select(Need, Person, Team.path)
        .outerjoin(Person, Person.id == Need.person_id)
        .join(Team, Team.id == func.coalesce(Person.team_id, Need.team_id))
        .where(_UNDECIDED)
        .order_by(Need.id)
    )
    rows = db.execute(query).all()
    if not rows:
        return
    leaders, titles = leaders_by_team(db), titles_by_id(db, {row.Need.standard_id for row in rows})
    held = held_on(today)
    deciding = db.execute(select(held.c.person_id, held.c.path).where(held.c.permission_set.in_(_DECIDING))).all()
    for need, person, path in rows:
        title = titles[need.standard_id]
        if person is not None:
            whom = {person.manager_id} if person.manager_id else set(nearest(path, leaders, but=person.id))
            words = lazy("Does %(name)s need training? “%(title)s”", name=person.full_name, title=title)
        else:
            able = [(len(reach or ""), who) for who, reach in deciding if path.startswith(reach or "")]
            whom = {who for depth, who in able if depth == max(able)[0]}
            if (usual := usual_in(need.evidence)) is not None and usual.is_few:
                whom = set(nearest(path, leaders))  # to whom single people are no secret
            words = lazy("“%(title)s”: what is to change about the process?", title=title)
        for who in sorted(whom & set(person_ids)):
            since = local_day(need.opened_at, web.site().zone)
            yield Waiting(who, f"need:{need.id}", words, f"/needs/{need.id}", since)


def _comments(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """Words about a need that the other side has not read."""
    query = (
        select(NeedComment, Need, Person, Team.path)
        .join(Need, Need.id == NeedComment.need_id)
        .join(Person, Person.id == Need.person_id)
        .join(Team, Team.id == Person.team_id)
        .where(NeedComment.read_at.is_(None))
        .order_by(NeedComment.id)
    )
    rows = db.execute(query).all()
    leaders = leaders_by_team(db) if rows else {}
    told: set[tuple[int, int]] = set()
    for comment, need, person, path in rows:
        if comment.by_id == person.id:
            whom = {person.manager_id} if person.manager_id else set(nearest(path, leaders, but=person.id))
            words = lazy("%(name)s has said something about a training need", name=person.full_name)
        else:
            whom, words = {person.id}, lazy("A word for you about a training need")
        for who in sorted(whom & set(person_ids)):
            if (who, need.id) not in told:
                told.add((who, need.id))
                since = local_day(comment.at, web.site().zone)
                yield Waiting(who, f"need-comment:{comment.id}", words, f"/needs/{need.id}#comments", since)


def _improvements(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """Changes of a process whose day has come, for whoever makes them."""
    query = (
        select(Improvement)
        .where(
            Improvement.standard_id.is_not(None),
            Improvement.owner_id.in_(person_ids),
            Improvement.done_on.is_(None),
            Improvement.by_on <= today,
        )
        .order_by(Improvement.by_on, Improvement.id)
    )
    for one in db.scalars(query):
        words = lazy("Is this done? “%(text)s”", text=one.text)
        yield Waiting(one.owner_id, f"improvement:{one.id}", words, f"/voice/improvements/{one.id}", one.by_on)


NOTICES = (
    WaitingFor(_to_learn, exists().where(_TO_LEARN, Need.person_id.in_(_PEOPLE))),
    WaitingFor(
        _to_decide,
        and_(exists().where(_UNDECIDED), or_(leads_anybody(_PEOPLE), holds_anything(_PEOPLE))),
    ),
    WaitingFor(_comments, exists().where(NeedComment.read_at.is_(None))),
    WaitingFor(
        _improvements,
        exists().where(
            Improvement.standard_id.is_not(None),
            Improvement.owner_id.in_(_PEOPLE),
            Improvement.done_on.is_(None),
        ),
    ),
)
"""Kinds of things that wait."""
