"""Pages to look at documents: the list, a document, its versions, what they say, and their files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from training.content.kinds import Kind
from training.content.labels import labels
from training.content.library import Edition, library
from training.content.models import Document, Draft
from training.content.queries import (
    current_media,
    document_named,
    draft_named,
    edition,
    history,
    list_documents,
    newest,
    version_numbered,
)
from training.content.queries_uses import by_item, titles_of, uses_for
from training.content.rules_difference import difference
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.markdown import render
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, now, requires, today

bp = Blueprint("content", __name__)


@dataclass(frozen=True)
class Found:
    """A document that somebody asked for by its address: published, drafted, or both."""

    kind: Kind[Any]
    slug: str
    document: Document | None
    draft: Draft | None
    live: Edition | None
    last: Edition | None  # the newest version of what is retired

    @property
    def title(self) -> str:
        edition = self.live or self.last
        return edition.title if edition else self.slug

    @property
    def live_text(self) -> str:
        """The live version as a file; empty when there is none."""
        return self.kind.to_text(self.live.model) if self.live else ""

    @property
    def text(self) -> str:
        """What an author goes on from: the draft, else the live version, else the last one."""
        if self.draft:
            return self.draft.source
        return self.kind.to_text(self.last.model) if self.last else self.live_text


def found(kind_name: str, slug: str) -> Found:
    """Raises NotFound for what is neither published nor drafted."""
    if kind_name not in library().kinds:
        raise NotFound
    document, draft = document_named(db(), kind_name, slug), draft_named(db(), kind_name, slug)
    if document is None and draft is None:
        raise NotFound
    kind = library().kinds[kind_name]
    if document is not None and document.live_version_id is None:
        return Found(kind, slug, document, draft, None, newest(db(), document.id))
    live = edition(db(), document.live_version_id) if document and document.live_version_id else None
    return Found(kind, slug, document, draft, live, None)


@bp.get("/documents")
@requires(Permission.DOCUMENT_READ)
def index() -> ResponseReturnValue:
    text, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    kinds = list(library().kinds)
    listed = list_documents(db(), kind=kind if kind in library().kinds else None, text=text)
    groups = [(item, [line for line in listed if line.kind == item.name]) for item in kinds]
    return render_template(
        "content/index.html",
        groups=[(item, lines) for item, lines in groups if lines],
        kinds=kinds,
        text=text,
        wanted_kind=kind,
        count=len(listed),
    )


@bp.get("/documents/<kind>/<slug>")
@requires(Permission.DOCUMENT_READ)
def document(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    uses = uses_for(db(), current_actor(), kind, slug, today=today())
    pairs = {(ref.kind, ref.slug) for ref in item.kind.references(item.live.model)} if item.live else set()
    titles = titles_of(db(), pairs)
    hooks = current_app.extensions["document_panels"] if item.document else ()
    return render_template(
        "content/document.html",
        item=item,
        panels=[hook(db(), current_actor(), item.document, now()) for hook in hooks],
        versions=history(db(), item.document.id) if item.document else [],
        uses=by_item(uses, item.kind.blocks(item.live.model) if item.live else ()),
        item_titles=(
            {use.item: item.kind.block_title(item.live.model, use.item) for use in uses if use.item}
            if item.live
            else {}
        ),
        points_at=[(*pair, titles.get(pair, pair[1])) for pair in sorted(pairs)],
        kinds=library().kinds,
        change_words=change_words(),
        origin_words=origin_words(),
    )


@bp.get("/documents/<kind>/<slug>/versions/<int:number>")
@requires(Permission.DOCUMENT_READ)
def version(kind: str, slug: str, number: int) -> ResponseReturnValue:
    item = found(kind, slug)
    if item.document is None:
        raise NotFound
    shown = version_numbered(db(), item.document.id, number)
    before = version_numbered(db(), item.document.id, number - 1) if number > 1 else None
    text = item.kind.to_text(shown.model)
    lines = difference(item.kind.to_text(before.model) if before else "", text)
    told = next(line for line in history(db(), item.document.id) if line.number == number)
    return render_template(
        "content/version.html",
        item=item,
        shown=shown,
        told=told,
        before=before,
        lines=lines,
        change_words=change_words(),
        block_titles={block: item.kind.block_title(shown.model, block) for block in shown.changes},
        content=rendered(item.kind, shown.model, shown.media_url),
    )


@bp.get("/documents/<kind>/<slug>/preview")
@requires(Permission.DOCUMENT_READ)
def preview(kind: str, slug: str) -> ResponseReturnValue:
    """The draft as its readers would see it, or what keeps it from being shown."""
    item = found(kind, slug)
    pictures = current_media(db())
    try:
        model = item.kind.parse(item.text, item.kind.path(slug))
    except Problems as problems:
        return render_template("content/preview.html", item=item, problems=problems.problems, content="")

    def media_url(name: str) -> str | None:
        return f"/media/{pictures[name]}/{name}" if name in pictures else None

    content = rendered(item.kind, model, media_url)
    return render_template("content/preview.html", item=item, problems=(), content=content, model=model)


@bp.get("/documents/<kind>/<slug>/file")
@requires(Permission.DOCUMENT_READ)
def file(kind: str, slug: str) -> ResponseReturnValue:
    """The live version as the file that `content sync` reads."""
    item = found(kind, slug)
    if item.live is None:
        raise NotFound
    response = Response(item.live_text, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}{item.kind.suffix}"'
    return response


def rendered(kind: Kind[Any], model: Any, media_url: Callable[[str], str | None]) -> Markup:
    """A document as its readers see it, for authors to look at."""

    def prose(text: str) -> Markup:
        return render(text, labels=labels(), media_url=media_url, first_heading=4)

    return Markup(render_template(kind.preview, model=model, prose=prose))  # noqa: S704 -- a template has escaped it


def change_words() -> dict[str, str]:
    return {
        "editorial": _("wording only"),
        "clarifying": _("clearer"),
        "behaviour": _("changes what people do"),
    }


def origin_words() -> dict[str, str]:
    return {"file": _("from a file"), "browser": _("written here"), "import": _("imported")}
