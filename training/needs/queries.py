"""Needs as rows: one of them for whoever may read it, and what else an action has to know of it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from training.core import web
from training.core.clock import local_day
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.diagnosis.queries_whose import led_nearest, teams_led_nearest
from training.metrics.queries_cells import FEW
from training.needs.models import Need, NeedComment, NeedItem, Round
from training.needs.rules import ALIVE, HOLDS_BACK, Kind, State
from training.people.models import Person, Team
from training.people.queries import within_teams


def readable(actor: Actor) -> ColumnElement[bool]:
    """The needs that the actor may read: their own, those of the people they lead directly, and those of the teams in
    their reach. Nobody else reads a need of one person, nor one of a team so small that it says how each of them does.
    """
    mine = Need.person_id == actor.person_id if actor.person_id is not None else false()
    return or_(mine, decidable_singly(actor), _of_teams(actor, Permission.NEED_READ))


def decidable(actor: Actor) -> ColumnElement[bool]:
    """The needs about which the actor may decide; never their own."""
    return or_(decidable_singly(actor), _of_teams(actor, Permission.NEED_DECIDE))


def decidable_singly(actor: Actor) -> ColumnElement[bool]:
    """The needs of single people about which the actor may decide: of those that they lead directly."""
    return Need.person_id.in_(select(Person.id).where(led_nearest(actor)).correlate(None))


def _of_teams(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    teams = select(Team.id).where(within_teams(actor, permission)).correlate(None)
    led = select(Team.id).where(teams_led_nearest(actor)).correlate(None)
    people = func.coalesce(Need.evidence["team"]["people"].as_integer(), 0)
    tells_apart = and_(people > 0, people < FEW, Need.team_id.not_in(led))
    return and_(Need.person_id.is_(None), Need.team_id.in_(teams), ~tells_apart)


def need_for(db: Session, actor: Actor, need_id: int) -> Need:
    """A need that the actor may read. Raises NotFound."""
    return _one(db, select(Need).where(Need.id == need_id, readable(actor)))


def need_to_discuss(db: Session, actor: Actor, need_id: int) -> Need:
    """A need of which the actor is one side: their own, or one about which they decide. Raises NotFound."""
    mine = and_(Need.person_id.is_not(None), Need.person_id == (actor.person_id or 0))
    return _one(db, select(Need).where(Need.id == need_id, or_(mine, decidable(actor))))


def need_to_decide(db: Session, actor: Actor, need_id: int) -> Need:
    """A need about which the actor may decide, held until the transaction ends. Raises NotFound."""
    query = select(Need).where(Need.id == need_id, decidable(actor))
    return _one(db, query.with_for_update(of=Need).execution_options(populate_existing=True))


def needs_to_decide(db: Session, actor: Actor, need_ids: Collection[int], standard_id: int) -> Sequence[Need]:
    """Those of some needs of people, of one standard, about which the actor may decide, held as above."""
    query = select(Need).where(Need.id.in_(need_ids), Need.standard_id == standard_id, decidable_singly(actor))
    held = query.order_by(Need.id).with_for_update(of=Need).execution_options(populate_existing=True)
    return db.scalars(held).all()


def own_need(db: Session, actor: Actor, need_id: int) -> Need:
    """A need of the actor's own, held until the transaction ends. Raises NotFound."""
    query = select(Need).where(Need.id == need_id, Need.person_id == (actor.person_id or 0))
    return _one(db, query.with_for_update().execution_options(populate_existing=True))


def _one(db: Session, query: Select[Need]) -> Need:
    found: Need | None = db.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def items_of(db: Session, need_id: int) -> Sequence[NeedItem]:
    """What is to be done for a need, in order."""
    return db.scalars(select(NeedItem).where(NeedItem.need_id == need_id).order_by(NeedItem.number)).all()


def comments_on(db: Session, need_id: int) -> Sequence[NeedComment]:
    """What was said about a need, the oldest first."""
    return db.scalars(select(NeedComment).where(NeedComment.need_id == need_id).order_by(NeedComment.id)).all()


def has_unread(db: Session, actor: Actor, need_id: int) -> bool:
    """Whether the other side has said something about a need that nobody of this side has read."""
    return db.scalar(select(NeedComment.id).where(*unread(actor, need_id)).limit(1)) is not None


def unread(actor: Actor, need_id: int) -> tuple[ColumnElement[bool], ...]:
    """Those comments. The person is one side of a need, whoever decides about it the other."""
    by_person = NeedComment.by_id == select(Need.person_id).where(Need.id == need_id).scalar_subquery()
    mine = exists().where(Need.id == need_id, Need.person_id == actor.person_id)
    other = or_(and_(mine, ~by_person), and_(~mine, by_person))
    return NeedComment.need_id == need_id, NeedComment.read_at.is_(None), other


def needs_of_round(db: Session, round_id: int) -> Sequence[Need]:
    """Everybody who was assigned in a round, whatever became of it since: also those who left or were dismissed."""
    return db.scalars(select(Need).where(Need.round_id == round_id).order_by(Need.start_on, Need.id)).all()


def alive_need(db: Session, standard_id: int, *, person_id: int | None, team_id: int | None, kind: Kind) -> Need | None:
    """The need of this kind for a person, or without one for a team, that is not at an end."""
    query = select(Need).where(Need.standard_id == standard_id, Need.kind == kind.value, Need.state.in_(_ALIVE))
    if person_id is not None:
        query = query.where(Need.person_id == person_id)
    else:
        query = query.where(Need.person_id.is_(None), Need.team_id == team_id)
    return db.scalars(query).first()


def process_in_the_way(db: Session, need: Need) -> Need | None:
    """The need of a process that holds a lesson for this need back: of the team in which the readings were, or of the
    one in which the person is now. None once somebody has overridden it in writing."""
    if need.person_id is None or need.overridden:
        return None
    return processes_in_the_way(db, need.standard_id, [need]).get(need.id)


def processes_in_the_way(db: Session, standard_id: int, needs: Collection[Need]) -> dict[int, Need]:
    """The same for many needs of one standard, by the id of the need held back, in two queries."""
    held = select(Need).where(
        Need.standard_id == standard_id,
        Need.kind == Kind.PROCESS.value,
        Need.person_id.is_(None),
        Need.state.in_([one.value for one in HOLDS_BACK]),
        Need.overridden == "",
    )
    by_team = {one.team_id: one for one in db.scalars(held)}
    if not by_team:
        return {}
    people = [one.person_id for one in needs if one.person_id is not None]
    now_in = dict(db.execute(select(Person.id, Person.team_id).where(Person.id.in_(people))).all())
    found = {}
    for one in needs:
        process = by_team.get(one.team_id) or by_team.get(now_in.get(one.person_id or 0))
        if process is not None and not one.overridden:
            found[one.id] = process
    return found


def settled_on(db: Session, standard_id: int, kind: Kind) -> dict[tuple[int | None, int | None], date]:
    """When needs of a kind were last settled, dismissed or trained, by (person, None) or (None, team)."""
    query = (
        select(Need.person_id, Need.team_id, func.coalesce(Need.trained_at, Need.decided_at))
        .where(Need.standard_id == standard_id, Need.kind == kind.value)
        .where(Need.state.in_([State.DISMISSED.value, State.JUDGED.value]))
        .order_by(Need.id)
    )
    found: dict[tuple[int | None, int | None], date] = {}
    zone = web.site().zone
    for person_id, team_id, at in db.execute(query):
        if at is not None:
            found[(person_id, None) if person_id is not None else (None, team_id)] = local_day(at, zone)
    return found


def round_of(db: Session, need: Need) -> Round | None:
    """The round in which somebody was assigned."""
    return db.get(Round, need.round_id) if need.round_id is not None else None


_ALIVE = [one.value for one in ALIVE]
