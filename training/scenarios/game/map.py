"""The map of a scenario: a box for each turn and ending, a line for each way that a choice can lead on."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase

from training.scenarios.files import LATE, Ending, Outcome, Scenario, Turn
from training.scenarios.game.layout import WIDTH, Layout, Link, Shape, arrange, port_at
from training.scenarios.game.worth import Worths

PAD = 14
LINE = 22
TEXT = 16  # the size of letters
SILENCE = "…"  # the mark of silence among those of choices


@dataclass(frozen=True)
class Row:
    """A choice inside its box: the mark of its line, its name, and what is noted of it at the end of the row."""

    mark: str
    name: str
    note: str
    y: int
    port: int  # where its line begins, from the left side of the box
    is_best: bool


@dataclass(frozen=True)
class Box:
    """A turn or an ending: `kind` is “turn” or the outcome, `trouble` “error”, “warning” or empty, `level` 0 to 4."""

    id: str
    kind: str
    x: int
    y: int
    height: int
    speaker: str  # with a colon; the lines begin with it
    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    trouble: str
    level: int
    note: str


@dataclass(frozen=True)
class Line:
    """A way from a choice; `kind` is “best”, “late” or “way”."""

    path: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """All that there is to draw; sixteen units are the height of a line of the smallest text."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    tips: tuple[tuple[int, int], ...]
    box_width: int = WIDTH


@dataclass(frozen=True)
class Marked:
    """What a map shows beyond the scenario: by turn or ending, and for choices by (turn, choice)."""

    troubles: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    choice_notes: Mapping[tuple[str, str], str] | None = None  # None: the points
    levels: Mapping[str, int] = field(default_factory=dict)


def draw(worths: Worths, marked: Marked) -> Drawing:
    """The map of the scenario with its best way."""
    scenario, best = worths.scenario, set(_best_way(worths))
    layout = plan(scenario)
    names = {(turn.id, port): name for turn in scenario.turns for port, name in enumerate(_choices(turn))}

    def kind(link: Link) -> str:
        name = names[link.source, link.port]
        return "best" if (link.source, name, link.target) in best else LATE if name == LATE else "way"

    def box(item: Turn | Ending) -> Box:
        x, y = layout.corners[item.id]
        return Box(
            id=item.id,
            kind="turn" if isinstance(item, Turn) else item.outcome,
            x=x,
            y=y,
            height=(_shape_of_turn(item) if isinstance(item, Turn) else _shape_of_ending(item)).height,
            speaker=cut(_speaker(item), WIDTH - 2 * PAD),
            lines=_words(item),
            rows=tuple(_rows(item, marked, {choice for turn, choice, _ in best if turn == item.id}))
            if isinstance(item, Turn)
            else (),
            trouble=marked.troubles.get(item.id, ""),
            level=marked.levels.get(item.id, 0),
            note=marked.notes.get(item.id, ""),
        )

    lines = sorted(
        (Line(path, kind(link)) for link, path in layout.paths.items()), key=lambda line: line.kind == "best"
    )
    boxes = (*map(box, scenario.turns), *map(box, scenario.endings))
    return Drawing(layout.width, layout.height, boxes, tuple(lines), layout.tips)


def plan(scenario: Scenario) -> Layout:
    """Where each turn and ending stands on the map."""
    shapes = [*map(_shape_of_turn, scenario.turns), *map(_shape_of_ending, scenario.endings)]
    return arrange(shapes, list(_links(scenario)))


def mark_of(place: int) -> str:
    """A letter for each choice of a turn; after Z come numbers."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _choices(turn: Turn) -> list[str]:
    return [*(choice.id for choice in turn.choices), *([LATE] if turn.late else ())]


def _links(scenario: Scenario) -> Iterator[Link]:
    for turn in scenario.turns:
        outcomes: list[Outcome] = [*turn.choices, *([turn.late] if turn.late else ())]
        for port, outcome in enumerate(outcomes):
            for target in dict.fromkeys(exit_.go for exit_ in outcome.go):
                yield Link(turn.id, port, target)


def _best_way(worths: Worths) -> Iterator[tuple[str, str, str]]:
    position = worths.explored.game.start
    for choice in worths.best_path():
        after = worths.explored.game.after(position, choice)
        yield position.place, choice, after.place
        position = after


def _shape_of_turn(turn: Turn) -> Shape:
    count = len(_choices(turn))
    return Shape(turn.id, PAD + LINE * (1 + len(_words(turn)) + count) + 2 * PAD, count)


def _shape_of_ending(ending: Ending) -> Shape:
    return Shape(ending.id, 2 * PAD + LINE * (2 + len(_words(ending))), 0)


def _rows(turn: Turn, marked: Marked, best: Collection[str]) -> Iterator[Row]:
    shape = _shape_of_turn(turn)
    names = _choices(turn)
    points = {choice.id: f"+{choice.points}" for choice in turn.choices if choice.points}
    for place, name in enumerate(names):
        y = PAD + LINE * (2 + len(_words(turn)) + place) + PAD // 2
        note = points.get(name, "") if marked.choice_notes is None else marked.choice_notes.get((turn.id, name), "")
        mark = SILENCE if name == LATE else mark_of(place)
        shown = "" if name == LATE else cut(name, WIDTH - 110)
        yield Row(mark, shown, note, y, port_at(shape, place), name in best)


def _words(item: Turn | Ending) -> tuple[str, ...]:
    text = item.title if isinstance(item, Ending) else f"{_speaker(item)} {item.text}"
    return tuple(lines(" ".join(text.split()), WIDTH - 2 * PAD, most=2))


def _speaker(item: Turn | Ending) -> str:
    return f"{item.who}:" if isinstance(item, Turn) and item.who else ""


def lines(text: str, width: int, *, most: int) -> Iterator[str]:
    """The first lines of a text that is broken to a width; the last of them ends in “…” if there is more."""
    for number in range(most):
        if breadth(text) <= width:
            if text:
                yield text
            return
        if number == most - 1:
            yield cut(text, width)
            return
        fits = len(cut(text, width)) - 1
        end = text.rfind(" ", 0, fits + 1)
        end = end if end > fits // 2 else fits
        yield text[:end].rstrip()
        text = text[end:].lstrip()


def cut(text: str, width: int) -> str:
    """The text, or as much of it as fits with “…” after it."""
    if breadth(text) <= width:
        return text
    used, end = breadth("…"), 0
    while end < len(text) and used + breadth(text[end]) <= width:
        used += breadth(text[end])
        end += 1
    return text[:end].rstrip(" .…,") + "…"


def breadth(text: str) -> float:
    """About how wide a text is drawn."""
    return sum(_share(sign) for sign in text) * TEXT


def _share(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in "fijlrtI.,:;'’!|()[] -“”":
        return 0.33
    return 0.88 if sign in "mwMW@%…" else 0.66 if sign.isupper() else 0.54
