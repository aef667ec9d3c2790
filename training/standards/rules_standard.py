"""What a standard measures and what it wants, in plain sentences: said in one way wherever a standard is shown."""

from decimal import Decimal
from typing import Protocol

from training.core.i18n import format_number
from training.core.i18n import gettext as _

SHARES = ("proportion", "time")
"""The measures whose target is a share that is met, in per cent."""


class LimitInWords(Protocol):
    """A limit of time, as far as a sentence needs it."""

    def in_words(self) -> str: ...


class Measured(Protocol):
    """A standard, as far as its sentence needs it; see `files_standard.Standard`."""

    @property
    def measure(self) -> str: ...

    @property
    def target(self) -> Decimal: ...

    @property
    def unit(self) -> str | None: ...

    @property
    def limit(self) -> LimitInWords | None: ...

    @property
    def met_from(self) -> Decimal | None: ...

    @property
    def per(self) -> int: ...

    @property
    def exposure(self) -> str | None: ...

    @property
    def higher_is_better(self) -> bool: ...


def measure_words(standard: Measured) -> str:
    """How one reading is judged or counted: “Met when it happens within 20 seconds”."""
    if standard.measure == "time" and standard.limit is not None:
        return _("Met when it happens within %(limit)s", limit=standard.limit.in_words())
    if standard.measure == "mean":
        return _("An average")
    if standard.measure == "count":
        return _("How often it happens, counted against %(exposure)s", exposure=standard.exposure or "")
    if standard.met_from is None:
        return _("Met or not, each time")
    number = format_number(standard.met_from)
    if not standard.unit:
        return _("Met from %(number)s on", number=number)
    return _("Met from %(number)s %(unit)s on", number=number, unit=standard.unit)


def target_words(standard: Measured) -> str:
    """What is to be reached, for a table or a tile: “90 in 100”, “at least 4.5 points”, “at most 2 in 1,000 sales”."""
    number = format_number(standard.target)
    if standard.measure in SHARES:
        return _("%(number)s in 100", number=number)
    if standard.measure == "mean":
        number = f"{number} {standard.unit}" if standard.unit else number
        return _bound(standard, number)
    if standard.per == 1:
        return _bound(standard, _("%(number)s for each of: %(exposure)s", number=number, exposure=standard.exposure))
    per = format_number(standard.per)
    return _bound(
        standard, _("%(number)s in %(per)s %(exposure)s", number=number, per=per, exposure=standard.exposure or "")
    )


def _bound(standard: Measured, amount: str) -> str:
    if standard.higher_is_better:
        return _("at least %(amount)s", amount=amount)
    return _("at most %(amount)s", amount=amount)


def sentence(standard: Measured) -> str:
    """Measure and target in one sentence: “Met when it happens within 20 seconds; we want 90 in 100.”"""
    return _("%(measure)s; we want %(target)s.", measure=measure_words(standard), target=target_words(standard))


def direction_words(standard: Measured) -> str:
    """Which way is better."""
    return _("More is better") if standard.higher_is_better else _("Less is better")
