"""Which few causes make most of the complaints, if few do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 10
"""Fewer complaints say nothing about causes: with nine, one more or less turns the order round."""

MOST_OF_IT = 65
"""Per cent of the complaints that the few causes make together; at most half of the causes are few."""


@dataclass(frozen=True)
class Bar:
    """A cause, how many complaints it made, its share and that of all up to it, both in per cent."""

    key: str
    count: int
    share: float
    up_to_here: float


@dataclass(frozen=True)
class Pareto:
    """Causes by how much they make, and the `few` first ones that make most of it; 0 when few do not."""

    bars: tuple[Bar, ...]
    total: int
    few: int

    @property
    def is_telling(self) -> bool:
        """Whether there are enough complaints to say anything."""
        return self.total >= FEWEST

    @property
    def share_of_few(self) -> int:
        """Per cent that the few make, rounded."""
        return round(self.bars[self.few - 1].up_to_here) if self.few else 0


def pareto(keys: Iterable[str]) -> Pareto:
    """Count and order causes; those that made equally many in the order of their names."""
    counts = Counter(keys)
    total = counts.total()
    bars: list[Bar] = []
    so_far = 0
    for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        so_far += count
        bars.append(Bar(key, count, 100 * count / total, 100 * so_far / total))
    return Pareto(tuple(bars), total, _few(bars) if total >= FEWEST else 0)


def _few(bars: list[Bar]) -> int:
    few = next((number for number, bar in enumerate(bars, start=1) if bar.up_to_here >= MOST_OF_IT), 0)
    if not few or few * 2 > len(bars):
        return 0
    # A cause that makes no more than the next one is no more important: then the line is not there.
    return few if bars[few - 1].count > bars[few].count else 0
