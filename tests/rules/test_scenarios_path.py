"""The path of a play: whatever is sent, however often and in whatever order, it stays one that can be played."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stage_play import BEST, FAIR, SCENARIO
from training.scenarios.files import LATE, parse
from training.scenarios.game.path import AlreadyDecided, Decision, NotThere, decide, score, stand
from training.scenarios.game.rules import Game, NotOnOffer, Position

GAME = Game(parse(SCENARIO, "lamp.yaml"))
CHOICES = (*(choice.id for turn in GAME.scenario.turns for choice in turn.choices), LATE, "", "forged")

posts = st.lists(st.tuples(st.integers(-1, 9), st.sampled_from(CHOICES)), max_size=40)


def said(*choices: str) -> list[Decision]:
    """A path of these choices."""
    path: list[Decision] = []
    for choice in choices:
        made = decide(GAME, path, len(path) + 1, choice)
        assert made is not None
        path.append(made)
    return path


def sent(path: list[Decision], number: int, choice: str) -> list[Decision]:
    """The path after a post, whatever comes of it."""
    try:
        made = decide(GAME, path, number, choice)
    except (AlreadyDecided, NotThere, NotOnOffer):
        return path
    return path if made is None else [*path, made]


def test_a_play_begins_with_the_first_turn_and_goes_where_choices_lead() -> None:
    assert stand(GAME, []) == GAME.start == Position("hello", (3, 0, 0))
    assert stand(GAME, said("listen")) == Position("receipt", (4, 0, 0))
    assert stand(GAME, said("listen", "look")) == Position("money", (4, 1, 0))
    assert stand(GAME, said(*BEST)).place == "solved"


def test_a_decision_keeps_where_it_was_made_and_what_it_earned() -> None:
    path = said(*BEST)
    assert path[1] == Decision(2, "receipt", "look", (4, 0, 0), {"listening": 1})
    assert (score(path), score(said(*FAIR)), score([])) == (5, 2, 0)


def test_the_same_choice_again_adds_nothing() -> None:
    path = said("listen", "look")
    assert decide(GAME, path, 1, "listen") is None
    assert decide(GAME, path, 2, "look") is None


def test_another_choice_at_a_turn_that_is_decided_is_refused() -> None:
    for choice in ("rules", LATE, "forged"):
        with pytest.raises(AlreadyDecided):
            decide(GAME, said("listen"), 1, choice)


def test_a_turn_that_passed_in_silence_stays_silent() -> None:
    path = said("listen", LATE)
    assert decide(GAME, path, 2, "look") is None
    assert path[1].points == {}


@pytest.mark.parametrize("number", [-1, 0, 3, 99])
def test_a_turn_that_is_not_there_yet_cannot_be_decided(number: int) -> None:
    with pytest.raises(NotThere):
        decide(GAME, said("listen"), number, "look")


def test_nothing_follows_an_ending() -> None:
    with pytest.raises(NotThere):
        decide(GAME, said(*BEST), 4, "refund")


@pytest.mark.parametrize("choice", ["refund", "", "forged", LATE])
def test_what_is_not_on_offer_is_refused(choice: str) -> None:
    with pytest.raises(NotOnOffer):
        decide(GAME, said("listen", "promise"), 3, choice)  # no receipt, so no refund; no clock, so no silence


@given(posts)
def test_whatever_is_sent_the_path_is_one_that_can_be_played(found: list[tuple[int, str]]) -> None:
    path: list[Decision] = []
    for number, choice in found:
        before, path = path, sent(path, number, choice)
        assert path[: len(before)] == before
    here = GAME.start
    for number, decision in enumerate(path, start=1):
        assert decision.number == number
        assert decision.position == here
        here = GAME.after(here, decision.choice_id)
    assert stand(GAME, path) == here


@given(posts, st.data())
def test_sending_everything_again_in_any_order_changes_nothing(
    found: list[tuple[int, str]], data: st.DataObject
) -> None:
    path: list[Decision] = []
    accepted = []
    for number, choice in found:
        longer = sent(path, number, choice)
        if longer != path:
            accepted.append((number, choice))
        path = longer
    again = path
    for number, choice in data.draw(st.permutations(accepted + accepted)):
        again = sent(again, number, choice)
    assert again == path
