"""The pictures beside a finding, each with the sentence that it shows and its numbers: a funnel, and a run by week.

They are drawn of what people read: shares met, counts for every “per”, means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from statistics import median

import numpy as np

from training.core import charts
from training.core.i18n import format_date, format_number, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.queries_sums import Dot
from training.diagnosis.words_figures import amount_words, is_share
from training.method import funnel as funnels
from training.method.run_charts import Chart, Signal, p_chart, u_chart, xmr_chart
from training.method.tallies import Floats
from training.standards.files_standard import Standard

FEWEST_DOTS = 5
FEWEST_WEEKS = 4
APART = 2.0  # dispersion from which the limits, widened by it, say little about anybody

Table = tuple[str, list[str], list[list[str]]]
"""Caption, heads and rows, as macros/charts.html wants them."""


@dataclass(frozen=True)
class Drawn:
    """A picture with its title and the sentence that is read out in its place."""

    picture: charts.Picture
    title: str
    says: str
    table: Table


def target_of(standard: Standard) -> float:
    """What is promised, in the unit of a `Dot`’s value."""
    target = float(standard.target)
    if is_share(standard):
        return target / 100
    return target / standard.per if standard.measure == "count" else target


def funnel_of(standard: Standard, units: Sequence[Dot], *, of_teams: bool = False) -> Drawn | None:
    """People, or teams, against how often they were measured; None for so few that there is nothing to compare.

    The limits lie around what all of them reach together, so that what is outside differs from the others.
    """
    units = [one for one in units if one.size > 0]
    if len(units) < FEWEST_DOTS:
        return None
    found = _funnel(standard, units)
    state = found.state.tolist()
    out = sum(abs(one) == 2 for one in state)
    picture = charts.funnel(
        [charts.Unit(one.size, one.value, out=abs(place) == 2) for one, place in zip(units, state, strict=True)],
        charts.Limits.of(found),
        target=target_of(standard),
        write=lambda value: amount_words(standard, value, short=True),
        write_size=lambda size: format_number(round(size)),
        last_size=lambda size: _size_words(standard, size),
        most=1.0 if is_share(standard) else None,
        least=None if standard.measure == "mean" else 0.0,
    )
    title = _outside(out, of_teams=of_teams) if out or found.dispersion < APART else _apart(of_teams)
    says = _(
        "%(number)s against how often it was measured: %(finding)s.", number=_each(len(units), of_teams), finding=title
    )
    return Drawn(picture, title, says, _funnel_table(standard, units, state, of_teams=of_teams))


def _funnel(standard: Standard, units: Sequence[Dot]) -> funnels.Funnel:
    amount, size = (np.array([getattr(one, name) for one in units], dtype=float) for name in ("amount", "size"))
    centre = float(amount.sum() / size.sum())
    if is_share(standard):
        return funnels.shares(amount, size, centre)
    if standard.measure == "count":
        return funnels.rates(amount, size, centre)
    squares = sum(one.squares for one in units)
    spare = size.sum() - len(units)
    within = (squares - float((amount**2 / size).sum())) / spare if spare > 0 else 0.0
    return funnels.means(amount / size, size, centre, max(within, 0.0))


def _each(count: int, of_teams: bool) -> str:
    if of_teams:
        return ngettext("%(num)d team", "%(num)d teams", count)
    return ngettext("%(num)d person", "%(num)d people", count)


def _outside(out: int, *, of_teams: bool) -> str:
    if of_teams:
        none = _("No team lies outside of what chance makes")
        return ngettext("One team lies outside", "%(num)d teams lie outside", out) if out else none
    none = _("Nobody lies outside of what chance makes")
    return ngettext("One person lies outside", "%(num)d people lie outside", out) if out else none


def _apart(of_teams: bool) -> str:
    """Where many differ the limits are wide, and nobody lies outside: that is not to be read as all being alike."""
    return (
        _("Teams lie farther apart than chance makes") if of_teams else _("People lie farther apart than chance makes")
    )


def _funnel_table(standard: Standard, units: Sequence[Dot], state: Sequence[int], *, of_teams: bool) -> Table:
    """Those above, within and below the limits added up: no row is one person’s unless one dot is."""
    rows = []
    for word, places in ((_("Above the limits"), (2,)), (_("Within"), (-1, 0, 1)), (_("Below the limits"), (-2,))):
        some = [one for one, place in zip(units, state, strict=True) if place in places]
        if some:
            amount, size = sum(one.amount for one in some), sum(one.size for one in some)
            read = format_number(sum(one.n for one in some))
            rows.append([word, _each(len(some), of_teams), read, amount_words(standard, amount / size)])
    caption = _("How many lie where: beyond the limits of %(sure)s %%, or within", sure=format_number(Decimal("99.8")))
    return caption, [_("Where"), _("Who"), _("Readings"), _("As counted")], rows


def _size_words(standard: Standard, size: float) -> str:
    number = format_number(round(size))
    if standard.measure == "count":
        return _("%(number)s %(exposure)s", number=number, exposure=standard.exposure or "")
    return ngettext("%(number)s reading", "%(number)s readings", round(size), number=number)


def run_of(standard: Standard, weeks: Mapping[date, Dot]) -> Drawn | None:
    """A team week by week with the limits of chance; None where there are too few weeks to see anything.

    Weeks of fewer than five people are passed over.
    """
    told = _without_ends({monday: Dot(0, 0, people=0) if one.is_few else one for monday, one in weeks.items()})
    if sum(one.size > 0 for one in told.values()) < FEWEST_WEEKS:
        return None
    chart = chart_of(standard, list(told.values()))
    steps = [
        charts.Step(
            value=float(chart.value[at]) if chart.known[at] else None,
            usual=chart.centre,
            low=float(chart.low[at]),
            high=float(chart.high[at]),
            text=format_date(monday, "d MMM"),
            mark=chart.signals[at].value,
        )
        for at, monday in enumerate(told)
    ]
    picture = charts.run_chart(
        steps,
        target=target_of(standard),
        write=lambda value: amount_words(standard, value, short=True),
        most=1.0 if is_share(standard) else None,
        least=None if standard.measure == "mean" else 0.0,
    )
    title = _run_title(list(told), chart)
    says = _("%(weeks)s, week by week: %(finding)s.", weeks=_weeks(int(chart.known.sum())), finding=title)
    rows = [_week_row(standard, monday, weeks[monday], steps[at]) for at, monday in enumerate(told)]
    heads = [_("Week from"), _("Readings"), _("As counted"), _("Limits")]
    return Drawn(picture, title, says, (_("Week by week with the limits of chance"), heads, rows))


def _without_ends(weeks: Mapping[date, Dot]) -> dict[date, Dot]:
    """Weeks from the first with readings to the last with some."""
    read = [monday for monday, one in weeks.items() if one.size > 0]
    return {monday: one for monday, one in weeks.items() if read and read[0] <= monday <= read[-1]}


def chart_of(standard: Standard, sums: Sequence[Dot], *, leave_out: Sequence[int] = ()) -> Chart:
    """The control chart that fits a standard: Laney p′ for shares, u′ for counts, XmR for means.

    Sums at the places of `leave_out` are held against the others.
    """
    amount, size = (np.array([getattr(one, name) for one in sums], dtype=float) for name in ("amount", "size"))
    if is_share(standard):
        return p_chart(amount, size, laney=True, leave_out=leave_out)
    if standard.measure == "count":
        return u_chart(amount, size, laney=True, leave_out=leave_out)
    values: Floats = np.where(size > 0, amount / np.where(size > 0, size, 1.0), np.nan)
    return xmr_chart(values, leave_out=leave_out, least=_by_chance(sums))


def _by_chance(sums: Sequence[Dot]) -> float:
    """The standard deviation of the mean of a sum of usual size, if only single readings differed."""
    some = [one for one in sums if one.size > 0]
    within = sum(max(one.squares - one.amount**2 / one.size, 0.0) for one in some)
    spare = sum(one.size for one in some) - len(some)
    return sqrt(within / spare / median(one.size for one in some)) if spare > 0 else 0.0


def _weeks(count: int) -> str:
    return ngettext("%(num)d week", "%(num)d weeks", count)


def _run_title(mondays: Sequence[date], chart: Chart) -> str:
    out = [at for at, one in enumerate(chart.signals) if one is Signal.OUT]
    shift = [at for at, one in enumerate(chart.signals) if one is Signal.SHIFT]
    if out:
        last = format_date(mondays[out[-1]], "long")
        return ngettext(
            "One week lies outside of what chance makes, that from %(last)s",
            "%(num)d weeks lie outside of what chance makes, the last from %(last)s",
            len(out),
            last=last,
        )
    if shift:
        first = format_date(mondays[shift[0]], "long")
        return _("Eight weeks or more lie on one side of the usual, from %(first)s on", first=first)
    return _("No week lies outside of what chance makes")


def _week_row(standard: Standard, monday: date, one: Dot, step: charts.Step) -> list[str]:
    day = format_date(monday, "medium")
    if step.value is None:
        return [day, format_number(one.n), _("too few") if one.is_few else "–", "–"]
    low, high = (amount_words(standard, value, short=True) for value in (step.low, step.high))
    limits = _("%(low)s to %(high)s", low=low, high=high)
    return [day, format_number(one.n), amount_words(standard, step.value), limits]
