"""What is decided about complaints: promises, authority, causes, repeats, references, rules as files."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.complaints.files import DEFAULT, KIND
from training.complaints.rules import NotPossible, Owners, State, moved
from training.complaints.rules_authority import Authority, authority_of, sufficed_by_role, who_decides
from training.complaints.rules_contacts import same_contact, same_receipt, written
from training.complaints.rules_pareto import FEWEST, MOST_OF_IT, pareto
from training.complaints.rules_promises import Standing, kept_share, standing_of
from training.complaints.rules_times import AGAIN_WITHIN, Heard, decided, repeats
from training.core.problems import Problems

DUE = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
some = settings(max_examples=60)


def test_a_promise_kept_at_the_very_moment_is_kept_in_time() -> None:
    assert standing_of(DUE, kept=DUE, now=DUE) is Standing.KEPT
    assert standing_of(DUE, kept=DUE + SECOND, now=DUE) is Standing.KEPT_LATE
    assert standing_of(DUE, now=DUE) is Standing.SOON
    assert standing_of(DUE, now=DUE + SECOND) is Standing.LATE
    assert standing_of(DUE, now=DUE - timedelta(hours=2)) is Standing.OPEN


def test_what_ends_before_it_is_due_breaks_no_word_and_what_was_late_stays_late() -> None:
    assert standing_of(DUE, dropped=DUE, now=DUE + SECOND) is Standing.DROPPED
    assert standing_of(DUE, dropped=DUE + SECOND, now=DUE + 2 * SECOND) is Standing.LATE


@some
@given(st.lists(st.sampled_from(list(Standing))))
def test_only_promises_of_which_something_is_known_are_counted(standings: list[Standing]) -> None:
    kept = kept_share(standings)
    assert kept.met == standings.count(Standing.KEPT)
    assert kept.of == kept.met + standings.count(Standing.KEPT_LATE) + standings.count(Standing.LATE)
    assert (kept.share is None) == (kept.of == 0)
    assert (kept.share == 100) == (kept.of > 0 and kept.met == kept.of)


@dataclass(frozen=True)
class Rung:
    role: str
    up_to: int | None
    then: str | None = None


LADDER = [Rung("counter", 15, "leader"), Rung("leader", 100, "manager"), Rung("manager", None)]


def test_whoever_holds_two_roles_may_give_what_the_larger_one_may() -> None:
    assert authority_of({"counter", "leader"}, LADDER) == Authority("leader", 100, "manager")
    assert authority_of({"cleaner"}, LADDER) == Authority("", 0, "counter")
    assert authority_of({"cleaner"}, []).suffices(Decimal(0))


@pytest.mark.parametrize(
    ("amount", "decides"),
    [("15", ""), ("15.01", "leader"), ("100", "leader"), ("100.01", "manager"), ("9999", "manager")],
)
def test_the_first_on_the_way_up_who_may_give_so_much_decides(amount: str, decides: str) -> None:
    assert who_decides(Decimal(amount), authority_of({"counter"}, LADDER), LADDER) == decides


@some
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50) | st.none(), st.sampled_from("abcd")), max_size=4))
def test_however_a_ladder_is_written_somebody_is_found_without_end(rungs: list[tuple[str, int | None, str]]) -> None:
    ladder = [Rung(*rung) for rung in rungs]
    assert isinstance(who_decides(Decimal(60), authority_of({"a"}, ladder), ladder), str)


def test_the_role_that_had_to_ask_most_often_comes_first() -> None:
    found = sufficed_by_role([("a", True), ("b", False), ("b", True), ("a", True), ("b", False)])
    assert [(one.role, one.met, one.of) for one in found] == [("b", 1, 3), ("a", 2, 2)]


@some
@given(st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_bars_add_up_fall_and_the_few_are_few(keys: list[str]) -> None:
    found = pareto(keys)
    assert sum(bar.count for bar in found.bars) == found.total == len(keys)
    assert all(one.count >= other.count for one, other in zip(found.bars, found.bars[1:], strict=False))
    assert not found.bars or found.bars[-1].up_to_here == pytest.approx(100)
    if found.few:
        assert found.total >= FEWEST
        assert found.few * 2 <= len(found.bars)
        assert found.share_of_few >= MOST_OF_IT
        assert found.bars[found.few - 1].count > found.bars[found.few].count


def test_three_of_nine_causes_that_make_71_per_cent_are_named_and_equal_ones_are_not() -> None:
    found = pareto("a" * 9 + "b" * 8 + "c" * 8 + "defghi" + "defi")
    assert (found.few, len(found.bars), found.share_of_few) == (3, 9, 71)
    assert pareto("abcdefghij" * 3).few == 0
    assert pareto("aaaaaaaab").few == 0, "nine are too few to say"


def test_a_complaint_repeats_the_latest_of_the_same_customer_or_receipt_within_90_days() -> None:
    heard = [
        Heard(1, DUE, customer="x"),
        Heard(2, DUE + AGAIN_WITHIN, customer="x", receipt="r"),
        Heard(3, DUE + 2 * AGAIN_WITHIN + SECOND, customer="x"),
        Heard(4, DUE + 2 * AGAIN_WITHIN, receipt="r"),
        Heard(5, DUE),
        Heard(6, DUE),
    ]
    assert repeats(heard) == {2: 1, 4: 2}


def test_the_middle_of_no_decision_is_none() -> None:
    assert decided([]).median is None
    found = decided([(timedelta(hours=1), True), (timedelta(hours=9), False), (timedelta(hours=2), True)])
    assert (found.median, found.met, found.of) == (timedelta(hours=2), 2, 3)


def test_a_contact_is_known_again_however_it_is_written() -> None:
    assert same_contact("+353 85 555 0101") == same_contact("(085) 5550101".replace("(0", "(")) == "855550101"
    assert same_contact(" Mary@Example.com ") == "mary@example.com"
    assert same_contact("ask for Mary") == same_contact("12345") == ""
    assert same_receipt("No. 12-34/É") == same_receipt("no1234e")


@some
@given(st.integers(0, 20**6 - 1))
def test_references_are_short_and_different(number: int) -> None:
    assert len(written(number)) == 8
    assert written(number) != written((number + 1) % 20**6)


def test_an_owner_keeps_what_grew_late_under_them() -> None:
    owners = Owners(1, ((DUE, 2), (DUE + SECOND, 3)))
    assert [owners.at(DUE - SECOND), owners.at(DUE), owners.at(DUE + 2 * SECOND)] == [1, 2, 3]


def test_what_is_closed_can_be_taken_up_again_and_not_closed_twice() -> None:
    assert moved(State.CLOSED, State.OPEN) is State.OPEN
    for state in (State.CLOSED, State.VOID):
        with pytest.raises(NotPossible):
            moved(state, State.CLOSED)


BAD = {
    "categories: []": "It is not said what customers complain about.",
    "severities: []": "It is not said how bad a complaint can be.",
    "categories: [{id: a, title: A, severity: bad}]": "There is no severity “bad”.",
    "categories: [{id: ordinary, title: A}]": "A category has the id “ordinary” too.",
    "categories: [{id: frame, title: A}]": "“frame” stands for something else here and cannot be an id.",
    "authority: [{role: a, text: x, up_to: 9, then: b}, {role: b, text: x, up_to: 9}]": (
        "“b” decides beyond “a”, and may give no more."
    ),
    "authority: [{role: a, text: x, then: b}]": "“a” may give any amount, so nobody decides beyond it.",
}


@pytest.mark.parametrize("line", BAD)
def test_rules_that_cannot_work_are_refused_with_a_sentence(line: str) -> None:
    lines = KIND.to_text(DEFAULT).splitlines()
    name = line.partition(":")[0]
    start = next((number for number, text in enumerate(lines) if text.startswith(f"{name}:")), len(lines))
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    with pytest.raises(Problems) as refused:
        KIND.parse("\n".join([*lines[:start], line, *lines[end:]]), "file")
    assert BAD[line] in [problem.message for problem in refused.value.problems]
