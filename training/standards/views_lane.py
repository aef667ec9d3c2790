"""The card that each role carries: my steps, my clocks, my authority, my words."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.web import db, requires, today
from training.standards.queries_lane import lane_for, my_lanes

bp = Blueprint("lanes", __name__)


@bp.get("/lane")
@requires(Permission.LEARN)
def mine() -> ResponseReturnValue:
    return render_template("standards/lanes.html", lanes=my_lanes(db(), current_actor(), today=today()))


@bp.get("/lane/<role_slug>")
@requires(Permission.LEARN)
def lane(role_slug: str) -> ResponseReturnValue:
    found = lane_for(db(), current_actor(), role_slug, today=today())
    return render_template("standards/lane.html", lane=found)


@bp.get("/lane/<role_slug>/print")
@requires(Permission.LEARN)
def paper(role_slug: str) -> ResponseReturnValue:
    found = lane_for(db(), current_actor(), role_slug, today=today())
    return render_template("standards/lane_paper.html", lane=found, today=today())
