"""A file that was handed in, from its columns to the readings in it: looked at first, taken in by the worker."""

from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.content.schema import validate
from training.content.types import SLUG
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound, database, db, now, requires, site
from training.metrics.actions_import import DONE, WRITING, remember
from training.metrics.actions_reading import Intake, Report, prepare
from training.metrics.actions_uploads import REFUSED, WAITING, hand_in, kept_file, tidy_name
from training.metrics.files_mapping import Mapping
from training.metrics.files_tables import opened
from training.metrics.forms import ColumnsForm
from training.metrics.models import ReadingSource
from training.metrics.queries import source_named
from training.metrics.queries_sources import import_named, sources
from training.metrics.rules_columns import NOTHING, Wish, guess, mapping_of, wishes_of
from training.metrics.words import holds_words, unit_words
from training.standards.files import STANDARD

bp = Blueprint("files", __name__, url_prefix="/figures")

LOOKED_THROUGH = 30_000_000
"""Bytes up to which a file is looked through while somebody waits; a larger one only by the worker."""

_EXAMPLES = 40


@bp.get("/sources/<source_slug>/files/<file_sha>")
@requires(Permission.METRIC_WRITE)
def look(source_slug: str, file_sha: str) -> ResponseReturnValue:
    path, name = _file(file_sha)
    with database().reading() as session:  # looking through takes its time, and nobody has to wait for it
        source = source_named(session, source_slug)
        if source.mapping is None:
            return redirect(url_for("files.columns", source_slug=source_slug, file_sha=file_sha, name=name), 303)
        intake = Intake(source_slug, path, name, new_layout="new_layout" in request.args)
        report: Report | None = None
        problems: tuple[Problem, ...] = ()
        try:
            if path.stat().st_size <= LOOKED_THROUGH:
                report = prepare(session, intake, zone=site().zone, now=now())
        except Problems as wrong:
            problems = wrong.problems
        return render_template(
            "metrics/look.html",
            source=source,
            name=name,
            file_sha=file_sha,
            report=report,
            problems=problems or (report.problems if report else ()),
            titles=_titles(session),
            new_layout=intake.new_layout,
        )


@bp.post("/sources/<source_slug>/files/<file_sha>")
@requires(Permission.METRIC_WRITE)
def take_in(source_slug: str, file_sha: str) -> ResponseReturnValue:
    _path, name = _file(file_sha)
    source = source_named(db(), source_slug)
    if source.mapping is None:
        raise NotFound
    import_id = hand_in(
        db(),
        current_actor(),
        source.slug,
        Mapping.model_validate(source.mapping),
        file_sha,
        name=name,
        now=now(),
        new_layout="new_layout" in request.args,
    )
    return redirect(url_for("files.taken", import_id=import_id), 303)


@bp.route("/sources/<source_slug>/files/<file_sha>/columns", methods=["GET", "POST"])
@requires(Permission.METRIC_WRITE)
def columns(source_slug: str, file_sha: str) -> ResponseReturnValue:
    path, name = _file(file_sha)
    if not SLUG.fullmatch(source_slug):
        raise NotFound
    with database().reading() as session:
        known = next((one for one in sources(session) if one.slug == source_slug), None)
        source = source_named(session, source_slug) if known else None
        titles = _titles(session)
    before: dict[str, Any] = (source.mapping or {}) if source else {}
    title = source.title if source else request.args.get("title", "").strip()[:150] or source_slug
    try:
        header, examples = _start_of(path, name)
    except Problems as wrong:
        return _cannot_be_read(source, title, wrong), 422
    if request.method == "POST":
        wishes = _wished(header)
        form = ColumnsForm(request.form)
    else:
        wishes = wishes_of(before, header) if before else guess(header, examples, titles)
        time = before.get("time") or {}
        pattern = time.get("format", "")
        form = ColumnsForm(zone=time.get("zone") or site().zone.key, pattern="" if pattern == "iso" else pattern)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.validate():
        try:
            words = {"zone": form.zone.data or "", "pattern": form.pattern.data or ""}
            content = mapping_of(title, header, wishes, before=before, **words)
            remember(db(), source_slug, validate(Mapping, content, title, {}))
            onward = url_for("files.look", source_slug=source_slug, file_sha=file_sha, name=name, new_layout=1)
            return redirect(onward, 303)
        except Problems as wrong:
            problems = wrong.problems
    page = render_template(
        "metrics/columns.html",
        title=title,
        name=name,
        rows=list(zip(header, examples, wishes, strict=True)),
        form=form,
        problems=problems,
        holds=holds_words(titles),
        units=unit_words(),
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/imports/<int:import_id>")
@requires(Permission.METRIC_WRITE)
def taken(import_id: int) -> ResponseReturnValue:
    entry, source = import_named(db(), import_id)
    return render_template(
        "metrics/import.html",
        entry=entry,
        source=source,
        titles=_titles(db()),
        is_done=entry.state == DONE,
        is_refused=entry.state == REFUSED,
        is_under_way=entry.state in (WAITING, WRITING),
    )


def _file(file_sha: str) -> tuple[Path, str]:
    """A file that waits, and what it is called. Raises NotFound."""
    path = kept_file(file_sha)
    if path is None:
        raise NotFound
    return path, tidy_name(request.args.get("name", ""))


def _start_of(path: Path, name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """The header of a file, and of each column what stands in the first rows. Raises Problems."""
    with opened(path, name) as rows:
        first = [cells for (_line, cells), _row in zip(rows.rows, range(_EXAMPLES), strict=False)]
        header = rows.header
    return header, [
        [text for row in first if place < len(row) and (text := row[place].strip())] for place in range(len(header))
    ]


def _wished(header: tuple[str, ...]) -> list[Wish]:
    """What was said of each column; what was never on offer is nothing."""
    found = []
    for place in range(len(header)):
        holds, unit = request.form.get(f"holds-{place}", NOTHING), request.form.get(f"unit-{place}", "number")
        found.append(Wish(holds[:200], unit if unit in unit_words() else "number"))
    return found


def _titles(session: Session) -> dict[str, str]:
    return {slug: one.title for slug, one in live_all(session, STANDARD.name).items()}


def _cannot_be_read(source: ReadingSource | None, title: str, wrong: Problems) -> str:
    back = url_for("sources.source", source_slug=source.slug) if source else url_for("sources.new")
    return render_template("metrics/unreadable.html", title=title, problems=wrong.problems, back=back)
