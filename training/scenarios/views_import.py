"""Stories from and for Twine: a file to download, and an import that is looked at before it becomes a draft."""

from contextlib import closing
from pathlib import PurePath

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.content.queries import live
from training.content.source import MAX_BYTES, plain_lines
from training.content.types import slug_of
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, now, requires, takes_files
from training.scenarios.actions_import import decoded, keep_draft
from training.scenarios.forms_import import DraftForm, StoryForm
from training.scenarios.game.twee import to_twee
from training.scenarios.game.twee_import import Imported, from_twee
from training.scenarios.kind import KIND

bp = Blueprint("scenarios_import", __name__)

ROOM_FOR_FORM = 4 * MAX_BYTES  # a megabyte as a form encodes it


@bp.get("/scenarios/<scenario_slug>.twee")
@requires(Permission.DOCUMENT_READ)
def export(scenario_slug: str) -> ResponseReturnValue:
    """The live version as Twine reads it."""
    edition = live(db(), KIND.name, scenario_slug)
    if edition is None:
        raise NotFound
    response = Response(to_twee(edition.model, scenario_slug), mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{scenario_slug}.twee"'
    return response


@bp.get("/scenarios/import")
@requires(Permission.DOCUMENT_WRITE)
def start() -> ResponseReturnValue:
    return render_template("scenarios/import.html", form=StoryForm())


@bp.post("/scenarios/import")
@requires(Permission.DOCUMENT_WRITE)
@takes_files(MAX_BYTES + ROOM_FOR_FORM)
def look() -> ResponseReturnValue:
    """What would become of a story; nothing is kept yet."""
    form = StoryForm(request.files)
    sent = request.files.get("file")
    name = PurePath(sent.filename or "").name if sent else ""
    if sent is None or not name:
        form.refuse("file", _("Choose a file."))
        return render_template("scenarios/import.html", form=form), 422
    with closing(sent):
        data = sent.read(MAX_BYTES + 1)
    try:
        text = decoded(data, name)
        found = from_twee(text, name)
    except Problems as problems:
        form.refuse("file", _("This file cannot be imported as it is."))
        return render_template("scenarios/import.html", form=form, problems=problems.problems), 422
    slug = slug_of(str(found.values["title"]))
    return _dry_run(DraftForm(slug=slug, name=name, story=text), found)


@bp.post("/scenarios/import/draft")
@requires(Permission.DOCUMENT_WRITE)
@takes_files(MAX_BYTES + ROOM_FOR_FORM)
def keep() -> ResponseReturnValue:
    """Make the story that was looked at a draft, and open it in the editor."""
    form = DraftForm(request.form)
    try:
        found = from_twee(plain_lines(form.story.data or ""), form.name.data or _("Story"))
    except Problems:
        return redirect(url_for("scenarios_import.start"), 303)
    if not form.validate():
        return _dry_run(form, found), 422
    try:
        draft = keep_draft(db(), current_actor(), form.slug.data or "", found.text, now=now())
    except Problems as problems:
        form.refuse_all(problems)
        return _dry_run(form, found), 422
    flash(_("Kept as a draft. Nobody plays it until it is published."), "good")
    return redirect(url_for("editing.edit", kind=draft.kind, slug=draft.slug), 303)


def _dry_run(form: DraftForm, found: Imported) -> str:
    return render_template("scenarios/import_look.html", form=form, found=found)
