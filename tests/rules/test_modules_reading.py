"""Reading a module: what counts as done, what is left, and what a new version asks for again."""

from hypothesis import given
from hypothesis import strategies as st

from training.modules.rules import (
    Part,
    Progress,
    after_reading,
    carried,
    minutes_left,
    next_part,
    outdated,
    part_before,
    resume_at,
    stays_with,
    still_open,
)

PARTS = (
    Part("greet", "Greet", 2, ("first-words",)),
    Part("listen", "Listen", 1),
    Part("end", "End", 3, ("last-words", "and-then")),
)
QUESTIONS = tuple(question for part in PARTS for question in part.questions)

parts = st.lists(
    st.builds(Part, st.sampled_from("abcdefgh"), st.just("Title"), st.integers(1, 9)),
    min_size=1,
    unique_by=lambda p: p.id,
).map(lambda found: tuple(Part(p.id, p.title, p.minutes, (f"q-{p.id}",) if p.minutes % 2 else ()) for p in found))
progresses = st.builds(
    Progress,
    st.frozensets(st.sampled_from("abcdefgh")),
    st.frozensets(st.sampled_from([f"q-{letter}" for letter in "abcdefgh"])),
    st.none() | st.sampled_from("abcdefgh"),
)


def test_going_on_makes_a_part_done_and_the_next_one_the_place_to_return_to() -> None:
    progress = after_reading(Progress(answered=frozenset({"first-words"})), PARTS[0], PARTS)
    assert progress.done == {"greet"}
    assert resume_at(progress, PARTS).id == "listen"
    assert minutes_left(progress, PARTS) == 4


def test_a_part_whose_question_is_open_can_be_left_but_is_not_done() -> None:
    progress = after_reading(Progress(), PARTS[0], PARTS)
    assert progress.done == frozenset()
    assert progress.last == "listen"
    assert still_open(progress, PARTS) == PARTS


def test_after_the_last_part_the_place_stays() -> None:
    assert after_reading(Progress(answered=frozenset(QUESTIONS)), PARTS[2], PARTS).last == "end"


def test_going_on_with_a_part_done_earlier_leads_to_the_first_open_one() -> None:
    assert resume_at(Progress(frozenset({"greet"}), last="greet"), PARTS).id == "listen"
    assert resume_at(Progress(frozenset({"greet", "listen", "end"})), PARTS).id == "greet"


def test_parts_know_their_neighbours() -> None:
    assert [next_part(PARTS, part) for part in PARTS] == [PARTS[1], PARTS[2], None]
    assert [part_before(PARTS, part) for part in PARTS] == [None, PARTS[0], PARTS[1]]


@given(parts)
def test_answering_everything_and_going_on_from_each_part_once_makes_the_module_done(found: tuple[Part, ...]) -> None:
    progress = Progress(answered=frozenset(question for part in found for question in part.questions))
    for part in found:
        assert part in still_open(progress, found)
        progress = after_reading(progress, part, found)
    assert still_open(progress, found) == ()
    assert minutes_left(progress, found) == 0


@given(parts, progresses, st.data())
def test_going_on_takes_nothing_away(found: tuple[Part, ...], progress: Progress, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(found))
    after = after_reading(progress, part, found)
    assert after.done >= progress.done
    assert minutes_left(after, found) <= minutes_left(progress, found)


@given(parts, progresses, st.frozensets(st.sampled_from("abcdefgh")))
def test_a_new_version_keeps_what_was_done_but_for_what_changed(
    found: tuple[Part, ...], progress: Progress, changed: frozenset[str]
) -> None:
    seen = carried(progress, found, changed)
    for part in found:
        was_done = part.id in progress.done and not progress.open_questions(part)
        assert seen.is_done(part) == (was_done and part.id not in changed)
        if part.id in changed:
            assert seen.open_questions(part) == part.questions
    assert resume_at(seen, found) in found


@given(parts, progresses)
def test_a_version_seen_on_itself_changes_nothing_that_is_left(found: tuple[Part, ...], progress: Progress) -> None:
    once = carried(progress, found, ())
    assert carried(once, found, ()) == once


def test_a_reader_keeps_the_version_they_began_while_only_words_change() -> None:
    assert stays_with(1, 1, {})
    assert stays_with(1, 3, {1: ("greet",), 2: (), 3: ()})
    assert not stays_with(1, 3, {2: ("greet",), 3: ()})
    assert stays_with(2, 3, {2: ("greet",)})


def test_what_several_versions_changed_is_asked_for_together() -> None:
    assert outdated(1, 4, {1: ("end",), 2: ("greet",), 4: ("listen",), 5: ("end",)}) == {"greet", "listen"}
