"""Bunching: whether more readings lie just inside a limit than a smooth run of values would put there.

Where many lie just inside and few just outside, somebody stops the clock in time, or notes what is wanted.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from training.method.tallies import Floats

SIDE = 12
"""How many steps on each side of the limit are looked at."""

LEFT_OUT = 3
"""How many steps on each side of the limit the smooth run does without: what was moved came from a little further."""

FEWEST = 40
"""With fewer readings in the two steps at the limit nothing is said."""

SURE = 0.999
"""How sure it has to be: a house looks at many standards and teams, and this one accuses."""

LEAST = 0.25
"""By what part more than expected have to lie just inside before it is worth a word."""


@dataclass(frozen=True)
class Bunching:
    """Readings in the last step `inside` the limit and in the first one outside, and how many a smooth run through the
    other steps would put there. `chance` is how sure it is that too many lie inside for the few outside. `found` says
    that it is sure enough and large enough to be told.
    """

    inside: int
    outside: int
    expected_inside: float
    expected_outside: float
    chance: float
    found: bool


_ROUND_TIMES = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400)  # seconds


def step(limit: int, *, is_time: bool) -> int:
    """How wide a step is for a limit, in the same unit: about a twentieth, and as round as people note values.

    If every step holds as many round numbers as the others, they make no false bunch.
    """
    wanted = max(1, abs(limit) // 20)
    scale = int(10 ** (len(str(wanted)) - 1))
    steps: tuple[int, ...] = _ROUND_TIMES if is_time else tuple(factor * scale for factor in (1, 2, 5, 10))
    return next((one for one in steps if one >= wanted), steps[-1])


def bunching(counts: Floats) -> Bunching | None:
    """Whether readings bunch. `counts` has 2 × SIDE steps from far inside to far outside; the limit lies in the middle.

    A log-quadratic Poisson regression through the steps further off says what to expect at the limit (a density test at
    a cutoff: McCrary 2008; with what lies around it left out: Saez 2010, Kleven 2016). Of the readings in the two steps
    there a binomial share should lie inside; how well that share is known, and scatter beyond Poisson, are allowed for.
    None where there is too little, or where the values are too coarse for a smooth run.
    """
    if len(counts) != 2 * SIDE:
        message = f"It takes {2 * SIDE} steps, not {len(counts)}."
        raise ValueError(message)
    inside, outside = float(counts[SIDE - 1]), float(counts[SIDE])
    place = (np.arange(2 * SIDE) - SIDE + 0.5) / SIDE
    rest = np.ones(2 * SIDE, dtype=bool)
    rest[SIDE - LEFT_OUT : SIDE + LEFT_OUT] = False
    filled = rest & (counts > 0)
    # A scale of a few values, such as points from 1 to 5, is no smooth run.
    if inside + outside < FEWEST or filled.sum() < SIDE - 1 or not _has_both_sides(filled):
        return None
    design = np.column_stack([np.ones_like(place), place, place**2])
    weights, spread = _poisson(design[rest], counts[rest])
    fitted = np.exp(np.clip(design @ weights, -30, 30))
    scatter = max(1.0, float(((counts[rest] - fitted[rest]) ** 2 / fitted[rest]).sum() / (rest.sum() - 3)))
    away = design[SIDE - 1] - design[SIDE]
    both = inside + outside
    share = float(fitted[SIDE - 1] / (fitted[SIDE - 1] + fitted[SIDE]))
    even = both * share * (1 - share)
    variance = scatter * even + even**2 * scatter * float(away @ spread @ away)
    chance = float(ndtr((inside - both * share) / np.sqrt(variance)))
    expected = float(fitted[SIDE - 1])
    return Bunching(
        inside=int(inside),
        outside=int(outside),
        expected_inside=expected,
        expected_outside=float(fitted[SIDE]),
        chance=chance,
        found=chance >= SURE and inside >= (1 + LEAST) * expected,
    )


def _has_both_sides(filled: np.ndarray) -> bool:
    return bool(filled[:SIDE].sum() >= 3 and filled[SIDE:].sum() >= 3)


def _poisson(design: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Coefficients of a log-linear Poisson regression and their covariance, by reweighted least squares."""
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(counts.mean() + 0.5)
    spread: Floats = np.eye(len(weights))
    ridge = 1e-8 * np.eye(len(weights))
    for _round in range(60):
        mean = np.exp(np.clip(design @ weights, -30, 30))
        spread = np.linalg.inv(design.T @ (mean[:, None] * design) + ridge).astype(np.float64)
        move = spread @ (design.T @ (counts - mean))
        weights = weights + np.clip(move, -2, 2)
        if np.abs(move).max() < 1e-9:
            break
    return weights, spread
