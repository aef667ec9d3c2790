"""The board as CSV: a row for each person and programme, a column for each requirement."""

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO, TextIOWrapper

from training.core.i18n import gettext as _
from training.people.roster.guards import guarded
from training.reports.queries import state_of
from training.reports.queries_export import Export, parts_of
from training.reports.words import words_of_states

WITH_BYTE_ORDER_MARK = "utf-8-sig"  # spreadsheet programs take a file without the mark for an old encoding


def csv_of(found: Export, programme_titles: Mapping[int, str]) -> bytes:
    """The table, safe to open in a spreadsheet program. Days are ISO dates; states are words."""
    words = words_of_states()
    columns = {document_id: place for place, document_id in enumerate(found.requirements)}
    file = BytesIO()
    # It is encoded line by line: as one text it would take eight times the memory.
    out = TextIOWrapper(file, WITH_BYTE_ORDER_MARK, newline="")
    writer = csv.writer(out)
    writer.writerow([*heading(), *(guarded(title) for title in found.requirements.values())])
    # A company has few names of teams and roles: each is made safe once.
    safe: dict[str | None, str] = {None: ""}

    def once(text: str | None) -> str:
        if text not in safe:
            safe[text] = guarded(text or "")
        return safe[text]

    for person in found.people:
        name = f"{person.preferred_name or person.given_name} {person.family_name}".strip()
        who = (guarded(person.employee_number), guarded(name), once(person.team), once(found.roles.get(person.id)))
        standings = found.standings.get(person.id)
        if not standings:
            writer.writerow((*who, "", words[state_of(person.rank)]))
            continue
        for row in standings:
            cells = [""] * len(columns)
            for _requirement, state, since, until, due_on, _entry, document_id in parts_of(row):
                day = until if state == "met" else due_on or since
                cells[columns[document_id]] = f"{words[state]} {day}" if day else words[state]
            title = once(programme_titles.get(row.document_id))
            writer.writerow(
                (*who, title, words[row.level], row.held, row.total, row.next_due or "", row.until or "", *cells)
            )
    out.flush()
    return file.getvalue()


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
