"""Whose problem it is: of each team, of each unit, and of the whole."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from training.method.tallies import Floats, Integers

Booleans = NDArray[np.bool_]


class Verdict(StrEnum):
    """What the figures say. `UNCLEAR` is “not enough data”, `MET` that nothing has to be done."""

    PROCESS = "process"
    SKILL = "skill"
    BOTH = "both"
    UNCLEAR = "unclear"
    MET = "met"


class Remark(StrEnum):
    """What a reader must know beside the verdict."""

    NO_DATA = "no-data"
    ONE_UNIT = "one-unit"  # nobody to compare with
    ONE_TEAM = "one-team"
    TEAM_OF_ONE = "team-of-one"  # somebody whose team has nobody else: person and team cannot be told apart
    ALL_MET = "all-met"
    ALL_MISSED = "all-missed"
    NO_SPREAD = "no-spread"  # every value is the same
    CHANCE_ONLY = "chance-only"  # differences between people are no larger than chance
    UNRELIABLE = "unreliable"  # too few readings for anybody to be told apart
    CLUSTERED = "clustered"  # bad hours hit everybody: a matter of the queue
    SHARED_WEEKS = "shared-weeks"  # weeks are good or bad for a whole team at once: look at what differs in them
    STRATUM_ALONE = "stratum-alone"  # a case mix that only one unit has
    MIX_DISAGREES = "mix-disagrees"  # crude and adjusted figures point to different people or teams


def team_verdicts(
    chance: Floats, missed: Booleans, size: Floats, *, team: Integers, act: Booleans, sure: float
) -> tuple[Verdict, ...]:
    """The verdict of each of T teams, from the chance that its usual level is worse than the standard.

    `missed` (T) says whether the team is worse as counted, `team` (U) and `act` (U) who is called. Its own count must
    agree with whatever is said of a team: it is a process only where the standard is missed as counted too, and at the
    standard only where it is not, and that is likelier than not. Without readings nothing is clear.
    """
    called = np.bincount(team[act], minlength=len(chance)) > 0
    return tuple(
        _of_team(bool(worse), bool(skill), bool(met))
        for worse, skill, met in zip(
            (chance >= sure) & missed & (size > 0), called, (chance < 0.5) & ~missed & (size > 0), strict=True
        )
    )


NEARLY_ALL = 0.9
"""Where teams with this part of all readings are at the standard, the house is: a few small ones are never clear."""


def overall(verdicts: Sequence[Verdict], size: Sequence[float] | Floats) -> Verdict:
    """The verdict of the whole: a problem of any team is one of the house, and it is met where nearly all is.

    `size` (T) is what each team was judged by.
    """
    found = set(verdicts)
    met = sum(float(part) for part, one in zip(size, verdicts, strict=True) if one is Verdict.MET)
    process, skill = bool(found & {Verdict.PROCESS, Verdict.BOTH}), bool(found & {Verdict.SKILL, Verdict.BOTH})
    return _of_team(process, skill, met > 0 and met >= NEARLY_ALL * float(sum(size)))


def unit_verdicts(
    team: Integers, verdicts: tuple[Verdict, ...], *, act: Booleans, look: Booleans, missed: Booleans, n: Floats
) -> tuple[Verdict, ...]:
    """The verdict of each of U units: `SKILL` or `BOTH` on the list to act on, `UNCLEAR` on the list to look at,
    without readings, or where the unit is worse than the standard as counted (`missed`)."""
    return tuple(
        _of_unit(verdicts[number] in (Verdict.PROCESS, Verdict.BOTH), bool(called), bool(unclear))
        for number, called, unclear in zip(team.tolist(), act, look | missed | (n == 0), strict=True)
    )


def _of_team(process: bool, skill: bool, met: bool) -> Verdict:
    if process:
        return Verdict.BOTH if skill else Verdict.PROCESS
    if skill:
        return Verdict.SKILL
    return Verdict.MET if met else Verdict.UNCLEAR


def _of_unit(process: bool, called: bool, unclear: bool) -> Verdict:
    if called:
        return Verdict.BOTH if process else Verdict.SKILL
    if process:
        return Verdict.PROCESS
    return Verdict.UNCLEAR if unclear else Verdict.MET
