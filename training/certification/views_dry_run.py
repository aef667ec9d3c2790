"""The page and the file that say whom a draft of a programme would touch, before it is published."""

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, stream_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from training.certification import files, previews, words_dry_run
from training.content.actions import Publication, checked_proposal
from training.content.queries import draft_named, live
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, database, db, now, requires

bp = Blueprint("dry_run", __name__)


@bp.get("/programmes/<slug>/dry-run")
@requires(Permission.DOCUMENT_PUBLISH)
def show(slug: str) -> ResponseReturnValue:
    """The page is sent while it is worked out: for ten thousand people that takes a while, and says how far it is."""
    model, actor = _draft(slug), current_actor()
    if model is None:
        return redirect(url_for("editing.edit", kind=files.KIND.name, slug=slug), 303)
    found = previews.dry_run(db(), slug, model, now=now())

    def progress() -> Iterator[int]:
        with database().reading() as session:
            yield from found.work(session, actor)

    page = stream_template(
        "certification/dry_run.html",
        found=found,
        progress=progress(),
        slug=slug,
        title=model.title,
        words=words_dry_run,
    )
    return Response(page)


@bp.get("/programmes/<slug>/dry-run.csv")
@requires(Permission.DOCUMENT_PUBLISH)
def download(slug: str) -> ResponseReturnValue:
    model, actor, moment = _draft(slug), current_actor(), now()
    if model is None:
        return redirect(url_for("editing.edit", kind=files.KIND.name, slug=slug), 303)

    def lines() -> Iterator[str]:
        with database().reading() as session:
            yield from previews.table(session, actor, slug, model, now=moment)

    answer = Response(stream_with_context(lines()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="dry-run-{slug}.csv"'
    return answer


def _draft(slug: str) -> files.Programme | None:
    """The draft of a programme, None when it has faults. Raises NotFound when there is none."""
    draft = draft_named(db(), files.KIND.name, slug)
    if draft is None:
        raise NotFound
    current = live(db(), files.KIND.name, slug)
    wanted = Publication(files.KIND.name, slug, draft.source, current.id if current else None)
    try:
        model: files.Programme = checked_proposal(db(), wanted).source.model
    except Problems:
        return None
    return model
