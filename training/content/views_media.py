"""Pictures and videos: served to readers, kept by authors."""

from contextlib import closing
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from training.content import actions
from training.content.forms import MediaForm
from training.content.library import library
from training.content.media import media_row, path_of
from training.content.media_types import MAX_BYTES
from training.content.queries import list_media
from training.core.auth import current_actor
from training.core.forms import posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, now, requires

bp = Blueprint("media", __name__)

# Even if a drawing could act, it could do nothing and reach nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.url_value_preprocessor
def allow_large_files(endpoint: str | None, _values: object) -> None:
    """Before anything reads the form: a file that is too large shall be told, not cut off."""
    if endpoint == "media.index":
        request.max_content_length = MAX_BYTES + 1_000_000


@bp.get("/media/<sha256>/<name>")
@requires(Permission.LEARN)
def show(sha256: str, name: str) -> ResponseReturnValue:
    """A file by its content; it never changes, so a browser may keep it for good."""
    row = media_row(db(), sha256, name)
    path = path_of(library().media_dir, row.sha256)
    if not path.exists():
        raise NotFound
    response = send_file(path, mimetype=row.media_type, etag=row.sha256, conditional=True, download_name=row.name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@bp.route("/documents/media", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_WRITE)
def index() -> ResponseReturnValue:
    form: MediaForm = posted(MediaForm)
    if request.method == "POST":
        sent = request.files.get("file")
        name = PurePath(sent.filename or "").name if sent else ""
        if sent is None or not name:
            form.refuse("file", _("Choose a file."))
        else:
            with closing(sent):
                data = sent.read()
            try:
                added = actions.add_media(db(), current_actor(), name, data, now=now())
            except Problems as problems:
                form.refuse_all(problems)
            else:
                flash(_("Kept. Texts show it from now on.") if added else _("This file is here already."), "good")
                return redirect(url_for("media.index"), 303)
    return render_template("content/media.html", form=form, files=list_media(db())), 422 if form.errors else 200
