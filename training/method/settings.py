"""The thresholds by which a review decides. What a house may change of them stands in its rules of the review."""

from dataclasses import asdict, dataclass
from typing import Any

MODEL = "eb-1"
"""The version of the model: it rises whenever the same cells would give other results."""


@dataclass(frozen=True)
class Thresholds:
    """What it takes to call something. Shares are from 0 to 1; see docs/method.md for what each is for.

    `least_gap` is by how much somebody must be worse than usual to be spoken of, `gap` what the model takes for a
    real gap. Both are shares for a proportion; for a count they are parts of the target, for a mean parts of the
    standard deviation of one reading.
    """

    least_gap: float = 0.03
    gap: float = 0.05
    false_calls: float = 0.10
    look: float = 0.50
    team_sure: float = 0.95
    chance: float = 0.05
    reliability: float = 0.30
    clustering: float = 3.0

    def as_json(self) -> dict[str, Any]:
        """The thresholds by name, to be kept with a result."""
        return asdict(self)
