"""The thresholds by which a review decides. What a house may change of them stands in its rules of the review."""

from dataclasses import asdict, dataclass
from typing import Any

from training.method.tallies import Measure

MODEL = "eb-1"
"""The version of the model: it rises whenever the same cells would give other results."""


@dataclass(frozen=True)
class Thresholds:
    """What it takes to call something. Shares are from 0 to 1; see docs/method.md for what each is for.

    `least_gap` is by how much somebody must be worse than usual to be spoken of, `gap` what the model takes for a
    real gap: shares, for a proportion. The same for a count are parts of its target (`least_part`, `part`), for a mean
    parts of the standard deviation of one reading (`least_deviation`, `deviation`); their defaults are what 3 and 5
    points are at a target of 85 %.
    """

    least_gap: float = 0.03
    gap: float = 0.05
    least_part: float = 0.20
    part: float = 0.33
    least_deviation: float = 0.085
    deviation: float = 0.14
    false_calls: float = 0.10
    look: float = 0.50
    team_sure: float = 0.95
    chance: float = 0.05
    reliability: float = 0.30
    clustering: float = 3.0

    def gaps(self, measure: Measure) -> tuple[float, float]:
        """The least gap and the model's gap of a measure: shares, parts of the target, or parts of the deviation."""
        return {
            Measure.SHARE: (self.least_gap, self.gap),
            Measure.COUNT: (self.least_part, self.part),
            Measure.MEAN: (self.least_deviation, self.deviation),
        }[measure]

    def as_json(self) -> dict[str, Any]:
        """The thresholds by name, to be kept with a result."""
        return asdict(self)
