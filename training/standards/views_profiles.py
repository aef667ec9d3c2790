"""Pages about role profiles, and the interview guide on paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.permissions import Permission
from training.core.web import db, requires, site, today
from training.standards.queries_interviews import guide_for
from training.standards.queries_profiles import list_profiles, profile_known

bp = Blueprint("profiles", __name__)


@bp.get("/profiles")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    mine, others = list_profiles(db(), current_actor(), today=today())
    return render_template("standards/profiles.html", mine=mine, others=others)


@bp.get("/profiles/<profile_slug>")
@requires(Permission.LEARN)
def profile(profile_slug: str) -> ResponseReturnValue:
    known = profile_known(db(), profile_slug)
    published_on = local_day(known.edition.at, site().zone)
    return render_template(
        "standards/profile.html", known=known, profile=known.profile, edition=known.edition, published_on=published_on
    )


@bp.get("/profiles/<profile_slug>/guide")
@requires(Permission.INTERVIEW_WRITE)
def guide(profile_slug: str) -> ResponseReturnValue:
    edition = guide_for(db(), profile_slug)
    published_on = local_day(edition.at, site().zone)
    return render_template("standards/guide.html", edition=edition, profile=edition.model, published_on=published_on)
