"""What a domain may have told to people without writing a mail itself: reminders ask the lists of these.

`app.extensions["waiting_for"]` holds functions `(db, person_ids, today) -> Iterable[Waiting]`, each asked once for many
people, and `app.extensions["calendar_days"]` functions `(db, person_id, today) -> Iterable[CalendarDay]`. They say only
what is true at that moment: what is settled is left out, and so nobody hears of it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody's signature or check.

    `key` names it for good, such as “credential:17”. `words` are one line about it: a lazy text, so that it is in the
    reader's language. `path` is where it is done, `since` the day from which it waits.
    """

    person_id: int
    key: str
    words: Any
    path: str
    since: date


@dataclass(frozen=True)
class CalendarDay:
    """A day for somebody's calendar, such as that of their next observation. `key` names it for good."""

    key: str
    on: date
    words: Any
    path: str


# What is asked has a database session at hand; rules that speak of the answers need not know it.
WaitingFor = Callable[[Any, Collection[int], date], Iterable[Waiting]]
CalendarDays = Callable[[Any, int, date], Iterable[CalendarDay]]
