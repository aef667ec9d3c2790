"""Observers who rate far from the others, named only where chance explains it badly.

Whether somebody passes more or less often. The others passed X of N. Under Jeffreys' prior their rate is distributed as
Beta(a, b) with a = X + 1/2 and b = N - X + 1/2. If an observer rated as they do, the number k that they pass of n would
be beta-binomial: P(k) = C(n, k) B(k + a, n - k + b) / B(a, b) (Gelman et al., Bayesian Data Analysis, 3rd edition,
section 2.4; the prior: Brown, Cai and DasGupta, Statistical Science 16, 2001). How surprising x is, is the sum of all
P(k) that are not larger than P(x). This knows that few observations of the others say little, too.

Whether somebody rates a criterion higher or lower. The difference of the mean levels is divided by its standard error,
with the variance of both together: z = (m - M) / (s sqrt(1/n + 1/N)), judged by the normal distribution.

Both are asked of several observers, so the 5 per cent of surprise that are let pass are shared among them (Bonferroni).
A difference must also matter: 20 points, or half a level. With fewer than eight observations nothing is said. None of
this tells who is right: one who sees beginners only passes fewer, and is not strict for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import erfc, exp, inf, lgamma, sqrt

FEWEST = 8
SURPRISE = 0.05
POINTS = 0.20
HALF_A_LEVEL = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """What one observer has seen: how many observations, how many passed, and the levels by criterion, from 0 up."""

    observer: int
    count: int
    passed: int
    levels: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Apart:
    """A criterion that an observer rates apart: their mean level of `count` ratings, and that of the others."""

    criterion: str
    mean: float
    others: float
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An observer beside all the others. `apart` says whether they pass people far more (1) or less (-1) often."""

    observer: int
    count: int
    passed: int
    others: int
    others_passed: int
    apart: int = 0
    criteria: tuple[Apart, ...] = ()

    @property
    def is_far(self) -> bool:
        return self.apart != 0 or bool(self.criteria)


def compared(tallies: Sequence[Tally]) -> list[Compared]:
    """Each observer of whom there is enough to say, beside all the others together."""
    enough = [one for one in tallies if one.count >= FEWEST]
    limit = SURPRISE / max(1, len(enough))
    return [_beside(one, [other for other in tallies if other is not one], limit) for one in enough]


def _beside(one: Tally, others: Sequence[Tally], limit: float) -> Compared:
    count, passed = sum(other.count for other in others), sum(other.passed for other in others)
    apart = 0
    if count >= FEWEST:
        difference = one.passed / one.count - passed / count
        if abs(difference) >= POINTS and surprise(one.passed, one.count, passed, count) < limit:
            apart = 1 if difference > 0 else -1
    criteria = []
    for criterion, mine in one.levels.items():
        theirs = [level for other in others for level in other.levels.get(criterion, ())]
        if min(len(mine), len(theirs)) < FEWEST:
            continue
        found = Apart(criterion, sum(mine) / len(mine), sum(theirs) / len(theirs), len(mine))
        if abs(found.mean - found.others) >= HALF_A_LEVEL and surprise_of_means(mine, theirs) < limit:
            criteria.append(found)
    return Compared(one.observer, one.count, one.passed, count, passed, apart, tuple(criteria))


def surprise(passed: int, count: int, others_passed: int, others: int) -> float:
    """How likely a number at least as unlikely as this one is if somebody rates as the others do, from 0 to 1."""
    a, b = others_passed + 0.5, others - others_passed + 0.5

    def likelihood(k: int) -> float:
        ways = lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1)
        return exp(ways + _log_beta(k + a, count - k + b) - _log_beta(a, b))

    here = likelihood(passed) * (1 + 1e-9)  # equally likely numbers count, whatever rounding made of them
    return min(1.0, sum(each for k in range(count + 1) if (each := likelihood(k)) <= here))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def surprise_of_means(mine: Sequence[int], theirs: Sequence[int]) -> float:
    """How likely means at least as far apart are if both come from the same, from 0 to 1."""
    mean, others = sum(mine) / len(mine), sum(theirs) / len(theirs)
    squares = sum((each - mean) ** 2 for each in mine) + sum((each - others) ** 2 for each in theirs)
    error = sqrt(squares / (len(mine) + len(theirs) - 2) * (1 / len(mine) + 1 / len(theirs)))
    difference = abs(mean - others)
    z = difference / error if error else inf if difference else 0.0
    return erfc(z / sqrt(2))
