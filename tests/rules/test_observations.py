"""Observations, decided: what ratings come to, who may observe, what is signed, what becomes of a second sending."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.moment import NOW
from training.checklists.rules import Rated, State, Wanted, after_first, after_second, verdict
from training.checklists.rules_observers import Claim, Happened, Refusal, holds_skill, in_line, refusal
from training.checklists.rules_signing import (
    LONGEST_KEY,
    LONGEST_WAIT,
    Content,
    Fate,
    Kept,
    believed,
    fate,
    key_beside,
    sealed,
)

STEPS = ("not-yet", "with-help", "alone")
CRITERIA = [Wanted("a", "alone"), Wanted("b", "with-help"), Wanted("c", "alone", optional=True)]
levels = st.sampled_from([*STEPS, None])
ratings = st.dictionaries(st.sampled_from("abc"), levels.map(Rated))


def rated(**chosen: str | None) -> dict[str, Rated]:
    return {name: Rated(level) for name, level in chosen.items()}


def test_everything_at_its_level_passes_and_what_was_not_seen_may_be_left_out_only_where_it_says_so() -> None:
    assert verdict(CRITERIA, STEPS, rated(a="alone", b="with-help", c=None)).passed
    assert verdict(CRITERIA, STEPS, rated(a="alone", b="alone", c="with-help")).short == ("c",)
    assert verdict(CRITERIA, STEPS, rated(a="with-help", b="not-yet", c=None)).short == ("a", "b")
    assert verdict(CRITERIA, STEPS, rated(a=None, b="alone")).missing == ("a", "c")
    assert verdict(CRITERIA, STEPS, rated(a="unheard-of", b="alone", c=None)).missing == ("a",)


@given(ratings, st.sampled_from("abc"))
def test_a_higher_level_never_turns_a_pass_into_not_yet(given: dict[str, Rated], name: str) -> None:
    before = verdict(CRITERIA, STEPS, given)
    after = verdict(CRITERIA, STEPS, {**given, name: Rated("alone")})
    assert set(after.short) <= set(before.short)
    assert set(after.missing) <= set(before.missing)
    assert not (before.passed and (before.short or before.missing))


def test_only_a_pass_waits_for_a_second_observer_and_a_difference_is_not_yet() -> None:
    assert after_first(passed=False, needs_second=True) is State.NOT_YET
    assert after_first(passed=True, needs_second=True) is State.SECOND
    assert after_first(passed=True, needs_second=False) is State.PASSED
    assert (after_second(agrees=True), after_second(agrees=False)) == (State.PASSED, State.NOT_YET)


def test_who_may_observe_is_never_oneself_always_near_and_always_able() -> None:
    for is_self, leads, observes, near, holds, here in product([False, True], repeat=6):
        why = refusal(Claim(is_self, leads, observes, near, holds, here))
        may = not is_self and (leads or (observes and near)) and holds and here
        assert (why is None) == may
        assert (why is Refusal.SELF) == is_self
    assert refusal(Claim(False, leads=False, observes=True, near=False, holds=False)) is Refusal.REACH
    assert in_line("/1/4/", "/1/4/9/")
    assert in_line("/1/4/", "/1/")
    assert not in_line("/1/4/", "/1/5/")


def test_a_pass_holds_until_the_checklist_asks_for_something_else_or_it_is_revoked() -> None:
    passed, revoked, back = Happened("observation.passed", 2), Happened("revoked"), Happened("reinstated")
    assert holds_skill([passed], needed=2)
    assert not holds_skill([passed], needed=3)
    assert not holds_skill([passed, revoked], needed=1)
    assert holds_skill([passed, revoked, back], needed=1)
    assert holds_skill([passed, revoked, passed], needed=1)
    assert not holds_skill([revoked, back], needed=1)


texts = st.text(max_size=12)
contents = st.builds(
    Content, ratings=ratings, comment=texts, plan=texts, next_on=st.none() | st.just(date(2026, 4, 1)), photo=st.none()
)


@given(contents, contents, st.integers(0, 3), st.integers(1, 3), st.booleans())
def test_what_is_sent_again_is_here_already_and_nothing_that_differs_is_lost(
    kept: Content, new: Content, base: int, revision: int, is_open: bool
) -> None:
    became = fate(Kept(kept, revision, is_open), new, base=base)
    assert fate(None, new, base=base) is Fate.NEW
    assert (became is Fate.SAME) == (new == kept)
    if became is Fate.NEWER:
        assert is_open
        assert base == revision
    assert len(key_beside("k" * 150, new)) <= LONGEST_KEY
    assert key_beside("k", new) == key_beside("k", Content(dict(new.ratings), new.comment, new.plan, new.next_on))
    assert (key_beside("k", new) == key_beside("k", kept)) == (new == kept)


def test_a_photo_that_is_not_sent_again_stays() -> None:
    assert Content({}, "Well done").same_as(Content({}, "Well done", photo="ab"))
    assert not Content({}, "Well done", photo="cd").same_as(Content({}, "Well done", photo="ab"))


@given(contents, contents, texts, texts)
def test_a_signature_fits_what_was_signed_and_nothing_else(one: Content, other: Content, here: str, there: str) -> None:
    def seal(content: Content, words: str) -> str:
        return sealed(content, key="k", learner=1, signer=2, version="v", meaning="m", words=words)

    assert (seal(one, here) == seal(other, there)) == ((one, here) == (other, there))
    assert sealed(one, key="k", learner=12, signer=2, version="v", meaning="m") != sealed(
        one, key="k", learner=1, signer=22, version="v", meaning="m"
    )


def test_a_devices_clock_is_believed_within_a_month() -> None:
    assert believed(NOW + timedelta(hours=3), now=NOW) == NOW
    assert believed(NOW - timedelta(days=3), now=NOW) == NOW - timedelta(days=3)
    assert believed(NOW - timedelta(days=300), now=NOW) == NOW - LONGEST_WAIT
