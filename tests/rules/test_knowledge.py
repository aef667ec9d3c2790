"""How much somebody knows of what a standard takes: sources put together, and what is too little to say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from training.diagnosis.rules_knowledge import Asked, Quadrant, Shown, known, quadrant

WEIGHTS = {"listening": 3, "promising": 1}


def answers(skill: str, right: int, items: int, asked: Asked = Asked.QUIZ) -> list[Shown]:
    return [Shown(skill, asked, float(number < right)) for number in range(items)]


def test_two_answers_say_nothing_and_three_do() -> None:
    assert known({"listening": 1}, answers("listening", 2, 2)).share is None
    assert known({"listening": 1}, answers("listening", 3, 3)).share == 1.0
    assert known({"listening": 1}, answers("listening", 2, 3)).knows is False


def test_the_heavier_skill_counts_more_and_alone_it_is_enough() -> None:
    both = known(WEIGHTS, answers("listening", 4, 4) + answers("promising", 0, 4))
    assert both.share == 0.75
    assert both.knows is True
    assert [one.skill for one in both.gaps] == ["promising"]
    assert known(WEIGHTS, answers("listening", 4, 4)).share == 1.0
    assert known(WEIGHTS, answers("promising", 4, 4)).share is None  # a quarter of what it takes


def test_what_was_seen_at_work_counts_double_and_many_cards_do_not_drown_it() -> None:
    seen = answers("listening", 0, 4, Asked.CHECKLIST)
    assert known({"listening": 1}, seen + answers("listening", 4, 4)).share == 4 / 12
    assert known({"listening": 1}, seen + answers("listening", 400, 400)).share == 10 / 18


def test_skills_that_the_standard_does_not_take_and_people_without_answers_change_nothing() -> None:
    assert known({"listening": 1}, answers("till", 0, 9)).share is None
    assert known({}, answers("till", 9, 9)).share is None
    assert known({"listening": 1}, []).knows is None


def test_people_are_counted_by_what_they_know_and_do() -> None:
    people = [(True, True), (True, False), (False, True), (False, False), (False, False), (None, True), (True, None)]
    assert quadrant(people) == Quadrant(1, 1, 1, 2, 2)
    assert quadrant(people).placed == 5


@given(
    st.lists(
        st.builds(
            Shown,
            st.sampled_from(["listening", "promising", "till"]),
            st.sampled_from(Asked),
            st.floats(0, 1),
        ),
        max_size=30,
    )
)
@settings(max_examples=40)
def test_a_share_lies_from_0_to_1_whatever_the_order_of_the_answers(shown: list[Shown]) -> None:
    found = known(WEIGHTS, shown)
    assert found.share is None or 0 <= found.share <= 1
    again = known(WEIGHTS, reversed(shown))
    assert (found.share is None) == (again.share is None)
    assert abs((found.share or 0) - (again.share or 0)) < 1e-9
