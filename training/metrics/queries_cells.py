"""Cells for whoever reckons with them: by standard, window and team. People who left are among them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core.permissions import WHOLE_SITE, Actor, Permission
from training.metrics.models import ONE, Cell, ReadingSource, ReadingStratum
from training.people.models import Team
from training.people.queries import within_teams


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @staticmethod
    def back_from(day: date, days: int) -> "Window":
        """So many days, of which `day` is the last."""
        return Window(day - timedelta(days=days - 1), day)

    def condition(self) -> ColumnElement[bool]:
        return Cell.day.between(self.first.toordinal(), self.last.toordinal())


@dataclass(frozen=True)
class CellRow:
    """One cell. `person_id` None is nobody or somebody unknown, `team_id` None is no team.

    `total` and `squares` are exact sums: of seconds for a time, of hundredths for any other measure. `exposure` is in
    hundredths; `weight` and `weight_missed` are thousandths of readings that were picked by chance.
    """

    standard_id: int
    day: date
    team_id: int | None
    person_id: int | None
    stratum: str
    n: int
    missed: int
    total: int
    squares: int
    exposure: int
    weight: int
    weight_missed: int


def cells(
    db: Session, standard: str, window: Window, *, team_paths: Collection[str] | None = None
) -> Iterator[CellRow]:
    """The cells of a standard in a window, in the order of day, team, person; of whole parts of the team tree if asked.

    `team_paths` are paths as in `Team.path`. Streams: a large company has millions.
    """
    query = (
        select(*Cell.__table__.columns, ReadingStratum.name)
        .join(ReadingStratum, ReadingStratum.id == Cell.stratum_id)
        .where(_of(standard), window.condition())
        .order_by(Cell.day, Cell.team_id, Cell.person_id, Cell.stratum_id)
    )
    if team_paths is not None:
        query = query.where(_below(team_paths))
    for row in db.execute(query.execution_options(yield_per=5_000)):
        standard_id, day, team, person, _stratum, *sums, name = row
        yield CellRow(standard_id, date.fromordinal(day), team or None, person or None, name, *sums)


FEW = 5
"""Fewer people than this could be told apart in their common figure."""


@dataclass(frozen=True)
class Sums:
    """What many cells add up to, and about how many people they are."""

    n: int = 0
    missed: int = 0
    total: int = 0
    exposure: int = 0
    people: int = 0

    @property
    def is_few(self) -> bool:
        """Whether it is about so few people that one could be told apart; what is about nobody gives nobody away."""
        return 0 < self.people < FEW

    @property
    def share_met(self) -> float | None:
        """From 0 to 1, for a proportion or a time; None without readings."""
        return None if self.n == 0 else 1 - self.missed / self.n

    def mean(self, *, is_time: bool) -> float | None:
        """The mean value: in seconds for a time, else in the unit of the standard."""
        return None if self.n == 0 else self.total / self.n / (1 if is_time else ONE)

    def rate(self, per: int) -> float | None:
        """Counts for every `per` of exposure."""
        return None if self.exposure == 0 else self.total / self.exposure * per


_SUMS = (
    *(func.sum(Cell.n), func.sum(Cell.missed), func.sum(Cell.total), func.sum(Cell.exposure)),
    func.count(func.nullif(Cell.person_id, 0).distinct()),
)


def sums_within(db: Session, actor: Actor, standard: str, window: Window) -> Sums:
    """A standard over all teams of which the actor may see figures; no single person shows."""
    query = select(*_SUMS).where(_of(standard), window.condition(), _seen_by(actor))
    return _sums(db.execute(query).one())


def sums_by_standard(db: Session, actor: Actor, window: Window) -> dict[int, Sums]:
    """The same for every standard by its id, in one query."""
    query = select(Cell.standard_id, *_SUMS).where(window.condition(), _seen_by(actor)).group_by(Cell.standard_id)
    return {row[0]: _sums(row[1:]) for row in db.execute(query).all()}


def sums_by_team(db: Session, actor: Actor, standard: str, window: Window) -> dict[int | None, Sums]:
    """The same for each team by itself; None is no team, which only those see who see everything."""
    query = select(Cell.team_id, *_SUMS).where(_of(standard), window.condition(), _seen_by(actor))
    return {row[0] or None: _sums(row[1:]) for row in db.execute(query.group_by(Cell.team_id)).all()}


def sums_by_week(db: Session, actor: Actor, standard: str, window: Window) -> dict[date, Sums]:
    """The same for each week by its Monday, those without readings too."""
    found = _weekly(db, actor, _of(standard), window)
    return _each_week(next(iter(found.values()), {}), window)


def sums_of_several_by_week(
    db: Session, actor: Actor, standard_ids: Collection[int], window: Window
) -> dict[int, dict[date, Sums]]:
    """The same of several standards by their ids, in one query."""
    found = _weekly(db, actor, Cell.standard_id.in_(standard_ids), window)
    return {one: _each_week(found.get(one, {}), window) for one in standard_ids}


def _weekly(
    db: Session, actor: Actor, wanted: ColumnElement[bool], window: Window
) -> defaultdict[int, dict[date, Sums]]:
    week = (Cell.day - 1) // 7  # day 1 was a Monday
    query = select(Cell.standard_id, week, *_SUMS).where(wanted, window.condition(), _seen_by(actor))
    found: defaultdict[int, dict[date, Sums]] = defaultdict(dict)
    for standard_id, number, *sums in db.execute(query.group_by(Cell.standard_id, week)):
        found[standard_id][date.fromordinal(number * 7 + 1)] = _sums(sums)
    return found


def _each_week(found: Mapping[date, Sums], window: Window) -> dict[date, Sums]:
    first = window.first - timedelta(days=window.first.weekday())
    mondays = (first + timedelta(days=days) for days in range(0, (window.last - first).days + 1, 7))
    return {monday: found.get(monday, Sums()) for monday in mondays}


def sources_of(db: Session, standard: str) -> list[str]:
    """The titles of the sources that are mapped to a standard or have told readings of it, in order."""
    sources = db.scalars(select(ReadingSource)).all()
    return sorted({source.title for source in sources if standard in measured_by(source)})


def measured_standards(db: Session) -> set[str]:
    """The slugs of standards that have readings, or that the mapping of a source names."""
    found: set[str] = set()
    for source in db.scalars(select(ReadingSource)).all():
        found |= measured_by(source)
    return found


def measured_by(source: ReadingSource) -> set[str]:
    """The standards that a source is mapped to or has told readings of."""
    mapped = {str(one["standard"]) for one in (source.mapping or {}).get("readings", ())}
    return mapped | set(source.standards)


def _of(standard: str) -> ColumnElement[bool]:
    document: Select[Any] = select(Document.id).where(Document.kind == "standard", Document.slug == standard)
    return Cell.standard_id == document.scalar_subquery()


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    if WHOLE_SITE in actor.reach(Permission.METRIC_READ):
        return true()
    return Cell.team_id.in_(select(Team.id).where(within_teams(actor, Permission.METRIC_READ)))


def _below(paths: Collection[str]) -> ColumnElement[bool]:
    parts = [Team.path.startswith(path, autoescape=True) for path in paths]
    return Cell.team_id.in_(select(Team.id).where(_any(parts)))


def _any(parts: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = false()
    for part in parts:
        found = found | part
    return found


def _sums(row: Any) -> Sums:
    return Sums(*(int(value or 0) for value in row))
