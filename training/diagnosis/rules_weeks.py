"""Sums of cells by week: arrays that lie packed in a row of the database, and what many weeks add up to."""

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.method.tallies import Floats, Integers

Array = NDArray[Any]

COLUMNS: tuple[tuple[str, str], ...] = (
    *(("team", "<i4"), ("person", "<i4"), ("stratum", "<i4"), ("n", "<i4"), ("missed", "<i4"), ("days", "<f8")),
    *(("total", "<i8"), ("squares", "<i8"), ("exposure", "<i8")),
    *(("missed_squares", "<f8"), ("total_squares", "<f8"), ("rate_squares", "<f8")),
)
"""What a row of a week holds, and as what it is packed.

Over the strata of somebody in a team, `days` add up to the days with readings, `missed_squares` to the sum over these
days of missed²/n, `total_squares` to that of total²/n and `rate_squares` to that of total²/exposure: of these follows
how bad days cluster, whatever the strata. A row has the part that its readings have in each day.
"""

_SUMS = tuple(name for name, _type in COLUMNS[3:])
_LEVEL = 1  # packed closer it takes twice the time and four fifths of the room


@dataclass(frozen=True)
class Rows:
    """Sums by team, person and stratum: arrays of one length, by the names of COLUMNS. 0 is no team, and nobody."""

    columns: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["n"])

    def where(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Those rows alone."""
        return Rows({name: column[chosen] for name, column in self.columns.items()})

    @property
    def readings(self) -> int:
        """How many readings they are."""
        return int(self["n"].sum())


def week_of(day: date) -> int:
    """The number of the week of a day; it begins on a Monday, as day 1 was one."""
    return (day.toordinal() - 1) // 7


def monday_of(week: int) -> date:
    """The first day of a week."""
    return date.fromordinal(week * 7 + 1)


def weeks_between(first: date, last: date) -> range:
    """The numbers of the weeks that have a day from `first` to `last`, both included."""
    return range(week_of(first), week_of(last) + 1)


def rows_of(records: Sequence[Sequence[Any]]) -> Rows:
    """Rows from records whose fields stand in the order of COLUMNS."""
    fields: Sequence[Sequence[Any]] = list(zip(*records, strict=True)) or [()] * len(COLUMNS)
    return Rows({name: np.array(field, dtype=kind) for (name, kind), field in zip(COLUMNS, fields, strict=True)})


def summed(cells: Sequence[Sequence[int]], picked: Collection[int]) -> Rows:
    """Rows from cells: day, team, person, stratum, n, missed, total, squares and exposure of each.

    What was picked by hand, in the strata `picked`, makes days of its own.
    """
    day, team, person, stratum, n, missed, total, squares, exposure = np.array(cells, dtype=np.int64).reshape(-1, 9).T
    of_day = _numbered(among(stratum, picked), person, team, day)
    day_n, day_missed, day_total, day_exposure = (
        np.bincount(of_day, values)[of_day] if len(n) else np.zeros(0) for values in (n, missed, total, exposure)
    )
    by_exposure = np.divide(total * day_total, day_exposure, out=np.zeros(len(n)), where=day_exposure > 0)
    sums: tuple[Array, ...] = (
        *(n, missed, n / day_n, total, squares, exposure),
        *(missed * day_missed / day_n, total * day_total / day_n, by_exposure),
    )
    names = [name for name, _kind in COLUMNS]
    return together([Rows(dict(zip(names, (team, person, stratum, *sums), strict=True)))])


def _numbered(*keys: Array) -> Integers:
    """For each place the number of its group, whose keys are all alike."""
    order = np.lexsort(keys)
    changes = _changes([key[order] for key in keys])[0]
    number = np.zeros(len(order), dtype=np.int64)
    number[order[1:]] = np.cumsum(changes)
    return number


def pack(rows: Rows) -> bytes:
    """The rows as bytes, column by column."""
    return zlib.compress(b"".join(rows[name].astype(kind).tobytes() for name, kind in COLUMNS), _LEVEL)


def unpack(packed: bytes) -> Rows:
    """What `pack` made."""
    content = zlib.decompress(packed)
    length = len(content) // sum(np.dtype(kind).itemsize for _name, kind in COLUMNS)
    columns: dict[str, Array] = {}
    start = 0
    for name, kind in COLUMNS:
        columns[name] = np.frombuffer(content, dtype=kind, count=length, offset=start)
        start += length * np.dtype(kind).itemsize
    return Rows(columns)


def together(weeks: Iterable[Rows]) -> Rows:
    """What several weeks add up to, in the order of team, person and stratum."""
    several = [rows.columns for rows in weeks]
    joined = {
        name: np.concatenate([one[name] for one in several]) if several else np.array([], dtype=kind)
        for name, kind in COLUMNS
    }
    order = np.lexsort((joined["stratum"], joined["person"], joined["team"]))
    keys = [joined[name][order] for name in ("team", "person", "stratum")]
    if not len(order):
        return Rows(joined)
    begins = np.flatnonzero(np.concatenate([[True], *_changes(keys)]))
    sums: dict[str, Array] = {}
    for name in _SUMS:
        wide = np.float64 if joined[name].dtype.kind == "f" else np.int64
        sums[name] = np.add.reduceat(joined[name][order].astype(wide), begins)
    return Rows({"team": keys[0][begins], "person": keys[1][begins], "stratum": keys[2][begins], **sums})


def _changes(keys: Sequence[Array]) -> tuple[NDArray[np.bool_]]:
    """Where any of the keys differs from the row before, from the second row on."""
    found = np.zeros(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        found |= key[1:] != key[:-1]
    return (found,)


def alike(one: Rows, other: Rows) -> bool:
    """Whether two are the same but for the last digits of sums of fractions."""
    if len(one) != len(other):
        return False
    return all(
        bool(np.allclose(one[name], other[name], rtol=1e-9))
        if kind == "<f8"
        else bool((one[name] == other[name]).all())
        for name, kind in COLUMNS
    )


def among(values: Integers | Array, wanted: Collection[int]) -> NDArray[np.bool_]:
    """Which of the values are among some."""
    found: NDArray[np.bool_] = np.isin(values, np.fromiter(wanted, dtype=np.int64, count=len(wanted)))
    return found


def as_floats(values: Array, one: int) -> Floats:
    """Exact sums in parts of `one` as numbers."""
    found: Floats = values.astype(np.float64) / one
    return found
