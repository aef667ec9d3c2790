"""What an observation comes to: from the ratings, and from what a second observer says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an observation stands."""

    OPEN = "open"  # not signed yet
    SECOND = "second"  # signed, and waits for the second observer
    PASSED = "passed"
    NOT_YET = "not-yet"
    VOID = "void"


SIGNED = (State.SECOND, State.PASSED, State.NOT_YET)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion as it is judged: the level that it needs, and whether it may be left as “not seen today”."""

    id: str
    needed: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """What somebody saw of a criterion. `level` None means that it was not seen today."""

    level: str | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What ratings come to. `short` are the criteria below what they need, `missing` those that nobody rated."""

    short: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def passed(self) -> bool:
        return not self.missing and not self.short


def verdict(criteria: Sequence[Wanted], steps: Sequence[str], ratings: Mapping[str, Rated]) -> Verdict:
    """What the ratings come to. `steps` are the levels from lowest to highest.

    A criterion that may be left out counts only if it was seen; then it counts like any other. A rating at a level
    that is not there is no rating.
    """
    short, missing = [], []
    for one in criteria:
        rated = ratings.get(one.id)
        if rated is None or (rated.level is None and not one.optional) or (rated.level or steps[0]) not in steps:
            missing.append(one.id)
        elif rated.level is not None and steps.index(rated.level) < steps.index(one.needed):
            short.append(one.id)
    return Verdict(tuple(short), tuple(missing))


def after_first(*, passed: bool, needs_second: bool) -> State:
    """Where an observation stands when whoever observed has signed.

    “Not yet” takes nothing from anybody and its plan begins at once, so it waits for nobody: the second signature
    guards what a certificate rests on.
    """
    if not passed:
        return State.NOT_YET
    return State.SECOND if needs_second else State.PASSED


def after_second(*, agrees: bool) -> State:
    """Where it stands when the second observer has signed: what two saw differently is not proven yet."""
    return State.PASSED if agrees else State.NOT_YET
