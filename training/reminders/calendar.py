"""A calendar as text, by RFC 5545: all-day events without names of people, the same bytes until something changes."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDuration, vText

from training.core.i18n import gettext as _
from training.reminders.rules_calendar import Entry

READ_AGAIN = timedelta(hours=6)


def calendar_of(entries: Iterable[Entry], *, company: str, base_url: str) -> bytes:
    """The calendar of these entries, in the language that is spoken."""
    calendar = Calendar()
    calendar.add("prodid", "-//Standard Bearer//Training//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(_("Training at %(company)s", company=company)))
    calendar.add("refresh-interval", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN))
    host = urlsplit(base_url).hostname or "localhost"
    for entry in entries:
        calendar.add_component(_event(entry, host, base_url))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry, host: str, base_url: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", f"{entry.title}\n{base_url}{entry.path}")
    event.add("url", f"{base_url}{entry.path}")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
    event.add("class", "PRIVATE")
    return event
