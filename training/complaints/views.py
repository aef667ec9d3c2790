"""The overview of complaints, the rules, and where customers can complain."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.complaints.queries_rules import names_of_roles, rules_now
from training.core.permissions import Permission
from training.core.web import db, requires

bp = Blueprint("complaints", __name__)


@bp.get("/complaints/rules")
@requires(Permission.LEARN)
def rules() -> ResponseReturnValue:
    found = rules_now(db())
    return render_template("complaints/rules.html", rules=found, names=names_of_roles(db(), found.model))
