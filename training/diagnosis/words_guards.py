"""What may deceive whoever reads a figure, in sentences, each with what to do about it."""

from datetime import date

from training.core.i18n import format_date, format_number
from training.core.i18n import gettext as _
from training.diagnosis.words_figures import gap_words
from training.method.bunching import Bunching
from training.method.pairs import Moved
from training.standards.files_standard import Standard


def bunching_words(found: Bunching, first: date, last: date) -> tuple[str, str]:
    """More readings just inside the limit than a smooth run of values would put there."""
    values = {
        "inside": format_number(found.inside),
        "expected": format_number(round(found.expected_inside)),
        "outside": format_number(found.outside),
        "expected_outside": format_number(round(found.expected_outside)),
        "first": format_date(first),
        "last": format_date(last),
    }
    sentence = _(
        "%(inside)s readings lie just inside the limit, where about %(expected)s would be expected, and %(outside)s "
        "just outside, where it would be about %(expected_outside)s (%(first)s to %(last)s).",
        **values,
    )
    remedy = _(
        "Look how the moment is taken: by the system, or by hand? Values that are rounded, or clocks that are stopped "
        "just in time, keep the figure and not the promise."
    )
    return sentence, remedy


def pair_words(standard: Standard, by: Moved, guard: Standard, cost: Moved) -> tuple[str, str]:
    """A standard got better while its guard got worse. Both are given in the unit of the aim."""
    sentence = _(
        "“%(title)s” got better by %(by)s than in the weeks before, and “%(guard)s”, its guard, worse by %(cost)s.",
        title=standard.title,
        by=_between(standard, by),
        guard=guard.title,
        cost=_between(guard, cost),
    )
    remedy = _("Do not press on with the first before you know why: haste may be paid for in quality.")
    return sentence, remedy


def _between(standard: Standard, one: Moved) -> str:
    ends = sorted((abs(one.low), abs(one.high)))
    return _("%(low)s to %(high)s", low=gap_words(standard, ends[0]), high=gap_words(standard, ends[1]))


def severity_words(by: float, error: float, name: str) -> tuple[str, str]:
    """A reviewer marks much harder (`by` below 0) or softer than others mark the same people, in points."""
    ends = sorted((abs(by) - 1.645 * error, abs(by) + 1.645 * error))
    values = {"low": format_number(round(ends[0])), "high": format_number(round(ends[1])), "name": name}
    remedy = _("Score a few of the same contacts blind, and agree on a reference: begin a calibration.")
    if by < 0:
        if name:
            return _("%(name)s marks %(low)s–%(high)s points lower than others mark the same people.", **values), remedy
        return _("A reviewer marks %(low)s–%(high)s points lower than others mark the same people.", **values), remedy
    if name:
        return _("%(name)s marks %(low)s–%(high)s points higher than others mark the same people.", **values), remedy
    return _("A reviewer marks %(low)s–%(high)s points higher than others mark the same people.", **values), remedy
