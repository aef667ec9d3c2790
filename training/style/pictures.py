"""Figures of an invented team for the style page, reckoned and placed as the pages do it."""

from datetime import date, timedelta
from typing import Any

from training.core import charts
from training.core.i18n import format_date, format_number, ngettext
from training.core.i18n import gettext as _
from training.method import funnel, run_charts

TARGET = 0.85
MONDAY = date(2025, 11, 24)

CALLS = [140, 188, 231, 96, 64, 152, 205, 118, 42, 173, 80, 128]
KEPT = [104, 169, 203, 88, 57, 134, 186, 102, 39, 150, 70, 118]
WEEKS = [96, 88, 104, 92, 110, 99, 84, 101, 95, 107, 118, 90, 97, 103, 89, 94, 100, 91, 105, 98]
IN_TIME = [83, 77, 90, 81, 93, 85, 59, 88, 82, 94, 108, 82, 82, 88, 76, 80, 85, 77, 90, 84]
RISES = [("Promise a time you can keep", 9, 0.01, 0.04, 0.07), ("Listen first", 14, -0.02, 0.01, 0.04)]


def pictures() -> dict[str, Any]:
    """What style/charts.html draws."""
    return {"funnel": _funnel(), "run": _run(), "rises": _rises()}


def percent(value: float) -> str:
    return _("%(number)s %%", number=format_number(round(100 * value)))


def _points(value: float) -> str:
    return _("%(number)s points", number=_signed(value))


def _signed(value: float) -> str:
    return f"{round(100 * value):+d}".replace("-", "−") if round(100 * value) else "0"


def _calls(value: float) -> str:
    return ngettext("%(num)s call", "%(num)s calls", round(value))


def _funnel() -> tuple[charts.Picture, Any]:
    found = funnel.shares(KEPT, CALLS, sum(KEPT) / sum(CALLS))
    units = [
        charts.Unit(
            size,
            kept / size,
            out=abs(int(state)) == 2,
            name=_("Jonas, %(share)s", share=percent(kept / size)) if number == 0 else "",
        )
        for number, (size, kept, state) in enumerate(zip(CALLS, KEPT, found.state, strict=True))
    ]
    rows = [
        [_("Jonas"), CALLS[0], KEPT[0], percent(KEPT[0] / CALLS[0])],
        [_("The eleven others"), sum(CALLS[1:]), sum(KEPT[1:]), percent(sum(KEPT[1:]) / sum(CALLS[1:]))],
    ]
    picture = charts.funnel(
        units,
        charts.Limits.of(found),
        target=TARGET,
        write=percent,
        write_size=lambda size: format_number(round(size)),
        last_size=_calls,
    )
    return picture, (_("Call-backs in time by person"), (_("Who"), _("Calls"), _("In time"), _("As counted")), rows)


def _run() -> tuple[charts.Picture, Any]:
    steps, rows = [], []
    for first, last in ((0, 10), (10, 20)):
        chart = run_charts.p_chart(
            IN_TIME[first:last], WEEKS[first:last], laney=True, leave_out=(6,) if first == 0 else ()
        )
        for at in range(last - first):
            day = format_date(MONDAY + timedelta(weeks=first + at), "d MMM")
            step = charts.Step(
                float(chart.value[at]),
                chart.centre,
                float(chart.low[at]),
                float(chart.high[at]),
                day,
                mark=chart.signals[at],
                phase=_("New rota") if at == 0 and first else "",
            )
            steps.append(step)
            rows.append([day, WEEKS[first + at], percent(step.value or 0), f"{percent(step.low)}–{percent(step.high)}"])
    picture = charts.run_chart(steps, target=TARGET, write=percent)
    return picture, (_("Call-backs in time by week"), (_("Week from"), _("Calls"), _("In time"), _("Limits")), rows)


def _rises() -> dict[str, Any]:
    spans = charts.intervals(
        [(low, value, high) for *_about, low, value, high in RISES], target=0.0, write=_signed, last=_points
    )
    rows = []
    for title, people, low, value, high in RISES:
        between = {"low": _signed(low), "high": _signed(high)}
        text = _("%(people)s people, %(rise)s", people=people, rise=_points(value))
        rows.append((title, text, _("Likely between %(low)s and %(high)s", **between)))
    table = [[title, people, _points(value)] for title, people, _low, value, _high in RISES]
    heads = (_("Lesson"), _("People"), _("Rise"))
    return {"spans": spans, "rows": rows, "table": (_("Rise beyond what was expected"), heads, table)}
