"""Whether the days and the status of a roster's row agree; where they do not, the days decide or somebody is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal

from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.roster.entries import RosterRow
from training.people.roster.headers import Field
from training.people.roster.snapshot import Status

Finding = tuple[str, str, Literal["error", "warning"]]  # what is wrong, the remedy, how bad


def settle_days(name: str, row: RosterRow, fields: frozenset[Field], today: date) -> tuple[RosterRow, list[Problem]]:
    """The row as it is to be used, and what is wrong with its days. `name` is the file's."""
    findings = [*_about_leave(row, today), *_about_first_day(row, fields, today), *_about_last_day(row, today)]
    if row.hired_on and row.left_on and row.left_on < row.hired_on:
        row = replace(row, hired_on=None)
    return row, [Problem(name, row.line, *finding) for finding in findings]


def _about_leave(row: RosterRow, today: date) -> Iterator[Finding]:
    if row.leave_until and not row.leave_from:
        yield _("Leave has an end but no beginning."), _("Add its first day."), "error"
    elif row.leave_from and row.leave_until and row.leave_until < row.leave_from:
        yield _("Leave ends before it begins."), _("Correct one of the two dates."), "error"
    elif row.leave_from and row.status in {Status.ACTIVE, Status.LEAVE}:
        absent = row.leave_from <= today and (row.leave_until is None or row.leave_until >= today)
        if absent != (row.status is Status.LEAVE):
            message = _("%(name)s is “%(status)s”, but not by the days of leave.", name=row.name, status=row.status)
            yield message, _("The days count. Correct them if that is wrong."), "warning"


def _about_first_day(row: RosterRow, fields: frozenset[Field], today: date) -> Iterator[Finding]:
    if row.status is not Status.FUTURE or row.left_on:
        return
    if row.hired_on and row.hired_on <= today:
        first = format_date(row.hired_on)
        message = _("%(name)s is “future”, but began on %(first)s.", name=row.name, first=first)
        yield message, _("The day counts. Correct it if that is wrong."), "warning"
    elif row.hired_on is None and Field.HIRED in fields:
        message = _("%(name)s is “future”, but has no first day.", name=row.name)
        yield message, _("Write the first day, or correct the status."), "error"


def _about_last_day(row: RosterRow, today: date) -> Iterator[Finding]:
    if row.left_on is None:
        return
    if row.hired_on and row.left_on < row.hired_on:
        days = {"last": format_date(row.left_on), "first": format_date(row.hired_on)}
        message = _("The last day of %(name)s, %(last)s, is before the first, %(first)s.", name=row.name, **days)
        if row.status is Status.LEFT:
            remedy = _("Taken as somebody who never started, without a first day. Correct it if that is wrong.")
            yield message, remedy, "warning"
        else:
            yield message, _("Correct one of the two dates."), "error"
    elif row.left_on < today and row.status not in {None, Status.LEFT}:
        last = format_date(row.left_on)
        message = _("%(name)s is “%(status)s”, but left on %(last)s.", name=row.name, status=row.status, last=last)
        yield message, _("Clear the last day, or set the status to left."), "error"
    elif row.left_on > today and row.status is Status.LEFT:
        last = format_date(row.left_on)
        message = _("%(name)s is “left”, but the last day, %(last)s, is ahead.", name=row.name, last=last)
        yield message, _("The day counts: the person works here until then."), "warning"
