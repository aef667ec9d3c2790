"""The scripts and scenarios of the starter library: sayable, fair, and of one mind with the lessons."""

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.files.test_starter_library import ROLES, ROOT, SUBJECTS, bank, library, module
from training.scenarios.files import Choice, Scenario, Turn
from training.scenarios.game.check import analysis_of
from training.scenarios.game.rules import Game
from training.scripts.files import Script, ScriptLine

PLAYS = 500


def names(kind: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / "content" / kind).glob("*.yaml"))


SCRIPTS, SCENARIOS = names("scripts"), names("scenarios")


def script(slug: str) -> Script:
    model = library().documents["script", slug].model
    assert isinstance(model, Script)
    return model


def scenario(slug: str) -> Scenario:
    model = library().documents["scenario", slug].model
    assert isinstance(model, Scenario)
    return model


def choices(slug: str) -> Iterator[tuple[Turn, Choice]]:
    return ((turn, choice) for turn in scenario(slug).turns for choice in turn.choices)


def better(turn: Turn) -> set[str]:
    """The choices with the most points."""
    most = max(choice.points for choice in turn.choices)
    return {choice.id for choice in turn.choices if choice.points == most}


def giveaways(turns: list[Turn]) -> list[str]:
    """The ways in which somebody who reads no choice could find the better ones."""
    longest = sum(max(turn.choices, key=lambda choice: len(choice.text)).id in better(turn) for turn in turns)
    shortest = sum(min(turn.choices, key=lambda choice: len(choice.text)).id in better(turn) for turn in turns)
    places = Counter(
        place for turn in turns for place, choice in enumerate(turn.choices, 1) if choice.id in better(turn)
    )
    place, times = places.most_common(1)[0]
    found = {
        f"the longest is better in {longest}": longest >= 0.45 * len(turns),
        f"the shortest is better in {shortest}": shortest >= 0.45 * len(turns),
        f"number {place} is better in {times}": times > 0.5 * len(turns),
    }
    return [f"{words} of {len(turns)}" for words, holds in found.items() if holds]


def numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\b\d+\b", text)}


def test_there_are_scripts_and_scenarios_for_every_role() -> None:
    assert len(SCRIPTS) >= 4
    assert len(SCENARIOS) >= 4
    assert {role for slug in SCRIPTS for role in script(slug).roles} == ROLES
    assert {role for slug in SCENARIOS for role in scenario(slug).roles} == ROLES


def test_every_skill_of_a_script_or_scenario_is_taught_and_asked() -> None:
    taught = {skill for slug in SUBJECTS for skill in module(slug).skills}
    asked = {skill for slug in SUBJECTS for question in bank(slug).questions for skill in question.skills}
    shown = {skill for slug in SCRIPTS for skill in script(slug).skills}
    shown |= {skill for slug in SCENARIOS for skill in scenario(slug).skills}
    assert shown <= taught & asked
    for slug in SCENARIOS:
        assert set(scenario(slug).skills) == {skill for _turn, choice in choices(slug) for skill in choice.score}, slug


@pytest.mark.parametrize("slug", SCRIPTS)
def test_a_script_has_an_owner_a_review_a_limit_and_words_by_which_it_is_found(slug: str) -> None:
    model = script(slug)
    assert model.owner
    assert model.authority
    assert model.standard
    assert model.review_on
    assert model.review_on.year == 2027
    assert 5 <= len(model.lines) <= 9
    assert len(model.also) >= 5
    assert [line.id for line in model.lines if not (line.why and line.also)] == []


@pytest.mark.parametrize("slug", SCRIPTS)
def test_every_line_can_be_said_in_one_breath_and_few_are_word_for_word(slug: str) -> None:
    lines = script(slug).lines
    assert [line.id for line in lines if len(line.say.split()) > 45 or len(line.when) > 110] == []
    assert sum(line.wording == "required" for line in lines) <= 2
    assert any(line.must for line in lines)


@pytest.mark.parametrize("slug", SCRIPTS)
def test_every_blank_is_used_has_an_example_and_is_short_enough_for_the_line(slug: str) -> None:
    model = script(slug)
    said = " ".join(line.say for line in model.lines)
    assert [blank.id for blank in model.blanks if f"{{{blank.id}}}" not in said] == []
    assert [blank.id for blank in model.blanks if not blank.example or len(blank.label) > 20] == []


@pytest.mark.parametrize("slug", SCRIPTS)
def test_every_phrase_to_avoid_comes_with_another_one_and_a_reason(slug: str) -> None:
    model = script(slug)
    pairs = [*model.avoid, *(pair for line in model.lines for pair in line.avoid)]
    assert len(pairs) >= 2
    assert [pair.say for pair in pairs if not pair.why or pair.say == pair.instead] == []


@pytest.mark.parametrize("slug", SCRIPTS)
def test_every_limit_and_every_clock_of_a_script_stands_in_a_lesson(slug: str) -> None:
    known = numbers(" ".join(library().documents["module", subject].text for subject in SUBJECTS))
    model = script(slug)
    parts: list[Script | ScriptLine] = [model, *model.lines]
    assert numbers(" ".join(part.authority or "" for part in parts)) <= known
    assert {line.seconds for line in model.lines} <= {None, 10, 15, 30, 60, 300}


@pytest.mark.parametrize("slug", SCENARIOS)
def test_a_scenario_is_long_enough_to_matter_and_can_come_out_well_fairly_or_badly(slug: str) -> None:
    model = scenario(slug)
    assert len(model.turns) >= 12
    assert len(model.endings) >= 3
    assert {ending.outcome for ending in model.endings} == {"good", "fair", "poor"}
    assert any(turn.late for turn in model.turns)
    assert any(choice.when for _turn, choice in choices(slug))
    assert any(not variable.shown for variable in model.state)


@pytest.mark.parametrize("slug", SCENARIOS)
def test_every_choice_is_answered_and_every_turn_has_three_or_more(slug: str) -> None:
    model = scenario(slug)
    assert [choice.id for _turn, choice in choices(slug) if not choice.feedback] == []
    assert [turn.id for turn in model.turns if len(turn.choices) < 3] == []
    assert [turn.id for turn in model.turns if max(choice.points for choice in turn.choices) == 0] == []
    assert [choice.id for _turn, choice in choices(slug) if len(choice.text) > 130] == []
    assert [choice.id for _turn, choice in choices(slug) if len(choice.feedback or "") > 220] == []


def test_feedback_comes_at_once_in_most_scenarios_and_at_the_end_in_one() -> None:
    assert Counter(scenario(slug).feedback for slug in SCENARIOS)["end"] == 1


@pytest.mark.parametrize("slug", SCENARIOS)
def test_the_best_way_ends_well_the_worst_does_not_pass_and_one_slip_is_forgiven(slug: str) -> None:
    model, analysis = scenario(slug), analysis_of(scenario(slug))
    best = {model.ending(ending) for ending, points in analysis.best_by_ending.items() if points >= analysis.best}
    assert {ending.outcome for ending in best if ending} == {"good"}
    assert analysis.worst < analysis.points_to_pass // 2
    assert analysis.best - 2 >= analysis.points_to_pass


@pytest.mark.parametrize("slug", SCENARIOS)
def test_whoever_clicks_at_random_hardly_ever_passes(slug: str) -> None:
    game, analysis = Game(scenario(slug)), analysis_of(scenario(slug))
    chance = random.Random(slug)  # noqa: S311 -- a whim, the same each time
    passed = 0
    for _ in range(PLAYS):
        position, points = game.start, 0
        while offered := game.offered(position):
            choice = chance.choice(offered)
            points += choice.points
            position = game.after(position, choice.id)
        passed += analysis.passes(points, position.place)
    assert passed < 0.1 * PLAYS


@pytest.mark.parametrize("slug", SCENARIOS)
def test_neither_place_nor_length_gives_the_better_choice_away(slug: str) -> None:
    assert giveaways(list(scenario(slug).turns)) == []
