"""The pictures of an effect: each group in each period, or a team week by week; and effects on one scale.

They are drawn of what people read, with their sentence and their numbers. None of them shows before and after of the
trained people without the others beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from training.core import charts
from training.core.i18n import format_date, format_number
from training.core.i18n import gettext as _
from training.diagnosis.pictures import Drawn, Table, chart_of, target_of
from training.diagnosis.queries_sums import Dot
from training.diagnosis.words_figures import amount_words, is_share, level_words, span_words
from training.effects.queries import Known
from training.effects.queries_judging import aim_in
from training.effects.rules_levels import Level, levels, panel_of
from training.effects.rules_plan import Days
from training.effects.words import interval_words
from training.effects.words_amounts import Scale
from training.method.effects import Estimator
from training.standards.files_standard import Standard

Row = tuple[str, str, str]
"""Title, text, and what is read out in place of the interval."""


@dataclass(frozen=True)
class Spread:
    """Intervals of groups on one scale, with their words and numbers; `parts` has how many rows each heading has."""

    spans: charts.Spans
    parts: tuple[tuple[str, tuple[tuple[int, Row], ...]], ...]
    table: Table


@dataclass(frozen=True)
class Effects:
    """Effects on one scale around “no difference”, in their order."""

    spans: charts.Spans
    rows: tuple[Row, ...]


def effects_of(standard: Standard, rows: Sequence[tuple[str, str, float, float, float]]) -> Effects | None:
    """Rows of (title, text, value, low, high) on one scale; None without any."""
    if not rows:
        return None
    scale = Scale(standard, min(row[3] for row in rows), max(row[4] for row in rows))
    turned = [tuple(sorted((scale.sign * low, scale.sign * high))) for *_words, low, high in rows]
    spans = charts.intervals(
        [(ends[0], scale.sign * row[2], ends[1]) for row, ends in zip(rows, turned, strict=True)],
        target=0.0,
        write=lambda amount: scale.signed(scale.sign * amount),
    )
    told = tuple((title, text, interval_words(standard, value, low, high)) for title, text, value, low, high in rows)
    return Effects(spans, told)


def groups_of(known: Known) -> Spread | None:
    """Each group in each period, with the others beside; None where a group is too small to be shown."""
    found = _levels(known)
    estimator = Estimator(known.row.plan["estimator"])
    if estimator is Estimator.SERIES or len({one.group for one in found}) < 2:
        return None
    standard, periods = known.model, [Days.of_json(one) for one in known.row.plan["periods"]]
    drawn = [_read(standard, one) for one in found]
    spans = charts.intervals(
        drawn,
        target=target_of(standard),
        write=lambda amount: amount_words(standard, amount, short=True),
        least=None if standard.measure == "mean" else 0.0,
        most=1.0 if is_share(standard) else None,
    )
    names = [_named(days, at, estimator) for at, days in enumerate(periods)]
    rows = [(at, _row(standard, one, names[one.period])) for at, one in enumerate(found)]
    spans = replace(spans, rows=tuple(replace(row, mark="") for row in spans.rows))  # nothing is to be shown here
    parts = groupby(zip(found, rows, strict=True), key=lambda pair: pair[0].group)
    named = tuple((_group(group, estimator), tuple(row for _one, row in pairs)) for group, pairs in parts)
    return Spread(spans, named, _table(standard, found, periods, estimator))


def weeks_of(known: Known) -> Drawn | None:
    """The team week by week, its usual level before and after; None where it is too small to be shown."""
    found = [one for one in _levels(known) if one.group == 0]
    if Estimator(known.row.plan["estimator"]) is not Estimator.SERIES or len(found) < 4:
        return None
    standard, periods = known.model, [Days.of_json(one) for one in known.row.plan["periods"]]
    start, by_period = int(known.row.plan["start"]), {one.period: one for one in found}
    steps: list[charts.Step] = []
    for first, last, phase in ((0, start, ""), (start, len(periods), _("after"))):
        dots = [_dot(standard, by_period.get(at)) for at in range(first, last)]
        if not any(one.size for one in dots):
            continue
        chart = chart_of(standard, dots)
        steps += [
            charts.Step(
                value=float(chart.value[at]) if chart.known[at] else None,
                usual=chart.centre,
                low=float(chart.low[at]),
                high=float(chart.high[at]),
                text=format_date(periods[first + at].first, "d MMM"),
                mark=chart.signals[at].value,
                phase=phase if at == 0 else "",
            )
            for at in range(len(dots))
        ]
    picture = charts.run_chart(
        steps,
        target=target_of(standard),
        write=lambda amount: amount_words(standard, amount, short=True),
        most=1.0 if is_share(standard) else None,
        least=None if standard.measure == "mean" else 0.0,
    )
    title = _("The team, week by week, before and after")
    return Drawn(picture, title, title, _table(standard, _levels(known), periods, Estimator.SERIES))


def _levels(known: Known) -> list[Level]:
    figures = known.row.figures
    if "panel" not in figures:
        return []
    return levels(panel_of(figures), aim_in(known.row.plan), Estimator(known.row.plan["estimator"]))


def _dot(standard: Standard, one: Level | None) -> Dot:
    """A group’s week as people read it."""
    if one is None:
        return Dot(0, 0, people=0)
    amount = one.size - one.amount if is_share(standard) else one.amount
    return Dot(amount, one.size, people=one.people, n=one.n)


def _read(standard: Standard, one: Level) -> tuple[float, float, float]:
    """Low, value and high as people read them."""
    ends = (one.low, one.value, one.high)
    if not is_share(standard):
        return ends
    low, value, high = (float(np.clip(1 - end, 0, 1)) for end in reversed(ends))
    return low, value, high


def _group(group: int | None, estimator: Estimator) -> str:
    if estimator is Estimator.SERIES:
        return _("Other teams") if group is None else _("The team")
    if estimator is Estimator.DIFFERENCE:
        return _("Others") if group is None else _("Trained")
    if group is None:
        return _("Still waited")
    if estimator is Estimator.WAITING_LIST:
        return _("Started first")
    return _("Wave %(number)s", number=group + 1)


def _days(days: Days) -> str:
    return _("%(first)s to %(last)s", first=format_date(days.first, "medium"), last=format_date(days.last, "medium"))


def _named(days: Days, at: int, estimator: Estimator) -> str:
    """A period by what it is for, where there are three."""
    if estimator in (Estimator.DIFFERENCE, Estimator.WAITING_LIST):
        return (_("Before"), _("When people were chosen: left out"), _("After"))[at]
    return _days(days)


def _row(standard: Standard, one: Level, name: str) -> Row:
    likely = span_words(standard, one.low, one.high)
    return name, likely, _("%(name)s: %(likely)s", name=name, likely=likely)


def _table(standard: Standard, found: Sequence[Level], periods: Sequence[Days], estimator: Estimator) -> Table:
    rows = [
        [
            _group(one.group, estimator),
            _days(periods[one.period]),
            format_number(one.people),
            format_number(one.n),
            level_words(standard, one.amount / one.size),
        ]
        for one in found
    ]
    heads = [_("Who"), _("When"), _("People"), _("Readings"), _("As counted")]
    return _("As it was counted, group by group; groups of fewer than five people are left out"), heads, rows
