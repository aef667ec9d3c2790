"""What many complaints say, in sentences."""

from datetime import timedelta
from decimal import Decimal
from math import ceil

from training.complaints.rules_pareto import Pareto
from training.complaints.rules_times import Decided
from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _


def finding(found: Pareto, by: str) -> str:
    """The one sentence that says what a Pareto shows, or that it shows nothing."""
    if not found.total:
        return _("No complaint in this time")
    if not found.is_telling:
        return ngettext(
            "One complaint: too few to say what matters most",
            "%(num)d complaints: too few to say what matters most",
            found.total,
        )
    values = {"all": len(found.bars), "share": found.share_of_few}
    if not found.few:
        return ngettext(
            "No cause stands out in %(num)d complaint", "No few causes stand out in %(num)d complaints", found.total
        )
    if by == "team":
        return ngettext(
            "One of %(all)d teams has %(share)d %% of the complaints",
            "%(num)d of %(all)d teams have %(share)d %% of the complaints",
            found.few,
            **values,
        )
    if by == "step":
        return ngettext(
            "One of %(all)d steps makes %(share)d %% of the complaints",
            "%(num)d of %(all)d steps make %(share)d %% of the complaints",
            found.few,
            **values,
        )
    return ngettext(
        "One of %(all)d causes makes %(share)d %% of the complaints",
        "%(num)d of %(all)d causes make %(share)d %% of the complaints",
        found.few,
        **values,
    )


def time_taken(found: Decided, *, by_the_house: bool) -> str:
    """How long decisions took, in the middle: “6 opening hours”, “20 minutes”. Empty where nothing was decided."""
    if found.median is None:
        return ""
    if found.median < timedelta(hours=1):
        return ngettext("%(num)d minute", "%(num)d minutes", max(1, ceil(found.median / timedelta(minutes=1))))
    hours = Decimal(round(found.median / timedelta(hours=1), 1))
    words = {"hours": format_number(hours.quantize(Decimal("0.1")).normalize() + 0)}
    if by_the_house:
        return _("%(hours)s opening hours", **words)
    return _("%(hours)s hours", **words)


def some_of_all(met: int, of: int) -> str:
    """“18 of 20”, or that there is nothing yet."""
    return _("%(some)d of %(all)d", some=met, all=of) if of else _("none yet")
