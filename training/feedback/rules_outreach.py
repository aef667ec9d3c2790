"""Whom to ask of those who have gone silent."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Customer:
    """A customer as a list knows them: when they were last here, when asked, and whether they want no more of it."""

    id: int
    last_seen_on: date | None
    asked_on: date | None
    is_blocked: bool = False


def to_ask(
    customers: list[Customer], *, today: date, silent_days: int, pause_days: int
) -> tuple[list[Customer], dict[str, int]]:
    """Those who were not heard of for `silent_days` and not asked for `pause_days`, the longest silent first; and how
    many of the others there are, by reason: “never”, “lately”, “here”.

    Whoever has no day on the list was never heard of, and comes first.
    """
    asked: list[Customer] = []
    left = {"never": 0, "lately": 0, "here": 0}
    for one in customers:
        if one.is_blocked:
            left["never"] += 1
        elif one.asked_on is not None and one.asked_on > today - timedelta(days=pause_days):
            left["lately"] += 1
        elif one.last_seen_on is not None and one.last_seen_on > today - timedelta(days=silent_days):
            left["here"] += 1
        else:
            asked.append(one)
    return sorted(asked, key=lambda one: (one.last_seen_on or date.min, one.id)), left
