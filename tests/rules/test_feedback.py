"""How a customer's page is guarded, what an answer is worth, and whom to ask of those who have gone silent."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from training.feedback import rules
from training.feedback.rules_outreach import Customer, Line, choose, read_lines
from training.feedback.rules_values import value_of
from training.feedback.words import first_wished

KEY, OPENED = "a key", datetime(2026, 3, 12, 9, 41, tzinfo=UTC)
TODAY = date(2026, 3, 12)


@given(st.text(max_size=60))
@example("999999999999.1.2")  # a moment that no calendar has
@example("²²².1.2")
def test_only_a_token_that_was_signed_here_for_this_address_is_read(typed: str) -> None:
    assert rules.read_token(KEY, "code", typed) is None
    token = rules.token_for(KEY, "code", OPENED, "nonce")
    assert rules.read_token(KEY, "code", token) == rules.Token(OPENED, "nonce")
    assert rules.read_token(KEY, "other", token) is None
    assert rules.read_token("another key", "code", token) is None
    assert rules.read_token(KEY, "code", token[:-1] + ("0" if token[-1] != "0" else "1")) is None


def test_codes_and_receipts_hold_no_signs_that_look_alike() -> None:
    codes = {rules.new_code() for _ in range(200)} | {rules.receipt_of(KEY, "code", str(n)) for n in range(200)}
    assert len(codes) == 400
    assert set("".join(codes)).isdisjoint("01oil")
    assert rules.read_code(" AB2-cd3 ") == "ab2cd3"


def test_the_mark_of_a_sender_holds_for_a_day_and_for_a_network() -> None:
    one, network = rules.sender_marks(KEY, TODAY, "192.0.2.7")
    assert rules.sender_marks(KEY, TODAY, "::ffff:192.0.2.7") == (one, network)
    assert rules.sender_marks(KEY, TODAY, "192.0.2.8")[1] == network
    assert rules.sender_marks(KEY, TODAY, "192.0.2.8")[0] != one
    assert set(rules.sender_marks(KEY, TODAY + timedelta(1), "192.0.2.7")).isdisjoint({one, network})
    six = rules.sender_marks(KEY, TODAY, "2001:db8::1")
    assert rules.sender_marks(KEY, TODAY, "2001:db8::ffff") == six, "a home has 2^64 addresses"
    assert len(set(rules.sender_marks(KEY, TODAY, "nonsense"))) == 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+353 86 123-4567", "+353861234567"),
        ("(086) 123 4567", "0861234567"),
        ("٠٨٦١٢٣٤٥٦٧", "0861234567"),
        (" Aoife.Byrne@Example.COM ", "aoife.byrne@example.com"),
        ("call me", None),
        ("12345", None),
        ("a@b", None),
        ('"=1+1"@example.com', None),
        ("", None),
    ],
)
def test_a_phone_number_or_mail_address_has_one_spelling(typed: str, read: str | None) -> None:
    assert rules.read_contact(typed) == read


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_what_was_read_once_is_read_the_same_again(typed: str) -> None:
    read = rules.read_contact(typed)
    assert read is None or rules.read_contact(read) == read


def test_texts_are_alike_when_only_signs_digits_and_capitals_differ() -> None:
    alike = rules.likeness(KEY, ["Best shop in town!"])
    assert alike == rules.likeness(KEY, ["BEST shop, in town 42"])
    assert alike != rules.likeness(KEY, ["Best shop in the county"])
    assert rules.likeness(KEY, ["Thank you"]) == ""


@pytest.mark.parametrize(
    ("mark", "good", "measure", "met_from", "worth"),
    [
        ("yes", "yes", "proportion", None, 1),
        ("yes", "no", "proportion", None, 0),
        ("no", "no", "proportion", None, 1),
        ("yes", "yes", "mean", None, None),
        (4, "yes", "mean", None, 4),
        (4, "yes", "proportion", Decimal(4), 4),
        (4, "yes", "proportion", None, None),
        (4, "yes", "time", None, None),
        ("buying", "yes", "proportion", None, None),
    ],
)
def test_an_answer_is_worth_what_its_standard_measures(
    mark: int | str, good: str, measure: str, met_from: Decimal | None, worth: int | None
) -> None:
    assert value_of(mark, good=good, measure=measure, met_from=met_from) == worth


def test_the_first_language_that_is_offered_wins_with_its_country_or_without() -> None:
    offered = ("en", "de", "pt-BR", "ar")
    wishes = {("de-AT", "en"): "de", ("fi", "PT"): "pt-BR", ("ar-EG",): "ar", ("fi",): None, (): None}
    assert {wish: first_wished(wish, offered) for wish in wishes} == wishes


days = st.none() | st.integers(0, 400).map(lambda ago: TODAY - timedelta(ago))


@given(st.lists(st.tuples(days, days), max_size=20), st.integers(1, 200), st.integers(1, 200))
@settings(max_examples=60)
def test_nobody_is_asked_who_was_here_or_was_asked_lately(
    known: list[tuple[date | None, date | None]], silent: int, pause: int
) -> None:
    customers = [Customer(number, *pair) for number, pair in enumerate(known)]
    chosen = choose(customers, today=TODAY, silent_days=silent, pause_days=pause)
    assert len(chosen.to_ask) + chosen.asked_lately + chosen.here_lately == len(customers)
    for one in chosen.to_ask:
        assert one.last_seen_on is None or (TODAY - one.last_seen_on).days >= silent
        assert one.asked_on is None or (TODAY - one.asked_on).days >= pause
    seen = [one.last_seen_on or date.min for one in chosen.to_ask]
    assert seen == sorted(seen)


def test_a_list_keeps_each_customer_once_and_names_the_lines_that_cannot_be_kept() -> None:
    rows = [
        (2, ("Aoife", "'+353 86 123 4567", "2026-01-05", "=cmd()")),
        (3, ("", "+353861234567", "2025-12-01", "")),
        (4, ("B. Doyle", "nothing", "", "")),
        (5, ("C. Ryan", "ryan@example.com", "5/1/26", "")),
        (6, ("D. Lynch", "lynch@example.com", "2026-03-13", "")),
        (7, ("E. Walsh", "walsh@example.com", "")),
    ]
    read = read_lines(("Name", "E-Mail", "Last_seen", "Notes"), rows, today=TODAY)
    assert read.lines == (
        Line("+353861234567", "Aoife", date(2026, 1, 5)),
        Line("walsh@example.com", "E. Walsh", None),
    )
    assert [sentence.partition(":")[0] for sentence in read.refused] == ["Line 4", "Line 5", "Line 6"]
