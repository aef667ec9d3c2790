"""Pages for whoever looks after figures: where they come from, how files are read, who is unknown, tokens."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import CombinedMultiDict

from training.content.queries import live_all
from training.content.types import slug_of
from training.content.yaml_text import dump
from training.core.auth import current_actor
from training.core.forms import accepted, posted
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import database, db, now, requires, settings, site, takes_files
from training.metrics.actions_aliases import alias_for, assign_alias
from training.metrics.actions_import import remember
from training.metrics.actions_tokens import end_token, make_token
from training.metrics.actions_uploads import MOST_BYTES, keep_file
from training.metrics.files_mapping import Mapping, parse, presets
from training.metrics.forms import AliasForm, FileForm, MappingForm, SourceForm, TokenForm
from training.metrics.models import ReadingSource
from training.metrics.queries import source_named
from training.metrics.queries_sources import aliases_of, imports_of, sources
from training.metrics.queries_tokens import token_of, tokens_of
from training.metrics.words import preset_words, unit_words
from training.people.models import Person
from training.people.queries import person_by_number
from training.standards.files import STANDARD

bp = Blueprint("sources", __name__, url_prefix="/figures")

OWN_COLUMNS = ""


@bp.get("/sources")
@requires(Permission.METRIC_WRITE)
def index() -> ResponseReturnValue:
    return render_template("metrics/sources.html", sources=sources(db()))


@bp.get("/sources/new")
@requires(Permission.METRIC_WRITE)
def new() -> ResponseReturnValue:
    return render_template("metrics/new.html", form=_ready(SourceForm()))


@bp.post("/sources/new")
@requires(Permission.METRIC_WRITE)
@takes_files(MOST_BYTES)
def add() -> ResponseReturnValue:
    form = _ready(SourceForm(CombinedMultiDict([request.form, request.files])))
    file = form.file.data
    if not file or not file.filename:
        form.refuse("file", _("Choose a file."))
    if not form.validate() or not file or not file.filename:
        return render_template("metrics/new.html", form=form), 422
    kept = keep_file(file.stream)
    title = form.title.data or ""
    slug = slug_of(title)
    chosen = presets().get(form.preset.data)
    with database().reading() as session:
        there = next((one for one in sources(session) if one.slug == slug), None)
    if there is not None:
        flash(_("“%(title)s” is there already: its files are read as it remembers.", title=there.title), "warn")
        return redirect(url_for("files.look", source_slug=slug, file_sha=kept, name=file.filename), 303)
    if chosen is None:
        words = {"source_slug": slug, "title": title, "name": file.filename}
        return redirect(url_for("files.columns", file_sha=kept, **words), 303)
    mapping = chosen.model_copy(update={"title": title})
    remember(db(), slug, mapping if chosen.time.zone is None else mapping.with_zone(site().zone.key))
    return redirect(url_for("files.look", source_slug=slug, file_sha=kept, name=file.filename), 303)


def _ready(form: SourceForm) -> SourceForm:
    own = (OWN_COLUMNS, _("Say what each column holds"))
    form.preset.choices = [own, *preset_words().items()]
    return form


@bp.get("/sources/<source_slug>")
@requires(Permission.METRIC_WRITE)
def source(source_slug: str) -> ResponseReturnValue:
    return _source(source_named(db(), source_slug), FileForm(), TokenForm())


@bp.post("/sources/<source_slug>/file")
@requires(Permission.METRIC_WRITE)
@takes_files(MOST_BYTES)
def upload(source_slug: str) -> ResponseReturnValue:
    with database().reading() as session:
        source_named(session, source_slug)
    form = FileForm(request.files)
    file = form.file.data
    if not file or not file.filename:
        form.refuse("file", _("Choose a file."))
        return _source(source_named(db(), source_slug), form, TokenForm()), 422
    kept = keep_file(file.stream)
    return redirect(url_for("files.look", source_slug=source_slug, file_sha=kept, name=file.filename), 303)


@bp.post("/sources/<source_slug>/tokens")
@requires(Permission.METRIC_WRITE)
def make(source_slug: str) -> ResponseReturnValue:
    found = source_named(db(), source_slug)
    form = TokenForm(request.form)
    if not form.validate():
        return _source(found, FileForm(), form), 422
    secret = make_token(db(), current_actor(), found, form.title.data or "", now=now())
    return render_template("metrics/token.html", source=found, secret=secret, base_url=settings().base_url)


@bp.post("/tokens/<int:token_id>/end")
@requires(Permission.METRIC_WRITE)
def end(token_id: int) -> ResponseReturnValue:
    token = token_of(db(), token_id)
    end_token(db(), current_actor(), token, now=now())
    flash(_("The token “%(title)s” opens nothing any more.", title=token.title), "good")
    return redirect(url_for("sources.source", source_slug=db().get_one(ReadingSource, token.source_id).slug), 303)


@bp.route("/sources/<source_slug>/mapping", methods=["GET", "POST"])
@requires(Permission.METRIC_WRITE)
def mapping(source_slug: str) -> ResponseReturnValue:
    found = source_named(db(), source_slug)
    form = posted(MappingForm, text=dump(found.mapping) if found.mapping else "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.validate():
        try:
            remember(db(), source_slug, parse(form.text.data, found.title))
        except Problems as wrong:
            problems = wrong.problems
        else:
            flash(_("Files of “%(title)s” are read like this from now on.", title=found.title), "good")
            return redirect(url_for("sources.source", source_slug=source_slug), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("metrics/mapping.html", source=found, form=form, problems=problems), status


@bp.get("/sources/<source_slug>/people")
@requires(Permission.METRIC_WRITE)
def people(source_slug: str) -> ResponseReturnValue:
    found = source_named(db(), source_slug)
    lines = aliases_of(db(), found.id)
    wanted = {one.person_id for one in lines if one.person_id}
    known = {one.id: one for one in db().scalars(select(Person).where(Person.id.in_(wanted)))}
    return render_template("metrics/people.html", source=found, lines=lines, known=known)


@bp.route("/people/<int:alias_id>", methods=["GET", "POST"])
@requires(Permission.METRIC_WRITE)
def alias(alias_id: int) -> ResponseReturnValue:
    found = alias_for(db(), current_actor(), alias_id)
    source = db().get_one(ReadingSource, found.source_id)
    person = db().get(Person, found.person_id) if found.person_id else None
    form = posted(AliasForm, number=person.employee_number if person else "")
    moved: list[int] = []

    def say() -> None:
        whom = person_by_number(db(), form.number.data) if form.number.data else None
        if form.number.data and whom is None:
            message = _("Nobody has the employee number “%(number)s”.", number=form.number.data)
            raise Problems([Problem("number", None, message, _("Look it up under People."))])
        moved.append(assign_alias(db(), current_actor(), alias_id, whom.id if whom else None, now=now()))

    if accepted(form, say):
        flash(_("Done. %(count)s readings moved.", count=moved[0]), "good")
        return redirect(url_for("sources.people", source_slug=source.slug), 303)
    status = 422 if form.errors else 200
    return render_template("metrics/alias.html", alias=found, source=source, person=person, form=form), status


def _source(found: ReadingSource, form: FileForm, token_form: TokenForm) -> str:
    unknown = [one for one in aliases_of(db(), found.id) if one.person_id is None]
    return render_template(
        "metrics/source.html",
        source=found,
        mapping=Mapping.model_validate(found.mapping) if found.mapping else None,
        imports=imports_of(db(), found.id),
        tokens=tokens_of(db(), found.id),
        unknown=unknown,
        titles={slug: one.title for slug, one in live_all(db(), STANDARD.name).items()},
        units=unit_words(),
        form=form,
        token_form=token_form,
    )
