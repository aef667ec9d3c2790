"""Requirements that know each other: choices, what comes first, marks, and gates."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.evidence import START, YEAR
from training.certification.rules import Evidence, Gate, Level, Programme, Requirement, State
from training.certification.rules_order import circle_in
from training.certification.rules_programme import Outcome, certify
from training.content.durations import Duration

DAY = timedelta(days=1)
MONTH = Duration(30, "days")
READ = Requirement("read", "module", 1, MONTH)
PROVE = Requirement("prove", "quiz", 2, MONTH, mark=90, after=("read",))
WAYS = tuple(Requirement(f"way-{number}", "module", 10 + number, MONTH, group="ways") for number in range(3))
SEEN = Requirement("seen", "checklist", 3, MONTH, after=("prove", "ways"))
SERVING = Programme(
    YEAR,
    (READ, PROVE, *WAYS, SEEN),
    document=9,
    groups={"ways": 2},
    gates=(Gate("alone", "May serve alone", ("prove", "ways")), Gate("teach", "May teach", ("seen",))),
)


def did(target: int | str, kind: str, day: int, *, score: float | None = None) -> Evidence:
    on = START + day * DAY
    return Evidence(day * 100, kind, target, 1, on, datetime(on.year, on.month, on.day, 10, tzinfo=UTC), score)


def serving(*facts: Evidence, day: int = 20) -> Outcome:
    return certify(SERVING, facts, start=START, targets={}, terms=[], today=START + day * DAY)


def states(outcome: Outcome) -> dict[str, State]:
    return {one.requirement_id: one.state for one in outcome.requirements}


def test_of_a_choice_only_as_many_count_as_are_enough() -> None:
    outcome = serving()
    assert (outcome.programme.held, outcome.programme.total) == (0, 5)
    some = serving(did(10, "module.done", 1))
    assert (some.programme.held, states(some)["way-1"]) == (1, State.SOON)


def test_what_is_left_of_a_choice_is_not_needed_any_more() -> None:
    outcome = serving(did(12, "module.done", 1), did(10, "module.done", 2))
    assert states(outcome) == {
        "read": State.SOON,
        "prove": State.SOON,
        "way-0": State.MET,
        "way-1": State.SPARE,
        "way-2": State.MET,
        "seen": State.SOON,
    }
    assert outcome.programme.held == 2


def test_nobody_is_late_with_what_is_not_needed() -> None:
    done = [did(1, "module.done", 1), did(2, "quiz.passed", 2, score=95), did(10, "module.done", 3)]
    late = serving(*done, did(11, "module.done", 4), did(3, "observation.passed", 5), day=90)
    assert (late.programme.level, states(late)["way-2"]) == (Level.CERTIFIED, State.SPARE)


def test_what_comes_first_is_told_first_and_named() -> None:
    outcome = serving()
    assert {one.requirement_id: one.blocked_by for one in outcome.requirements if one.blocked_by} == {
        "prove": ("read",),
        "seen": ("prove", "ways"),
    }
    assert outcome.programme.next_requirement == "read"
    assert serving(did(1, "module.done", 1)).programme.next_requirement == "prove"


def test_what_can_be_done_now_is_the_next_thing_wherever_it_stands() -> None:
    upside_down = replace(SERVING, requirements=(PROVE, READ), groups={}, gates=())
    outcome = certify(upside_down, [], start=START, targets={}, terms=[], today=START)
    assert outcome.programme.next_requirement == "read"


def test_what_was_done_out_of_order_counts_all_the_same() -> None:
    early = serving(did(3, "observation.passed", 1))
    assert states(early)["seen"] is State.MET


def test_a_pass_below_the_mark_is_a_try() -> None:
    low = serving(did(2, "quiz.passed", 1, score=85))
    assert states(low)["prove"] is State.SOON
    assert low.requirements[1].reason.values["score"] == 85
    assert states(serving(did(2, "quiz.passed", 1, score=90)))["prove"] is State.MET


def test_a_skill_is_held_at_its_level() -> None:
    listening = Programme(YEAR, (Requirement("listen", "practice", "listening", MONTH, mark=80),))
    for score, held in ((79, False), (80, True)):
        facts = [did("listening", "skill.reached", 1, score=score)]
        outcome = certify(listening, facts, start=START, targets={}, terms=[], today=START + 2 * DAY)
        assert outcome.requirements[0].held is held


def test_gates_open_with_what_they_need_and_close_with_it() -> None:
    facts = [did(2, "quiz.passed", 1, score=95), did(10, "module.done", 2), did(11, "module.done", 3)]
    outcome = serving(*facts[:2])
    assert [(one.gate.id, one.missing) for one in outcome.gates] == [("alone", ("ways",)), ("teach", ("seen",))]
    assert [one.is_open for one in serving(*facts).gates] == [True, False]
    assert [one.is_open for one in serving(*facts, day=500).gates] == [False, False]


def test_a_certificate_from_elsewhere_has_its_own_end_whatever_the_programme_says() -> None:
    aid = Programme(YEAR, (READ, Requirement("aid", "credential", 4, MONTH)))
    card = replace(did(4, "credential.accepted", 2), until=START + 800 * DAY)
    first = certify(aid, [did(1, "module.done", 1), card], start=START, targets={}, terms=[], today=START + 5 * DAY)
    (term,) = first.earned
    assert term.until == YEAR.last_day(START + 2 * DAY)
    again = [did(1, "module.done", 1), card, did(1, "module.done", 350)]
    renewed = certify(aid, again, start=START, targets={}, terms=[term], today=START + 350 * DAY)
    assert [one.until for one in renewed.earned] == [YEAR.last_day(START + 2 * DAY, 2)]


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=3), max_size=8))
def test_a_circle_is_found_exactly_when_an_order_is_missing(drawn: dict[int, list[int]]) -> None:
    after = {str(key): [str(item) for item in items if item in drawn] for key, items in drawn.items()}
    circle = circle_in(after)
    placed: set[str] = set()
    while fresh := {key for key in after if key not in placed and placed.issuperset(after[key])}:
        placed |= fresh
    assert bool(circle) == (placed != set(after))
    for here, following in zip(circle, (*circle[1:], *circle[:1]), strict=True):
        assert following in after[here]
