"""Where we miss: what the last reviews found of each standard, and what it rests on. Nobody is named on these pages."""

from flask import Blueprint, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.content.queries import live
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.jobs import enqueue
from training.core.permissions import Permission
from training.core.web import NotFound, db, now, requires, today
from training.diagnosis.jobs import NIGHT
from training.diagnosis.queries_page import beside
from training.diagnosis.queries_review import reviewed, reviewed_standards
from training.diagnosis.queries_rules import rules_now
from training.diagnosis.words import (
    MEANINGS,
    chip_of,
    counted_sentence,
    needed_in,
    remark_sentences,
    team_sentence,
    team_sure,
)
from training.diagnosis.words_figures import counted_words, span_words
from training.diagnosis.words_pages import drift_words, found_words, hidden_words, row_words, title_of
from training.method.verdicts import Verdict
from training.people.models import Team
from training.people.queries import team_for, team_tree
from training.standards.files import STANDARD
from training.standards.rules_standard import target_words

bp = Blueprint("diagnosis", __name__, url_prefix="/diagnosis")


@bp.get("/")
@requires(Permission.NEED_READ)
def index() -> ResponseReturnValue:
    rows = reviewed_standards(db(), current_actor())
    return render_template(
        "diagnosis/index.html",
        rows=rows,
        title=title_of(rows),
        chip_of=chip_of,
        row_words=row_words,
        is_reviewed=any(one.diagnosis for one in rows),
    )


@bp.post("/review")
@requires(Permission.NEED_DECIDE)
def review() -> ResponseReturnValue:
    """Have the figures reviewed now, instead of tonight."""
    enqueue(db(), NIGHT, now=now(), unique_key="diagnosis.now")
    flash(_("The figures are being reviewed. Look again in a minute."), "good")
    return redirect("/diagnosis/", 303)


@bp.get("/how")
@requires(Permission.NEED_READ)
def how() -> ResponseReturnValue:
    """In plain words how a verdict comes about, with the thresholds that hold now."""
    return render_template(
        "diagnosis/how.html",
        rules=rules_now(db()).model,
        verdicts=[(MEANINGS[verdict], *chip_of(verdict)) for verdict in Verdict],
    )


@bp.get("/<standard_slug>")
@requires(Permission.NEED_READ)
def standard(standard_slug: str) -> ResponseReturnValue:
    actor, edition = current_actor(), live(db(), STANDARD.name, standard_slug)
    if edition is None:
        raise NotFound
    team = _chosen_team()
    found = reviewed(db(), actor, edition, team.path if team else "")
    shown = beside(db(), actor, found, team.path if team else "", today=today())
    needed = needed_in(found.diagnosis.figures) if found.diagnosis else (0.0, 0.0)
    return render_template(
        "diagnosis/standard.html",
        found=found,
        standard=found.standard,
        slug=standard_slug,
        team=team,
        teams=team_tree(db(), actor, Permission.NEED_READ),
        beside=shown,
        finding=found_words(found),
        remarks=remark_sentences(found.diagnosis.remarks) if found.diagnosis and found.told else [],
        drift=drift_words(found.standard, shown.drift),
        hidden=hidden_words(found),
        needed=needed,
        panels=_panels(standard_slug, team),
        words={
            "target": target_words,
            "chip": chip_of,
            "counted": counted_words,
            "span": span_words,
            "sure": team_sure,
            "sentence": team_sentence,
            "raw": counted_sentence,
        },
    )


def _chosen_team() -> Team | None:
    """The team that the page is narrowed to; NotFound for one that the actor does not look after."""
    wanted = request.args.get("team", "")
    if not wanted:
        return None
    if not wanted.isdecimal() or len(wanted) > 9:
        raise NotFound
    return team_for(db(), current_actor(), int(wanted), Permission.NEED_READ)


def _panels(slug: str, team: Team | None) -> Markup:
    """What domains above show beside a finding, such as the needs that follow from it."""
    hooks = current_app.extensions["review_panels"]
    return Markup("").join(hook(db(), current_actor(), slug, team.id if team else None, now()) for hook in hooks)
