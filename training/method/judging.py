"""From a plan and the sums to what may be said: the one way into the estimators."""

from typing import Any

from training.method.effects import Panel, Plan, Result
from training.method.tallies import Aim


def judge(panel: Panel, aim: Aim, plan: Plan, *, over: bool = True) -> Result:
    """Whether the training helped. `over` says that the last window lies in the past. Never fails on data."""
    raise NotImplementedError


def again(figures: dict[str, Any]) -> Result:
    """The same result from what was kept of it (Result.figures)."""
    raise NotImplementedError
