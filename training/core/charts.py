"""Where the parts of a picture go, in per cent of its size, so that the server can draw it and text keeps its size.

No picture has a script or a fixed width: macros/charts.html sets what is reckoned here. Texts (numbers, days, names)
come in as the reader's words. Across is from the left in every language; the site's style sheet sees to that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.core.scales import Scale, Tick, Writes, scale_of, spaced, ticks, written
from training.method.funnel import Funnel

LEFT, RIGHT, TOP, BOTTOM = 14.0, 98.0, 9.0, 86.0
"""The part of a picture in which values lie; around it are the words of the scales."""


@dataclass(frozen=True)
class Curve:
    """A line through the plot; `points` as SVG wants them, in per cent of the plot. Kinds: limit, far, usual, run."""

    kind: str
    points: str


@dataclass(frozen=True)
class Dot:
    """A value. `mark` is empty, “out” (beyond the limits), “shift” (one of a row on one side) or “open” (not sure)."""

    x: float
    y: float
    mark: str = ""
    name: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Picture:
    """What macros/charts.html draws: words up the side and along the foot, lines, the target, dots, new phases."""

    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    dots: tuple[Dot, ...]
    target: float | None = None
    phases: tuple[Tick, ...] = ()

    def has(self, kind: str) -> bool:
        """Whether a kind of line or mark is in it, and so belongs into the legend."""
        return any(curve.kind == kind for curve in self.curves) or any(dot.mark == kind for dot in self.dots)


@dataclass(frozen=True)
class Unit:
    """A person or a team in a funnel: of how many readings, what came out, whether it lies outside. A name is drawn
    beside the dot, so give it only where the reader may see it."""

    size: float
    value: float
    out: bool = False
    name: str = ""


@dataclass(frozen=True)
class Limits:
    """Limits of a funnel at some sizes: the near ones (95 %) and the far ones (99.8 %), around what is `usual`."""

    sizes: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    far_low: Sequence[float]
    far_high: Sequence[float]
    usual: float | None = None

    @staticmethod
    def of(found: Funnel) -> "Limits":
        """The limits of a funnel as it was reckoned."""
        low, high, far_low, far_high = (
            side.tolist() for side in (found.low, found.high, found.far_low, found.far_high)
        )
        return Limits(found.sizes.tolist(), low, high, far_low, far_high, found.target)


def funnel(
    units: Sequence[Unit],
    limits: Limits,
    *,
    target: float | None,
    write: Writes,
    write_size: Writes,
    last_size: Writes | None = None,
    least: float | None = 0.0,
    most: float | None = 1.0,
) -> Picture:
    """A funnel: values against sizes. `last_size` writes the last word of the foot, where the unit is named.

    The far limits of small sizes may leave the picture; what the limits promise at the sizes of people is inside.
    """
    wide = max([unit.size for unit in units] + [max(limits.sizes, default=1.0)])
    smallest = min([unit.size for unit in units if unit.size > 0], default=wide)
    near = [at for at, size in enumerate(limits.sizes) if size >= smallest]
    seen = [unit.value for unit in units] + ([] if target is None else [target])
    seen += [side[at] for side in (limits.low, limits.high) for at in near]
    up = scale_of(seen, least=least, most=most)
    along = Scale(0.0, wide * 1.02)

    def can(limit: float) -> bool:
        """No limit is drawn at what is no limit: nobody can keep more than all."""
        return (least is None or limit > least) and (most is None or limit < most)

    return Picture(
        up=_up(up, write),
        across=written(along.between(LEFT, RIGHT), ticks(0.0, wide, 4), write_size, last_size),
        curves=tuple(
            Curve(kind, _points([pair for pair in zip(limits.sizes, side, strict=True) if can(pair[1])], along, up))
            for kind, side in (
                ("limit", limits.low),
                ("limit", limits.high),
                ("far", limits.far_low),
                ("far", limits.far_high),
                ("usual", [] if limits.usual is None else [limits.usual] * len(limits.sizes)),
            )
            if len(side)
        ),
        dots=tuple(
            _dot(along, up, unit.size, unit.value, mark="out" if unit.out else "", name=unit.name)
            for unit in sorted(units, key=lambda unit: bool(unit.out or unit.name))  # what matters lies on top
        ),
        target=None if target is None else up.between(BOTTOM, TOP).place(target),
    )


@dataclass(frozen=True)
class Step:
    """One week, day or value of a run: its own limits and usual level, its mark, and the word of the foot.

    A `phase` names what begins here: lines are not drawn across its border. None is a step without readings.
    """

    value: float | None
    usual: float
    low: float
    high: float
    text: str
    mark: str = ""
    phase: str = ""


def run_chart(
    steps: Sequence[Step],
    *,
    target: float | None,
    write: Writes,
    least: float | None = 0.0,
    most: float | None = 1.0,
) -> Picture:
    """A run in time with limits that may differ from step to step. Only the first, middle and last step are named."""
    seen = [number for step in steps for number in (step.value, step.low, step.high) if number is not None]
    up = scale_of(seen + ([] if target is None else [target]), least=least, most=most)
    along = Scale(0.0, max(len(steps), 1))
    borders = [0, *(at for at, step in enumerate(steps) if step.phase and at), len(steps)]
    curves = []
    for first, last in pairwise(borders):
        for kind, side in (("far", "low"), ("far", "high"), ("usual", "usual")):
            sides = [_beyond(getattr(step, side), up, least, most) for step in steps]
            stairs = [(at + part, sides[at]) for at in range(first, last) for part in (0, 1)]
            curves.append(Curve(kind, _points(stairs, along, up)))
        middles = [(at + 0.5, steps[at].value) for at in range(first, last)]
        curves.append(Curve("run", _points([(at, value) for at, value in middles if value is not None], along, up)))
    return Picture(
        up=_up(up, write),
        across=_named([(along.between(LEFT, RIGHT).place(at + 0.5), step.text) for at, step in enumerate(steps)]),
        curves=tuple(curves),
        dots=tuple(
            _dot(along, up, at + 0.5, step.value, mark=step.mark)
            for at, step in enumerate(steps)
            if step.value is not None
        ),
        target=None if target is None else up.between(BOTTOM, TOP).place(target),
        phases=tuple(
            Tick(along.between(LEFT, RIGHT).place(at), step.phase) for at, step in enumerate(steps) if step.phase and at
        ),
    )


@dataclass(frozen=True)
class Span:
    """A likely interval on the scale that all of a list share."""

    low: float
    value: float
    high: float
    mark: str = ""


@dataclass(frozen=True)
class Spans:
    """Intervals of a list in its order, the target (or zero, for effects) and the words of the foot."""

    rows: tuple[Span, ...]
    target: float | None
    across: tuple[Tick, ...]


def intervals(
    rows: Sequence[tuple[float, float, float]],
    *,
    target: float | None,
    write: Writes,
    last: Writes | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Spans:
    """Each row is (low, value, high); `last` writes the last word of the foot, where the unit is named. The value is
    drawn open where the target lies inside: nothing is proved then."""
    known = [number for row in rows for number in row] + ([] if target is None else [target])
    scale = scale_of(known, least=least, most=most).between(3.0, 97.0)
    return Spans(
        tuple(
            Span(scale.place(low), scale.place(value), scale.place(high), _open(low, high, target))
            for low, value, high in rows
        ),
        None if target is None else scale.place(target),
        written(scale, ticks(scale.low, scale.high, 4), write, last),
    )


def _open(low: float, high: float, target: float | None) -> str:
    return "open" if target is not None and low <= target <= high else ""


def _beyond(limit: float, up: Scale, least: float | None, most: float | None) -> float:
    """A limit that is none, as nobody can keep more than all, leaves the picture."""
    if least is not None and limit <= least:
        return 2 * up.low - up.high
    if most is not None and limit >= most:
        return 2 * up.high - up.low
    return limit


def _up(up: Scale, write: Writes) -> tuple[Tick, ...]:
    side = up.between(BOTTOM, TOP)
    return tuple(Tick(side.place(value), write(value)) for value in ticks(up.low, up.high, 4))


def _named(words: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """The first, the middle and the last of a row of words."""
    chosen = sorted({0, len(words) // 2, len(words) - 1}) if words else []
    return spaced([words[at] for at in chosen])


def _points(values: Iterable[tuple[float, float]], along: Scale, up: Scale) -> str:
    """Places in the plot, which cuts off what lies beyond it."""
    side = up.between(100.0, 0.0)
    reach = (up.high - up.low) * 9  # far enough for a slope to leave the plot where it would
    cut = ((x, min(max(y, up.low - reach), up.high + reach)) for x, y in values)
    return " ".join(f"{along.place(x):g},{side.beyond(y):g}" for x, y in cut)


def _dot(along: Scale, up: Scale, x: float, y: float, *, mark: str, name: str = "") -> Dot:
    at = along.between(LEFT, RIGHT).place(x)
    return Dot(at, up.between(BOTTOM, TOP).place(y), mark, name, "end" if at > 60 else "start")
