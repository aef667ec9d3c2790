"""What is given out of a calendar counts up with each change, and is a file by RFC 5545 whatever the titles are."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.moment import NOW, TODAY
from training.reminders.calendar import calendar_of
from training.reminders.rules_calendar import Entry, changes, shown

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WANTED = st.dictionaries(st.sampled_from(["due-1-a", "due-1-b", "end-1"]), DAYS, max_size=3)


def given_out(known: dict[str, Entry], wanted: dict[str, date], now: datetime) -> dict[str, Entry]:
    entries = [Entry(uid, on, uid, "/") for uid, on in wanted.items()]
    return known | {entry.uid: entry for entry in changes(known, entries, now=now)}


@given(st.lists(WANTED, min_size=2, max_size=6))
def test_each_reading_shows_what_there_is_and_a_sequence_rises_with_each_change_only(
    days: list[dict[str, date]],
) -> None:
    known: dict[str, Entry] = {}
    for number, wanted in enumerate(days):
        now = NOW + timedelta(days=number)
        after = given_out(known, wanted, now)
        assert {uid: entry.on for uid, entry in after.items() if not entry.cancelled} == wanted
        for uid, entry in after.items():
            before = known.get(uid)
            if before is not None and before.says(entry):
                assert before == entry
            else:
                assert entry.sequence == (0 if before is None else before.sequence + 1)
                assert entry.changed_at == now
        assert given_out(after, wanted, now + timedelta(hours=1)) == after
        known = after


def test_what_was_cancelled_long_ago_is_not_given_out_any_more() -> None:
    old = Entry("due-1-a", TODAY, "Calls", "/", 1, NOW - timedelta(days=91), cancelled=True)
    new = Entry("due-1-b", TODAY, "Calls", "/", 1, NOW - timedelta(days=89), cancelled=True)
    assert shown({"due-1-a": old, "due-1-b": new}, [], now=NOW) == [new]


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_whatever_a_title_holds_the_file_stays_one_that_can_be_read(title: str) -> None:
    entry = Entry("due-1-calls", TODAY, title, "/learn/calls", 2, NOW)
    text = calendar_of([entry], company=title, base_url="https://training.example")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == title
    assert event["uid"] == "due-1-calls@training.example"
    assert text.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
