"""The page on which everything can be looked for, and the same for the fields that answer while somebody types."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.permissions import Permission
from training.core.web import db, requires, today, wants_json
from training.search.queries import BLANK, MOST, ON_A_PAGE, Found, answers, find, starters
from training.search.rules_query import LONGEST

bp = Blueprint("search", __name__)


@bp.get("/search")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    asked = " ".join(request.args.get("q", "")[:LONGEST].split())
    page = min(max(1, request.args.get("page", 1, type=int)), MOST)
    actor = current_actor()
    found = find(db(), actor, asked, today=today())
    shown = answers(db(), found, page=page)
    if wants_json():
        return jsonify({"answers": [vars(one) for one in shown], "said": said_of(found), "more": _pages(found) > 1})
    return render_template(
        "search/index.html",
        asked=asked,
        answers=shown,
        starters=[] if asked else starters(db(), actor, today=today()),
        said=said_of(found),
        page=page,
        pages=_pages(found),
        blank=BLANK,
    )


def said_of(found: Found) -> str:
    """What was found, in a sentence or two; nothing when nothing was looked for."""
    number = len(found.ids)
    if not found.question.terms:
        return ""
    count = (
        _("The best %(num)s answers.", num=number)
        if number == MOST
        else ngettext("%(num)s answer.", "%(num)s answers.", number)
    )
    if found.corrected:
        words = ", ".join(_("“%(word)s”", word=word) for word in found.corrected)
        return " ".join((_("Showing results for %(words)s.", words=words), count))
    if found.partly:
        return " ".join((_("None has all of these words, but these come near."), count))
    return count


def _pages(found: Found) -> int:
    return -(-len(found.ids) // ON_A_PAGE)
