"""Who may observe whom: never oneself, only people one works with, and only what one can do oneself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PASSED = "observation.passed"
REVOKED = "revoked"
REINSTATED = "reinstated"
COUNTS = (PASSED, REVOKED, REINSTATED)
"""The facts about somebody and a checklist that say whether they hold what it looks at."""


class Refusal(StrEnum):
    """Why somebody may not observe somebody."""

    SELF = "self"
    REACH = "reach"  # neither leads them, nor holds a role that observes in their part of the company
    SKILL = "skill"  # has not passed the checklist, and was not appointed
    LEFT = "left"  # the learner did not work here on that day


@dataclass(frozen=True, slots=True)
class Happened:
    """One of the facts that count. `version` is the number of the checklist's version that was passed."""

    kind: str
    version: int = 0


def holds_skill(facts: Iterable[Happened], *, needed: int) -> bool:
    """Whether somebody has passed a checklist and still counts as having done so.

    `facts` are in the order in which they happened. A pass counts from version `needed` on, the newest that asks people
    to act differently. What was revoked is gone until it is reinstated.
    """
    passed: list[int] = []
    revoked: list[int] = []
    for fact in facts:
        if fact.kind == PASSED:
            passed.append(fact.version)
        elif fact.kind == REVOKED:
            revoked, passed = passed, []
        elif fact.kind == REINSTATED:
            passed, revoked = revoked + passed, []
    return any(version >= needed for version in passed)


def in_line(one: str, other: str) -> bool:
    """Whether two teams are the same, or one stands above the other; both by their paths."""
    return one.startswith(other) or other.startswith(one)


@dataclass(frozen=True, slots=True)
class Claim:
    """What there is to say for somebody who wants to observe.

    `leads` is the permission to observe on the learner, `observes` that they hold a role that the checklist names,
    `near` that they work in the learner's team, above it or below it, `holds` that they passed it or were appointed.
    """

    is_self: bool
    leads: bool
    observes: bool
    near: bool
    holds: bool
    here: bool = True


def refusal(claim: Claim) -> Refusal | None:
    """Why not; None when they may. Whoever may not see the learner learns nothing else."""
    if claim.is_self:
        return Refusal.SELF
    if not (claim.leads or (claim.observes and claim.near)):
        return Refusal.REACH
    if not claim.here:
        return Refusal.LEFT
    return None if claim.holds else Refusal.SKILL
