"""What a domain may have told to people without writing a mail itself: reminders ask the lists of these.

`app.extensions["waiting_for"]` holds questions, each asked once for many people, and `app.extensions["calendar_days"]`
functions `(db, person_id, today) -> Iterable[CalendarDay]`. They say only what is true at that moment: what is settled
is left out, and so nobody hears of it.
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


@dataclass(frozen=True, eq=False)
class WaitingFor:
    """One question: what waits for some people.

    `ask` is `(db, person_ids, today) -> Iterable[Waiting]`. `perhaps` is a condition in SQL with the bound `people`,
    quickly answered and true whenever `ask` would find something: the first page asks all of these in one statement,
    each time, and mostly nothing waits.
    """

    ask: Callable[[Any, Collection[int], date], Iterable[Waiting]]
    perhaps: Any

    def __call__(self, db: Any, person_ids: Collection[int], today: date) -> Iterable[Waiting]:
        return self.ask(db, person_ids, today)


# What is asked has a database session at hand; rules that speak of the answers need not know it.
CalendarDays = Callable[[Any, int, date], Iterable[CalendarDay]]
