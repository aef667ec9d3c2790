"""Pages of needs: the list, one's own, and one need with the decision about it."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.core.auth import current_actor
from training.core.forms import SiteForm, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import database, db, now, requires, row_asked, today
from training.diagnosis.looking import note_this_look
from training.diagnosis.words import chip_of
from training.diagnosis.words_figures import level_words
from training.needs.actions import note_read
from training.needs.forms import CommentForm, DecideForm, ImproveForm, WordsForm
from training.needs.models import Need
from training.needs.queries import has_unread, need_for
from training.needs.queries_lists import list_needs, own_needs
from training.needs.queries_pages import page_of, pictures_of
from training.needs.rules import Design, Kind, is_started
from training.needs.rules_gate import Advice
from training.needs.spreadsheet import csv_of_teams
from training.needs.words import DESIGNS, KINDS, advice_words, gate_words, minutes_words, source_words, state_of
from training.standards.rules_standard import sentence
from training.voice.queries import may_do

bp = Blueprint("needs", __name__)


@bp.get("/needs", strict_slashes=False)
@requires(Permission.NEED_READ)
def index() -> ResponseReturnValue:
    """What waits for a decision first, then what is under way; nobody is ranked."""
    standard, kind = row_asked("standard"), request.args.get("kind", "")
    known = Kind(kind) if kind in set(Kind) else None
    page = request.args.get("page", 1, type=int)
    found = list_needs(db(), current_actor(), standard_id=standard, kind=known, now=now(), page=page)
    return render_template(
        "needs/index.html",
        found=found,
        url_of=lambda number: url_for("needs.index", page=number, standard=standard, kind=known),
        standard=standard,
        kind=kind,
        kinds=KINDS,
        state_of=state_of,
        minutes_words=minutes_words,
        today=today(),
    )


@bp.get("/needs/mine")
@requires(Permission.LEARN)
def mine() -> ResponseReturnValue:
    """One's own needs: what is to be learnt, and what it rests on."""
    found = own_needs(db(), current_actor().person_id or 0)
    return render_template(
        "needs/mine.html",
        found=found,
        state_of=state_of,
        minutes_words=minutes_words,
        today=today(),
        started=is_started,
    )


@bp.get("/needs/export.csv")
@requires(Permission.NEED_READ)
def export() -> ResponseReturnValue:
    """Needs of teams as a table; nobody's own is in it."""
    answer = Response(csv_of_teams(db(), current_actor()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="needs-{today().isoformat()}.csv"'
    return answer


@bp.get("/needs/<int:need_id>")
@requires(Permission.LEARN)
def need(need_id: int) -> ResponseReturnValue:
    found = need_for(db(), current_actor(), need_id)
    if found.person_id is not None:
        note_this_look(found.person_id)
    if has_unread(db(), current_actor(), need_id):
        with database().writing() as session:
            note_read(session, current_actor(), need_id, now=now())
    return show(found)


def show(found: Need, **forms: SiteForm) -> str:
    """Everything about a need, the same for the person and for whoever decides; `forms` are those that were refused."""
    page = page_of(db(), current_actor(), found, today=today())
    chosen = [one.key for one in page.proposal.chosen] if page.proposal else []
    filled: dict[str, Any] = {
        "decide_form": DecideForm(start_on=today(), items=chosen),
        "improve_form": improve_form(),
        "words_form": WordsForm(),
        "comment_form": CommentForm(),
    } | forms
    verdict = chip_of(page.found.verdict) if page.is_process and page.found else None
    return render_template(
        "needs/need.html",
        page=page,
        pictures=pictures_of(db(), page, today=today()),
        chip=verdict or (found.kind, KINDS[Kind(found.kind)]),
        state=state_of(found.kind, found.state),
        sources=source_words(page.beside.sources),
        gate="" if page.beside.advice is Advice.COACH else gate_words(page.beside.sources, is_own=page.is_own),
        advice=advice_words(page.beside.advice, "" if page.is_own else page.name),
        design=DESIGNS[Design(page.round.design)] if page.round else "",
        place=page.place,
        standing=dict.fromkeys(("coach", "fine", "train", "later"), "–")
        | {page.place: _("You") if page.is_own else page.name},
        promise=sentence(page.standard),
        usual=level_words(page.standard, page.usual.raw) if page.usual and not page.usual.is_few else "",
        minutes_words=minutes_words,
        is_started=is_started(found.start_on, today()),
        panels=panels("need_panels", found),
        problems=list(forms.values()),
        today=today(),
        **filled,
    )


def improve_form() -> ImproveForm:
    """The form of a change of the process, with those who may make it."""
    form: ImproveForm = posted(ImproveForm, owner=current_actor().person_id)
    form.owner.choices = list(may_do(db(), current_actor()))
    return form


def panels(name: str, about: Any) -> list[Markup]:
    """What domains above show on this page."""
    return [panel for hook in current_app.extensions[name] if (panel := hook(db(), current_actor(), about, now()))]
