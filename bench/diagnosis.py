"""How often a diagnosis calls people who meet the standard, and how many of those who do not it finds.

python -m bench.diagnosis [--reviews N] [--seed S] [--settings NAME …] [--speed PEOPLE]

Invented reviews with known truth: standard 85 %, usual level 88 %, each tenth person 10 points lower, each fifth team
6 points lower, two kinds of call 16 points apart of which everybody gets another mix (Beta(4, 4)), and more calls for
some than for others (Gamma of shape 25). “False” is the share called of those who truly meet the standard at the
house's mix. FDR is the share of calls of people without a gap of their own, power the share found of those with one:
whoever is merely in a low team is for the team's verdict to find. In “varied” everybody differs from the team's usual
a little (σ = .2 of log-odds), and whoever is 3 points worse than that and below the standard has a gap. “±” is the
Monte-Carlo standard error over reviews.
"""

import argparse
import os
import resource
import sys
import time
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from training.method.diagnosis import Diagnosis, diagnose
from training.method.settings import Thresholds
from training.method.tallies import Aim, Measure, Tallies
from training.method.verdicts import Verdict

STANDARD = Aim(Measure.SHARE, 0.15)
USUAL, LOWER, TEAM_LOWER = 0.12, 0.10, 0.06
APART = np.array([-0.08, 0.08])
DAYS = 60
RULES = ("below target → train", "plain 3σ funnel", "Act", "Look")


@dataclass(frozen=True)
class Setting:
    """How many teams of how many people, each with about so many calls; `differ` is false where all are alike."""

    teams: int
    people: int
    calls: int
    differ: bool = True
    spread: float = 0.0
    reviews: int = 1000


SETTINGS = {
    "12": Setting(1, 12, 130),
    "6x10": Setting(6, 10, 260),
    "150x20": Setting(150, 20, 250, reviews=30),
    "varied": Setting(6, 10, 260, spread=0.2),
    "alike": Setting(6, 10, 260, differ=False),
}


def main() -> None:
    """Print the table, or the seconds and megabytes of one large review."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--reviews", type=int, default=0, help="reviews of each setting (default: 1,000; 30 of the large)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--settings", nargs="+", choices=sorted(SETTINGS), default=list(SETTINGS))
    parser.add_argument("--speed", type=int, default=0, metavar="PEOPLE", help="one review of so many people instead")
    asked = parser.parse_args()
    if hasattr(os, "nice"):
        os.nice(10)
    if asked.speed:
        _speed(asked.speed, asked.seed)
        return
    print("| Setting | Rule | False | FDR | Power | Calls a review |\n|---|---|---|---|---|---|")
    for name in asked.settings:
        _table(name, SETTINGS[name], asked.reviews or SETTINGS[name].reviews, asked.seed)


@dataclass(frozen=True)
class Truth:
    """Of each person the share truly missed at the house's mix and whether there is a gap of their own; of each team
    its usual share."""

    share: np.ndarray
    gap: np.ndarray
    usual: np.ndarray


def invented(setting: Setting, draw: np.random.Generator) -> tuple[Tallies, Truth]:
    """Tallies of one window, and the truth behind them."""
    units = setting.teams * setting.people
    team = np.repeat(np.arange(setting.teams), setting.people)
    low = (draw.random(setting.teams) < 0.2) * TEAM_LOWER * setting.differ
    gap = (draw.random(units) < 0.1) & setting.differ
    share = USUAL + low[team] + gap * LOWER
    n = draw.poisson(draw.gamma(25, setting.calls / 25, units))
    hard = draw.binomial(n, draw.beta(4, 4, units))
    sizes = np.stack([n - hard, hard], axis=1).ravel()
    missed = share[:, None] + APART
    if setting.spread:
        missed = expit(logit(missed) + draw.normal(0, setting.spread, (units, 1)))
        share = missed.mean(axis=1)
        gap = (share > STANDARD.target) & (share >= USUAL + low[team] + Thresholds().least_gap)
    daily = draw.multinomial(sizes, np.full(DAYS, 1 / DAYS))
    bad = draw.binomial(daily, missed.ravel()[:, None])
    each = np.where(daily > 0, bad**2 / np.maximum(daily, 1), 0.0).sum(axis=1)
    nothing = np.zeros(len(sizes))
    tallies = Tallies(
        *(np.repeat(np.arange(units), 2), np.tile([0, 1], units), team),
        *(sizes.astype(float), bad.sum(axis=1).astype(float), nothing, nothing),
        *((daily > 0).sum(axis=1).astype(float), each),
    )
    return tallies, Truth(share, gap, USUAL + low)


def _table(name: str, setting: Setting, reviews: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    # For each rule and review: called of those who meet the standard, and those; found of those with a gap, and those;
    # calls.
    seen = np.zeros((len(RULES), reviews, 5))
    teams = np.zeros((reviews, 5))
    for review in range(reviews):
        tallies, truth = invented(setting, draw)
        found = diagnose(tallies, STANDARD)
        met = truth.share <= STANDARD.target
        for rule, calls in enumerate(_calls(found)):
            seen[rule, review] = (calls & met).sum(), met.sum(), (calls & truth.gap).sum(), truth.gap.sum(), calls.sum()
        called = np.array([verdict in (Verdict.PROCESS, Verdict.BOTH) for verdict in found.teams.verdict])
        low = truth.usual > STANDARD.target
        teams[review] = (called & ~low).sum(), (~low).sum(), (called & low).sum(), low.sum(), called.sum()
    for rule, label in enumerate(RULES):
        _row(f"{name} ({reviews})", label, seen[rule])
    _row(f"{name} ({reviews})", "team/process", teams)


def _calls(found: Diagnosis) -> tuple[np.ndarray, ...]:
    units = found.units
    whole = float((units.raw * units.n).sum() / units.n.sum())
    limit = whole + 3 * np.sqrt(whole * (1 - whole) / np.maximum(units.n, 1))
    return units.raw > STANDARD.target, units.raw > limit, units.act, units.look


def _row(name: str, rule: str, seen: np.ndarray) -> None:
    wrong, good, right, bad, calls = seen.T
    print(
        f"| {name} | {rule} | {_ratio(wrong, good)} | {_ratio(calls - right, calls)} | {_ratio(right, bad)} "
        f"| {calls.mean():.2f} |",
        flush=True,
    )


def _ratio(part: np.ndarray, whole: np.ndarray) -> str:
    """A ratio of sums over reviews, in per cent, with the standard error that whole reviews give it."""
    if not whole.sum():
        return "–"
    ratio = part.sum() / whole.sum()
    error = np.sqrt(((part - ratio * whole) ** 2).sum()) / whole.sum()
    return f"{100 * ratio:.1f} ± {100 * error:.1f} %"


def _speed(people: int, seed: int) -> None:
    tallies, _ = invented(Setting(people // 20, 20, 250), np.random.default_rng(seed))
    before = _megabytes()
    start = time.process_time()
    found = diagnose(tallies, STANDARD)
    fitted = time.process_time() - start
    start = time.process_time()
    diagnose(tallies, STANDARD, hyper=found.figures)
    fixed = time.process_time() - start
    print(
        f"{people:,} people: {fitted:.2f} s of one core and {_megabytes():.0f} MB at most ({before:.0f} MB before); "
        f"{fixed:.2f} s with hyperparameters kept"
    )


def _megabytes() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
