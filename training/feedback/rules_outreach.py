"""Whom to ask of those who have gone silent, and what a list of customers says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from training.core.i18n import gettext as _
from training.feedback.rules import read_contact

MOST_LINES: Final = 2000
MOST_NAME: Final = 80

HEADINGS: Final = {
    "contact": {"contact", "phone", "telephone", "mobile", "mail", "email", "e-mail", "telefon", "kontakt"},
    "name": {"name", "customer", "kunde"},
    "seen": {"last seen", "seen", "last visit", "last order", "last contact", "date", "zuletzt"},
}


@dataclass(frozen=True)
class Customer:
    """A customer as a list knows them: when they were last here, and when somebody asked them."""

    id: int
    last_seen_on: date | None
    asked_on: date | None


@dataclass(frozen=True)
class Chosen:
    """Whom to ask, the longest silent first, and how many are left in peace: asked lately, or here lately."""

    to_ask: tuple[Customer, ...]
    asked_lately: int
    here_lately: int


def choose(customers: Sequence[Customer], *, today: date, silent_days: int, pause_days: int) -> Chosen:
    """Those who were not here for `silent_days` and not asked for `pause_days`.

    Whoever has no day on the list comes first: nobody knows when they were here.
    """
    paused = {
        one.id for one in customers if one.asked_on is not None and one.asked_on > today - timedelta(days=pause_days)
    }
    here = {
        one.id
        for one in customers
        if one.id not in paused
        and one.last_seen_on is not None
        and one.last_seen_on > today - timedelta(days=silent_days)
    }
    asked = [one for one in customers if one.id not in paused | here]
    asked.sort(key=lambda one: (one.last_seen_on or date.min, one.id))
    return Chosen(tuple(asked), len(paused), len(here))


@dataclass(frozen=True)
class Line:
    """A customer in a file."""

    contact: str
    name: str
    last_seen_on: date | None


@dataclass(frozen=True)
class Reading:
    """What a file holds: customers, each once, and a sentence for each line that cannot be kept."""

    lines: tuple[Line, ...]
    refused: tuple[str, ...]


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where contact, name and last day stand, by their headings; the first one that fits."""
    plain = [" ".join(text.replace("_", " ").lower().split()) for text in header]
    found: dict[str, int] = {}
    for field, known in HEADINGS.items():
        place = next((place for place, text in enumerate(plain) if text in known), None)
        if place is not None:
            found[field] = place
    return found


def read_lines(header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], *, today: date) -> Reading:
    """The customers of a table; `rows` are (line number, cells). One without a contact, or with a day that is none, is
    refused with its line; the same contact twice is one customer, last seen on the later day.
    """
    places = columns_of(header)
    kept: dict[str, Line] = {}
    refused: list[str] = []
    for number, cells in rows:
        told = {field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()}
        contact = read_contact(told.get("contact", "").lstrip("'"))  # exports guard a “+” with an apostrophe
        if contact is None:
            refused.append(_("Line %(number)s: no phone number and no mail address.", number=number))
            continue
        try:
            seen = date.fromisoformat(told["seen"]) if told.get("seen") else None
        except ValueError:
            message = _(
                "Line %(number)s: “%(text)s” is no day. Write it like 2026-03-21.", number=number, text=told["seen"]
            )
            refused.append(message)
            continue
        if seen is not None and seen > today:
            refused.append(_("Line %(number)s: the day lies in the future.", number=number))
            continue
        before = kept.get(contact)
        days = [day for day in (seen, before.last_seen_on if before else None) if day is not None]
        name = told.get("name", "")[:MOST_NAME] or (before.name if before else "")
        kept[contact] = Line(contact, name, max(days, default=None))
    return Reading(tuple(kept.values()), tuple(refused))
