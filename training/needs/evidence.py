"""What a need rests on, read back from how it was kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from training.metrics.queries_cells import FEW


@dataclass(frozen=True)
class Found:
    """What a review said when the need was opened, of a person or of a team; see `diagnosis.models.Finding`."""

    verdict: str
    listed: str
    n: int
    raw: float
    raw_low: float
    raw_high: float
    likely: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Usual:
    """The team at the same time; `is_few` where single people could be told apart in it."""

    n: int
    raw: float
    low: float
    high: float
    chance: float
    is_few: bool


def found_in(evidence: dict[str, Any]) -> Found | None:
    """The figures of a need, None for one that was opened without any."""
    if "n" not in evidence:
        return None
    raw, raw_low, raw_high = evidence["raw"]
    likely, low, high = evidence["likely"]
    return Found(
        evidence["verdict"],
        evidence["listed"],
        evidence["n"],
        raw,
        raw_low,
        raw_high,
        likely,
        low,
        high,
        evidence["chance"],
    )


def usual_in(evidence: dict[str, Any]) -> Usual | None:
    """The team's usual level, None where it is not known."""
    team = evidence.get("team")
    if not team:
        return None
    _likely, low, high = team["likely"]
    return Usual(team["n"], team["raw"][0], low, high, team["chance"], 0 < team["people"] < FEW)


def window_in(evidence: dict[str, Any]) -> tuple[date, date] | None:
    """The days that were looked at, both included."""
    if "window" not in evidence:
        return None
    first, last = evidence["window"]
    return date.fromisoformat(first), date.fromisoformat(last)
