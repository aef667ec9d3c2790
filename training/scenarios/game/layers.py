"""Rows for a map: in which row each box stands, and in which order, so that few lines cross."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

SWEEPS = 8


class Spot(NamedTuple):
    """A place in a row: a box, or the gap through which lines to that box go on."""

    name: str
    row: int
    is_box: bool


@dataclass(frozen=True)
class Layers:
    """Spots by row from the left, their neighbours in the rows above and below, and the links that lead back."""

    rows: Sequence[Sequence[Spot]]
    above: dict[Spot, list[Spot]]
    below: dict[Spot, list[Spot]]
    row_of: dict[str, int]
    back: frozenset[tuple[str, str]]

    def box(self, name: str) -> Spot:
        return Spot(name, self.row_of[name], True)

    def way(self, source: str, target: str) -> Iterator[Spot]:
        """The spots after the source through which a link runs down to its target."""
        for row in range(self.row_of[source] + 1, self.row_of[target]):
            yield Spot(target, row, False)
        yield self.box(target)


def ordered(names: Sequence[str], links: Iterable[tuple[str, str]]) -> Layers:
    """Rows for these boxes, the first of which is the start."""
    unique = list(dict.fromkeys(links))
    visited, back = _walked(names, unique)
    row_of = dict.fromkeys(names, 0)
    onwards = _targets(names, [link for link in unique if link not in back])
    for name in visited:  # each before whatever it leads to
        for target in onwards[name]:
            row_of[target] = max(row_of[target], row_of[name] + 1)
    layers = Layers([[] for _ in range(max(row_of.values()) + 1)], defaultdict(list), defaultdict(list), row_of, back)
    rows: list[dict[Spot, None]] = [{} for _ in layers.rows]
    for name in visited:
        rows[row_of[name]][layers.box(name)] = None
        for target in onwards[name]:
            spots = [layers.box(name), *layers.way(name, target)]
            for upper, lower in pairwise(spots):
                rows[lower.row][lower] = None
                if lower not in layers.below[upper]:
                    layers.below[upper].append(lower)
                    layers.above[lower].append(upper)
    return _with_few_crossings(layers, [list(row) for row in rows])


def _targets(names: Sequence[str], links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in names}
    for source, target in links:
        found[source].append(target)
    return found


def _walked(names: Sequence[str], links: Sequence[tuple[str, str]]) -> tuple[list[str], frozenset[tuple[str, str]]]:
    """The boxes, each before those it leads to, and the links that lead back to a box on the way there."""
    targets = _targets(names, links)
    back: set[tuple[str, str]] = set()
    done: dict[str, bool] = {}  # False while one is on the way below it
    finished: list[str] = []
    for root in names:
        if root in done:
            continue
        done[root] = False
        path = [(root, iter(targets[root]))]
        while path:
            name, onwards = path[-1]
            for target in onwards:
                if target not in done:
                    done[target] = False
                    path.append((target, iter(targets[target])))
                    break
                if not done[target]:
                    back.add((name, target))
            else:
                path.pop()
                done[name] = True
                finished.append(name)
    return finished[::-1], frozenset(back)


def _with_few_crossings(layers: Layers, rows: list[list[Spot]]) -> Layers:
    """Order each row by the middle of its neighbours, down and up again, and keep the best of all tries."""
    place = {spot: number for row in rows for number, spot in enumerate(row)}
    best, fewest = [list(row) for row in rows], _crossings(rows, layers, place)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        near = layers.above if downwards else layers.below
        for row in rows if downwards else reversed(rows):
            wishes = {spot: _mean([place[other] for other in near.get(spot, ())], place[spot]) for spot in row}
            row.sort(key=wishes.__getitem__)
            place.update({spot: number for number, spot in enumerate(row)})
        crossings = _crossings(rows, layers, place)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return replace(layers, rows=best)


def _mean(places: Sequence[int], otherwise: int) -> float:
    return sum(places) / len(places) if places else otherwise


def _crossings(rows: Sequence[Sequence[Spot]], layers: Layers, place: Mapping[Spot, int]) -> int:
    """How often two lines cross between neighbouring rows."""
    count = 0
    for row in rows:
        ends: list[int] = []
        for spot in row:
            targets = sorted(place[other] for other in layers.below.get(spot, ()))
            count += sum(len(ends) - bisect_right(ends, target) for target in targets)
            for target in targets:
                insort(ends, target)
    return count
