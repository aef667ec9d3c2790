"""Numbers that somebody gives for an invented company: those that can be, and what is wrong with the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems
from training.method.simulate import Situation

MOST_ON_PAGE, MOST_BY_COMMAND = 200, 2_000
"""People: with more of them a page would take longer than a second."""


@dataclass(frozen=True)
class Given:
    """What somebody asks about, in whole people and readings, and in per cent and points of per cent."""

    people: int = 12
    readings: int = 130
    standard: float = 85
    usual: float = 88
    gap: float = 10
    share: float = 10
    teams: int = 1


BOUNDS = {
    "people": (2, MOST_BY_COMMAND),
    "readings": (10, 2_000),
    "standard": (1, 99.5),
    "usual": (1, 99.5),
    "gap": (1, 60),
    "share": (1, 50),
    "teams": (1, 200),
}


def situation_of(given: Given, *, most_people: int = MOST_BY_COMMAND) -> Situation:
    """The situation that these numbers mean. Raises Problems, each `where` being the name of a number."""
    problems = list(_faults(given, most_people))
    if problems:
        raise Problems(problems)
    return Situation(
        people=given.people,
        readings=given.readings,
        # Whole parts of a million, so that 85 % is .85 to the last digit.
        standard=round(given.standard / 100, 6),
        usual=round(given.usual / 100, 6),
        gap=round(given.gap / 100, 6),
        share=round(given.share / 100, 6),
        teams=given.teams,
    )


def _faults(given: Given, most_people: int) -> Iterator[Problem]:
    beyond = False
    for name, (least, most) in (BOUNDS | {"people": (BOUNDS["people"][0], most_people)}).items():
        if not least <= getattr(given, name) <= most:
            beyond = True
            bounds = {"least": format_number(Decimal(str(least))), "most": format_number(Decimal(str(most)))}
            yield Problem(name, None, _("Write a number from %(least)s to %(most)s.", **bounds))
    if beyond:
        return
    if given.teams * 2 > given.people:
        yield Problem("teams", None, _("That leaves fewer than two people in a team. Write fewer teams."))
    if given.gap >= given.usual:
        yield Problem("gap", None, _("Nobody can be that much lower than the usual level."))
    elif given.usual - given.gap >= given.standard:
        message = _("Whoever is that much lower than usual still keeps the standard, so there is nothing to find.")
        yield Problem("gap", None, message, _("Write a larger gap."))
