"""Figures of a review in words: levels, spans and counts in the unit of their standard, with how many readings.

The figures come in the unit of the aim (see `method.tallies.Aim`): for a share that may be missed the missed share, for
a count counts for each 1 of exposure, for a mean the value. People read shares as what is met, and counts for every
“per” of the standard.
"""

from decimal import Decimal
from math import ceil, floor, isfinite

from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.standards.files_standard import Standard
from training.standards.rules_standard import SHARES

_BEYOND = 1e12  # of a rate: what was counted without any exposure has none
_FINE = 1e-9  # 1 − 0.15 is a hair above or below 0.85, and must not read as 84


def is_share(standard: Standard) -> bool:
    """Whether a reading is kept or missed, so that its figures are per cent met."""
    return standard.measure in SHARES


def level_words(standard: Standard, value: float) -> str:
    """One level: “74 % met”, “2.4 in 1,000 sales”, “4.1 points”. Shares are rounded down, as everywhere."""
    if is_share(standard):
        return _("%(share)s %% met", share=_percent(value))
    return _with_unit(standard, _number(_told(standard, value)))


def amount_words(standard: Standard, amount: float, *, short: bool = False) -> str:
    """A level given as people read it: a met share from 0 to 1, a rate for each 1 of exposure, a mean.

    Short it stands beside a scale: “85 %”, “2.4”.
    """
    if is_share(standard):
        number = _percent(1 - amount)
        return _("%(number)s %%", number=number) if short else _("%(share)s %% met", share=number)
    number = _number(_told(standard, amount))
    return number if short else _with_unit(standard, number)


def span_words(standard: Standard, low: float, high: float) -> str:
    """An interval: “71–82 % met”, “2.1–3.4 in 1,000 sales”, “3.9–4.3 points”."""
    if is_share(standard):
        worst, best = _percent(high), _percent(low)
        return _("%(low)s–%(high)s %% met", low=worst, high=best) if worst != best else level_words(standard, high)
    ends = _number(_told(standard, low)), _number(_told(standard, high))
    if ends[0] == ends[1]:
        return _with_unit(standard, ends[0])
    values = {"low": ends[0], "high": ends[1]}
    return _with_unit(standard, _("%(low)s to %(high)s", **values) if low < 0 else _("%(low)s–%(high)s", **values))


def gap_words(standard: Standard, gap: float, *, signed: bool = False) -> str:
    """A difference: “6 points” of per cent, “0.4 in 1,000 sales”.

    Signed, a plus is more of what people read: more met, higher counts or values.
    """
    amount = _told(standard, gap) if not is_share(standard) else -gap * 100
    number = _number(amount if signed else abs(amount), places=1 if is_share(standard) else None)
    if signed:
        number = number if amount < 0 else _("+%(number)s", number=number)
    if is_share(standard):
        return ngettext("%(number)s point", "%(number)s points", 1 if number == "1" else 2, number=number)
    return _with_unit(standard, number)


def counted_words(standard: Standard, raw: float, n: int) -> str:
    """The figure as it was counted, with n: “104 of 140, 74 % met”, “2.4 in 1,000 sales, from 12 readings”."""
    if not n:
        return _("no readings")
    if is_share(standard):
        met = n - round(raw * n)
        return _("%(met)s of %(n)s, %(share)s %% met", met=format_number(met), n=format_number(n), share=_percent(raw))
    if raw > _BEYOND:
        return from_readings(n)
    return _("%(level)s, %(readings)s", level=level_words(standard, raw), readings=from_readings(n))


def likely_words(standard: Standard, low: float, high: float, n: int) -> str:
    """What is likely: “likely 71–82 % met, from 140 readings”."""
    return _("likely %(span)s, %(readings)s", span=span_words(standard, low, high), readings=from_readings(n))


def from_readings(n: int) -> str:
    """“from 140 readings”"""
    return ngettext("from %(n)s reading", "from %(n)s readings", n, n=format_number(n))


def sure_words(chance: float) -> str:
    """How sure: “83 %”. Nothing is ever 100 % sure, or impossible."""
    percent = floor(chance * 100 + _FINE)
    if percent >= 99:
        return _("More than %(number)s %%", number=99)
    if percent < 1:
        return _("Less than %(number)s %%", number=1)
    return _("%(number)s %%", number=percent)


def needed_words(n: int, needed: tuple[float, float]) -> str:
    """“Not enough readings yet: 40 of the 90–140 that it takes.”

    `needed` are how many it takes at least and to be on the safe side, as `method.diagnosis.Units` has them.
    """
    low, high = (10 * ceil(number / 10) if isfinite(number) and number > 0 else 0 for number in needed)
    if not low:
        return _("Not enough readings yet.")
    if n >= low:
        return _("Too close to call yet, %(readings)s.", readings=from_readings(n))
    values = {"n": format_number(n), "low": format_number(low), "high": format_number(max(low, high))}
    if high <= low:
        return _("Not enough readings yet: %(n)s of the %(low)s that it takes.", **values)
    return _("Not enough readings yet: %(n)s of the %(low)s–%(high)s that it takes.", **values)


def _percent(missed: float) -> str:
    return format_number(min(100, max(0, floor((1 - missed) * 100 + _FINE))))


def _told(standard: Standard, value: float) -> float:
    return value * standard.per if standard.measure == "count" else value


def _number(value: float, places: int | None = None) -> str:
    if places is None:
        places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return format_number(Decimal(f"{value:.{places}f}").normalize() + 0).replace("-", "−")


def _with_unit(standard: Standard, number: str) -> str:
    if standard.measure == "count":
        per = format_number(Decimal(standard.per))
        return _("%(number)s in %(per)s %(exposure)s", number=number, per=per, exposure=standard.exposure or "")
    return _("%(number)s %(unit)s", number=number, unit=standard.unit) if standard.unit else number
