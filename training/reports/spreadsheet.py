"""The board as CSV: a row for each person and programme, a column for each requirement."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Any

from training.core.i18n import gettext as _
from training.people.roster.guards import guarded
from training.reports.queries_export import Export
from training.reports.words import state_words

BYTE_ORDER_MARK = "\ufeff"  # spreadsheet programs take a file without it for an old encoding


def csv_of(found: Export, programme_titles: Mapping[int, str]) -> str:
    """The table as text, safe to open in a spreadsheet program. Days are ISO dates; states are words."""
    words = state_words()
    columns = {document_id: place for place, (document_id, _title) in enumerate(found.requirements)}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([*heading(), *(guarded(title) for _id, title in found.requirements)])
    # A company has few names of teams and roles: each is made safe once.
    safe: dict[str | None, str] = {None: ""}

    def once(text: str | None) -> str:
        if text not in safe:
            safe[text] = guarded(text or "")
        return safe[text]

    for row in found.rows:
        cells = [""] * len(columns)
        for _requirement, state, since, until, due_on, _entry, document_id in row.parts or ():
            day = until if state == "met" else due_on or since
            cells[columns[document_id]] = f"{words[state]} {day}" if day else words[state]
        writer.writerow(
            (
                guarded(row.employee_number),
                guarded(f"{row.preferred_name or row.given_name} {row.family_name}".strip()),
                once(row.team),
                once(row.roles),
                once(programme_titles.get(row.document_id, "")),
                words[row.state if row.level is None else row.level],
                row.held,
                row.total,
                written(row.next_due),
                written(row.until),
                *cells,
            )
        )
    return BYTE_ORDER_MARK + out.getvalue()


def heading() -> Iterable[str]:
    return (
        _("Number"),
        _("Name"),
        _("Team"),
        _("Role"),
        _("Programme"),
        _("State"),
        _("Held"),
        _("Of"),
        _("Next due"),
        _("Certified until"),
    )


def written(day: Any) -> str:
    return day.isoformat() if isinstance(day, date) else ""
