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

    following = next(found.standings, None)
    for person_id, number, given, preferred, family, team, rank in found.people:
        name = f"{preferred or given} {family}".strip()
        who = (guarded(number), guarded(name), once(team), once(found.roles.get(person_id)))
        if following is None or following[0] != person_id:
            writer.writerow((*who, "", words[state_of(rank)]))
            continue
        standings, following = following[1], next(found.standings, None)
        for _person, programme_id, level, held, total, next_due, end, parts in standings:
            cells = [""] * len(columns)
            for _requirement, state, since, until, due_on, _entry, document_id, _first in parts_of(parts):
                day = until if state == "met" else due_on or since
                cells[columns[document_id]] = f"{words[state]} {day}" if day else words[state]
            title = once(programme_titles.get(programme_id))
            writer.writerow((*who, title, words[level], held, total, next_due or "", end or "", *cells))
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
