"""A figure in words: how a standard is kept, from how many readings, and whether that is what is wanted."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor

from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.metrics.queries_cells import Sums
from training.standards.files_standard import Standard

ENOUGH = 30
"""With fewer readings than this, chance alone says whether a figure lies above or below what is wanted."""


@dataclass(frozen=True)
class Figure:
    """`words` such as “82 %” or “4.3 of 5”; `kept` None where there is too little to judge. `share` is from 0 to 1.

    Whether a figure is below what is wanted says nothing yet about anybody: see docs/authoring.md on standards.
    """

    words: str
    n: int
    kept: bool | None
    share: float | None = None
    is_few: bool = False


def figure(standard: Standard, sums: Sums) -> Figure:
    """What many readings of a standard add up to; nothing where they are about too few people."""
    if sums.is_few:
        return Figure("", sums.n, None, is_few=True)
    if standard.measure in ("proportion", "time"):
        share = sums.share_met
        if share is None:
            return Figure("", 0, None)
        words = _("%(number)s %%", number=floor(share * 100))  # rounded down: a promise just missed is not kept
        return Figure(words, sums.n, share * 100 >= standard.target if sums.n >= ENOUGH else None, share)
    value = sums.rate(standard.per) if standard.measure == "count" else sums.mean(is_time=False)
    if value is None:
        return Figure("", sums.n, None)
    kept = value >= standard.target if standard.higher_is_better else value <= standard.target
    return Figure(_value_words(standard, value), sums.n, kept if sums.n >= ENOUGH else None)


def _value_words(standard: Standard, value: float) -> str:
    places = 1 if abs(value) >= 100 else 2
    number = format_number(Decimal(f"{value:.{places}f}").normalize() + 0)
    if standard.measure == "count":
        per = format_number(Decimal(standard.per))
        return _("%(number)s in %(per)s %(exposure)s", number=number, per=per, exposure=standard.exposure or "")
    return _("%(number)s %(unit)s", number=number, unit=standard.unit) if standard.unit else number
