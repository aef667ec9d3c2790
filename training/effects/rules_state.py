"""Where the judging of an effect stands, and when it may be made."""

from datetime import date, timedelta
from enum import StrEnum

WAIT = timedelta(days=28)
"""So long missing figures are waited for after the day that was set; then it is judged by what is there."""
GAP = timedelta(days=7)
"""Readings that end so much before the last day counted are not all there: no standard is silent for a week."""


class State(StrEnum):
    """Where it stands. `DROPPED` was written down too late to be a plan, so that nothing is made of it."""

    PLANNED = "planned"
    JUDGED = "judged"
    DROPPED = "dropped"


class Ready(StrEnum):
    """Whether it can be judged today."""

    NOT_OVER = "not-over"
    FIGURES_MISSING = "figures-missing"
    NOW = "now"


def ready(look_on: date, after_last: date, newest: date | None, today: date) -> Ready:
    """Whether it can be judged: on the day that was set, or later when figures are late. `newest` is the last day with
    readings of the standard."""
    if today < look_on:
        return Ready.NOT_OVER
    if (newest is None or newest < after_last - GAP) and today < look_on + WAIT:
        return Ready.FIGURES_MISSING
    return Ready.NOW
