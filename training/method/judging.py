"""From a plan and the sums to what may be said: the one way into the estimators."""

from dataclasses import asdict
from typing import Any

import numpy as np
from scipy.special import stdtrit

from training.method.difference import difference
from training.method.effects import FEW, MODEL, Estimator, Panel, Plan, Remark, Result, Verdict, verdict_of
from training.method.outcomes import Estimate, loss, rise
from training.method.sequence import radius
from training.method.series import series
from training.method.staggered import staggered
from training.method.tallies import Aim, Measure
from training.method.waiting_list import waiting_list

ESTIMATORS = {
    Estimator.WAITING_LIST: waiting_list,
    Estimator.STAGGERED: staggered,
    Estimator.DIFFERENCE: difference,
    Estimator.SERIES: series,
}


def judge(panel: Panel, aim: Aim, plan: Plan, *, over: bool = True) -> Result:
    """Whether the training helped. `over` says that the last window lies in the past. Never fails on data.

    The interval is Student's at the plan's level or, where somebody looks often, one that holds at every look.
    """
    kept = {
        "model": MODEL,
        "plan": plan.as_json(),
        "aim": asdict(aim),
        "panel": panel.as_json(),
        "few": FEW,
        "over": over,
    }
    seen = bool(np.any(np.asarray(panel.n) > 0))
    if not over or not seen:
        remark = Remark.NO_READINGS if over else Remark.WINDOW_NOT_OVER
        return Result(plan.estimator, Verdict.UNCLEAR, (remark,), rebound=plan.rebound, figures=kept)
    lost = loss(panel)
    found = ESTIMATORS[plan.estimator](panel, aim)
    remarks = found.remarks + ((Remark.ATTRITION,) if lost.notable else ())
    low, high, verdict = None, None, Verdict.UNCLEAR
    if found.estimate:
        low, high = interval(found.estimate, plan)
        verdict = verdict_of(low, high, plan.worth)
    return Result(
        estimator=plan.estimator,
        verdict=verdict,
        remarks=remarks,
        value=found.estimate.value if found.estimate else None,
        low=low,
        high=high,
        error=found.estimate.error if found.estimate else None,
        df=found.estimate.df if found.estimate else None,
        people=found.people,
        controls=found.controls,
        readings=int(np.sum(panel.n)),
        lost=lost.trained,
        rise=rise(panel, panel.goodness(aim)) if found.estimate and plan.estimator is not Estimator.SERIES else None,
        rebound=plan.rebound,
        figures=kept | {"loss": asdict(lost)} | found.figures,
    )


def interval(estimate: Estimate, plan: Plan) -> tuple[float, float]:
    """The interval of the plan's level around an estimate."""
    if plan.looks_often:
        width = radius(estimate, plan.worth, plan.level)
    else:
        width = estimate.error * float(stdtrit(estimate.df, (1 + plan.level) / 2))
    return estimate.value - width, estimate.value + width


def again(figures: dict[str, Any]) -> Result:
    """The same result from what was kept of it (Result.figures), as long as the model is the same."""
    aim = figures["aim"] | {"measure": Measure(figures["aim"]["measure"])}
    plan = figures["plan"] | {"estimator": Estimator(figures["plan"]["estimator"])}
    return judge(Panel.of_json(figures["panel"]), Aim(**aim), Plan(**plan), over=figures["over"])
