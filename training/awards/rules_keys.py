"""How long a key that signed badges stays published."""

from datetime import date
from enum import StrEnum


class KeyState(StrEnum):
    """What a key is good for: it signs; it signs no more, but what it signed holds; what it signed is worth nothing."""

    ACTIVE = "active"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


def is_published(state: KeyState, *, last_end: date | None, open_end: bool, today: date) -> bool:
    """Whether outsiders still need the key, and may trust it.

    `last_end` is the last day of the certificates issued while it signed, None when there are none; `open_end` says
    that one of them has no last day.
    """
    if state is KeyState.WITHDRAWN:
        return False
    return state is KeyState.ACTIVE or open_end or (last_end is not None and last_end >= today)
