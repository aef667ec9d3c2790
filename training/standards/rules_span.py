"""How long a transaction takes when each step takes all the time it has.

Clocks run by true time, from the opening of each day of a week without holidays on, so that seconds, opening hours and
working days can be compared.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from training.content.limits import Limit
from training.core.i18n import gettext as _
from training.standards.rules_clock import House, due_at
from training.standards.rules_steps import Step, StepClock, Transaction, forwards, ways_of

Houses = Callable[[str], House | None]
"""Opening hours by their slug."""


_ZONE = ZoneInfo("UTC")
_WEEK = [date(2024, 1, 1) + timedelta(days=number) for number in range(7)]  # begins on a Monday
_NINE = ((time(9), time(18)),)


@dataclass(frozen=True)
class _Usual:
    """A house without holidays."""

    house: House

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        return self.house.on(weekday)

    @property
    def days_closed(self) -> Collection[date]:
        return ()


def house_of(transaction: Transaction, step: Step | None, houses: Houses) -> House | None:
    """The house by whose hours a step, or the whole, is counted; without its holidays, None where none is named."""
    slug = (step.clock.hours if step and step.clock else None) or transaction.hours
    found = houses(slug) if slug else None
    return _Usual(found) if found else None


def _openings(house: House | None) -> Iterator[datetime]:
    for day in _WEEK:
        spans = house.on(day.weekday()) if house else _NINE[: day.weekday() < 5]
        if spans:
            yield datetime.combine(day, spans[0][0], UTC)


def warns_late(clock: StepClock, house: House | None) -> bool:
    """Whether the warning never comes before the step is late."""
    warn, limit = clock.warn, clock.limit
    return warn is not None and all(
        due_at(at, warn, house, _ZONE) >= due_at(at, limit, house, _ZONE) for at in _openings(house)
    )


@dataclass(frozen=True)
class Overrun:
    """The longest way through a transaction, each step with its limit, and the limit of the whole that it breaks.

    `always` says that it breaks it whenever it begins; else it does so on some days of the week only.
    """

    steps: tuple[tuple[str, Limit], ...]
    limit: Limit
    always: bool

    def in_words(self) -> str:
        """The sentence for authors."""
        steps = ", ".join(f"{title} ({limit.in_words()})" for title, limit in self.steps)
        words = {"limit": self.limit.in_words(), "steps": steps}
        if self.always:
            return _("Its steps may take longer together than the whole may, %(limit)s: %(steps)s.", **words)
        return _("On some days its steps may take longer together than the whole may, %(limit)s: %(steps)s.", **words)


def overrun(transaction: Transaction, houses: Houses) -> Overrun | None:
    """Whether the steps can take longer than the whole may, each of them taking all the time it has.

    A clock starts when the step before it is due, or with an earlier step that names the same start. No way is walked
    twice. Limits of different sorts are compared by letting the clock run, from the opening of each day of the week.
    """
    if transaction.limit is None:
        return None
    house = house_of(transaction, None, houses)
    late: list[tuple[Step, ...]] = []
    openings = tuple(_openings(house))
    for at in openings:
        done, way = _longest(transaction, houses, at)
        if done > due_at(at, transaction.limit, house, _ZONE):
            late.append(way)
    if not late:
        return None
    steps = tuple((step.title, step.clock.limit) for step in late[0] if step.clock)
    return Overrun(steps, transaction.limit, always=len(late) == len(openings))


def _longest(transaction: Transaction, houses: Houses, at: datetime) -> tuple[datetime, tuple[Step, ...]]:
    """When the slowest way through is done that begins at a moment, and the steps of that way."""
    steps = {step.id: step for step in transaction.steps}
    onwards = forwards(ways_of(transaction), transaction.steps[0].id)
    begins: dict[str, tuple[datetime, tuple[Step, ...]]] = {transaction.steps[0].id: (at, ())}
    events: dict[str, datetime] = {}
    latest: tuple[datetime, tuple[Step, ...]] = (at, ())
    for item, followers in onwards.items():
        begun, way = begins[item]
        step, done = steps[item], begun
        if step.clock:
            event = events.setdefault(step.clock.starts, begun)
            done = max(begun, due_at(event, step.clock.limit, house_of(transaction, step, houses), _ZONE))
        reached = (done, (*way, step))
        latest = max(latest, reached, key=lambda one: one[0])
        for follower in followers:
            begins[follower] = max(begins.get(follower, reached), reached, key=lambda one: one[0])
    return latest
