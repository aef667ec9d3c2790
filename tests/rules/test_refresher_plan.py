"""What a refresher asks of whom, and why."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.refreshers import CHANGE, PROVEN, SKILLS, TODAY, block, item, module, modules, quiz, quizzes
from training.refreshers.rules import GAP, Doing, Part, Plan, Why
from training.refreshers.rules_known import LONG_AGO, Item
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_subject import Scope, Subject

few = settings(max_examples=60, deadline=None)


def planned(*subjects: Subject, seed: int = 7) -> Plan:
    return plan_of(subjects, today=TODAY, seed=seed)


def whys(part: Part) -> list[Why]:
    return [reason.why for reason in part.reasons]


def read(plan: Plan) -> list[str]:
    return [part.block for part in plan.parts if part.doing is Doing.READ]


HEARD = item("to-the-end", block="hear")
RANG = item("three-rings", block="pick-up")
CALLS = module(block("pick-up", 4), block("hear", 6), items=(RANG, HEARD))


def test_what_is_known_is_shown_in_a_few_questions_and_not_read() -> None:
    plan = planned(CALLS)
    assert [part.doing for part in plan.parts] == [Doing.PROVE]
    assert {one.id for one in plan.parts[0].asked} == {"three-rings", "to-the-end"}
    assert plan.minutes == 1
    assert plan.minutes_saved == 9
    assert [(one.block, one.reason.why) for one in plan.skipped] == [("pick-up", Why.KNOWN), ("hear", Why.KNOWN)]


def test_a_changed_block_is_read_with_its_version_and_day() -> None:
    plan = planned(module(block("pick-up", changed=CHANGE), block("hear"), items=(RANG, HEARD)))
    assert read(plan) == ["pick-up"]
    assert plan.parts[0].reasons[0].values == {"version": 3, "on": "2026-02-02"}


def test_a_block_of_which_less_than_four_fifths_is_likely_to_be_remembered_is_read() -> None:
    plan = planned(module(block("pick-up"), block("hear"), items=(replace(RANG, recall=0.62), HEARD)))
    assert read(plan) == ["pick-up"]
    assert plan.parts[0].reasons[0].values == {"per_cent": 62}


def test_a_block_without_answers_is_judged_by_those_about_its_skills() -> None:
    faded = planned(module(block("pick-up")), quiz(item("a", recall=0.5), item("b", recall=0.7)))
    assert [reason.values for reason in faded.parts[0].reasons] == [{"per_cent": 60}]
    assert read(planned(module(block("pick-up")), quiz(item("a"), item("b")))) == []


def test_what_nobody_asked_about_for_three_months_is_read() -> None:
    unknown = replace(CALLS, items=tuple(replace(one, recall=None) for one in CALLS.items))
    assert whys(planned(unknown).parts[0]) == [Why.UNPRACTISED]
    assert read(planned(replace(unknown, proven_on=TODAY - LONG_AGO))) == []


def test_a_block_whose_question_was_answered_wrong_last_is_read() -> None:
    plan = planned(module(block("pick-up"), block("hear"), items=(replace(RANG, failed_on=PROVEN), HEARD)))
    assert [(part.block, whys(part)) for part in plan.parts[:1]] == [("pick-up", [Why.FAILED])]


def test_the_core_is_read_by_everybody_and_a_core_quiz_asked_in_full() -> None:
    bank = [item(str(number)) for number in range(12)]
    plan = planned(replace(CALLS, core=True), quiz(*bank, core=True))
    assert read(plan) == ["pick-up", "hear"]
    assert len(plan.parts[-1].asked) == 10
    assert plan.parts[-1].minutes == 10


def test_what_no_question_asks_about_is_read() -> None:
    plan = planned(module(block("pick-up", 4, "returns"), items=()), quiz(item("a", "promises")))
    assert Why.UNPROVABLE in whys(plan.parts[0])


def test_between_renewals_only_what_changed_is_asked() -> None:
    changed = module(block("pick-up", changed=CHANGE), block("hear"), items=(RANG, HEARD), scope=Scope.CHANGED)
    plan = planned(changed)
    assert [part.doing for part in plan.parts] == [Doing.READ]
    assert [one.reason.why for one in plan.skipped] == [Why.HOLDS]


def test_a_quiz_asks_what_was_failed_and_two_of_each_skill() -> None:
    bank = [item(f"l{n}", "listening") for n in range(6)] + [item(f"p{n}", "promises") for n in range(6)]
    bank[3] = replace(bank[3], failed_on=PROVEN)
    part = planned(quiz(*bank)).parts[0]
    assert len(part.asked) == 5
    assert "l3" in {one.id for one in part.asked}
    assert min(sum(skill in one.skills for one in part.asked) for skill in ("listening", "promises")) >= 2
    assert part.minutes == 5
    assert part.reasons[0].values == {"on": PROVEN.isoformat(), "questions": 1}


def test_what_everybody_is_asked_is_asked_in_a_refresher_too() -> None:
    bank = [replace(item(str(n)), must=n < 2) for n in range(10)]
    part = planned(quiz(*bank)).parts[0]
    assert {"0", "1"} <= {one.id for one in part.asked}
    assert {"0", "1"}.isdisjoint(one.id for one in part.spare)


def test_no_question_is_asked_in_two_test_outs() -> None:
    returns = module(block("pick-up", 4, "returns", "promises"))
    bank = [item(str(number), ("returns", "promises", "listening")[number % 3]) for number in range(24)]
    plan = planned(returns, replace(quiz(*bank, count=3), scope=Scope.RENEW))
    keys = [one.key for part in plan.parts for one in part.asked]
    assert len(plan.parts) == 2
    assert len(keys) == len(set(keys))


def test_what_the_quiz_asks_about_a_skill_the_module_does_not_ask_again() -> None:
    bank = [item(str(number)) for number in range(12)]
    assert [part.kind for part in planned(replace(CALLS, items=()), quiz(*bank)).parts] == ["quiz"]
    plan = planned(CALLS, quiz(*bank))
    assert {one.block for one in plan.parts[0].asked} == {"pick-up", "hear"}
    assert len(plan.parts[0].asked) == 2


def test_proving_a_block_never_takes_longer_than_reading_it() -> None:
    bank = [item(str(number), SKILLS[number % 3], block="pick-up") for number in range(12)]
    part = planned(module(block("pick-up", 1, *SKILLS), items=tuple(bank))).parts[0]
    assert (len(part.asked), part.minutes) == (2, 1)


def script(*, recall: float | None = 0.95, gaps: int = 4, **more: Any) -> Subject:
    lines = tuple(Item(13, f"line-{n}", GAP if n < gaps else "line", recall=recall) for n in range(6))
    return replace(quiz(*lines, minutes=4), kind="script", requirement="say", full_count=0, **more)


def test_a_script_that_is_known_is_recalled_and_any_other_rehearsed() -> None:
    known = planned(script()).parts[0]
    assert (known.doing, len(known.asked), known.minutes) == (Doing.PROVE, 4, 2)
    for other, why in (
        (script(recall=0.5), Why.FADED),
        (script(recall=None), Why.UNPRACTISED),
        (script(changed=CHANGE), Why.CHANGED),
        (script(core=True), Why.CORE),
        (script(gaps=1), Why.UNPROVABLE),
    ):
        part = planned(other).parts[0]
        assert (part.doing, whys(part)) == (Doing.ELSEWHERE, [why])


def test_a_line_never_recalled_makes_a_script_less_known() -> None:
    known = script()
    half = replace(known, items=tuple(replace(one, recall=None) if one.what != GAP else one for one in known.items))
    assert planned(half).parts[0].reasons[0].values == {"per_cent": 63}


def test_conversations_signatures_and_what_is_new_are_done_on_their_own_pages() -> None:
    def other(kind: str, **more: Any) -> Subject:
        return replace(quiz(), kind=kind, requirement=kind, items=(), **more)

    plan = planned(other("scenario"), other("policy"), replace(CALLS, scope=Scope.NEW))
    assert [(part.doing, whys(part)) for part in plan.parts] == [
        (Doing.ELSEWHERE, [Why.CONVERSATION]),
        (Doing.ELSEWHERE, [Why.BY_OTHERS]),
        (Doing.ELSEWHERE, [Why.NEW]),
    ]
    assert plan.renewed == ()


@few
@given(modules(), quizzes(), st.integers(0, 9))
def test_nothing_that_changed_or_is_core_is_ever_left_out(one: Subject, other: Subject, seed: int) -> None:
    plan = planned(one, other, seed=seed)
    wanted = {block.id for block in one.blocks if block.changed or one.core}
    assert wanted <= set(read(plan))


@few
@given(modules(), quizzes(), st.integers(0, 9))
def test_every_block_is_read_or_proven_and_never_both(one: Subject, other: Subject, seed: int) -> None:
    plan = planned(one, other, seed=seed)
    skipped = [block.block for block in plan.skipped]
    assert sorted([*read(plan), *skipped]) == sorted(block.id for block in one.blocks)
    asked = {question.block for part in plan.parts for question in part.asked if question.block}
    assert asked <= set(skipped)


@few
@given(modules(), quizzes(), st.integers(0, 9))
def test_minutes_are_the_sum_of_the_parts_and_never_more_than_the_course(
    one: Subject, other: Subject, seed: int
) -> None:
    plan = planned(one, other, seed=seed)
    assert plan.minutes == sum(part.minutes for part in plan.parts)
    assert plan.minutes <= plan.full_minutes == one.minutes + other.minutes
    assert all(len(part.asked) <= 2 * part.minutes or part.kind == "quiz" for part in plan.parts)


@few
@given(modules(), quizzes(), st.integers(0, 9))
def test_the_same_seed_gives_the_same_plan_and_it_survives_being_kept(one: Subject, other: Subject, seed: int) -> None:
    plan = planned(one, other, seed=seed)
    assert planned(one, other, seed=seed) == plan
    assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan


def remembering(subject: Subject, more: float) -> Subject:
    """The same with every memory that there is better by so much."""
    return replace(
        subject,
        items=tuple(
            one if one.recall is None else replace(one, recall=min(1.0, one.recall + more)) for one in subject.items
        ),
    )


@few
@given(modules(), quizzes(), st.sampled_from([0.01, 0.1, 0.25, 0.7]), st.integers(0, 9))
def test_who_remembers_more_never_gets_a_longer_refresher(one: Subject, other: Subject, more: float, seed: int) -> None:
    before = planned(one, other, seed=seed)
    after = planned(remembering(one, more), remembering(other, more), seed=seed)
    assert after.minutes <= before.minutes
    assert set(read(after)) <= set(read(before))


def test_a_longer_break_is_no_reason_while_it_is_practised() -> None:
    assert read(planned(replace(CALLS, proven_on=TODAY - timedelta(days=2000)))) == []
