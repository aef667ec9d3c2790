"""What a change of a programme would do to people, added up."""

from collections import Counter
from dataclasses import dataclass, field

from training.certification.rules import Level, ProgrammeStanding, Standing, State
from training.certification.rules_effect import Effect, Moved, effect
from training.certification.rules_programme import Outcome


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody whom it concerns. `effect` is None for whoever only holds a certificate, which keeps its dates."""

    person_id: int
    holds_certificate: bool
    effect: Effect | None


def touched(person_id: int, before: Outcome | None, after: Outcome | None) -> Touched | None:
    """What one person would notice of it; None for whoever neither notices anything nor holds a certificate."""
    holds = before is not None and before.programme.certified_on is not None
    found = effect(before, after)
    return Touched(person_id, holds, found) if holds or found else None


@dataclass
class Sum:
    """How many people are touched, in which ways. Somebody may be counted in several of them."""

    people: int = 0
    asked: int = 0
    asked_no_more: int = 0
    levels: Counter[tuple[Level, Level]] = field(default_factory=Counter)
    more_to_do: int = 0
    less_to_do: int = 0
    sooner: int = 0
    later: int = 0
    issued: int = 0
    kept: int = 0

    def add(self, one: Touched) -> None:
        """Count one person in."""
        self.kept += one.holds_certificate
        if one.effect is None:
            return
        self.people += 1
        before, after = one.effect.before, one.effect.after
        if before is None or after is None:
            self.asked += before is None
            self.asked_no_more += after is None
            return
        if before.level != after.level:
            self.levels[before.level, after.level] += 1
        self.more_to_do += any(_opens(moved) for moved in one.effect.moved)
        self.less_to_do += any(_closes(moved) for moved in one.effect.moved)
        self.sooner += any(_shift(moved) < 0 for moved in one.effect.moved)
        self.later += any(_shift(moved) > 0 for moved in one.effect.moved)
        self.issued += _certified(after) and not _certified(before)


def _opens(moved: Moved) -> bool:
    was_open = moved.before is not None and not moved.before.held
    return moved.after is not None and not moved.after.held and not was_open


def _closes(moved: Moved) -> bool:
    is_open = moved.after is not None and not moved.after.held
    return moved.before is not None and not moved.before.held and not is_open


def _shift(moved: Moved) -> int:
    """By how many days the last day of what stays open moves: less than none is sooner."""
    before, after = moved.before, moved.after
    if before is None or after is None or not (_has_time(before) and _has_time(after)):
        return 0
    if before.due_on is None or after.due_on is None:
        return (before.due_on is not None) - (after.due_on is not None)
    return (after.due_on - before.due_on).days


def _has_time(standing: Standing) -> bool:
    return not standing.held and standing.state is not State.EXPIRED


def _certified(standing: ProgrammeStanding) -> bool:
    return standing.certified_on is not None
