"""Tier B: all who were chosen are trained together. Symmetric difference-in-differences."""

from training.method.effects import Panel
from training.method.outcomes import Outcome, compared, compared_within
from training.method.tallies import Aim

BEFORE, SELECTION, AFTER = range(3)


def difference(panel: Panel, aim: Aim) -> Outcome:
    """How much more the trained rose from before to after than those of the same teams who were not chosen.

    The window of the selection is left out, and the one before lies as far in front of it as the one after lies behind
    it (planner.windows): how low somebody was by chance when chosen then tells equally much about both, and cancels
    out (Chabé-Ferret 2015). What drifted for everybody is what the others rose. Welch's t on people; of several teams,
    within each.
    """
    good = panel.goodness(aim)
    changes = good[:, AFTER] - good[:, BEFORE]
    if panel.team is None:
        return compared(changes, panel.trained)
    return compared_within(changes, panel.trained, panel.team)
