"""What comes first: circles are found and named, choices included."""

from graphlib import CycleError, TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from training.certification.rules_order import circle_in

IDS = "abcdef"
waits = st.fixed_dictionaries({one: st.lists(st.sampled_from(IDS), max_size=2, unique=True) for one in IDS})


@given(waits)
@settings(max_examples=200)
def test_a_circle_is_found_wherever_there_is_one_and_each_in_it_waits_for_the_next(after: dict[str, list[str]]) -> None:
    circle = circle_in(after)
    try:
        TopologicalSorter(after).prepare()
    except CycleError:
        assert circle
    else:
        assert circle == ()
    for one, following in zip(circle, (*circle[1:], *circle[:1]), strict=True):
        assert following in after[one]


def test_what_waits_for_itself_is_a_circle_and_what_waits_for_nothing_known_is_none() -> None:
    assert circle_in({"a": ["a"]}) == ("a",)
    assert circle_in({"a": ["gone"], "b": ["a"]}) == ()


def test_a_choice_of_which_enough_can_be_met_holds_nobody_up() -> None:
    after = {"choice": [], "a": ["last"], "b": [], "c": [], "last": ["choice"]}
    assert circle_in(after, {"choice": (2, ["a", "b", "c"])}) == ()


def test_a_choice_that_can_only_be_met_by_what_waits_for_it_is_a_circle() -> None:
    after = {"choice": [], "a": ["last"], "b": ["last"], "last": ["choice"]}
    assert circle_in(after, {"choice": (1, ["a", "b"])}) == ("choice", "a", "last")


def test_a_part_waits_for_what_its_choice_waits_for() -> None:
    after = {"choice": ["first"], "a": [], "b": [], "first": ["a"]}
    assert circle_in(after, {"choice": (1, ["a", "b"])}) == ("first", "a")
