"""Pages to change documents: a new one, the editor, publishing, discarding a draft, retiring."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from training.content import actions
from training.content.forms import NewDocumentForm, PublishForm, SourceForm, publish_form
from training.content.issuing import differences
from training.content.library import library
from training.content.queries import edition, live
from training.content.rules_difference import difference
from training.content.views import Found, change_words, found
from training.core.auth import current_actor
from training.core.forms import SiteForm, posted
from training.core.i18n import format_time, ngettext
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, db, now, requires

bp = Blueprint("editing", __name__)

MAX_TEXT_BYTES = 4_000_000  # a document of a megabyte, as a form encodes it


@bp.url_value_preprocessor
def allow_long_texts(_endpoint: str | None, _values: object) -> None:
    """Before anything reads the form: a text that is too long shall come back with a problem, not get lost."""
    request.max_content_length = request.max_form_memory_size = MAX_TEXT_BYTES


@bp.route("/documents/new", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_WRITE)
def new() -> ResponseReturnValue:
    form: NewDocumentForm = posted(NewDocumentForm, kind=request.args.get("kind"), slug=request.args.get("slug"))
    form.kind.choices = [(kind.name, str(kind.label)) for kind in library().kinds]
    if request.method == "POST" and form.validate():
        try:
            draft = actions.new_document(db(), current_actor(), form.kind.data, form.slug.data or "", now=now())
        except Problems as problems:
            form.refuse_all(problems)
        else:
            return redirect(url_for("editing.edit", kind=draft.kind, slug=draft.slug), 303)
    return render_template("content/new.html", form=form), 422 if form.errors else 200


@bp.get("/documents/<kind>/<slug>/edit")
@requires(Permission.DOCUMENT_WRITE)
def edit(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    base = item.draft.base_version_id if item.draft else (item.live.id if item.live else None)
    revision = item.draft.revision if item.draft else None
    form = SourceForm(source=item.text, revision=revision, base=base)
    problems = problems_of(item, item.text) if item.draft else ()
    return editor(item, form, problems=problems, warnings=() if problems else warnings_of(item))


@bp.post("/documents/<kind>/<slug>/edit")
@requires(Permission.DOCUMENT_WRITE)
def save(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    form = SourceForm(request.form)
    typed = actions.Typed(form.source.data or "", form.seen_revision, form.seen_base)
    try:
        draft = actions.save_draft(db(), current_actor(), kind, slug, typed, now=now())
    except actions.DraftMoved as moved:
        # What was typed stays in the field; saving it again is then a choice made with open eyes.
        form = SourceForm(source=typed.source, revision=moved.draft.revision, base=moved.draft.base_version_id)
        lines = difference(moved.draft.source, typed.source)
        return editor(item, form, overtaken=lines), 409
    then = request.form.get("then", "save")
    if then == "preview":
        return redirect(url_for("content.preview", kind=kind, slug=slug), 303)
    problems = problems_of(item, draft.source)
    if then == "publish" and not problems:
        return redirect(url_for("editing.publish", kind=kind, slug=slug), 303)
    flash(saved_words(len(problems)), "warn" if problems else "good")
    return redirect(url_for("editing.edit", kind=kind, slug=slug), 303)


def saved_words(count: int) -> str:
    saved = _("Saved as a draft at %(time)s.", time=format_time(now()))
    if not count:
        state = _("Nothing in it is wrong.")
    else:
        state = ngettext("One thing is to be mended.", "%(num)s things are to be mended.", count)
    return f"{saved} {state}"


def editor(
    item: Found,
    form: SourceForm,
    *,
    problems: tuple[Problem, ...] = (),
    warnings: tuple[Problem, ...] = (),
    overtaken: object = None,
) -> str:
    """The editor's page. `overtaken` are lines that differ from a draft that was saved elsewhere meanwhile."""
    base = item.draft.base_version_id if item.draft else None
    moved = item.draft is not None and base != (item.live.id if item.live else None)
    before = item.kind.to_text(edition(db(), base).model) if base else ""
    since = difference(before, item.live_text) if moved else []
    source = (form.source.data or "").split("\n")
    return render_template(
        "content/edit.html",
        item=item,
        form=form,
        problems=[(problem, _quoted(source, problem.line)) for problem in problems],
        warnings=[(warning, _quoted(source, warning.line)) for warning in warnings],
        overtaken=overtaken,
        moved=moved,
        since=since,
    )


def _quoted(lines: list[str], number: int | None) -> str:
    return lines[number - 1].strip()[:120] if number and number <= len(lines) else ""


def problems_of(item: Found, text: str) -> tuple[Problem, ...]:
    """Everything that keeps a text from being published, classes of changes aside."""
    wanted = actions.Publication(item.kind.name, item.slug, text, item.live.id if item.live else None)
    try:
        actions.checked_proposal(db(), wanted)
    except Problems as problems:
        return problems.problems
    return ()


def warnings_of(item: Found) -> tuple[Problem, ...]:
    """What is allowed in a text that can be published, but rarely meant."""
    source = item.kind.read(item.text, item.kind.path(item.slug))
    return tuple(fault.problem(item.kind.path(item.slug), source.lines) for fault in item.kind.warn(source.model))


@bp.route("/documents/<kind>/<slug>/publish", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_PUBLISH)
def publish(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    if item.draft is None:
        raise NotFound
    base = item.draft.base_version_id
    if base != (item.live.id if item.live else None) or problems_of(item, item.draft.source):
        return redirect(url_for("editing.edit", kind=kind, slug=slug), 303)
    wanted = actions.Publication(kind, slug, item.draft.source, base)
    proposed = actions.checked_proposal(db(), wanted)
    blocks = differences(item.live, proposed).to_class if item.live else ()
    titles = {block: item.kind.block_title(proposed.source.model, block) for block in blocks}
    preset = {f"change-{block}": change.value for block, change in proposed.classes.items() if block in blocks}
    form: PublishForm = posted(
        publish_form(titles), base=base, revision=item.draft.revision, note=proposed.note, **preset
    )
    if request.method == "POST" and form.validate():
        if form.revision.data != str(item.draft.revision):
            flash(_("The draft was saved again meanwhile. Look at it once more before you publish."), "warn")
            return redirect(url_for("editing.publish", kind=kind, slug=slug), 303)
        return _publish(item, actions.Publication(kind, slug, wanted.text, base, form.classes(), form.note.data))
    relearners = library().count_relearners(db(), item.document.id, kind, slug) if item.document and blocks else 0
    is_same = item.live is not None and item.live.sha256 == proposed.sha256
    told = "" if is_same else library().before_publishing(db(), current_actor(), kind, slug, proposed.source.model)
    page = render_template(
        "content/publish.html",
        item=item,
        form=form,
        blocks=blocks,
        lines=difference(item.live_text, item.kind.to_text(proposed.source.model)) if item.live else [],
        is_same=is_same,
        told=told,
        relearners=relearners,
        change_words=change_words(),
    )
    return page, 422 if form.errors else 200


def _publish(item: Found, wanted: actions.Publication) -> ResponseReturnValue:
    version = actions.publish(db(), current_actor(), wanted, now=now())
    if version is None:
        flash(_("Nothing differs from the live version, so nothing was published."))
    else:
        flash(_("Published as version %(number)s.", number=version.number), "good")
    return redirect(url_for("content.document", kind=item.kind.name, slug=item.slug), 303)


@bp.post("/documents/<kind>/<slug>/follow")
@requires(Permission.DOCUMENT_WRITE)
def follow(kind: str, slug: str) -> ResponseReturnValue:
    """The author has taken in what was published since the draft began."""
    item = found(kind, slug)
    if item.draft is None:
        raise NotFound
    actions.follow_live(db(), item.draft)
    return redirect(url_for("editing.edit", kind=kind, slug=slug), 303)


@bp.route("/documents/<kind>/<slug>/discard", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_WRITE)
def discard(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    if item.draft is None:
        raise NotFound
    if request.method == "POST":
        actions.discard_draft(db(), current_actor(), kind, slug, now=now())
        flash(_("The draft is gone."))
        if item.document is None:
            return redirect(url_for("content.index"), 303)
        return redirect(url_for("content.document", kind=kind, slug=slug), 303)
    return render_template("content/discard.html", item=item, lines=difference(item.live_text, item.draft.source))


@bp.route("/documents/<kind>/<slug>/retire", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_PUBLISH)
def retire(kind: str, slug: str) -> ResponseReturnValue:
    item = found(kind, slug)
    if live(db(), kind, slug) is None:
        raise NotFound
    form = SiteForm()
    if request.method == "POST":
        try:
            actions.retire(db(), current_actor(), kind, slug, now=now())
        except Problems as problems:
            told = [f"{problem.message} {problem.remedy}" for problem in problems.problems]
            return render_template("content/retire.html", item=item, form=form, told=told), 422
        flash(_("“%(title)s” is retired. Its versions and everybody’s record stay.", title=item.title), "good")
        return redirect(url_for("content.document", kind=kind, slug=slug), 303)
    return render_template("content/retire.html", item=item, form=form, told=[])
