"""What is kept with a diagnosis, so that it can be explained and reckoned again years later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.method.case_mix import CaseMix, Sums
from training.method.counted import Counted
from training.method.empirical_bayes import TINY, Hyper, Model, likelihoods
from training.method.posterior import Judge
from training.method.priors import Grid
from training.method.scale import Scale
from training.method.settings import MODEL, Thresholds
from training.method.tallies import Aim, Floats, Integers, Measure
from training.method.weighing import Weighed, turned


@dataclass(frozen=True)
class Own:
    """One unit's sums, one entry a stratum (numbered as in the tallies): `size` is readings, or exposure for counts;
    clustering is not divided out. `team` is the number of the unit's team."""

    team: int
    stratum: Integers
    size: Floats
    amount: Floats


@dataclass(frozen=True)
class Found:
    """One unit's shrunk figure with its 90 % interval, in the unit of the aim, and the chance as in `Units`."""

    likely: float
    low: float
    high: float
    chance: float


def figures(told: Weighed, crude: Weighed, raw: Counted, aim: Aim, limits: Thresholds) -> dict[str, Any]:
    """Everything as plain numbers: model, thresholds, aim; τ and π, the means of ω and μ0; the strata's offsets and
    shares of the house; Q, p, τ², reliability, φ; n and the raw figure of all; and of each team the mean and deviation
    of its usual level on the link scale."""
    grid = told.judge.model.grid
    points = grid.points
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
        "crude": [crude.hyper.tau, crude.hyper.pi],
        "omega": told.crew.omega,
        "centre": told.crew.centre,
        "strata": told.question.kinds.tolist(),
        "offsets": told.mix.offset.tolist(),
        "mix": told.mix.share.tolist(),
        "alone": told.mix.alone.tolist(),
        "level": told.question.target,
        "least": told.question.least,
        "gap": list(told.judge.model.gap),
        "grid": [grid.first, grid.last],
        "deviation": told.question.scale.deviation,
        "q": told.found.q,
        "df": told.found.df,
        "p": told.found.p,
        "tau2": told.found.tau2,
        "reliability": told.found.reliability,
        "phi": told.question.phi,
        "shared": told.question.shared,
        "n": float(raw.n.sum()),
        "raw": raw.whole,
        "teams": np.round(np.stack([mean, spread], axis=1), 6).tolist(),
    }


def posterior_for(kept: Mapping[str, Any], own: Own) -> Found:
    """What one unit's sums say by the `figures` of a diagnosis, without anybody else's: to explain a finding, or to see
    what more readings of the same window would change.

    What is known of the team is taken for normal, so chances agree with the diagnosis to about a hundredth.
    Strata that the diagnosis did not have count as the usual mix.
    """
    model = _model(kept)
    judge = Judge.of(model, Hyper(kept["tau"], kept["pi"]), target=kept["level"], least=kept["least"])
    places = {stratum: place for place, stratum in enumerate(kept["strata"])}
    # One stratum more than the diagnosis had, at the usual offset, takes what it did not know.
    other = len(model.mix.offset) - 1
    stratum = np.array([places.get(int(number), other) for number in own.stratum], dtype=np.int64)
    by = max(kept["phi"], 1.0)
    sums = Sums(np.zeros(len(stratum), dtype=np.int64), stratum, own.size / by, own.amount / by, 1, other + 1)
    likelihood = likelihoods(model, sums, np.zeros(1, dtype=np.int64))
    comparable = likelihoods(model, sums, np.zeros(1, dtype=np.int64), shared=True)
    mean, spread = kept["teams"][own.team]
    known = np.exp(-(((model.grid.points - mean) / max(spread, model.grid.step / 2)) ** 2) / 2)[None, :]
    others = known / np.maximum(likelihood @ judge.density, TINY)
    found = judge.weigh(likelihood, comparable, others / others.sum())
    figure, low, high = turned(model.scale, found)
    return Found(float(figure[0]), float(low[0]), float(high[0]), float(found.chance[0]))


def _aim(kept: Mapping[str, Any]) -> Aim:
    aim = kept["aim"]
    return Aim(Measure(aim["measure"]), aim["target"], aim["higher_is_worse"])


def _model(kept: Mapping[str, Any]) -> Model:
    offset, share = np.array(kept["offsets"]), np.array(kept["mix"])
    mix = CaseMix(
        np.append(offset, offset @ share), np.append(share, 0.0), np.append(np.array(kept["alone"], dtype=bool), False)
    )
    low, high = kept["gap"]
    return Model(
        Scale.of(_aim(kept), kept["deviation"]), mix, Grid(*kept["grid"]), (low, high), np.zeros(1, np.int64), 1
    )
