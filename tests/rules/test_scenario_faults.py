"""What is wrong with a scenario is named with the line, in words that lead to the remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.problems import Problem
from training.scenarios.game.check import KEPT, analysis_of
from training.scenarios.kind import KIND

HEAD = "title: T\nsummary: S\nsituation: W\nskills: [care]\n"
ENDINGS = """\
endings:
  - {id: good, title: Good, text: G, outcome: good}
  - {id: poor, title: Poor, text: P, outcome: poor}
"""


def problems(turns: str, head: str = HEAD, endings: str = ENDINGS) -> list[Problem]:
    source = KIND.read(f"{head}turns:\n{turns}{endings}", "s.yaml")
    errors = KIND.check(source.model, lambda _kind, _slug: None)
    return [fault.problem("s.yaml", source.lines) for fault in (*errors, *KIND.warn(source.model))]


def only(found: list[Problem]) -> Problem:
    assert len(found) == 1, found
    return found[0]


FINE = """\
  - id: first
    text: Hello
    choices:
      - {id: kind, text: A, score: {care: 1}, go: good}
      - {id: rude, text: B, go: poor}
"""


def test_nothing_is_said_of_a_scenario_that_is_fine() -> None:
    assert problems(FINE) == []


def test_the_template_for_authors_is_fine() -> None:
    assert list(KIND.warn(KIND.parse(KIND.template, "x"))) == []
    assert analysis_of(KIND.parse(KIND.template, "x")).best == 2


def test_a_dead_end_is_named_with_its_line_and_an_example_of_how_one_comes_there() -> None:
    state = "state:\n  - {id: patience, label: Patience, start: 1}\n  - {id: told, label: Told}\n"
    turns = """\
  - id: first
    text: Hello
    choices:
      - {id: wait, text: A, score: {care: 1}, set: {patience: -1}, go: second}
      - {id: tell, text: B, set: {told: true}, go: second}
  - id: second
    text: And now
    choices:
      - {id: go, text: A, when: patience > 0 or told, go: good}
"""
    found = problems(turns, HEAD + state)
    assert found[0].message.endswith("For example after wait, with patience = 0, not told.")
    assert str(found[0]).startswith("s.yaml:16: A dead end: “second” can be reached without any choice on offer.")
    assert found[0].remedy == "Add a choice without “when”, or one for this case."
    assert found[0].severity == "error"


def test_an_endless_loop_is_one_problem_however_many_turns_lead_to_it() -> None:
    turns = """\
  - id: first
    text: Hello
    choices:
      - {id: out, text: A, score: {care: 1}, go: good}
      - {id: bad, text: C, go: poor}
      - {id: in, text: B, go: second}
  - id: second
    text: Hm
    choices: [{id: on, text: A, go: third}]
  - id: third
    text: Hm
    choices: [{id: back, text: A, feedback: No., go: second}]
"""
    found = only(problems(turns))
    assert found.line == 12
    assert "from “second”, “third” no choice leads on to an ending" in found.message
    assert found.message.endswith("For example after in.")


def test_a_loop_that_only_silence_leaves_is_endless_for_whoever_plays_without_the_clock() -> None:
    turns = FINE.replace("go: poor", "go: second") + (
        "  - {id: second, text: Hm, seconds: 5, late: {go: poor},"
        " choices: [{id: again, text: A, feedback: No., go: second}]}\n"
    )
    assert "endless loop" in problems(turns)[0].message


def test_points_in_a_loop_are_refused_at_the_score() -> None:
    turns = FINE + "      - {id: praise, text: C, score: {care: 2}, go: first}\n"
    found = only(problems(turns))
    assert found.line == 11
    assert found.message == "Points without end: one can come back and choose “praise” again."
    assert found.severity == "error"


def test_points_in_a_loop_through_silence_are_refused_too() -> None:
    turns = FINE.replace("go: good", "go: second") + (
        "  - {id: second, text: Hm, seconds: 5, late: {go: first}, choices: [{id: on, text: A, go: good}]}\n"
    )
    assert "Points without end" in problems(turns)[0].message


def test_a_loop_without_points_that_can_be_left_is_fine() -> None:
    assert problems(FINE + "      - {id: ask, text: C, feedback: I said so already., go: first}\n") == []


def test_a_choice_that_only_goes_round_is_not_among_the_best() -> None:
    text = f"{HEAD}turns:\n{FINE}      - {{id: ask, text: C, feedback: I said so., go: first}}\n{ENDINGS}"
    analysis = analysis_of(KIND.parse(text, "x"))
    assert analysis.best_choices(analysis.explored.game.start) == ("kind",)
    assert analysis.best_path() == ("kind",)


def test_a_fact_may_keep_points_from_being_collected_again() -> None:
    head = HEAD + "state: [{id: asked, label: Asked}]\n"
    again = "      - {id: ask, text: C, when: not asked, score: {care: 1}, set: {asked: true}, go: first}\n"
    assert problems(FINE + again, head) == []


def test_a_scenario_that_nobody_can_pass_is_refused() -> None:
    found = problems(FINE.replace("go: good", "go: poor"))
    assert found[0].message == "Nobody can pass: no choices lead to an ending that is good or fair."
    assert (found[0].line, found[0].severity) == (11, "error")


def test_what_nobody_reaches_is_doubted_and_not_refused() -> None:
    turns = FINE + "  - {id: never, text: Hm, choices: [{id: on, text: A, go: good}]}\n"
    lonely = ENDINGS + "  - {id: none, title: None, text: N, outcome: fair}\n"
    found = problems(turns, endings=lonely)
    assert [(one.line, one.message, one.severity) for one in found] == [
        (11, "Nobody comes to the turn “never”.", "warning"),
        (15, "Nobody comes to the ending “none”.", "warning"),
    ]


def test_a_choice_that_is_never_on_offer_is_doubted_at_its_condition() -> None:
    head = HEAD + "state: [{id: asked, label: Asked}]\n"
    found = only(
        problems(FINE + "      - id: late-joke\n        text: C\n        when: asked\n        go: poor\n", head)
    )
    assert (found.line, found.severity) == (14, "warning")
    assert "“late-joke” is never on offer" in found.message


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("{id: twin, text: C, score: {care: 1}, go: good}", "“twin” has the same consequences as “kind”."),
        ("{id: again, text: C, go: first}", "After “again” one is here again, and nothing is different."),
    ],
)
def test_a_choice_without_consequence_is_doubted(choice: str, message: str) -> None:
    found = only(problems(f"{FINE}      - {choice}\n"))
    assert (found.line, found.message, found.severity) == (11, message, "warning")


def test_two_wordings_of_a_choice_of_which_only_one_is_on_offer_are_fine() -> None:
    head = HEAD + "state: [{id: known, label: Known}]\n"
    turns = FINE.replace("go: poor", "set: {known: true}, go: second") + (
        "  - {id: second, text: Hm, choices: [{id: on, text: A, when: known, go: poor},"
        " {id: off, text: B, when: not known, go: poor}, {id: up, text: C, set: {known: false}, go: second}]}\n"
    )
    assert problems(turns, head) == []


def test_a_turn_at_which_nothing_depends_on_the_choice_is_doubted_once() -> None:
    turns = FINE.replace("go: poor", "go: second") + (
        "  - id: second\n    text: Hm\n    choices:\n"
        "      - {id: one, text: A, feedback: Yes., go: poor}\n      - {id: two, text: B, go: poor}\n"
    )
    assert only(problems(turns)).message.startswith("Nothing follows from the choice at “second”")


def test_silence_that_is_better_than_every_choice_is_doubted() -> None:
    turns = FINE.replace("text: Hello", "text: Hello\n    seconds: 5\n    late: {go: second}") + (
        "  - {id: second, text: Hm, choices: [{id: on, text: A, score: {care: 3}, go: good}]}\n"
    )
    found = only(problems(turns))
    assert (found.line, found.severity) == (9, "warning")
    assert "silence can be better than every choice" in found.message


def test_a_poor_ending_with_the_most_points_is_doubted() -> None:
    found = only(problems(FINE.replace("text: B,", "text: B, score: {care: 5},")))
    assert found.message.startswith("The poor ending “poor” can be reached with more points")


def test_a_scenario_without_points_is_doubted() -> None:
    turns = FINE.replace(" score: {care: 1},", "")
    found = only(problems(turns))
    assert found.message == "No choice gives points: only the ending decides who passes."


def test_a_scenario_without_points_is_passed_by_its_ending() -> None:
    analysis = analysis_of(KIND.parse(f"{HEAD}turns:\n{FINE.replace(' score: {care: 1},', '')}{ENDINGS}", "x"))
    assert (analysis.best, analysis.per_cent(0)) == (0, 100.0)
    assert analysis.passes(0, "good")
    assert not analysis.passes(0, "poor")


def test_a_score_just_below_the_mark_is_not_shown_as_the_mark() -> None:
    many = "".join(
        f"  - {{id: t{n}, text: x, choices: [{{id: a, text: A, score: {{care: 10}}, go: t{n + 1}}}]}}\n"
        for n in range(150)
    )
    last = "  - {id: t150, text: x, choices: [{id: a, text: A, go: good}, {id: b, text: B, go: poor}]}\n"
    analysis = analysis_of(KIND.parse(f"{HEAD}turns:\n{many}{last}{ENDINGS}", "x"))
    assert (analysis.best, analysis.points_to_pass) == (1500, 1050)
    assert (analysis.per_cent(1049), analysis.passes(1049, "good")) == (69.9, False)
    assert (analysis.per_cent(1050), analysis.passes(1050, "good")) == (70.0, True)


@given(st.integers(1, 10), st.integers(1, 100))
def test_the_fewest_points_that_pass_are_those_that_reach_the_mark(best: int, mark: int) -> None:
    turns = FINE.replace("{care: 1}", f"{{care: {best}}}")
    analysis = analysis_of(KIND.parse(f"pass_mark: {mark}\n{HEAD}turns:\n{turns}{ENDINGS}", "x"))
    passing = [points for points in range(best + 1) if 100 * points >= mark * best]
    assert analysis.points_to_pass == passing[0]
    assert [points for points in range(best + 1) if analysis.passes(points, "good")] == passing
    assert [points for points in range(best + 1) if analysis.per_cent(points) >= mark] == passing


def test_more_combinations_than_can_be_checked_are_one_clear_problem() -> None:
    state = "".join(f"  - {{id: c{n}, label: C, start: 0, most: 20}}\n" for n in range(5))
    choices = "".join(
        f"      - {{id: c{n}, text: A, when: c{n} < 19, set: {{c{n}: +1}}, go: first}}\n" for n in range(5)
    )
    found = only(problems(FINE + choices, f"{HEAD}state:\n{state}"))
    assert (found.line, found.severity) == (5, "error")
    assert found.message == "Turns and state combine in more than 100,000 ways: too many to check."
    assert found.remedy == "Keep fewer things in mind under “state”, or lower their “most”."


def test_what_is_not_asked_makes_no_combinations() -> None:
    state = "state:\n" + "".join(f"  - {{id: c{n}, label: C, start: 0, most: 20, shown: true}}\n" for n in range(4))
    choices = "".join(f"      - {{id: c{n}, text: A, set: {{c{n}: +1}}, go: first}}\n" for n in range(4))
    assert problems(FINE + choices, HEAD + state) == []


def test_an_analysis_is_kept_while_it_is_used_and_not_for_ever() -> None:
    read = [KIND.parse(f"{HEAD}turns:\n{FINE}{ENDINGS}", "x") for _ in range(KEPT + 1)]
    first = analysis_of(read[0])
    assert analysis_of(read[0]) is first
    for scenario in read[1:]:
        analysis_of(scenario)
    assert analysis_of(read[0]) is not first
