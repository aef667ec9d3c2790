"""Good and bad weeks: what of somebody's misses goes with the weeks in which they were there, and what teams share.

Somebody who was hired when a queue began to overflow, or left before it did, is not worse or better than colleagues who
were there all the time. So everybody is held against what the *others* of the team reached in the same weeks (indirect
standardisation, as for a case mix: Breslow and Day 1987, chapter 2).
"""

import numpy as np

from training.method.tallies import Floats, Integers

FEW = 8
"""From so many steps from week to week on it can be told how weeks differ."""
MEDIAN = 0.6745
"""Of the size of a standard normal deviation."""
STEADY = 20.0
"""So many readings at the others' usual level are added to each of their weeks: a week of few says little."""


def luck(unit: Integers, week: Integers, size: Floats, amount: Floats, *, team: Integers, each: float = 1.0) -> Floats:
    """By unit (U), how much more amount than in its team's usual weeks is to be expected in those when it was there.

    Rows of `size` and `amount` (all of one length) with `unit` from 0 to U-1 and `week` from 0 on; `team` (U) as in
    tallies; `each` is the size of one reading, where sizes are exposures. For unit i with sizes s_w, and others of the
    team with S_w and levels p_w: Σ (s_w − s·S_w/S)·p_w. Whoever was there in the same weeks as the others gets 0, and
    so does whoever has no others.
    """
    units, weeks = len(team), int(week.max(initial=-1)) + 1
    if not units or not weeks:
        return np.zeros(units)
    own = [np.bincount(unit * weeks + week, values, units * weeks).reshape(units, weeks) for values in (size, amount)]
    teams = int(team.max()) + 1
    whole = [np.zeros((teams, weeks)), np.zeros((teams, weeks))]
    for total, part in zip(whole, own, strict=True):
        np.add.at(total, team, part)
    others, theirs = (total[team] - part for total, part in zip(whole, own, strict=True))
    others = np.maximum(others, 0.0)
    all_others = others.sum(axis=1, keepdims=True)
    known = all_others > 0
    usual = np.divide(theirs.sum(axis=1, keepdims=True), all_others, out=np.zeros_like(all_others), where=known)
    level = (theirs + STEADY * each * usual) / (others + STEADY * each)
    pace = np.divide(others, all_others, out=np.zeros_like(others), where=known)
    unlike = own[0] - own[0].sum(axis=1, keepdims=True) * pace
    return np.where(known[:, 0], (unlike * level).sum(axis=1), 0.0)


def shared(team: Integers, week: Integers, size: Floats, amount: Floats, *, variance: Floats) -> float:
    """How much more the weeks of a team differ than readings by chance would make them: a factor of variance.

    Rows of any kind, with `team` from 0 to T-1 and `week` from 0 on; `variance` (T) is that of one reading in a team. A
    week that is bad for everybody makes calls of a team say less about it than so many calls of people would: at a
    factor of 4 a team is known as well as from a quarter of them.

    From the median of how far a week is from the one before, in standard errors (√2·.6745 for chance alone), so that a
    level that moves once is a new level and no noise: as moving ranges on a run chart (Shewhart charts for values), but
    by their median (Clifford 1959). 1 with fewer than `FEW` such steps, or where nothing varies.
    """
    teams, weeks = len(variance), int(week.max(initial=-1)) + 1
    if not weeks:
        return 1.0
    sizes, amounts = (
        np.bincount(team * weeks + week, values, teams * weeks).reshape(teams, weeks) for values in (size, amount)
    )
    some = (sizes > 0) & (variance[:, None] > 0)
    error = np.sqrt(np.divide(variance[:, None], sizes, out=np.ones_like(sizes), where=some))
    level = np.divide(amounts, sizes, out=np.zeros_like(sizes), where=some)
    both = some[:, 1:] & some[:, :-1]
    steps = (level[:, 1:] - level[:, :-1])[both] / np.hypot(error[:, 1:], error[:, :-1])[both]
    if len(steps) < FEW:
        return 1.0
    return (float(np.median(np.abs(steps))) / MEDIAN) ** 2
