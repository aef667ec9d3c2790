"""Boxes in rows from the top down, with the lines between them: where each stands, and how each line runs.

A box stands below whatever leads to it, except by a way back, which runs around at the side. Lines to one box that
cross the same row run there as one, through a gap that takes part in the ordering like a box without a width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.scenarios.game.layers import Layers, Spot, ordered

WIDTH = 264  # of a box
GAP = 28  # between neighbours
DROP = 84  # between rows
LANE = 14  # between ways back
EDGE = 20  # around everything
CORNER = 8
PASSES = 12


@dataclass(frozen=True)
class Shape:
    """A box to be placed: its name, its height, and how many lines leave it at its lower side."""

    name: str
    height: int
    ports: int


@dataclass(frozen=True)
class Link:
    """A line from a port of a box, counted from 0, to another box, or to the same."""

    source: str
    port: int
    target: str


@dataclass(frozen=True)
class Layout:
    """Left upper corners by name, an SVG path for each link, the tips of arrows, and the size of it all."""

    corners: dict[str, tuple[int, int]]
    paths: dict[Link, str]
    tips: tuple[tuple[int, int], ...]
    width: int
    height: int


def port_at(shape: Shape, port: int) -> int:
    """How far from the left side of its box a port is."""
    return round(WIDTH * (port + 1) / (shape.ports + 1))


def arrange(shapes: Sequence[Shape], links: Sequence[Link]) -> Layout:
    """Place the shapes; the first is the start. Every link names shapes that are there."""
    layers = ordered([shape.name for shape in shapes], [(link.source, link.target) for link in links])
    return _Placing({shape.name: shape for shape in shapes}, layers).layout(links)


class _Placing:
    def __init__(self, shapes: dict[str, Shape], layers: Layers) -> None:
        self.shapes = shapes
        self.layers = layers
        self.x: dict[Spot, float] = {}  # the left side of each spot
        self._across()
        self.tops, self.bottoms = self._down()
        self.lanes: dict[str, int] = {}  # by the box that ways back lead to, counted from the inside

    def _wide(self, spot: Spot) -> int:
        return WIDTH if spot.is_box else 0

    def _middle(self, spot: Spot) -> float:
        return self.x[spot] + self._wide(spot) / 2

    def _across(self) -> None:
        """Each row packed around the middle, then pulled towards its neighbours above and below in turn."""
        for row in self.layers.rows:
            place = -sum(self._wide(spot) + GAP for spot in row) / 2
            for spot in row:
                self.x[spot] = place
                place += self._wide(spot) + GAP
        for number in range(PASSES):
            downwards = number % 2 == 0
            near = self.layers.above if downwards else self.layers.below
            for row in self.layers.rows if downwards else reversed(self.layers.rows):
                self._pull(row, [self._wish(spot, near.get(spot, ())) for spot in row])
        least = min(self.x.values())
        self.x = {spot: round(x - least) + EDGE for spot, x in self.x.items()}

    def _wish(self, spot: Spot, near: Sequence[Spot]) -> float:
        if not near:
            return self.x[spot]
        return sum(map(self._middle, near)) / len(near) - self._wide(spot) / 2

    def _pull(self, row: Sequence[Spot], wishes: Sequence[float]) -> None:
        """As near to the wishes as the order allows: halfway between pushing to the right and pushing to the left."""
        rightwards, leftwards = list(wishes), list(wishes)
        for (left, spot), (right, _) in pairwise(enumerate(row)):
            rightwards[right] = max(rightwards[right], rightwards[left] + self._wide(spot) + GAP)
        for (left, spot), (right, _) in reversed(list(pairwise(enumerate(row)))):
            leftwards[left] = min(leftwards[left], leftwards[right] - self._wide(spot) - GAP)
        for spot, one, other in zip(row, rightwards, leftwards, strict=True):
            self.x[spot] = (one + other) / 2

    def _down(self) -> tuple[list[int], list[int]]:
        tops, bottoms, y = [], [], EDGE
        for row in self.layers.rows:
            tops.append(y)
            y += max((self.shapes[spot.name].height for spot in row if spot.is_box), default=0)
            bottoms.append(y)
            y += DROP
        return tops, bottoms

    def layout(self, links: Sequence[Link]) -> Layout:
        right = max(self.x[spot] + self._wide(spot) for spot in self.x)
        paths = {link: self._path(link, round(right)) for link in links}
        corners = {
            spot.name: (round(self.x[spot]), self.tops[spot.row])
            for row in self.layers.rows
            for spot in row
            if spot.is_box
        }
        tips = tuple(self._tip(name) for name in dict.fromkeys(link.target for link in links))
        around = LANE * (len(self.lanes) + 1) if self.lanes else 0
        return Layout(corners, paths, tips, round(right) + around + EDGE, self.bottoms[-1] + EDGE)

    def _tip(self, name: str) -> tuple[int, int]:
        spot = self.layers.box(name)
        return round(self._middle(spot)), self.tops[spot.row]

    def _path(self, link: Link, right: int) -> str:
        spot = self.layers.box(link.source)
        shape = self.shapes[link.source]
        x = round(self.x[spot]) + port_at(shape, link.port)
        low = self.tops[spot.row] + shape.height
        if (link.source, link.target) in self.layers.back:
            return self._around(link, x, low, right)
        drawn = f"M{x} {low}V{self.bottoms[spot.row]}"
        for step in self.layers.way(link.source, link.target):
            top = self.tops[step.row]
            to, bend = round(self._middle(step)), DROP // 2
            drawn += f"C{x} {top - DROP + bend} {to} {top - bend} {to} {top}"
            if not step.is_box:
                drawn += f"V{self.bottoms[step.row]}"
            x = to
        return drawn

    def _around(self, link: Link, x: int, low: int, right: int) -> str:
        """Down from the port, out to the side, up, and in above the target."""
        spot = self.layers.box(link.source)
        tip, top = self._tip(link.target)
        if link.source == link.target:
            side = round(self.x[spot]) + WIDTH + GAP // 2
            below = low + 16
        else:
            lane = self.lanes.setdefault(link.target, len(self.lanes))
            side = right + LANE * (lane + 1)
            below = self.bottoms[spot.row] + 16 + 3 * (lane % 8)
        return _rounded([(x, low), (x, below), (side, below), (side, top - 20), (tip, top - 20), (tip, top)])


def _rounded(corners: Sequence[tuple[int, int]]) -> str:
    drawn = f"M{corners[0][0]} {corners[0][1]}"
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        inwards, outwards = _towards(corner, before), _towards(corner, after)
        drawn += f"L{inwards[0]} {inwards[1]}Q{corner[0]} {corner[1]} {outwards[0]} {outwards[1]}"
    return f"{drawn}L{corners[-1][0]} {corners[-1][1]}"


def _towards(corner: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    def step(here: int, there: int) -> int:
        return here + max(-CORNER, min(CORNER, (there - here) // 2))

    return step(corner[0], other[0]), step(corner[1], other[1])
