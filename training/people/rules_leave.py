"""Leave over time: what is kept of it when somebody's present or next leave is told anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """Days of leave, both included; no end means until further notice."""

    from_on: date
    until_on: date | None

    def touches(self, other: "Away") -> bool:
        """Whether both share a day."""
        return (self.until_on is None or other.from_on <= self.until_on) and (
            other.until_on is None or self.from_on <= other.until_on
        )


def kept(known: Sequence[Away], told: Away | None, today: date) -> list[Away]:
    """All leave of somebody, in order, once `told` is what is known of the present or next one.

    What is over stays. Leave that was to come is replaced by what is told; leave that runs and is not told any more
    ended yesterday. What shares a day with what is told is the same leave with other days.
    """
    found: list[Away] = []
    for one in known:
        if told is not None and one.touches(told):
            continue
        if one.until_on is not None and one.until_on < today:
            found.append(one)
        elif one.from_on < today:
            found.append(Away(one.from_on, today - DAY))
    if told is not None:
        found.append(told)
    return sorted(found, key=lambda one: one.from_on)
