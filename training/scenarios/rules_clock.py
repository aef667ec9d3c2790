"""The clock of a turn: how long somebody has, what is left of it, and when silence is what was said.

The server's time is the truth. A page that counts down may be slow to arrive and slow to be answered, so what comes a
little late is still heard.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=3)  # for the way of a page to its reader and of the answer back
EARLY = timedelta(seconds=1)  # by which a browser's clock may run ahead


class Pace(StrEnum):
    """How clocks run in a play. Anybody may choose, and it makes no difference to the result."""

    AS_SET = "set"
    TWICE = "twice"
    NO_CLOCK = "none"


def allowed(seconds: int | None, pace: Pace) -> int | None:
    """How many seconds somebody has for a turn to which the author gave `seconds`; None for as long as it takes."""
    if seconds is None or pace is Pace.NO_CLOCK:
        return None
    return 2 * seconds if pace is Pace.TWICE else seconds


@dataclass(frozen=True, slots=True)
class Countdown:
    """A clock that began when a turn was shown."""

    since: datetime
    seconds: int

    @property
    def ends_at(self) -> datetime:
        return self.since + timedelta(seconds=self.seconds)

    def left(self, now: datetime) -> float:
        """Seconds, with their fractions, until it is over; never below 0, nor more than there were."""
        return min(float(self.seconds), max(0.0, (self.ends_at - now).total_seconds()))

    def is_over(self, now: datetime) -> bool:
        """Whether what is said now is no longer heard."""
        return now > self.ends_at + GRACE

    def may_pass(self, now: datetime) -> bool:
        """Whether somebody may say that they said nothing: not before the time is up."""
        return now >= self.ends_at - EARLY


def countdown(shown_at: datetime | None, seconds: int | None, pace: Pace) -> Countdown | None:
    """The clock of a turn; None when there is none, or it stands still because the turn is not shown."""
    granted = allowed(seconds, pace)
    return None if shown_at is None or granted is None else Countdown(shown_at, granted)
