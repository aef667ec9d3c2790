"""A plan in words: the same for the terminal, the browser and the list of problems to download."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.roster.facts import summary_of
from training.people.roster.guards import guarded
from training.people.roster.plan import Plan, Value


def shown(value: Value) -> str:
    """A value as people read it: days in words, teams with their path, nothing as a word."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, tuple):
        return " › ".join(value)
    return value or _("nothing")


def counted(plan: Plan) -> list[str]:
    """How much the plan does, in short sentences; what is zero is left out."""
    summary = summary_of(plan)
    sentences = {
        "new": ngettext("%(num)s person is new.", "%(num)s people are new.", summary["new"]),
        "changed": ngettext("%(num)s person changes.", "%(num)s people change.", summary["changed"]),
        "left": ngettext("%(num)s person leaves.", "%(num)s people leave.", summary["left"]),
        "gone": ngettext("%(num)s person is missing.", "%(num)s people are missing.", summary["gone"]),
        "teams": ngettext("%(num)s team is new.", "%(num)s teams are new.", summary["teams"]),
        "roles": ngettext("%(num)s role is new.", "%(num)s roles are new.", summary["roles"]),
        "unchanged": ngettext("%(num)s person stays as is.", "%(num)s people stay as they are.", summary["unchanged"]),
    }
    return [sentence for part, sentence in sentences.items() if summary[part]]


def problems_csv(problems: Iterable[Problem]) -> bytes:
    """Problems as a spreadsheet to work through beside the file they are about."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Row"), _("Kind"), _("What is wrong"), _("What to do")])
    kinds = {"error": _("Problem"), "warning": _("Please check")}
    for problem in problems:
        line = "" if problem.line is None else str(problem.line)
        writer.writerow([line, kinds[problem.severity], guarded(problem.message), guarded(problem.remedy)])
    return out.getvalue().encode("utf-8-sig")
