"""Who has signed a policy, as CSV."""

import csv
from collections.abc import Iterable
from io import BytesIO, TextIOWrapper
from zoneinfo import ZoneInfo

from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.people.roster.guards import guarded
from training.policies.queries_signatures import Line
from training.policies.words import words_of_states

WITH_BYTE_ORDER_MARK = "utf-8-sig"  # spreadsheet programs take a file without the mark for an old encoding


def csv_of(lines: Iterable[Line], zone: ZoneInfo) -> bytes:
    """The list, safe to open in a spreadsheet program. Days are ISO dates at the site; states are words."""
    words, file = words_of_states(), BytesIO()
    out = TextIOWrapper(file, WITH_BYTE_ORDER_MARK, newline="")
    writer = csv.writer(out)
    writer.writerow([_("Number"), _("Name"), _("Team"), _("On leave"), _("State"), _("Signed version"), _("Signed on")])
    for line in lines:
        day = local_day(line.at, zone).isoformat() if line.at else ""
        who = guarded(line.employee_number), guarded(line.name), guarded(line.team)
        writer.writerow((*who, _("yes") if line.on_leave else "", words[line.state], line.number or "", day))
    out.flush()
    return file.getvalue()
