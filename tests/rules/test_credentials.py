"""Days of certificates from elsewhere, and files freed of what is nobody's business."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import proofs
from training.content.durations import Duration
from training.credentials.rules import day_problems, last_day
from training.credentials.rules_files import JPEG, PDF, PNG, WEBP, DamagedError, only_picture, type_of

TODAY = date(2026, 3, 12)
YEARS = Duration(2, "years")
days = st.dates(date(1950, 1, 1), date(2060, 1, 1))
spans = st.builds(Duration, st.integers(1, 60), st.sampled_from(["days", "weeks", "months", "years"]))
few = settings(max_examples=60)


@pytest.mark.parametrize(
    ("issued_on", "ends_on", "validity", "until"),
    [
        ("2026-03-01", None, None, None),
        ("2026-03-01", "2027-02-28", None, "2027-02-28"),
        ("2026-03-01", None, "1 year", "2027-02-28"),
        ("2028-02-29", None, "1 year", "2029-02-28"),
        ("2026-01-31", None, "1 month", "2026-02-28"),
        ("2026-03-01", None, "30 days", "2026-03-30"),
        ("2026-03-01", "2026-06-01", "2 years", "2026-06-01"),
        ("2026-03-01", "2099-01-01", "2 years", "2028-02-29"),
        ("2026-03-01", None, "9999 years", None),
    ],
)
def test_it_counts_until_the_earlier_of_its_own_end_and_the_longest_we_let_it(
    issued_on: str, ends_on: str | None, validity: str | None, until: str | None
) -> None:
    ends = date.fromisoformat(ends_on) if ends_on else None
    found = last_day(date.fromisoformat(issued_on), ends, Duration.parse(validity) if validity else None)
    assert found == (date.fromisoformat(until) if until else None)


def told(issued_on: date, ends_on: date | None, validity: Duration | None = YEARS) -> list[tuple[str, str]]:
    return [(problem.where, problem.message) for problem in day_problems(issued_on, ends_on, validity, today=TODAY)]


def test_each_day_that_cannot_be_right_is_named_at_its_field() -> None:
    assert told(date(2026, 3, 12), date(2026, 3, 12)) == []
    assert told(date(2026, 3, 13), None) == [("issued_on", "This day is still to come.")]
    assert told(date(1949, 1, 1), None, None) == [("issued_on", "This is too long ago.")]
    assert told(date(2026, 3, 1), date(2026, 2, 1)) == [("ends_on", "It would end before it was issued.")]
    assert told(date(2025, 3, 1), date(2026, 3, 11)) == [("ends_on", "It has ended already.")]
    message = "Here it counts for 2 years at most, so it ended on 11 March 2026."
    assert told(date(2024, 3, 12), None) == [("issued_on", message)]
    assert told(date(2024, 3, 13), None) == []
    assert len(told(date(2027, 3, 1), date(2027, 2, 1))) == 2


@given(days, st.none() | days, st.none() | spans, days)
@few
def test_what_is_taken_counts_today_and_never_longer_than_it_says(
    issued_on: date, ends_on: date | None, validity: Duration | None, today: date
) -> None:
    until = last_day(issued_on, ends_on, validity)
    if not list(day_problems(issued_on, ends_on, validity, today=today)):
        assert issued_on <= today
        assert until is None or until >= today
        assert ends_on is None or (until is not None and until <= ends_on)
    if validity is not None and ends_on is None and until is not None:
        assert until >= issued_on + timedelta(days=validity.count - 1)


@pytest.mark.parametrize(
    ("data", "kind"), [(proofs.PDF, PDF), (proofs.png(), PNG), (proofs.jpeg(), JPEG), (proofs.webp(), WEBP)]
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, kind: str) -> None:
    assert type_of(data) == kind
    assert type_of(b" " + data) is None


@pytest.mark.parametrize("data", [proofs.png(), proofs.jpeg(), proofs.jpeg(order=">"), proofs.webp()])
def test_a_picture_tells_nothing_but_itself(data: bytes) -> None:
    assert proofs.PLACE in data
    kept = only_picture(data)
    assert proofs.PLACE not in kept
    assert type_of(kept) == type_of(data)
    assert only_picture(kept) == kept
    for drawn in (b"scan\xff\x00data\xff\xd0more", b"second scan", b"dots", b"IDAT"):
        assert (drawn in kept) == (drawn in data)


def test_a_photo_stays_the_right_way_up() -> None:
    for order in "<>":
        kept = only_picture(proofs.jpeg(orientation=6, order=order))
        assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
        assert kept.index(b"JFIF") < kept.index(b"Exif")
    assert b"Exif" not in only_picture(proofs.jpeg(orientation=1))


@given(st.sampled_from([proofs.png(tells=b""), proofs.jpeg(tells=b""), proofs.webp()]), st.data())
@few
def test_a_file_that_breaks_off_is_refused(data: bytes, draw: st.DataObject) -> None:
    end = draw.draw(st.integers(16, len(data) - 1))
    with pytest.raises(DamagedError):
        only_picture(data[:end])


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\x00\x00\x00WEBP"]), st.binary(max_size=80))
@few
def test_no_bytes_break_the_reader(start: bytes, rest: bytes) -> None:
    try:
        kept = only_picture(start + rest)
    except DamagedError:
        return
    assert only_picture(kept) == kept
