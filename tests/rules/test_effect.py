from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from tests.rules.evidence import CALLS, START, fact, histories
from training.certification.rules import Evidence, Level, Programme
from training.certification.rules_dates import Validity
from training.certification.rules_dry_run import Sum, Touched, touched
from training.certification.rules_effect import effect
from training.certification.rules_programme import Outcome, certify

TODAY = START + timedelta(days=5)
LATER = START + timedelta(days=100)
PROOF = [fact(1, "module.done", START), fact(2, "quiz.passed", START)]
KINDS = ("module.done", "quiz.passed", "exempted", "revoked")


def outcome(*facts: tuple[str, date], programme: Programme = CALLS) -> Outcome:
    evidence = [fact(number, kind, on) for number, (kind, on) in enumerate(facts, 1)]
    return certify(programme, evidence, start=START, targets={}, terms=(), today=TODAY)


NOTHING = outcome()
READ = outcome(("module.done", START))
BOTH = outcome(("module.done", START), ("quiz.passed", START))


def test_what_is_met_by_it_is_named_with_both_sides() -> None:
    found = effect(NOTHING, READ)
    assert found is not None
    ((key, before, after),) = [(one.requirement_id, one.before, one.after) for one in found.moved]
    assert (key, before and before.held, after and after.held) == ("calls", False, True)
    assert not found.certificate_moves
    assert found.reopened == ()


def test_what_opens_again_is_named_and_so_is_the_certificate() -> None:
    found = effect(BOTH, READ)
    assert found is not None
    assert [one.requirement_id for one in found.reopened] == ["calls-quiz"]
    assert found.level_moves
    assert found.certificate_moves


def test_a_side_on_which_nothing_is_asked_is_none() -> None:
    begun, ended = effect(None, NOTHING), effect(NOTHING, None)
    assert begun is not None
    assert ended is not None
    assert (begun.before, len(begun.moved)) == (None, 2)
    assert (ended.after, len(ended.moved)) == (None, 2)
    assert effect(None, None) is None


@given(histories(*KINDS), histories(*KINDS))
def test_the_same_has_no_effect_and_every_effect_has_its_opposite(
    first: list[Evidence], second: list[Evidence]
) -> None:
    def of(evidence: list[Evidence]) -> Outcome:
        return certify(CALLS, evidence, start=START, targets={}, terms=(), today=START + timedelta(days=400))

    one, other = of(first), of(second)
    assert effect(one, one) is None
    there, back = effect(one, other), effect(other, one)
    assert (there is None) == (back is None)
    if there and back:
        sides = {item.requirement_id: (item.before, item.after) for item in there.moved}
        assert sides == {item.requirement_id: (item.after, item.before) for item in back.moved}


def test_the_sum_counts_each_person_once_in_each_way() -> None:
    total = Sum()
    for number, (before, after) in enumerate([(None, NOTHING), (NOTHING, None), (NOTHING, BOTH), (BOTH, NOTHING)]):
        one = touched(number, before, after)
        assert one is not None
        total.add(one)
    assert touched(9, NOTHING, NOTHING) is None
    unmoved = touched(10, BOTH, BOTH)
    assert unmoved is not None  # holds a certificate, which keeps its day
    total.add(unmoved)
    assert (total.people, total.asked, total.asked_no_more, total.kept) == (4, 1, 1, 2)
    assert (total.more_to_do, total.less_to_do, total.issued) == (1, 1, 1)
    assert total.levels[Level.CERTIFIED, Level.SOON] == 1


def test_less_time_and_more_time_are_told_apart() -> None:
    for days, expected in ((-3, (1, 0)), (3, (0, 1))):
        moved = outcome(programme=_with_time(days))
        total = Sum()
        one = touched(1, NOTHING, moved)
        assert one is not None
        total.add(one)
        assert (total.sooner, total.later) == expected
        assert (total.more_to_do, total.less_to_do) == (0, 0)  # it was open before, and still is


def _with_time(days: int) -> Programme:
    read, test = CALLS.requirements
    assert read.due is not None
    longer = replace(read, due=replace(read.due, count=read.due.count + days))
    return replace(CALLS, requirements=(longer, test))


def test_what_has_expired_in_any_case_is_no_matter_of_days() -> None:
    ended = [
        certify(replace(CALLS, validity=Validity(days=days)), PROOF, start=START, targets={}, terms=(), today=LATER)
        for days in (20, 30, 400)
    ]
    assert effect(ended[0], ended[1]) is None
    holds = effect(ended[0], ended[2])
    assert holds is not None
    total = Sum()
    total.add(Touched(1, holds_certificate=False, effect=holds))
    assert (total.less_to_do, total.sooner, total.later) == (1, 0, 0)
