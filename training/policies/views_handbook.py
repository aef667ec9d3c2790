"""The handbook on one page for everybody, and as a booklet."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from training.content.rendering import html_of
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.permissions import Permission
from training.core.web import db, requires, site, today
from training.policies.queries_handbook import WHOLE, handbook
from training.policies.words import CHIPS, words_of_states

bp = Blueprint("handbook", __name__)


@bp.get("/handbook")
@requires(Permission.LEARN)
def page() -> ResponseReturnValue:
    return _page("policies/handbook.html")


@bp.get("/handbook/print")
@requires(Permission.LEARN)
def booklet() -> ResponseReturnValue:
    return _page("policies/handbook_booklet.html")


def _page(template: str) -> str:
    found = handbook(db(), current_actor(), today=today())
    return render_template(
        template,
        book=found,
        texts={
            chapter.slug: [
                (block, html_of(chapter.edition, block.text, first_heading=5)) for block in chapter.policy.blocks
            ]
            for chapter in found.chapters
        },
        days={chapter.slug: local_day(chapter.edition.at, site().zone) for chapter in found.chapters},
        whole=WHOLE,
        words=words_of_states(),
        chips=CHIPS,
        today=today(),
    )
