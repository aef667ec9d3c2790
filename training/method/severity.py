"""Severity: how much harder or softer a reviewer marks than others mark the same people."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from training.method.tallies import Floats, Integers

LEAST = 3.0
"""By how many points somebody has to differ before it is worth a word."""

SURE = 0.95
"""How sure it has to be that it is more than that."""

FEWEST_SHARED = 5
"""Of how many people others must have reviewed work too; below that a reviewer is compared with nobody."""

_RATIOS = np.linspace(0.0, 2.0, 41)  # of the spread between reviewers to that within; priors as in docs/method.md
_PRIOR = np.exp(-0.5 * (_RATIOS / 0.5) ** 2)


@dataclass(frozen=True)
class Severity:
    """Arrays of J reviewers.

    `by` is how many points higher (softer) each marks the same people than the middle one of all, shrunk, and `error`
    its standard deviation; `harder` and `softer` are how sure it is that it is more than LEAST. `shared` is how many of
    the people others reviewed too: below FEWEST_SHARED the rest says nothing, and the chances are 0.
    """

    by: Floats
    error: Floats
    harder: Floats
    softer: Floats
    shared: Integers


def severity(person: Integers, reviewer: Integers, score: Floats) -> Severity:
    """What each reviewer adds to a score. One row a review: `person` from 0 to I-1, `reviewer` from 0 to J-1.

    An additive model (Lunz, Wright & Linacre 1990 in spirit): score = person + reviewer + chance. People are fixed
    effects, so that it does not matter whose team a reviewer reviews: only differences over the same person count.
    Reviewers are random ones whose spread is integrated out over its restricted likelihood (Patterson & Thompson
    1971) with a half-normal prior.
    """
    reviewers = int(reviewer.max()) + 1 if len(reviewer) else 0
    people = int(person.max()) + 1 if len(person) else 0
    table = np.zeros((people, reviewers))
    np.add.at(table, (person, reviewer), 1.0)
    shared = _shared(table)
    nothing = np.zeros(reviewers)
    reviews = table.sum(axis=1)
    seen = reviews > 0
    information = np.diag(table.sum(axis=0)) - (table[seen] / reviews[seen, None]).T @ table[seen]
    roots, vectors = np.linalg.eigh(information) if reviewers else (nothing, np.zeros((0, 0)))
    told = roots > 1e-9 * max(1.0, float(roots.max(initial=0.0)))
    freedom = len(score) - int(seen.sum())
    if not told.any() or freedom <= int(told.sum()):
        return Severity(nothing, nothing, nothing, nothing, shared)
    means = np.bincount(person, score, people)[seen] / reviews[seen]
    level = np.zeros(people)
    level[seen] = means
    left: Floats = score - level[person]
    along = vectors.T @ np.bincount(reviewer, left, reviewers).astype(np.float64)
    along, roots, vectors = along[told], roots[told], vectors[:, told]
    by, error = _effects(along, roots, vectors, float(left @ left), freedom)
    enough = shared >= FEWEST_SHARED
    # Against the middle reviewer: one who is far off must not make all others look as if they were.
    by = by - np.median(by[shared > 0])
    sure = np.maximum(error, 1e-9)
    return Severity(
        by=by,
        error=error,
        harder=np.where(enough, ndtr((-LEAST - by) / sure), 0.0),
        softer=np.where(enough, ndtr((by - LEAST) / sure), 0.0),
        shared=shared,
    )


def _shared(table: Floats) -> Integers:
    """How many people of each reviewer others reviewed too."""
    several = (table > 0).sum(axis=1) > 1
    found: Integers = ((table > 0) & several[:, None]).sum(axis=0).astype(np.int64)
    return found


def _effects(along: Floats, roots: Floats, vectors: Floats, total: float, freedom: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each effect, over the likely spreads between reviewers.

    Along an eigenvector with root w, the sum of what is left is normal with variance σ²·w·(1 + w·ρ²), ρ being the
    ratio of the spreads; everything that is not explained there has variance σ².
    """
    rest = max(total - float((along**2 / roots).sum()), 1e-9)
    weights, means, variances = [], [], []
    for ratio, prior in zip(_RATIOS, _PRIOR, strict=True):
        widened = 1 + roots * ratio**2
        squares = rest + float((along**2 / (roots * widened)).sum())
        noise = squares / freedom
        weights.append(np.log(prior) - 0.5 * np.log(widened).sum() - 0.5 * freedom * np.log(squares))
        means.append(vectors @ (ratio**2 * along / widened))
        variances.append((vectors**2) @ (noise * ratio**2 / widened))
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    mean: Floats = share @ np.array(means)
    spread: Floats = share @ (np.array(variances) + np.array(means) ** 2) - mean**2
    return mean, np.sqrt(np.maximum(spread, 0.0))
