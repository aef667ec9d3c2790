"""What is kept with a diagnosis, so that it can be explained and reckoned again years later."""

from typing import Any

import numpy as np

from training.method.counted import Counted
from training.method.settings import MODEL, Thresholds
from training.method.tallies import Aim
from training.method.weighing import Weighed


def figures(told: Weighed, raw: Counted, aim: Aim, limits: Thresholds) -> dict[str, Any]:
    """Everything as plain numbers: model, thresholds, aim; τ and π, the means of ω and μ0; the strata's offsets and
    shares of the house; Q, p, τ², reliability, φ; n and the raw figure of all; and of each team the mean and deviation
    of its usual level on the link scale."""
    points = told.judge.model.grid.points
    mean = told.crew.weight @ points
    spread = np.sqrt(np.maximum(told.crew.weight @ points**2 - mean**2, 0))
    return {
        "model": MODEL,
        "thresholds": limits.as_json(),
        "aim": {
            "measure": aim.measure.value,
            "target": aim.target,
            "higher_is_worse": aim.higher_is_worse,
        },
        "tau": told.hyper.tau,
        "pi": told.hyper.pi,
        "omega": told.crew.omega,
        "centre": told.crew.centre,
        "offsets": told.mix.offset.tolist(),
        "mix": told.mix.share.tolist(),
        "alone": told.mix.alone.tolist(),
        "gap": list(told.judge.model.gap),
        "grid": [float(points[0]), float(points[-1])],
        "deviation": told.question.scale.deviation,
        "q": told.found.q,
        "df": told.found.df,
        "p": told.found.p,
        "tau2": told.found.tau2,
        "reliability": told.found.reliability,
        "phi": told.question.phi,
        "n": float(raw.n.sum()),
        "raw": raw.whole,
        "teams": np.round(np.stack([mean, spread], axis=1), 6).tolist(),
    }
