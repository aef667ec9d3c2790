"""Looking back: what was best at each turn, why, and which skills were shown."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_scenarios_path import GAME, said
from tests.stage_play import BEST, FAIR
from training.scenarios.files import LATE
from training.scenarios.game.check import analysis_of
from training.scenarios.game.debrief import (
    Review,
    SkillShown,
    changes,
    feedback_to,
    has_feedback,
    review,
    skills_shown,
)
from training.scenarios.game.path import Decision, score, stand

JUDGE = analysis_of(GAME.scenario)


@st.composite
def finished(draw: st.DrawFn) -> list[Decision]:
    """A whole play."""
    path: list[Decision] = []
    while moves := GAME.moves(stand(GAME, path)) if GAME.turn(stand(GAME, path)) else []:
        names = [choice for choice, _ in moves]
        going_on = [name for name in names if name != "wait"]
        path = said(*(one.choice_id for one in path), draw(st.sampled_from(names if len(path) < 6 else going_on)))
    return path


def reviews(path: Sequence[Decision]) -> list[Review]:
    return [review(GAME, JUDGE, decision) for decision in path]


def test_on_the_best_way_nothing_was_better() -> None:
    found = reviews(said(*BEST))
    assert [one.was_best for one in found] == [True, True, True]
    assert [(one.points, one.most) for one in found] == [(2, 2), (1, 1), (2, 2)]


def test_a_turn_says_what_would_have_been_better_and_what_it_did() -> None:
    first, second, third = reviews(said(*FAIR))
    assert [choice.id for choice in first.better] == ["listen"]
    assert first.exchange.said is not None
    assert first.exchange.said.id == "rules"
    assert [(one.variable.id, one.before, one.after) for one in first.changes] == [("patience", 3, 2)]
    assert second.was_best
    assert [choice.id for choice in third.better] == ["refund"]


def test_what_could_not_be_said_is_not_called_better() -> None:
    (_, _, third) = reviews(said("listen", "promise", "send-away"))
    assert [choice.id for choice in third.better] == ["voucher"]
    assert third.most == 1


def test_silence_says_nothing_earns_nothing_and_is_answered_all_the_same() -> None:
    late = reviews(said("listen", LATE))[1]
    assert late.exchange.said is None
    assert (late.points, late.most) == (0, 1)
    assert late.feedback == "Silence sounds like no."
    assert [choice.id for choice in late.better] == ["look"]


def test_only_what_the_player_sees_counts_as_a_change() -> None:
    path = said("listen", "promise")
    assert changes(GAME, path[1]) == ()
    assert feedback_to(GAME, path[1]) is None
    assert not has_feedback(GAME, path[1])
    assert has_feedback(GAME, path[0])
    facts = changes(GAME, said("listen", "look")[1])
    assert [(one.variable.id, one.before, one.after) for one in facts] == [("receipt", 0, 1)]


def test_skills_are_counted_against_what_was_on_offer_on_the_way() -> None:
    assert skills_shown(GAME, said(*BEST)) == [SkillShown("listening", 3, 3), SkillShown("authority", 2, 2)]
    assert skills_shown(GAME, said("rules", "promise", "voucher")) == [
        SkillShown("listening", 0, 3),
        SkillShown("authority", 1, 1),  # without the receipt nothing better could be done
    ]
    assert skills_shown(GAME, said("rules")) == [SkillShown("listening", 0, 2)]


@given(finished())
def test_points_never_exceed_what_was_on_offer_and_add_up_to_the_score(path: list[Decision]) -> None:
    shown = skills_shown(GAME, path)
    assert all(0 <= one.earned <= one.offered for one in shown)
    assert sum(one.earned for one in shown) == score(path) == sum(one.points for one in reviews(path))
    assert all(one.points <= one.most for one in reviews(path))


@given(finished())
def test_whatever_is_called_better_was_on_offer_and_is_not_what_was_said(path: list[Decision]) -> None:
    for one in reviews(path):
        better = {choice.id for choice in one.better}
        assert better <= {choice.id for choice in GAME.offered(one.decision.position)}
        assert one.decision.choice_id not in better


@given(finished())
def test_a_play_in_which_nothing_was_better_has_the_best_score_and_passes(path: list[Decision]) -> None:
    if all(one.was_best for one in reviews(path)):
        assert score(path) == JUDGE.best
        assert JUDGE.passes(score(path), stand(GAME, path).place)


def test_a_turn_that_is_not_in_the_scenario_is_an_error() -> None:
    with pytest.raises(LookupError):
        review(GAME, JUDGE, Decision(1, "nowhere", "listen", (3, 0, 0), {}))
