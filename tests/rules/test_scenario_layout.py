"""The map of any scenario can be read: nothing lies on top of anything, and every way is drawn."""

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files import documents
from tests.files.scenarios import scenarios
from training.scenarios.files import Scenario
from training.scenarios.game.check import analysis_of
from training.scenarios.game.layers import ordered
from training.scenarios.game.layout import DROP, WIDTH
from training.scenarios.game.map import Drawing, Marked, breadth, cut, draw, lines
from training.scenarios.game.words import condition_words, effect_words

patient = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def drawing_of(value: dict[str, Any]) -> tuple[Scenario, Drawing]:
    scenario = Scenario.model_validate(value)
    return scenario, draw(analysis_of(scenario), Marked())


def ends(path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where a line begins and ends."""
    x = y = 0
    points = []
    for sign, numbers in re.findall(r"([A-Z])([-\d ]+)", path):
        values = [int(number) for number in numbers.split()]
        x, y = (x, values[0]) if sign == "V" else (values[-2], values[-1])
        points.append((x, y))
    return points[0], points[-1]


@given(scenarios(most_turns=8))
@patient
def test_no_box_lies_on_another_and_all_are_on_the_picture(value: dict[str, Any]) -> None:
    _scenario, drawing = drawing_of(value)
    for one, other in combinations(drawing.boxes, 2):
        beside = one.x + WIDTH < other.x or other.x + WIDTH < one.x
        above = one.y + one.height < other.y or other.y + other.height < one.y
        assert beside or above
    for box in drawing.boxes:
        assert 0 <= box.x <= drawing.width - WIDTH
        assert 0 <= box.y <= drawing.height - box.height


@given(scenarios(most_turns=8))
@patient
def test_each_way_on_is_a_line_from_its_choice_to_the_box_that_it_leads_to(value: dict[str, Any]) -> None:
    scenario, drawing = drawing_of(value)
    boxes = {box.id: box for box in drawing.boxes}
    drawn = sorted(ends(line.path) for line in drawing.lines)
    wanted = []
    for turn in scenario.turns:
        for row, outcome in zip(boxes[turn.id].rows, (*turn.choices, *filter(None, [turn.late])), strict=True):
            start = (boxes[turn.id].x + row.port, boxes[turn.id].y + boxes[turn.id].height)
            for target in {exit_.go for exit_ in outcome.go}:
                wanted.append((start, (boxes[target].x + WIDTH // 2, boxes[target].y)))
    assert drawn == sorted(wanted)
    assert set(drawing.tips) == {end for _start, end in wanted}


@given(scenarios(most_turns=8, forwards=True))
@patient
def test_without_loops_every_way_leads_down(value: dict[str, Any]) -> None:
    scenario, drawing = drawing_of(value)
    boxes = {box.id: box for box in drawing.boxes}
    for turn in scenario.turns:
        for choice in turn.choices:
            for exit_ in choice.go:
                assert boxes[exit_.go].y >= boxes[turn.id].y + boxes[turn.id].height + DROP


@given(scenarios(most_turns=6))
@patient
def test_the_same_scenario_has_the_same_map(value: dict[str, Any]) -> None:
    assert drawing_of(value)[1] == drawing_of(value)[1]


def test_lines_are_untangled() -> None:
    """Two turns whose ways would cross in the order of the file."""
    links = [("s", "a"), ("s", "b"), ("a", "y"), ("b", "x"), ("x", "e"), ("y", "e")]
    layers = ordered(["s", "a", "b", "x", "y", "e"], links)
    middle, lower = ([spot.name for spot in layers.rows[row]] for row in (1, 2))
    assert [{"a": "y", "b": "x"}[name] for name in middle] == lower


def test_a_conversation_of_two_thousand_turns_has_a_map() -> None:
    names = [f"t{number}" for number in range(2_000)]
    links = [*pairwise(names), (names[-1], names[0])]
    layers = ordered(names, links)
    assert len(layers.rows) == 2_000
    assert layers.back == {(names[-1], names[0])}


@given(documents.texts | st.text("W灯 i", max_size=120))
@patient
def test_first_words_fit_their_box_and_are_the_first(text: str) -> None:
    whole = " ".join(text.split())
    found = list(lines(whole, WIDTH - 28, most=2))
    assert len(found) <= 2
    assert all(breadth(line) <= WIDTH - 28 for line in found)
    shown = "".join(found).replace(" ", "")
    if shown != whole.replace(" ", ""):
        assert shown.endswith("…")
        assert whole.replace(" ", "").startswith(shown[:-1])


def test_a_cut_text_says_that_there_is_more() -> None:
    assert cut("Hello there", 60) == "Hello…"
    assert cut("Hello", 60) == "Hello"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patience >= 2 and not known", "Patience at least 2, and not: Receipt seen"),
        ("patience < 1 or patience > 3", "Patience below 1, or Patience above 3"),
        (
            "known and (patience = 1 or patience != 4)",
            "Receipt seen, and (Patience exactly 1, or Patience other than 4)",
        ),
        ("not (known or patience <= 2)", "not: (Receipt seen, or Patience at most 2)"),
        ("known and patience > 1 and patience < 3", "Receipt seen, and Patience above 1, and Patience below 3"),
        ("not not known", "not: (not: Receipt seen)"),
    ],
)
def test_conditions_are_said_in_words(text: str, words: str) -> None:
    assert condition_words(text, STATEFUL) == words


def test_effects_are_said_in_words() -> None:
    first = STATEFUL.turns[0].choices[0]
    assert effect_words(first, STATEFUL) == ["Patience −1", "Receipt seen: from now on"]
    assert effect_words(STATEFUL.turns[0].choices[1], STATEFUL) == ["Patience becomes 3", "Receipt seen: no longer"]


STATEFUL = Scenario.model_validate(
    {
        "title": "T",
        "summary": "S",
        "situation": "W",
        "state": [{"id": "patience", "label": "Patience", "start": 2}, {"id": "known", "label": "Receipt seen"}],
        "turns": [
            {
                "id": "first",
                "text": "Hello",
                "choices": [
                    {"id": "a", "text": "A", "set": {"patience": "-1", "known": "true"}, "go": "end"},
                    {"id": "b", "text": "B", "set": {"patience": "3", "known": "false"}, "go": "end"},
                ],
            }
        ],
        "endings": [{"id": "end", "title": "End", "text": "E", "outcome": "good"}],
    }
)
