"""Coverage by role: which standards each role carries, and whether its programmes ask it to learn them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.web import NotFound, db, requires
from training.coverage.keeping import coverage
from training.coverage.queries import role_titles
from training.coverage.rules import MODULE, Carry, Matrix, Row
from training.coverage.rules_roles import LEARNED, Carried, Reach, carried_by, taught
from training.coverage.sheets import sheet
from training.coverage.views import groups_of
from training.coverage.words import CARRIES, address, column

bp = Blueprint("coverage_roles", __name__)


@dataclass(frozen=True)
class Line:
    """A standard, and by role what the role has to do with it and whether it is taught that."""

    row: Row
    cells: Mapping[str, tuple[Carry, Reach]]


@bp.get("/coverage/roles")
@requires(Permission.COVERAGE_READ)
def index() -> ResponseReturnValue:
    found, names = coverage(db()).matrix, role_titles(db())
    page = sheet([row for row in found.standards if row.carried])
    lines = [
        Line(row, {role: (carry, taught(found, row, role)) for role, carry in row.carried.items()})
        for row in page.items
    ]
    here = {role for line in lines for role in line.cells}
    return render_template(
        "coverage/roles.html",
        finding=_finding_of_all(found),
        lines=lines,
        roles={slug: names.get(slug, slug) for slug in found.roles if slug in here},
        carries=CARRIES,
        address=address,
        page=page,
        url_of_page=lambda number: url_for("coverage_roles.index", page=number),
    )


@bp.get("/coverage/roles/<role_slug>")
@requires(Permission.COVERAGE_READ)
def role(role_slug: str) -> ResponseReturnValue:
    found, names = coverage(db()).matrix, role_titles(db())
    if role_slug not in names and role_slug not in found.roles:
        raise NotFound
    carried = list(carried_by(found, role_slug, found.rows.values()))
    name = names.get(role_slug, role_slug)
    page = sheet(carried)
    by_key = {one.row.key: one for one in page.items}
    rows = [one.row for one in page.items]
    return render_template(
        "coverage/role.html",
        name=name,
        finding=_finding_of_one(name, carried),
        page=page,
        groups=[(group, [by_key[row.key] for row in group.rows]) for group in groups_of(found, rows)],
        programmes=found.company.programmes.get(role_slug, ()),
        columns={kind: column(kind) for kind in LEARNED},
        carries=CARRIES,
        address=address,
        url_of_page=lambda number: url_for("coverage_roles.role", role_slug=role_slug, page=number),
    )


def _finding_of_all(found: Matrix) -> str:
    """What the roles of all standards say, in one sentence."""
    lacking = {
        role
        for row in found.standards
        for role, carry in row.carried.items()
        if carry is not Carry.DECIDES and taught(found, row, role) is not Reach.ASKED
    }
    if not found.roles:
        return _("No role carries a standard yet")
    if lacking:
        return ngettext(
            "%(num)s role is not taught everything that it carries",
            "%(num)s roles are not taught everything that they carry",
            len(lacking),
        )
    return _("Each role is taught what it carries")


def _finding_of_one(name: str, carried: Sequence[Carried]) -> str:
    standards = [one for one in carried if one.row.is_standard]
    learned = sum(one.reach[MODULE] is Reach.ASKED for one in standards)
    if not carried:
        return _("%(role)s: no step and no standard yet", role=name)
    if not standards:
        return _("%(role)s: no standard is kept at its steps yet", role=name)
    return ngettext(
        "%(role)s: taught %(some)s of %(num)s standard",
        "%(role)s: taught %(some)s of %(num)s standards",
        len(standards),
        role=name,
        some=learned,
    )
