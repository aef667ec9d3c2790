"""The smallest training that fits, and who starts when."""

from hypothesis import given
from hypothesis import strategies as st

from training.needs.rules_gate import Advice
from training.needs.rules_proposal import CHECKLIST, LESSONS, Offer, Signal, priorities, propose
from training.needs.rules_rounds import chosen_waves

SKILLS = ["calls", "notes", "promises"]
PART = Offer("module", "calls", "promise", "Promise", 4, frozenset({"promises"}), is_direct=True, is_part=True)
COURSE = Offer("module", "calls", "", "All of it", 40, frozenset({"promises", "calls"}))
WATCHED = Offer(CHECKLIST, "at-work", "", "Some work", 5, frozenset({"promises"}))
TALK = Offer("talk", "", "", "A talk", 10, frozenset(SKILLS))

offers = st.lists(
    st.builds(
        Offer,
        kind=st.sampled_from([*LESSONS, CHECKLIST, "practice"]),
        slug=st.sampled_from(["a", "b"]),
        item=st.sampled_from(["", "x"]),
        title=st.just("t"),
        minutes=st.integers(1, 60),
        skills=st.sets(st.sampled_from(SKILLS)).map(frozenset),
        is_direct=st.booleans(),
        is_part=st.booleans(),
    ),
    max_size=8,
)
signals = st.lists(
    st.builds(Signal, skill=st.sampled_from(SKILLS), weight=st.integers(1, 5), chance=st.floats(0, 1)), max_size=6
)


def test_sources_are_joined_by_the_largest_and_never_added_up() -> None:
    said = [Signal("calls", 3, 0.5), Signal("calls", 3, 0.8), Signal("notes", 1, 0.9)]
    assert priorities(said) == {"calls": 3 * 0.8, "notes": 0.9}


def test_a_part_comes_instead_of_the_course_that_holds_it() -> None:
    found = propose([COURSE, PART, WATCHED, TALK], [Signal("promises", 3, 0.8)], Advice.TRAIN)
    assert found.chosen == (PART, WATCHED)
    assert found.minutes == 9
    assert COURSE not in found.others


def test_the_weakest_skill_comes_first_and_a_strong_one_not_at_all() -> None:
    notes = Offer("module", "notes", "x", "Notes", 2, frozenset({"notes"}), is_part=True)
    calls = Offer("module", "rings", "x", "Rings", 2, frozenset({"calls"}), is_part=True)
    said = [Signal("notes", 3, 0.9), Signal("promises", 3, 0.5), Signal("calls", 1, 0.2)]
    found = propose([calls, PART, notes], said, Advice.TRAIN)
    assert [one.slug for one in found.chosen] == ["notes", "calls"]
    assert found.others == (calls,)


def test_whoever_knows_it_is_watched_or_talked_with_and_gets_no_lesson() -> None:
    said = [Signal("promises", 3, 0.8)]
    assert propose([PART, WATCHED, TALK], said, Advice.COACH).chosen == (WATCHED,)
    found = propose([PART, TALK], said, Advice.COACH)
    assert found.chosen == (TALK,)
    assert PART not in found.others


@given(offers, signals)
def test_no_proposal_has_a_whole_beside_its_part_or_anything_twice(found: list[Offer], said: list[Signal]) -> None:
    made = propose([*found, TALK], said, Advice.TRAIN)
    keys = [one.key for one in (*made.chosen, *made.others)]
    assert len(keys) == len(set(keys))
    parts = {(one.kind, one.slug) for one in (*made.chosen, *made.others) if one.is_part}
    assert not any(not one.is_part and (one.kind, one.slug) in parts for one in (*made.chosen, *made.others))
    assert made.chosen


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 9), min_size=1), st.integers(1, 9))
def test_a_chosen_order_is_kept_and_no_wave_is_too_large(places: dict[int, int], capacity: int) -> None:
    waves = chosen_waves(places, capacity)
    order = [person for wave in waves for person in wave]
    assert sorted(order) == sorted(places)
    assert [places[one] for one in order] == sorted(places.values())
    assert all(len(wave) <= capacity for wave in waves)
