"""Tier A, one wave trained and one waiting: what the lot made equal differs only by the training."""

from training.method.difference import AFTER
from training.method.effects import Panel
from training.method.outcomes import Outcome, compared
from training.method.tallies import Aim


def waiting_list(panel: Panel, aim: Aim) -> Outcome:
    """How much better the trained are afterwards than those who were drawn to start later and still wait.

    All were chosen in the same way and fall back in the same way: neither the rebound nor a drift is in the
    difference. Welch's t on people.
    """
    return compared(panel.goodness(aim)[:, AFTER], panel.trained)
