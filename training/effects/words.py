"""What came of training, in one honest sentence: how much it rose, how much would have come anyway, what is left.

Effects are in the unit of the aim and positive where things got better (see `method.effects`). What people read goes
the way of their figures: points of per cent up, seconds down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.core.i18n import format_number, lazy_gettext, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.words_figures import gap_words
from training.effects.words_amounts import Scale
from training.method.effects import FEW, Remark, Tier, Verdict
from training.standards.files_standard import Standard

VERDICTS: Mapping[Verdict, Any] = {
    Verdict.HELPED: lazy_gettext("It helped"),
    Verdict.NOTHING: lazy_gettext("Nothing worth having"),
    Verdict.WORSE: lazy_gettext("It got worse"),
    Verdict.UNCLEAR: lazy_gettext("Cannot tell"),
}
"""The word of a verdict on its chip."""

STATES: Mapping[Verdict, str] = {
    Verdict.HELPED: "met",
    Verdict.NOTHING: "skill",
    Verdict.WORSE: "overdue",
    Verdict.UNCLEAR: "unknown",
}
"""The `data-state` of a verdict's chip."""

_ENDS: Mapping[Verdict, Any] = {
    Verdict.HELPED: lazy_gettext("it helped"),
    Verdict.NOTHING: lazy_gettext("nothing worth having"),
    Verdict.WORSE: lazy_gettext("it got worse"),
    Verdict.UNCLEAR: lazy_gettext("not shown"),
}

TIERS: Mapping[Tier, Any] = {
    Tier.LOT: lazy_gettext(
        "Chance says who starts when. So those who still wait are as good a comparison as there is."
    ),
    Tier.TOGETHER: lazy_gettext(
        "Whoever trains is compared with colleagues who were not chosen, and the days by which they were chosen are "
        "left out: who was low just then rises by itself."
    ),
    Tier.TEAM: lazy_gettext(
        "A whole team changed at once. Its weeks are held against where it was going anyway, and against the other "
        "teams in the same weeks."
    ),
}
"""How far a result of this kind can be trusted, for whoever reads it for the first time."""

TRUST: Mapping[Tier, Any] = {
    Tier.LOT: lazy_gettext("drawn by lot"),
    Tier.TOGETHER: lazy_gettext("compared with colleagues"),
    Tier.TEAM: lazy_gettext("a whole team over time"),
}
"""The same in a few words, beside a figure."""

REMARKS: Mapping[Remark, Any] = {
    Remark.ATTRITION: lazy_gettext(
        "Many who were there before are not there after. If those who left were different, so is the result."
    ),
    Remark.PRE_TRENDS_DIFFER: lazy_gettext(
        "Both groups went apart already before the training, so take the result with care."
    ),
    Remark.COHORTS_DIFFER: lazy_gettext(
        "The rounds differ by more than chance. Look at what was different when it worked."
    ),
    Remark.ONE_COHORT: lazy_gettext("So far this rests on one round."),
}
"""What a reader must know beside a figure."""

_NO_FIGURE: Mapping[Remark, Any] = {
    Remark.WINDOW_NOT_OVER: lazy_gettext("Cannot tell yet: the days after the training are not over."),
    Remark.NO_READINGS: lazy_gettext("Cannot tell: nothing was measured in these days."),
    Remark.NO_CONTROLS: lazy_gettext("Cannot tell: there are too few others to compare with."),
    Remark.TOO_FEW_POINTS: lazy_gettext("Cannot tell: it takes eight weeks with readings before and eight after."),
    Remark.ZERO_VARIANCE: lazy_gettext("Cannot tell: all values are the same, so chance cannot be weighed."),
}


@dataclass(frozen=True)
class Told:
    """An effect as far as words need it; see `method.effects.Result`."""

    verdict: Verdict
    value: float | None
    low: float | None
    high: float | None
    rise: float | None = None
    people: int = 0
    remarks: tuple[Remark, ...] = ()


def chip_of(verdict: str) -> tuple[str, str]:
    """State and word of a verdict, for the macro `chip`."""
    one = Verdict(verdict)
    return STATES[one], str(VERDICTS[one])


def sentence(standard: Standard, told: Told) -> str:
    """“Up 6 points. About 5 were to be expected without training; training’s share is +1 (−2 to +4): not shown.”"""
    if told.value is None or told.low is None or told.high is None:
        return cannot_tell(told)
    scale = Scale(standard, told.low, told.high)
    share = {
        "share": scale.signed(told.value),
        "low": scale.signed(scale.first(told.low, told.high)),
        "high": scale.signed(scale.last(told.low, told.high)),
        "verdict": str(_ENDS[told.verdict]),
    }
    if told.rise is None:
        unit = scale.with_unit(told.value)
        return _("The change’s share is %(unit)s (%(low)s to %(high)s): %(verdict)s.", unit=unit, **share)
    # What was to be expected is reckoned from what is shown, so that a reader who adds up finds no fault.
    expected = scale.rounded(told.rise) - scale.rounded(told.value)
    rest = _("training’s share is %(share)s (%(low)s to %(high)s): %(verdict)s.", **share)
    return f"{scale.moved(told.rise)} {scale.expected(expected, told.rise)}; {rest}"


def cannot_tell(told: Told) -> str:
    """Why there is no figure."""
    for remark in told.remarks:
        if remark is Remark.TOO_FEW_PEOPLE and not told.people:
            return _("Cannot tell: nobody who was trained was measured both before and after.")
        if remark is Remark.TOO_FEW_PEOPLE:
            return ngettext(
                "Cannot tell: %(num)d person is not enough.", "Cannot tell: %(num)d people are not enough.", told.people
            )
        if remark in _NO_FIGURE:
            return str(_NO_FIGURE[remark])
    return _("Cannot tell.")


def interval_words(standard: Standard, value: float, low: float, high: float) -> str:
    """“+5 points (+2 to +8)”, the way of the figures."""
    scale = Scale(standard, low, high)
    ends = scale.first(low, high), scale.last(low, high)
    return _(
        "%(value)s (%(low)s to %(high)s)",
        value=scale.with_unit(value),
        low=scale.signed(ends[0]),
        high=scale.signed(ends[1]),
    )


def starting_words(people: int) -> str:
    """How many start, and whether that can be enough to tell anything."""
    if people >= FEW:
        return ngettext("%(num)d person starts.", "%(num)d people start.", people)
    return ngettext(
        "%(num)d person starts. Of so few nobody will be able to tell whether it helped.",
        "%(num)d people start. Of so few nobody will be able to tell whether it helped.",
        people,
    )


def takes_words(needed: float, worth: str) -> str:
    """How many people it takes to see an effect that is worth having."""
    if needed < FEW or needed >= 100_000:
        return ""
    number = _about(needed)
    return _("It takes about %(number)s people on either side to see %(worth)s.", number=number, worth=worth)


def worth_words(standard: Standard, worth: float) -> str:
    """The smallest effect worth having: “3 points”."""
    return gap_words(standard, worth)


def rise_words(standard: Standard, rebound: float) -> str:
    """What is to be expected without any training, before it begins."""
    scale = Scale(standard, -0.05, 0.05)
    if scale.rounded(rebound) <= 0:
        return _("No rise is to be expected without training.")
    return _("A change of about %(rise)s is to be expected even without training.", rise=scale.with_unit(rebound))


def _about(number: float) -> str:
    step = 1 if number < 20 else 5 if number < 100 else 10 if number < 1000 else 100
    return format_number(-(-int(number) // step) * step)
