"""Lists of needs: what waits for whoever decides, what is under way, and a person's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core.permissions import Actor
from training.diagnosis.queries_whose import led_nearest
from training.needs.models import Need, NeedItem
from training.needs.queries import decidable, readable
from training.needs.rules import ALIVE, UNDECIDED, Kind, State
from training.people.models import Person
from training.people.queries_teams import names_apart
from training.voice.models import Improvement
from training.voice.queries import titles_by_id

LATELY = timedelta(days=90)
PAGE_SIZE = 50


@dataclass(frozen=True)
class Line:
    """A need in a list. `minutes` are what is left to do; `owner` and `by_on` are of the change of a process."""

    need: Need
    title: str
    person: str
    team: str
    mine_to_decide: bool
    minutes: int
    owner: str
    by_on: date | None

    @property
    def url(self) -> str:
        return f"/needs/{self.need.id}"

    @property
    def is_process(self) -> bool:
        return self.need.kind == Kind.PROCESS


@dataclass(frozen=True)
class Listed:
    """A page of needs: first what waits for the actor, then what others decide, what is under way, what is settled.

    `together` are standards for which several people wait, (slug, title, how many).
    """

    waiting: Sequence[Line]
    others: Sequence[Line]
    under_way: Sequence[Line]
    settled: Sequence[Line]
    standards: Mapping[int, str]
    together: Sequence[tuple[str, str, int]]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def list_needs(
    db: Session, actor: Actor, *, standard_id: int | None = None, kind: Kind | None = None, now: datetime, page: int = 1
) -> Listed:
    """The needs that the actor reads for others, a page at a time; settled ones of the last 90 days."""
    shown = or_(
        Need.state.in_([one.value for one in ALIVE]),
        func.coalesce(Need.judged_at, Need.decided_at) >= now - LATELY,
    )
    # One's own stand on the own page.
    others = or_(Need.person_id.is_(None), Need.person_id != (actor.person_id or 0))
    every = readable(actor) & shown & others
    ids = set(db.scalars(select(Need.standard_id).where(every).distinct()))
    wanted = every
    if standard_id is not None:
        wanted &= Need.standard_id == standard_id
    if kind is not None:
        wanted &= Need.kind == kind.value
    total = db.scalar(select(func.count()).select_from(Need).where(wanted)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    place = case(
        (Need.state.in_([one.value for one in UNDECIDED]), 0),
        (Need.state.in_([one.value for one in ALIVE]), 1),
        else_=2,
    )
    query = (
        select(Need, decidable(actor).label("mine"))
        .where(wanted)
        .order_by(place, Need.opened_at, Need.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows = [(row.Need, bool(row.mine)) for row in db.execute(query)]
    lines = _lines(db, rows)
    undecided = [one for one in lines if one.need.state in UNDECIDED]
    return Listed(
        waiting=[one for one in undecided if one.mine_to_decide],
        others=[one for one in undecided if not one.mine_to_decide],
        under_way=[one for one in lines if one.need.state in {State.ASSIGNED, State.TRAINED}],
        settled=[one for one in lines if one.need.state in {State.DISMISSED, State.JUDGED}],
        standards=dict(sorted(titles_by_id(db, ids).items(), key=lambda pair: pair[1].casefold())),
        together=_together(db, actor),
        total=total,
        number=number,
    )


def own_needs(db: Session, person_id: int) -> list[Line]:
    """Somebody's own needs, what is to be done first."""
    place = case((Need.state == State.ASSIGNED.value, 0), (Need.state.in_([one.value for one in ALIVE]), 1), else_=2)
    query = select(Need).where(Need.person_id == person_id).order_by(place, Need.start_on, Need.id.desc())
    return _lines(db, [(need, False) for need in db.scalars(query)])


def _lines(db: Session, rows: Sequence[tuple[Need, bool]]) -> list[Line]:
    needs = [need for need, _mine in rows]
    titles = titles_by_id(db, {one.standard_id for one in needs})
    done = {one.improvement_id for one in needs} - {None}
    improvements = (
        {one.id: one for one in db.scalars(select(Improvement).where(Improvement.id.in_(done)))} if done else {}
    )
    people = {one.person_id for one in needs} | {one.owner_id for one in improvements.values()}
    names = {one.id: one.full_name for one in db.scalars(select(Person).where(Person.id.in_(people - {None})))}
    teams = names_apart(db, {one.team_id for one in needs if one.team_id is not None})
    left = select(NeedItem.need_id, func.sum(NeedItem.minutes)).where(
        NeedItem.need_id.in_([one.id for one in needs]), NeedItem.done_at.is_(None)
    )
    minutes = {need_id: int(some) for need_id, some in db.execute(left.group_by(NeedItem.need_id))}
    found = []
    for need, mine in rows:
        improvement = improvements.get(need.improvement_id or 0)
        found.append(
            Line(
                need=need,
                title=titles.get(need.standard_id, ""),
                person=names.get(need.person_id or 0, ""),
                team=teams.get(need.team_id or 0, ""),
                mine_to_decide=mine,
                minutes=minutes.get(need.id, 0),
                owner=names.get(improvement.owner_id, "") if improvement else "",
                by_on=improvement.by_on if improvement else None,
            )
        )
    return found


def _together(db: Session, actor: Actor) -> list[tuple[str, str, int]]:
    """Standards for which at least two people wait for the actor's decision."""
    query = (
        select(Document.id, Document.slug, func.count())
        .select_from(Need)
        .join(Document, Document.id == Need.standard_id)
        .where(Need.person_id.is_not(None), Need.state.in_([one.value for one in UNDECIDED]), decidable(actor))
        .where(Document.live_version_id.is_not(None))
        .group_by(Document.id, Document.slug)
        .having(func.count() > 1)
        .order_by(func.count().desc(), Document.slug)
    )
    rows = db.execute(query).all()
    titles = titles_by_id(db, {row[0] for row in rows})
    return [(slug, titles[document_id], count) for document_id, slug, count in rows]


def led_people(db: Session, actor: Actor, *, today: date) -> list[tuple[int, str]]:
    """The people about whose training the actor decides, by name."""
    query = select(Person).where(led_nearest(actor), or_(Person.left_on.is_(None), Person.left_on >= today))
    people = db.scalars(query.order_by(Person.family_name, Person.given_name, Person.id))
    return [(one.id, one.full_name) for one in people]
