"""Coverage as CSV: a row for each standard and each step, how much of each kind covers it, and what is missing."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from io import StringIO

from training.core.i18n import gettext as _
from training.coverage.rules import Carry, Mark, Matrix, Row
from training.coverage.rules_holes import OF_ROWS, Hole
from training.coverage.words import SORTS, column
from training.people.roster.guards import guarded


def csv_of(matrix: Matrix, rows: Iterable[Row], holes: Iterable[Hole], roles: Mapping[str, str]) -> bytes:
    """The table, safe to open in a spreadsheet program. Each kind has two numbers: pointing at the row itself, and
    through a step or standard that belongs to it."""
    missing: dict[str, list[str]] = defaultdict(list)
    for hole in holes:
        if hole.sort not in OF_ROWS:
            continue
        missing[hole.subject].append(str(SORTS[hole.sort]))
    titles = {one.slug: one.title for one in matrix.company.transactions}
    marks = {Mark.DIRECT: _("yes"), Mark.THROUGH: _("through its standard"), Mark.NONE: _("no")}
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([guarded(cell) for cell in _heading(matrix)])
    for row in rows:
        carried = [_named(row, roles, carry) for carry in Carry]
        numbers = [len(part) for kind in matrix.kinds for part in (row.cell(kind).direct, row.cell(kind).through)]
        texts = (
            _("Standard") if row.is_standard else _("Step"),
            "" if row.is_standard else titles[row.transactions[0]],
            row.title,
            row.key,
            *carried,
        )
        tail = (marks[row.measured], ", ".join(missing.get(row.key, ())))
        writer.writerow([*map(guarded, texts), *numbers, *map(guarded, tail)])
    return out.getvalue().encode("utf-8-sig")  # without the mark spreadsheet programs take it for an old encoding


def _heading(matrix: Matrix) -> Iterable[str]:
    yield from (_("Sort"), _("Transaction"), _("Title"), _("Name"))
    yield from (_("Owned by"), _("Helped by"), _("Decided beyond by"), _("Meant for"))
    for kind in matrix.kinds:
        yield column(kind)
        yield _("%(column)s, through what belongs to it", column=column(kind))
    yield from (_("Measured"), _("Missing"))


def _named(row: Row, roles: Mapping[str, str], wanted: Carry) -> str:
    return ", ".join(roles.get(role, role) for role, carry in row.carried.items() if carry is wanted)
