"""Writing readings and what they change in the cells: together, exactly, and fast enough for millions."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.metrics.models import Cell, ReadingSource

KEY = 3  # the first fields of a row are its key: source, external id, standard
_AT_ONCE = 2_000  # ids asked for at once


Row = tuple[int, str, int, int | None, int | None, int | None, int, int, int, int, int, int, int]
"""A reading as it is stored; its fields are COLUMNS. A plain tuple: they come by the million."""

COLUMNS = (
    *("source_id", "external_id", "standard_id", "person_id", "team_id", "alias_id", "at", "day", "stratum_id"),
    *("value", "exposure", "missed", "weight"),
)


@dataclass
class Written:
    """How many readings a write brought, changed, found as they were, and took away."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.new or self.changed or self.removed)

    def add(self, other: "Written") -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.removed += other.removed


CellKey = tuple[int, int, int, int, int]
"""Standard, day, team, person, stratum; 0 for no team and nobody."""


class Changes:
    """What is to be added to cells; taking a reading away adds the opposite."""

    def __init__(self) -> None:
        self._sums: dict[CellKey, list[int]] = {}
        self._takes_away = False

    def add(self, row: Row, sign: int = 1) -> None:
        """Count a reading, or with a negative sign take it away."""
        _source, _id, standard, person, team, _alias, _at, day, stratum, value, exposure, missed, weight = row
        key = (standard, day, team or 0, person or 0, stratum)
        sums = self._sums.get(key)
        if sums is None:
            sums = self._sums[key] = [0] * 7
        self._takes_away |= sign < 0
        sums[0] += sign
        sums[1] += sign * missed
        sums[2] += sign * value
        sums[3] += sign * value * value
        sums[4] += sign * exposure
        sums[5] += sign * weight
        sums[6] += sign * weight * missed

    def apply(self, db: Session) -> None:
        """Change the cells. In the order of their keys, so that no two writers wait for each other."""
        changed = [(*key, *sums) for key, sums in sorted(self._sums.items()) if any(sums)]
        if not changed:
            return
        run_many(db, _upsert_cells(db), changed)
        run_many(db, _mark_days(db), sorted({row[:2] for row in changed}))
        if self._takes_away:
            emptied = [row[:5] for row in changed if row[5] <= 0]
            keys = " AND ".join(f"{column.name} = {mark(db)}" for column in Cell.__table__.primary_key)
            run_many(db, f"DELETE FROM cell WHERE {keys} AND n = 0", emptied)  # noqa: S608 -- names of ours


def put(
    db: Session,
    source: ReadingSource,
    rows: Iterable[Row],
    *,
    ids: Collection[str] = (),
    own_team: Collection[str] = (),
) -> Written:
    """Write the readings of a source, each in the place of one with the same id and standard.

    Whatever else the source has under one of `ids` goes: an id in a file says everything about its contact.
    `own_team` are ids whose readings name no team: they stay with the one they were counted for as long as they are
    about the same person, who may be in another one today.
    """
    wanted = {(row[0], row[1], row[2]): row for row in rows}
    before = _stored(db, source.id, {*ids, *(row[1] for row in wanted.values())})
    written, changes = Written(), Changes()
    new: list[Row] = []
    changed: list[Row] = []
    for key, row in wanted.items():
        old = before.get(key)
        if old is None:
            new.append(row)
            changes.add(row)
            continue
        kept = row
        if row[4] != old[4] and row[3] is not None and row[3] == old[3] and row[1] in own_team:
            kept = (*row[:4], old[4], *row[5:])
        if kept == old:
            written.unchanged += 1
            continue
        changed.append(kept)
        changes.add(old, -1)
        changes.add(kept)
    told = set(ids)
    gone = [old for key, old in before.items() if key not in wanted and key[1] in told]
    for old in gone:
        changes.add(old, -1)
    written.new, written.changed, written.removed = len(new), len(changed), len(gone)
    if not written.nothing:
        remove_rows(db, [old[:KEY] for old in gone] + [row[:KEY] for row in changed])
        run_many(db, _insert_readings(db), sorted(new + changed))
        changes.apply(db)
    return written


def take_away(db: Session, source: ReadingSource, ids: Collection[str]) -> int:
    """Remove every reading of a source under these ids; returns how many there were."""
    return put(db, source, (), ids=ids).removed


def hold(db: Session, source_id: int) -> ReadingSource:
    """The source, whose readings nobody else changes until the end of the transaction."""
    query = select(ReadingSource).where(ReadingSource.id == source_id).with_for_update()
    return db.scalars(query.execution_options(populate_existing=True)).one()


def remove_rows(db: Session, keys: Sequence[tuple[Any, ...]]) -> None:
    """Remove readings by their keys, without touching the cells."""
    sign = mark(db)
    statement = f"DELETE FROM reading WHERE source_id = {sign} AND external_id = {sign} AND standard_id = {sign}"  # noqa: S608 -- names of ours
    run_many(db, statement, keys)


def _stored(db: Session, source_id: int, ids: Collection[str]) -> dict[tuple[int, str, int], Row]:
    """The readings of a source under these ids, by their keys."""
    found: dict[tuple[int, str, int], Row] = {}
    # One parameter for all ids: a statement with thousands of them takes longer to write than to run.
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    among = "IN (SELECT value FROM json_each(?))" if is_sqlite else "= ANY(%s)"
    statement = f"SELECT {', '.join(COLUMNS)} FROM reading WHERE source_id = {mark(db)} AND external_id {among}"  # noqa: S608 -- names of ours
    ordered, connection = sorted(ids), db.connection()
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        wanted = json.dumps(part) if is_sqlite else part
        for row in connection.exec_driver_sql(statement, (source_id, wanted)):
            found[row[0], row[1], row[2]] = tuple(row)
    return found


def run_many(db: Session, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """One statement for many rows, past the layers that would look at each value: readings come by the million."""
    if rows:
        db.connection().exec_driver_sql(statement, [tuple(row) for row in rows])


def mark(db: Session) -> str:
    """The sign that stands for a value in the SQL of this database’s driver."""
    return "?" if db.get_bind().dialect.name == "sqlite" else "%s"


def _insert_readings(db: Session) -> str:
    marks = ", ".join([mark(db)] * len(COLUMNS))
    return f"INSERT INTO reading ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608 -- names of ours


def _upsert_cells(db: Session) -> str:
    names = [column.name for column in Cell.__table__.columns]
    marks, key = ", ".join([mark(db)] * len(names)), ", ".join(names[:5])
    more = ", ".join(f"{name} = cell.{name} + excluded.{name}" for name in names[5:])
    return f"INSERT INTO cell ({', '.join(names)}) VALUES ({marks}) ON CONFLICT ({key}) DO UPDATE SET {more}"  # noqa: S608 -- as above


def _mark_days(db: Session) -> str:
    """Whoever keeps sums of cells sees by these marks which days have changed."""
    marks = ", ".join([mark(db)] * 2)
    return f"INSERT INTO cell_day VALUES ({marks}, 1) ON CONFLICT (standard_id, day) DO UPDATE SET marks = cell_day.marks + 1"  # noqa: S608, E501 -- as above
