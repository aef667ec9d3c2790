"""The days of a certificate from elsewhere: which cannot be right, and until when it counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from training.content.durations import Duration
from training.content.labels import span_words
from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.problems import Problem

LONG_AGO = date(1950, 1, 1)
"""Whoever works today was not trained before this day: a year was mistyped."""


class State(StrEnum):
    """What became of a certificate that was handed in."""

    WAITING = "waiting"
    REPLACED = "replaced"  # its holder handed in another one before it was checked
    ACCEPTED = "accepted"
    REFUSED = "refused"


def last_day(issued_on: date, ends_on: date | None, validity: Duration | None) -> date | None:
    """The last day on which it counts; None for good.

    That is the end which it states itself, or the longest that the company lets it count, whichever comes first. A
    year from 1 March ends on the last day of February; where a month is too short to have the day, it is filled.
    """
    ends = [day for day in (ends_on, _reach(issued_on, validity)) if day is not None]
    return min(ends, default=None)


def _reach(issued_on: date, validity: Duration | None) -> date | None:
    if validity is None:
        return None
    try:
        following = validity.after(issued_on)
    except OverflowError:
        return None  # longer than the calendar
    if validity.unit in ("months", "years") and following.day != issued_on.day:
        return following
    return following - timedelta(days=1)


def day_problems(issued_on: date, ends_on: date | None, validity: Duration | None, *, today: date) -> Iterator[Problem]:
    """What cannot be right about the days, or makes it count no longer, each with a way out."""
    if issued_on > today:
        yield _problem("issued_on", _("This day is still to come."), _("Check day and year of the issue."))
    elif issued_on < LONG_AGO:
        yield _problem("issued_on", _("This is too long ago."), _("Check the year of the issue."))
    if ends_on is not None and ends_on < issued_on:
        message = _("It would end before it was issued.")
        yield _problem("ends_on", message, _("Look whether the two days are swapped."))
    elif ends_on is not None and ends_on < today:
        yield _problem("ends_on", _("It has ended already."), _("Renew it, then hand in the new one."))
    elif validity and issued_on <= today and (until := _reach(issued_on, validity)) is not None and until < today:
        message = _(
            "Here it counts for %(time)s at most, so it ended on %(day)s.",
            time=span_words(validity),
            day=format_date(until),
        )
        yield _problem("issued_on", message, _("Renew it, then hand in the new one."))


def _problem(field: str, message: str, remedy: str) -> Problem:
    return Problem(field, None, message, remedy)
