"""What would be different: two computed outcomes of one programme for one person, side by side."""

from dataclasses import dataclass
from datetime import date

from training.certification.rules import ProgrammeStanding, Standing, State
from training.certification.rules_programme import Outcome


@dataclass(frozen=True, slots=True)
class Moved:
    """A requirement that would stand otherwise. A side is None where it is not asked for."""

    requirement_id: str
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What people would notice. A side is None where the programme is not asked for."""

    before: ProgrammeStanding | None
    after: ProgrammeStanding | None
    moved: tuple[Moved, ...]

    @property
    def level_moves(self) -> bool:
        return _level(self.before) != _level(self.after)

    @property
    def certificate_moves(self) -> bool:
        return _certificate(self.before) != _certificate(self.after)

    @property
    def reopened(self) -> tuple[Moved, ...]:
        """What was held and would be open again."""
        return tuple(one for one in self.moved if one.before and one.before.held and one.after and not one.after.held)


def effect(before: Outcome | None, after: Outcome | None) -> Effect | None:
    """How the second outcome differs from the first one; None when nobody would notice."""
    old = {standing.requirement_id: standing for standing in before.requirements} if before else {}
    new = {standing.requirement_id: standing for standing in after.requirements} if after else {}
    moved = tuple(
        Moved(key, old.get(key), new.get(key))
        for key in dict.fromkeys((*new, *old))
        if _seen(old.get(key)) != _seen(new.get(key))
    )
    found = Effect(before.programme if before else None, after.programme if after else None, moved)
    return found if moved or found.level_moves or found.certificate_moves else None


def _seen(standing: Standing | None) -> tuple[State, date | None, date | None] | None:
    """What is said of a requirement: its state, its end and the day on which it is due.

    Of what has expired in any case it is of no matter when.
    """
    if standing is None:
        return None
    if standing.state is State.EXPIRED:
        return standing.state, None, None
    return standing.state, standing.until, standing.due_on


def _level(standing: ProgrammeStanding | None) -> str | None:
    return standing.level if standing else None


def _certificate(standing: ProgrammeStanding | None) -> tuple[date, date | None] | None:
    if standing is None or standing.certified_on is None:
        return None
    return standing.certified_on, standing.until
