"""Pages of samples: the list, a new draw, what of it is to be reviewed, and beginning with one."""

import secrets
from collections.abc import Callable
from contextlib import closing

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from training.content.queries import live_of
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires, site, takes_files, today
from training.people.roster.records import Table
from training.people.roster.tables import read_table
from training.scorecards import actions, queries, queries_samples
from training.scorecards.actions_samples import Wanted, draw_sample, read_rows
from training.scorecards.files import CHANNELS
from training.scorecards.forms import SampleForm
from training.scorecards.models import ReviewSample
from training.scorecards.rules_sampling import Per
from training.scorecards.views import about
from training.scorecards.words import how_chosen, per_words

bp = Blueprint("review_samples", __name__)
MOST_BYTES = 2_000_000
MOST_SHOWN = 20


@bp.get("/reviews/samples")
@requires(Permission.REVIEW_WRITE)
def index() -> ResponseReturnValue:
    actor = current_actor()
    listed = queries_samples.samples_for(db(), actor)
    return render_template("scorecards/samples.html", listed=listed, **about(actor))


@bp.route("/reviews/samples/new", methods=["GET", "POST"])
@requires(Permission.REVIEW_WRITE)
@takes_files(MOST_BYTES)
def new() -> ResponseReturnValue:
    """Draw from a list that is uploaded or pasted; the file is read before anything is held for writing."""
    form: SampleForm = posted(SampleForm, scorecards=())
    table: Table | None = None
    if request.method == "POST":
        try:
            table = _table(form)
        except Problems as problems:
            _show(form, problems)
    found = queries.scorecards_for(db(), current_actor(), today=today())
    form.scorecard.choices = [(slug, one.title) for slug, one in found.items()]
    made: list[tuple[ReviewSample, list[str]]] = []

    def act(table: Table) -> None:
        wanted = Wanted(form.size.data or 1, Per(form.per.data), secrets.token_hex(8), str(form.channel.data))
        rows = read_rows(table, CHANNELS, wanted.channel, site().zone)
        made.append(draw_sample(db(), current_actor(), found[str(form.scorecard.data)], rows, wanted, now=now()))

    if table is not None and form.validate() and _done(form, lambda: act(table)):
        sample, strangers = made[0]
        flash(_("Drawn. Each of these is to be reviewed, whatever it is like."), "good")
        if strangers:
            flash(_("Left out, because you do not lead them: %(numbers)s.", numbers=_some(strangers)), "warn")
        return redirect(f"/reviews/samples/{sample.id}", 303)
    page = render_template("scorecards/sample_new.html", form=form, listed=found, **about(current_actor()))
    return page, 422 if request.method == "POST" else 200


def _table(form: SampleForm) -> Table:
    """The list that was sent, as rows of text. Raises Problems."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        with closing(sent):
            return read_table(sent.read(), sent.filename)
    if form.pasted.data:
        return read_table(form.pasted.data.encode(), _("the pasted list"))
    raise Problems([Problem("file", None, _("Choose a file, or paste the list."))])


def _done(form: SampleForm, act: Callable[[], None]) -> bool:
    try:
        act()
    except Problems as problems:
        _show(form, problems)
        return False
    return True


def _show(form: SampleForm, problems: Problems) -> None:
    """What is wrong with a list, at the list; the first of many."""
    for one in problems.problems[:MOST_SHOWN]:
        name = one.where if one.where in ("size", "scorecard") else "pasted" if form.pasted.data else "file"
        form.refuse(name, f"{one.message} {one.remedy}".strip())
    if len(problems.problems) > MOST_SHOWN:
        form.refuse("file", _("And %(count)s more.", count=len(problems.problems) - MOST_SHOWN))


def _some(numbers: list[str]) -> str:
    return ", ".join(numbers[:MOST_SHOWN]) + (" …" if len(numbers) > MOST_SHOWN else "")


@bp.get("/reviews/samples/<int:sample_id>")
@requires(Permission.REVIEW_WRITE)
def sample(sample_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = queries_samples.sample_for(db(), actor, sample_id)
    return render_template(
        "scorecards/sample.html",
        found=found,
        todo=queries_samples.to_do_of(db(), actor, found.row),
        per=per_words()[Per(found.row.per)],
        how_chosen=how_chosen,
        person_id=actor.person_id,
        **about(actor),
    )


@bp.post("/reviews/interactions/<int:interaction_id>/review")
@requires(Permission.REVIEW_WRITE)
def begin(interaction_id: int) -> ResponseReturnValue:
    """Begin to review what was drawn, by the scorecard that it was drawn for."""
    actor = current_actor()
    interaction = queries_samples.interaction_for(db(), actor, interaction_id)
    row = db().get(ReviewSample, interaction.sample_id) if interaction.sample_id else None
    found = live_of(db(), row.document_id) if row else None
    if found is None:
        raise NotFound
    try:
        review = actions.begin_on(db(), actor, found, interaction, now=now())
    except Problems as problems:
        flash(" ".join(str(one.message) for one in problems.problems), "warn")
        return redirect(f"/reviews/samples/{interaction.sample_id}", 303)
    return redirect(f"/reviews/{review}/score", 303)
