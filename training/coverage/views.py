"""Pages of coverage: the matrix, its holes, and all of it as a table."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import db, requires, today
from training.coverage.keeping import coverage
from training.coverage.queries import role_titles, shown
from training.coverage.rules import Matrix, Row
from training.coverage.rules_holes import Hole, Sort, lacking
from training.coverage.sheets import sheet
from training.coverage.spreadsheet import csv_of
from training.coverage.words import SORTS, Told, address, column, finding, tell

bp = Blueprint("coverage", __name__)

FIRST = 5
"""Holes of a sort that stand above the matrix."""


@dataclass(frozen=True)
class Narrowed:
    """What the address asks for: rows and holes of a role or a transaction, and rows with holes only."""

    role: str
    transaction: str
    gaps: bool

    def fits(self, roles: Collection[str], transactions: Collection[str]) -> bool:
        return (not self.role or self.role in roles) and (not self.transaction or self.transaction in transactions)

    @property
    def kept(self) -> dict[str, Any]:
        """The same for another address."""
        asked = {"role": self.role, "transaction": self.transaction, "gaps": "1" if self.gaps else ""}
        return {name: value for name, value in asked.items() if value}


def wanted() -> Narrowed:
    args = request.args
    return Narrowed(args.get("role", "")[:100], args.get("transaction", "")[:100], args.get("gaps") == "1")


@dataclass(frozen=True)
class Group:
    """Rows of a page that belong together: standards, or the steps of a transaction (its slug)."""

    transaction: str
    title: str
    rows: Sequence[Row]


@bp.get("/coverage")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    everything, narrowed = coverage(db()), wanted()
    found, missing = everything.matrix, everything.holes
    fitting = [hole for hole in missing if narrowed.fits(hole.roles, hole.transactions)]
    counts = Counter(hole.sort for hole in fitting)
    first = [hole for sort in counts for hole in [one for one in fitting if one.sort is sort][:FIRST]]
    roles = role_titles(db())
    told = dict(zip(first, told_of(first, roles), strict=True))
    gaps = lacking(missing)
    rows = [row for row in found.rows.values() if narrowed.fits(row.carried, row.transactions)]
    page = sheet([row for row in rows if row.key in gaps] if narrowed.gaps else rows)
    return render_template(
        "coverage/index.html",
        finding=finding(found, missing),
        matrix=found,
        page=page,
        groups=groups_of(found, page.items),
        narrowed=narrowed,
        gaps=gaps,
        sorts=[
            (sort, SORTS[sort], counts[sort], [told[hole] for hole in first if hole.sort is sort]) for sort in counts
        ],
        open=len(fitting),
        roles={slug: roles.get(slug, slug) for slug in found.roles},
        columns={kind: column(kind) for kind in found.kinds},
        address=address,
        url_of_page=lambda number: url_for("coverage.index", **narrowed.kept, page=number),
    )


def told_of(missing: Sequence[Hole], roles: dict[str, str]) -> list[Told]:
    """Holes in words, in their order."""
    documents = shown(db(), {hole.document for hole in missing if hole.document})
    writes = current_actor().may(Permission.DOCUMENT_WRITE)
    return [tell(hole, roles, documents, writes=writes) for hole in missing]


def groups_of(found: Matrix, rows: Sequence[Row]) -> list[Group]:
    """Rows in the order of the matrix, in their groups."""
    titles = {one.slug: one.title for one in found.company.transactions}
    return [
        Group(transaction, titles.get(transaction, ""), list(group)) for transaction, group in groupby(rows, key=_group)
    ]


def _group(row: Row) -> str:
    return "" if row.is_standard else row.transactions[0]


@bp.get("/coverage/holes")
@requires(Permission.COVERAGE_READ)
def missing() -> ResponseReturnValue:
    found, narrowed, sort = coverage(db()), wanted(), request.args.get("sort", "")
    fitting = [hole for hole in found.holes if narrowed.fits(hole.roles, hole.transactions)]
    counts = Counter(hole.sort for hole in fitting)
    listed = [hole for hole in fitting if sort in {"", hole.sort}]
    page, roles = sheet(listed), role_titles(db())
    told = zip(page.items, told_of(page.items, roles), strict=True)
    return render_template(
        "coverage/holes.html",
        groups=[(SORTS[one], [line for _hole, line in group]) for one, group in groupby(told, key=_sort_of)],
        page=page,
        counts=[(one, SORTS[one], number_of) for one, number_of in counts.items()],
        sort=sort,
        narrowed=narrowed,
        matrix=found.matrix,
        roles={slug: roles.get(slug, slug) for slug in found.matrix.roles},
        url_of_page=lambda number: url_for("coverage.missing", **narrowed.kept, sort=sort or None, page=number),
    )


def _sort_of(pair: tuple[Hole, Told]) -> Sort:
    return pair[0].sort


@bp.get("/coverage.csv")
@requires(Permission.COVERAGE_READ)
def download() -> ResponseReturnValue:
    found, narrowed = coverage(db()), wanted()
    rows = [row for row in found.matrix.rows.values() if narrowed.fits(row.carried, row.transactions)]
    answer = Response(csv_of(found.matrix, rows, found.holes, role_titles(db())), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="coverage-{today().isoformat()}.csv"'
    return answer
