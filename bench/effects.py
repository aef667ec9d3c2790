"""How often each way to judge training is right when the training does nothing, or something.

python -m bench.effects [--rounds 2000] [--seed 1]

People are trained because they were seen below the standard of 85 %: the usual level is 88 % with a standard deviation
of 1.5 points between people, every tenth is 10 points lower, each has about 80 readings a quarter, and in the quarter
after the training everybody does 2 points better for reasons of the season. Then waves of people whose training works
better with every month; looking every month; and a whole team against others with bad weeks in a row.

“Told” is how often there are enough people for the product to answer at all; the other columns are also of rounds with
fewer, from two. The figure behind ± is one standard error of the simulation.
"""

import argparse
import math
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
from numpy.random import Generator

from training.method.effects import FEW, NEVER, Estimator, Panel, Plan
from training.method.judging import interval
from training.method.outcomes import Booleans, Estimate, compared_within, welch
from training.method.series import series
from training.method.staggered import staggered
from training.method.tallies import Aim, Floats, Measure
from training.method.waiting_list import adjusted

AIM = Aim(Measure.SHARE, 0.15)
PLAN = Plan(Estimator.DIFFERENCE, worth=0.03)
USUAL, BETWEEN, TENTH, DRIFT, READINGS = 0.88, 0.015, 0.10, 0.02, 80
LOW_TEAM = 0.06
GROWTH, MONTHS, WAVES = 0.015, 8, (2, 4, 6, NEVER)
LOOKS = 12

Judged = tuple[Estimate | None, float, int]  # what was found, what is true, how many people were trained
Found = TypeVar("Found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()

    def rounds(one: Callable[[Generator], Found], *seeds: int) -> list[Found]:
        rng = np.random.default_rng([wanted.seed, *seeds])
        return [one(rng) for _ in range(wanted.rounds)]

    for effect in (0.0, 0.06):
        head(f"Chosen for being low, training does {100 * effect:.0f} points")
        for number, (name, way) in enumerate(WAYS.items()):
            for staff in (12, 60, 1000):
                row(
                    f"{name}, {staff:,} staff",
                    rounds(lambda rng, s=staff, w=way, e=effect: w(rng, s, e), number, staff),
                )
    head(
        "Chosen as above, training does 0 points, teams of 12; a fifth of them low, seasons differ by team by 2 points"
    )
    for teams in (5, 20):
        pairs = rounds(lambda rng, t=teams: within(rng, t), teams)
        row(f"over all of {teams} teams", [one for one, _ in pairs])
        row(f"within each of {teams} teams", [one for _, one in pairs])
    head(f"Waves after 2, 4 and 6 months, the effect grows by {100 * GROWTH:.1f} points a month")
    for people in (40, 400):
        pairs = rounds(lambda rng, p=people: waves(rng, p), people)
        row(f"Callaway–Sant’Anna, {people} people", [one for one, _ in pairs])
        row(f"two-way fixed effects, {people} people", [one for _, one in pairs])
    head("A team of 15 against 45 others for 26 weeks, training does nothing")
    for related in (0.0, 0.4):
        row(f"bad weeks go on by {related}", rounds(lambda rng, r=related: weekly(rng, r), 26))
    print(f"\nLooked at every month for {LOOKS} months, training does nothing: called something at least once")
    rng = np.random.default_rng([wanted.seed, LOOKS])
    called = np.array([list(looking(rng)) for _ in range(wanted.rounds)])
    for name, share in zip(("interval for one look", "confidence sequence"), called.mean(axis=0), strict=True):
        print(f"{name:<44} {percent(share, wanted.rounds)}")


def people(rng: Generator, staff: int) -> tuple[Floats, Floats, Floats]:
    """True levels, and readings and kept ones of two quarters (the one before, the one by which people are chosen)."""
    level = USUAL + BETWEEN * rng.standard_normal(staff) - TENTH * (rng.random(staff) < 0.1)
    n = np.maximum(rng.poisson(READINGS, (staff, 2)), 1)
    return level, n, rng.binomial(n, np.clip(level, 0.01, 0.995)[:, None])


def afterwards(rng: Generator, level: Floats) -> Floats:
    """The share kept in the quarter after, in which the season helps everybody."""
    n = np.maximum(rng.poisson(READINGS, len(level)), 1)
    return rng.binomial(n, np.clip(level + DRIFT, 0.01, 0.995)) / n


def naive(rng: Generator, staff: int, effect: float) -> Judged:
    """After less when chosen, of the trained alone; a paired t. What the product never shows."""
    level, n, kept = people(rng, staff)
    chosen = kept[:, 1] / n[:, 1] < 1 - AIM.target
    rises = (afterwards(rng, level + effect * chosen) - kept[:, 1] / n[:, 1])[chosen]
    if len(rises) < 2 or rises.std() == 0:
        return None, effect, len(rises)
    error = float(rises.std(ddof=1)) / math.sqrt(len(rises))
    return Estimate(float(rises.mean()), error, len(rises) - 1), effect, len(rises)


def symmetric(rng: Generator, staff: int, effect: float) -> Judged:
    """All who were chosen are trained; the quarter by which they were chosen is left out."""
    level, n, kept = people(rng, staff)
    chosen = kept[:, 1] / n[:, 1] < 1 - AIM.target
    rises = afterwards(rng, level + effect * chosen) - kept[:, 0] / n[:, 0]
    return compared(rises, chosen), effect, int(chosen.sum())


def within(rng: Generator, teams: int) -> tuple[Judged, Judged]:
    """Who is chosen is not spread evenly over the teams, and what happens to a team happens to all of it."""
    team = np.repeat(np.arange(teams), 12)
    level = USUAL + BETWEEN * rng.standard_normal(len(team)) - TENTH * (rng.random(len(team)) < 0.1)
    level = (level - LOW_TEAM * (rng.random(teams) < 0.2)[team])[:, None] + DRIFT * rng.standard_normal((teams, 3))[
        team
    ]
    share = rng.binomial(READINGS, np.clip(level, 0.01, 0.995)) / READINGS
    chosen = share[:, 1] < 1 - AIM.target
    rises, count = share[:, 2] - share[:, 0], int(chosen.sum())
    return (compared(rises, chosen), 0.0, count), (compared_within(rises, chosen, team).estimate, 0.0, count)


def half(rng: Generator, staff: int, effect: float) -> Judged:
    """Half of those chosen are trained, by lot; the others wait."""
    after, _, trained = lots(rng, staff, effect)
    return compared(after, trained), effect, int(trained.sum())


def same_level(rng: Generator, staff: int, effect: float) -> Judged:
    """The same, compared at the same level before: how the product does it."""
    after, before, trained = lots(rng, staff, effect)
    plain = compared(after, trained)
    return (adjusted(after, before, trained) or plain) if plain else None, effect, int(trained.sum())


def lots(rng: Generator, staff: int, effect: float) -> tuple[Floats, Floats, Booleans]:
    """Those chosen: the share kept afterwards, in the two quarters before, and who was drawn to be trained."""
    level, n, kept = people(rng, staff)
    chosen = kept[:, 1] / n[:, 1] < 1 - AIM.target
    trained = rng.permutation(int(chosen.sum())) < (chosen.sum() + 1) // 2
    before = kept[chosen].sum(axis=1) / n[chosen].sum(axis=1)
    return afterwards(rng, level[chosen] + effect * trained), before, trained


WAYS = {
    "before/after": naive,
    "symmetric difference": symmetric,
    "waiting list": half,
    "waiting list, adjusted": same_level,
}


def compared(values: Floats, trained: Booleans) -> Estimate | None:
    """Welch's comparison, from two people on either side."""
    return welch(values[trained], values[~trained]) if min(trained.sum(), (~trained).sum()) >= 2 else None


def waves(rng: Generator, staff: int) -> tuple[Judged, Judged]:
    """The same people by group-time effects and by a regression with an effect for each person and each month."""
    start = np.repeat(WAVES, staff // len(WAVES))
    since = np.where(start[:, None] == NEVER, -1, np.arange(MONTHS) - start[:, None])
    level = 0.78 + BETWEEN * rng.standard_normal(staff)
    gain = np.where(since >= 0, GROWTH * (since + 1), 0.0)
    chance = np.clip(level[:, None] + gain + DRIFT * np.sin(np.arange(MONTHS)), 0.01, 0.995)
    n = np.full((staff, MONTHS), 40.0)
    panel = Panel(n, n - rng.binomial(40, chance), np.zeros_like(n), start)
    truth, trained = float(gain[since >= 0].mean()), int((start != NEVER).sum())
    return (staggered(panel, AIM).estimate, truth, trained), (two_way(panel.goodness(AIM), since >= 0), truth, trained)


def two_way(good: Floats, treated: Booleans) -> Estimate:
    """One step for everybody after the own start, errors by person: the usual regression, here for comparison only."""

    def within(values: Floats) -> Floats:
        values = values.astype(float)
        return values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()

    step, seen = within(treated), within(good)
    value = float((step * seen).sum() / (step**2).sum())
    scores = (step * (seen - value * step)).sum(axis=1)
    staff = len(good)
    error = math.sqrt(float(scores @ scores) * staff / (staff - 1)) / float((step**2).sum())
    return Estimate(value, error, staff - 1)


def weekly(rng: Generator, related: float) -> Judged:
    """Twenty-six weeks of sixty people; each side has good and bad weeks of its own, which last."""
    start = np.where(np.arange(60) < 15, 13, NEVER)
    moods = rng.standard_normal((2, 26)) * 0.15
    for week in range(1, 26):
        moods[:, week] = related * moods[:, week - 1] + math.sqrt(1 - related**2) * moods[:, week]
    chance = 1 / (1 + np.exp(-(math.log(0.2 / 0.8) + 0.3 * rng.standard_normal((60, 1)) + moods[start.clip(-1, 0)])))
    n = rng.poisson(12, (60, 26)).astype(float)
    found = series(Panel(n, rng.binomial(n.astype(int), chance).astype(float), n, start), AIM)
    return found.estimate, 0.0, 15


def looking(rng: Generator) -> Iterator[bool]:
    """Thirty trained and thirty waiting people, more readings with each month: who calls it something, ever?"""
    level = np.clip(0.80 + BETWEEN * rng.standard_normal((60, 1)), 0.01, 0.995)
    kept = np.cumsum(rng.binomial(30, level, (60, LOOKS)), axis=1) / (30 * np.arange(1, LOOKS + 1))
    found = [welch(seen[:30], seen[30:]) for seen in kept.T]
    for often in (False, True):
        plan = Plan(Estimator.WAITING_LIST, worth=PLAN.worth, looks_often=often)
        yield any(low > 0 or high < 0 for low, high in (interval(one, plan) for one in found if one))


def head(title: str) -> None:
    print(f"\n{title}\n{'':<38}{'bias, points':>16}{'called worked':>16}{'coverage':>16}{'told':>8}")


def row(name: str, rounds: list[Judged]) -> None:
    """Bias, how often it was called “worked”, how often the interval holds the truth, and how often people suffice."""
    found = [(one.value - truth, *interval(one, PLAN), truth) for one, truth, _ in rounds if one]
    off = np.array([100 * bias for bias, *_ in found])
    worked = np.mean([low > 0 for _, low, _, _ in found])
    covered = np.mean([low <= truth <= high for _, low, high, truth in found])
    told = np.mean([one is not None and count >= FEW for one, _, count in rounds])
    bias = f"{off.mean():+.2f} ± {off.std() / math.sqrt(len(off)):.2f}"
    print(f"{name:<38}{bias:>16}{percent(worked, len(off)):>16}{percent(covered, len(off)):>16}{told:>8.0%}")


def percent(share: float, of: int) -> str:
    return f"{100 * share:.1f} ± {100 * math.sqrt(max(share * (1 - share), 0) / of):.1f} %"


if __name__ == "__main__":
    main()
