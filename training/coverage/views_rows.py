"""The page of one standard or step: what covers it, who carries it, what is missing and what fills that."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.content.queries_uses import PlacedUse, has_place
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import NotFound, db, requires
from training.coverage.keeping import coverage
from training.coverage.queries import role_titles, shown
from training.coverage.rules import ALWAYS, Part, Row
from training.coverage.rules_holes import OF_ROWS, Hole, Nearest, Sort
from training.coverage.rules_roles import taught
from training.coverage.words import CARRIES, MISSING, address, column, fill, place, tell

bp = Blueprint("coverage_rows", __name__)


@bp.get("/coverage/standards/<standard_slug>")
@requires(Permission.COVERAGE_READ)
def standard(standard_slug: str) -> ResponseReturnValue:
    return _page(standard_slug)


@bp.get("/coverage/transactions/<transaction_slug>/<step_id>")
@requires(Permission.COVERAGE_READ)
def step(transaction_slug: str, step_id: str) -> ResponseReturnValue:
    return _page(f"{transaction_slug}/{step_id}")


def _page(key: str) -> str:
    everything = coverage(db())
    found = everything.matrix
    row = found.rows.get(key)
    if row is None:
        raise NotFound
    nearest, roles = Nearest(found), role_titles(db())
    near = {kind: nearest.document(row, (kind,)) for kind in ALWAYS if not row.covered(kind)}
    missing = [hole for hole in everything.holes if _concerns(hole, row)]
    named = {part for part in (*near.values(), *(hole.document for hole in missing)) if part}
    known = shown(db(), {part for cell in row.cells.values() for part in cell.parts} | named)
    writes = current_actor().may(Permission.DOCUMENT_WRITE)
    is_author = current_actor().may(Permission.DOCUMENT_READ)

    def uses(parts: tuple[Part, ...]) -> list[PlacedUse]:
        """Those that this reader may see: the words of a bank's parts are the questions of a quiz."""
        return [known[part] for part in parts if part in known and (is_author or has_place(part.kind))]

    return render_template(
        "coverage/row.html",
        row=row,
        place=place(key),
        told=[tell(hole, roles, known, writes=writes) for hole in missing],
        covered=[
            (column(kind), row.cell(kind), uses(row.cell(kind).direct), uses(row.cell(kind).through))
            for kind in found.kinds
            if row.covered(kind)
        ],
        empty=[
            (MISSING[kind], *fill(kind, key, known.get(document) if document else None))
            for kind, document in near.items()
        ],
        carried=[
            (slug, roles.get(slug, slug), CARRIES[carry], taught(found, row, slug))
            for slug, carry in row.carried.items()
        ],
        near=[found.rows[other] for other in row.near if other in found.rows],
        writes=writes,
        address=address,
    )


def _concerns(hole: Hole, row: Row) -> bool:
    if hole.sort is Sort.NOT_REQUIRED:
        return row.key in hole.steps
    return hole.sort in OF_ROWS and hole.subject == row.key
