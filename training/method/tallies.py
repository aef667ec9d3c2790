"""What a diagnosis reckons with: sums of one standard in one window, by unit and stratum. No names, no database."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Measure(StrEnum):
    """What one reading is: kept or missed; a count with its exposure; a number."""

    SHARE = "share"
    COUNT = "count"
    MEAN = "mean"


@dataclass(frozen=True)
class Aim:
    """What is promised, in the units of the sums: for a share the share that may be missed (0.15 for 85 % kept),
    for a count counts for each 1 of exposure, for a mean the value itself. Higher is worse unless said otherwise:
    for a share always.
    """

    measure: Measure
    target: float
    higher_is_worse: bool = True


@dataclass(frozen=True)
class Tallies:
    """Sums of one standard in one window; every array of rows has the same length R, one row a unit and stratum.

    A unit is a person in a team, so that whoever changed teams is two. `unit` is from 0 to U-1, `stratum` from 0 to
    S-1, `team` has the team (0 to T-1) of each of the U units. `n` are readings, `amount` what is judged: misses,
    counts or the sum of values; `exposure` is for counts, `squares` the sum of squared values for means. Over a unit's
    rows `days` add up to the days with readings, and `day_squares` to the sum over these days of amount²/n
    (amount²/exposure for counts), from which the clustering of bad days follows without the days themselves. `luck` is
    how much of the amount goes with the weeks in which the unit was there, and nobody is called for it; `shared` is how
    much more the weeks of teams differ than by chance (see weeks.py for both).
    """

    unit: Integers
    stratum: Integers
    team: Integers
    n: Floats
    amount: Floats
    exposure: Floats
    squares: Floats
    days: Floats
    day_squares: Floats
    luck: Floats | None = None
    shared: float = 1.0

    @property
    def fair(self) -> Floats:
        """The amounts as they would be, had everybody been there in the same weeks as the team."""
        return self.amount if self.luck is None else self.amount - self.luck

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.team)

    @property
    def teams(self) -> int:
        """How many teams there are."""
        return int(self.team.max()) + 1 if len(self.team) else 0

    def merged(self) -> "Tallies":
        """The same with one row for each unit and stratum, in their order, should there be several."""
        strata = int(self.stratum.max(initial=0)) + 1
        keys, place = np.unique(self.unit * strata + self.stratum, return_inverse=True)
        if len(keys) == len(self.unit) and bool((np.diff(place) > 0).all()):
            return self

        def added(values: Floats) -> Floats:
            return np.asarray(np.bincount(place, values, len(keys)), dtype=float)

        return Tallies(
            *(keys // strata, keys % strata, self.team),
            *(added(self.n), added(self.amount), added(self.exposure)),
            *(added(self.squares), added(self.days), added(self.day_squares)),
            luck=None if self.luck is None else added(self.luck),
            shared=self.shared,
        )
