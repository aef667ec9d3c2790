"""Of which requirements a refresher is made, and whether there is one at all."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from training.certification.rules import Standing, State, Why
from training.refreshers.rules_subject import Scope

LONGEST = timedelta(days=30)
"""From the plan to its last part. What somebody answered longer ago says little about what they know on the day on
which all of it counts."""


class Offered(StrEnum):
    """Whether somebody may begin a refresher of a programme today."""

    YES = "yes"
    LATER = "later"  # nothing has to be renewed yet
    FULL = "full"  # its rules ask for the whole course
    FIRST = "first"  # nothing was ever proven that could be refreshed


def scope_of(standing: Standing, *, renewal_open: bool, in_force: bool) -> Scope | None:
    """How much of a requirement is asked again on the day of its standing; None for nothing.

    `renewal_open` says whether what is proven on that day counts for the next certificate, `in_force` whether one is
    held: while it is, and cannot be renewed yet, only what changed is asked for.
    """
    why = standing.reason.why
    if standing.state is State.SPARE or why is Why.EXEMPT:
        return None
    if why is Why.CHANGED:
        return Scope.RENEW if renewal_open or not in_force else Scope.CHANGED
    if why in (Why.LAPSED, Why.GRACE) or standing.state is State.EXPIRED:
        return Scope.RENEW
    if standing.held:
        return Scope.RENEW if standing.state is State.SOON and (renewal_open or not in_force) else None
    return Scope.NEW


def is_open(renewable_from: date | None, today: date) -> bool:
    """Whether a certificate may be renewed on a day; one that never ends is never renewed."""
    return renewable_from is not None and renewable_from <= today


def offered(scopes: Collection[Scope | None], *, full: bool, certified: bool) -> Offered:
    """Whether there is a refresher. `full` is what the programme asks for, before or after the end, as it is today."""
    if Scope.RENEW in scopes or Scope.CHANGED in scopes:
        return Offered.FULL if full and Scope.RENEW in scopes else Offered.YES
    return Offered.LATER if certified else Offered.FIRST


def still_counts(planned_on: date, today: date) -> bool:
    """Whether a refresher that is under way may go on."""
    return today - planned_on <= LONGEST
