"""What so many people and readings can show: invented reviews and lessons with a known truth, reckoned by the engine.

Nothing here knows a real person: everything is drawn from a stated seed, and the same seed gives the same figures.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from scipy.special import ndtri, stdtrit

from training.method.diagnosis import diagnose
from training.method.effects import FEW, NEVER, Estimator, Panel, Plan, Verdict
from training.method.judging import judge
from training.method.settings import Thresholds
from training.method.tallies import Aim, Floats, Measure, Tallies
from training.method.verdicts import Booleans
from training.method.verdicts import Verdict as Whose

Figures = Mapping[str, Any]

DAYS = 60
"""On how many days of a window somebody has readings."""

DRIFT = 0.02
"""By how much everybody gets better from one window to the next for reasons of the season, in the invented lessons."""

UNLUCKY = float(-ndtri(0.2))
LEAST_READINGS, MOST_READINGS = 10, 20_000


@dataclass(frozen=True)
class Situation:
    """A company in numbers; shares are from 0 to 1.

    `people` in `teams` of about the same size, each with about so many `readings` in a window. The `standard` and the
    `usual` level are shares met; `share` of the people, one at least, are by `gap` lower. Raises ValueError for what
    cannot be; whoever takes numbers from somebody asks `faults_of` first.
    """

    people: int = 12
    readings: int = 130
    standard: float = 0.85
    usual: float = 0.88
    gap: float = 0.10
    share: float = 0.10
    teams: int = 1

    @property
    def aim(self) -> Aim:
        return Aim(Measure.SHARE, 1 - self.standard)

    @property
    def weak(self) -> int:
        """How many people are lower; somebody is, or there would be nothing to find."""
        return min(max(round(self.people * self.share), 1), self.people)


@dataclass(frozen=True)
class Rates:
    """Counts over all invented reviews. `found` of `weak` with a gap, and `named` of `fine` who keep the standard."""

    found: int
    weak: int
    named: int
    fine: int

    @property
    def power(self) -> float:
        """Which part of those with a gap is found."""
        return self.found / self.weak if self.weak else 0.0

    @property
    def false(self) -> float:
        """Which part of those who keep the standard is named all the same."""
        return self.named / self.fine if self.fine else 0.0

    @property
    def wrong(self) -> float:
        """Which part of all who are named keeps the standard."""
        return self.named / (self.found + self.named) if self.found + self.named else 0.0

    @property
    def error(self) -> float:
        """The standard error of the power, as of independent people; never 0, as nothing is sure from a few draws."""
        share = (self.found + 1) / (self.weak + 2)
        return math.sqrt(share * (1 - share) / max(self.weak, 1))


@dataclass(frozen=True)
class Findable:
    """What reviews of a situation find: by the list to act on, by the one to look at, and by naming everybody who was
    counted below the standard. `half` and `mostly` are about how many readings each it takes to find the gap in half
    and in eight of ten reviews, None where no number does."""

    situation: Situation
    reviews: int
    seed: int
    act: Rates
    look: Rates
    naive: Rates
    half: int | None
    mostly: int | None


@dataclass(frozen=True)
class Useless:
    """What invented rounds of a lesson that does nothing look like. People are trained because they were counted below
    the standard. `rise` is how much they rise as counted on average, `naive` how often a plain test of before and after
    would call that the lesson's; `helped`, `nothing`, `worse` and `unclear` are what the site says, in the number of
    rounds. In `few` of the rounds there were too few people to tell (part of `unclear`)."""

    situation: Situation
    rounds: int
    seed: int
    rise: float
    naive: int
    helped: int
    nothing: int
    worse: int
    unclear: int
    few: int


def findable(
    situation: Situation,
    *,
    reviews: int,
    seed: int = 1,
    fits: int | None = None,
    thresholds: Thresholds | None = None,
    after_each: Callable[[], object] = lambda: None,
) -> Findable:
    """Invented reviews of a situation, each reckoned as a real one is; `after_each` is called after each.

    With `fits` only so many of them have their hyperparameters fitted, and the others take those in turn: six times as
    fast, and the power about two points lower in 100 (12 people, 130 readings).
    """
    draw = np.random.default_rng(seed)
    counts = np.zeros((3, 4), dtype=np.int64)
    fitted: list[Figures] = []
    for review in range(reviews):
        tallies, weak, fine = _invented(situation, draw)
        hyper = fitted[review % len(fitted)] if fits is not None and review >= fits else None
        found = diagnose(tallies, situation.aim, thresholds, hyper=hyper)
        if fits is not None and hyper is None:
            fitted.append(found.figures)
        for rule, named in enumerate((found.units.act, found.units.look, found.units.raw > situation.aim.target)):
            counts[rule] += ((named & weak).sum(), weak.sum(), (named & fine).sum(), fine.sum())
        after_each()
    act, look, naive = (Rates(*(int(number) for number in row)) for row in counts)
    middle = _middle(fitted)
    half, mostly = (_needed(situation, luck, thresholds, middle) for luck in (0.0, UNLUCKY))
    return Findable(situation, reviews, seed, act, look, naive, half, mostly)


def process_found(situation: Situation, *, reviews: int, seed: int = 1, thresholds: Thresholds | None = None) -> float:
    """In which part of invented reviews a whole team that is lower by the gap is called a matter of the process."""
    draw = np.random.default_rng([seed, 2])
    team, called = _teams(situation), 0
    missed = np.where(team == 0, 1 - situation.usual + situation.gap, 1 - situation.usual)
    hyper: Figures | None = None
    for _review in range(reviews):
        found = diagnose(_tallies(team, missed, situation.readings, draw), situation.aim, thresholds, hyper=hyper)
        hyper = found.figures  # of the first one: teams are told by what they add up to, and not by these
        called += found.teams.verdict[0] in (Whose.PROCESS, Whose.BOTH)
    return called / reviews if reviews else 0.0


def _middle(fitted: Sequence[Figures]) -> Figures | None:
    """Middling hyperparameters of several fits."""
    if not fitted:
        return None
    return {name: float(np.median([one[name] for one in fitted])) for name in ("tau", "pi")}


def _needed(situation: Situation, luck: float, thresholds: Thresholds | None, hyper: Figures | None) -> int | None:
    """About how many readings each it takes until somebody with the gap is on the list to act on; None if none do.

    Nothing is drawn: all have what chance would spread, and the one who is watched what is to be expected of somebody
    with the gap less `luck` standard errors (0 for half of them, UNLUCKY for eight of ten). By halving, to a twentieth.
    """

    def is_named(readings: float) -> bool:
        tallies, watched = _expected(situation, readings, luck)
        return bool(diagnose(tallies, situation.aim, thresholds, hyper=hyper).units.act[watched])

    low, high = LEAST_READINGS / 2, float(LEAST_READINGS)
    while not is_named(high):
        low, high = high, high * 2
        if high > MOST_READINGS:
            return None
    while high > 1.05 * low:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if is_named(middle) else (middle, high)
    return round(high)


def useless(situation: Situation, *, rounds: int, seed: int = 1) -> Useless:
    """Invented rounds of a lesson that does nothing, judged by the difference that the site takes (tier B)."""
    draw = np.random.default_rng([seed, 3])
    plan = Plan(Estimator.DIFFERENCE, worth=Thresholds().least_gap)
    said = dict.fromkeys(Verdict, 0)
    rises, naive, few = [], 0, 0
    for _round in range(rounds):
        panel = _lesson(situation, draw)
        trained = panel.trained
        good = panel.goodness(situation.aim)
        change = (good[:, 2] - good[:, 1])[trained]
        if len(change):
            rises.append(float(change.mean()))
        naive += _looks_helpful(change)
        few += int(trained.sum()) < FEW
        said[judge(panel, situation.aim, plan).verdict] += 1
    return Useless(
        situation=situation,
        rounds=rounds,
        seed=seed,
        rise=float(np.mean(rises)) if rises else 0.0,
        naive=naive,
        helped=said[Verdict.HELPED],
        nothing=said[Verdict.NOTHING],
        worse=said[Verdict.WORSE],
        unclear=said[Verdict.UNCLEAR],
        few=few,
    )


def _invented(situation: Situation, draw: Generator) -> tuple[Tallies, Booleans, Booleans]:
    """One window, who has the gap, and who truly keeps the standard."""
    team = _teams(situation)
    weak = np.zeros(situation.people, dtype=bool)
    weak[draw.choice(situation.people, situation.weak, replace=False)] = True
    missed = 1 - situation.usual + situation.gap * weak
    return _tallies(team, missed, situation.readings, draw), weak, missed <= situation.aim.target


def _teams(situation: Situation) -> np.ndarray:
    return np.sort(np.arange(situation.people) % situation.teams)


def _tallies(team: np.ndarray, missed: Floats, readings: int, draw: Generator) -> Tallies:
    """Readings that fall on days by chance; whose number differs a little from person to person."""
    people = len(team)
    sizes = draw.poisson(readings / DAYS, (people, DAYS))
    bad = draw.binomial(sizes, np.clip(missed, 0, 1)[:, None])
    squares = np.where(sizes > 0, bad**2 / np.maximum(sizes, 1), 0.0).sum(axis=1)
    return _of(team, sizes.sum(axis=1), bad.sum(axis=1), (sizes > 0).sum(axis=1), squares)


def _of(team: np.ndarray, n: np.ndarray, bad: np.ndarray, days: np.ndarray, squares: np.ndarray) -> Tallies:
    nothing = np.zeros(len(team))
    return Tallies(
        unit=np.arange(len(team)),
        stratum=np.zeros(len(team), dtype=np.int64),
        team=team.astype(np.int64),
        n=n.astype(np.float64),
        amount=bad.astype(np.float64),
        exposure=nothing,
        squares=nothing,
        days=days.astype(np.float64),
        day_squares=squares.astype(np.float64),
    )


def _expected(situation: Situation, readings: float, luck: float) -> tuple[Tallies, int]:
    """Everybody as chance would spread them, those with the gap among themselves; and who of those had that `luck`."""
    fine, weak = situation.people - situation.weak, situation.weak
    own = _spread(weak)
    watched = int(np.abs(own + luck).argmin())
    own[watched] = -luck
    usual, low = 1 - situation.usual, min(1 - situation.usual + situation.gap, 1.0)
    missed = np.append(
        low + own * math.sqrt(low * (1 - low) / readings),
        usual + _spread(fine) * math.sqrt(usual * (1 - usual) / readings),
    )
    share = np.clip(missed, 0, 1)
    n = np.full(situation.people, readings)
    # Into every team some of those with the gap, as far as they go.
    team = np.arange(situation.people) % situation.teams
    # All on one day, so that nothing can be said of bad days.
    return _of(team, n, n * share, np.ones(len(n)), n * share**2), watched


def _spread(people: int) -> Floats:
    """Standard scores of so many people, evenly over their chances."""
    return np.asarray(ndtri((np.arange(people) + 0.5) / max(people, 1)), dtype=np.float64)


def _lesson(situation: Situation, draw: Generator) -> Panel:
    """Three windows of which the middle one chooses; the last one is better for everybody, trained or not."""
    weak = draw.random(situation.people) < situation.share
    missed = (1 - situation.usual + situation.gap * weak)[:, None] - np.array([0.0, 0.0, DRIFT])
    n = np.maximum(draw.poisson(situation.readings, missed.shape), 1)
    bad = draw.binomial(n, np.clip(missed, 0, 1))
    chosen = bad[:, 1] > situation.aim.target * n[:, 1]
    start = np.where(chosen, 2, NEVER).astype(np.int64)
    return Panel(n.astype(np.float64), bad.astype(np.float64), np.ones(n.shape), start)


def _looks_helpful(change: Floats) -> bool:
    """What a plain comparison of the same people before and after says (paired t, 5 %)."""
    if len(change) < 2:
        return False
    error = float(change.std(ddof=1)) / math.sqrt(len(change))
    return error > 0 and float(change.mean()) > error * float(stdtrit(len(change) - 1, 0.975))
