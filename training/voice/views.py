"""The voice of the customer: the page that every employee reads, and what is done about what goes wrong."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.complaints.queries_people import names_of
from training.complaints.queries_rules import model_now
from training.core.auth import current_actor
from training.core.clock import local_day
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.web import db, now, requires, site, today
from training.feedback.queries_voice import heard
from training.voice import actions, queries
from training.voice.forms import ImprovementForm
from training.voice.models import Improvement
from training.voice.words import told

bp = Blueprint("voice", __name__)

WEEK, MOMENT = timedelta(days=7), timedelta(seconds=1)
THANKED_FOR = timedelta(days=30)
"""A thank-you may be read for longer than a week: it does not grow old so fast."""


@bp.get("/voice")
@requires(Permission.LEARN)
def index() -> ResponseReturnValue:
    actor, zone = current_actor(), site().zone
    said = heard(db(), since=now() - WEEK, until=now() + MOMENT)
    voice = queries.voice(db(), now=now(), today=today())
    return render_template(
        "voice/index.html",
        voice=voice,
        heard=said,
        thanks=heard(db(), since=now() - THANKED_FOR, until=now() + MOMENT).thanks,
        told=told(said.answers, voice.this_week),
        day_of=lambda moment: local_day(moment, zone),
        may_change=queries.may_change(db(), actor),
        days=queries.DAYS,
        today=today(),
    )


@bp.route("/voice/improvements/new", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_WRITE)
def new() -> ResponseReturnValue:
    actor = current_actor()
    form = posted(ImprovementForm, category=request.args.get("category", ""), owner=actor.person_id)
    _offer(form)
    if accepted(form, lambda: actions.begin(db(), actor, form.plan(), now=now(), today=today())):
        flash(_("Everybody can read it now."), "good")
        return redirect(url_for("voice.index"), 303)
    return _page(form, _("What is being done?"))


@bp.route("/voice/improvements/<int:improvement_id>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_WRITE)
def improvement(improvement_id: int) -> ResponseReturnValue:
    actor, found = current_actor(), queries.improvement_for(db(), current_actor(), improvement_id)
    form = posted(
        ImprovementForm,
        category=found.category,
        text=found.text,
        owner=found.owner_id,
        by_on=found.by_on,
        is_done=found.done_on is not None,
    )
    _offer(form, found)
    if accepted(form, lambda: actions.change(db(), actor, improvement_id, form.plan(), now=now(), today=today())):
        flash(_("Kept."), "good")
        return redirect(url_for("voice.index"), 303)
    return _page(form, _("How does it go?"), queries.about(db(), found))


def _offer(form: ImprovementForm, found: Improvement | None = None) -> None:
    """Let people choose from what there is now, and from what it says already. What is about a standard stays so."""
    causes = {one.id: one.title for one in model_now(db()).categories}
    people = dict(queries.may_do(db(), current_actor()))
    if found is not None:
        causes.setdefault(found.category, found.category)
        people |= names_of(db(), {found.owner_id} - set(people))
    form.category.choices, form.owner.choices = list(causes.items()), list(people.items())
    if found is not None and found.standard_id is not None:
        del form.category


def _page(form: ImprovementForm, title: str, about: str = "") -> ResponseReturnValue:
    page = render_template("voice/improvement.html", form=form, title=title, about=about)
    return page, 422 if form.errors else 200
