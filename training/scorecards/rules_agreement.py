"""How well two reviewers agree who judged the same interactions without knowing of each other."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

FEWEST_PAIRS = 20
"""Below so many pairs kappa says more about chance than about the reviewers: with 20 pairs and a true kappa of .6 its
95 % interval reaches about .35 to either side."""

FEWEST_FOR_SEVERITY = 5
"""Below so many scores nobody is called strict or lenient."""

Pair = tuple[str, str]
"""The answers of the first and of the second reviewer."""

Disagreement = Callable[[int, int], float]
"""How far two places of a ladder are apart; 0 for the same place."""


def linear(one: int, other: int) -> float:
    """One step is one step."""
    return abs(one - other)


def quadratic(one: int, other: int) -> float:
    """Two steps are four times as bad as one; kappa is then an intraclass correlation (Fleiss & Cohen 1973)."""
    return (one - other) ** 2


def nominal(one: int, other: int) -> float:
    """The same or not: Cohen's kappa of 1960."""
    return float(one != other)


def raw_agreement(pairs: Sequence[Pair]) -> float | None:
    """The share of pairs, from 0 to 1, in which both say the same; None without pairs."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[Pair], categories: Sequence[str], apart: Disagreement = nominal) -> float | None:
    """Cohen's kappa, weighted by how far two answers are apart.

    κ = 1 − Σ v_ij o_ij / Σ v_ij e_ij, with the disagreement v, the observed counts o and those expected of two
    reviewers who know nothing of each other, e_ij = row_i · column_j / n (Cohen 1968; with v = 1 for every
    disagreement it is the kappa of Cohen 1960). `categories` are in order from lowest to highest; every answer must be
    among them. None where chance alone agrees always: no pairs, or both always say the same one thing.
    """
    place = {name: number for number, name in enumerate(categories)}
    found = [(place[one], place[other]) for one, other in pairs]
    rows, columns = Counter(one for one, _other in found), Counter(other for _one, other in found)
    observed = sum(apart(one, other) for one, other in found)
    expected = sum(rows[one] * columns[other] * apart(one, other) for one in rows for other in columns)
    return 1 - observed * len(found) / expected if expected else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two reviewers agree on an item. The kappas are None with too few pairs, or where they mean nothing.

    `count` is the number of pairs, `ladder_count` that of those in which both gave an answer with points.
    """

    count: int
    raw: float | None
    kappa: float | None = None
    ladder_count: int = 0
    linear: float | None = None
    quadratic: float | None = None

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST_PAIRS


def agreement(pairs: Sequence[tuple[str | None, str | None]], ladder: Sequence[str]) -> Agreement:
    """Agreement on an item whose answers are a ladder, from lowest to highest; None is “did not come up”.

    “Did not come up” is a category of its own for kappa, and has no place on the ladder for the weighted ones.
    """
    nowhere = "\n"  # no answer has this id
    named = [(one or nowhere, other or nowhere) for one, other in pairs]
    on_ladder = [pair for pair in named if nowhere not in pair]
    simple = len(named) >= FEWEST_PAIRS
    weighted = len(on_ladder) >= FEWEST_PAIRS and len(ladder) > 2
    return Agreement(
        count=len(named),
        raw=raw_agreement(named),
        kappa=kappa(named, [nowhere, *ladder]) if simple else None,
        ladder_count=len(on_ladder),
        linear=kappa(on_ladder, ladder, linear) if weighted else None,
        quadratic=kappa(on_ladder, ladder, quadratic) if weighted else None,
    )


@dataclass(frozen=True, slots=True)
class Severity:
    """How far a reviewer's scores lie from the agreed or the others' ones, in points of 100; below 0 is stricter.

    `mean` is None with fewer than `FEWEST_FOR_SEVERITY` scores.
    """

    count: int
    mean: float | None


def severity(differences: Iterable[float]) -> Severity:
    """The mean of a reviewer's score less the reference, over interactions that others scored too."""
    found = list(differences)
    return Severity(len(found), fmean(found) if len(found) >= FEWEST_FOR_SEVERITY else None)


def differences(scores: Mapping[int, float], agreed: float | None) -> dict[int, float]:
    """By reviewer, their score of one interaction less the agreed one, or less the mean of all others without it.

    A single score without a reference is compared with nothing.
    """
    if agreed is not None:
        return {who: score - agreed for who, score in scores.items()}
    if len(scores) < 2:
        return {}
    total = sum(scores.values())
    return {who: score - (total - score) / (len(scores) - 1) for who, score in scores.items()}
