"""Who of a round starts when."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta


def starts_of(waves: Sequence[object], first: date, gap: timedelta) -> list[date]:
    """The day on which each wave starts."""
    return [first + number * gap for number in range(len(waves))]


def chosen_waves(places: Mapping[int, int], capacity: int) -> list[list[int]]:
    """Waves of at most `capacity` people in the order of the places that their leader gave them.

    Whoever has the same place starts in the order of ids, so that the same choice gives the same waves.
    """
    order = sorted(places, key=lambda person: (places[person], person))
    return [order[begin : begin + capacity] for begin in range(0, len(order), capacity)]
