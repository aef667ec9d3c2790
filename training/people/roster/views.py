"""Pages to import a roster: the file, how it is read, what would change, and what did; and people as a file."""

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.permissions import Permission
from training.core.problems import Problem, Problems
from training.core.web import database, db, now, requires, takes_files, today
from training.people.roster.actions import apply_plan, hold_still, refuse_outsiders
from training.people.roster.columns import map_columns
from training.people.roster.export import write_csv, write_xlsx
from training.people.roster.forms import ReadingForm, UploadForm, reading_form
from training.people.roster.headers import LABELS
from training.people.roster.importing import ImportSettings, plan_for, read_file, read_people
from training.people.roster.models import RosterUpload
from training.people.roster.plan import Plan
from training.people.roster.queries import last_import, snapshot_of
from training.people.roster.records import MAX_BYTES, Table
from training.people.roster.showing import Showing, parts_of
from training.people.roster.telling import counted, problems_csv
from training.people.roster.uploads import keep_upload, upload_for, waiting_uploads

bp = Blueprint("roster", __name__)

ROOM_FOR_FORM = 1024 * 1024
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/people/import")
@requires(Permission.ROSTER_IMPORT)
def start() -> ResponseReturnValue:
    refuse_outsiders(db(), current_actor())
    return _start(UploadForm())


@bp.post("/people/import")
@requires(Permission.ROSTER_IMPORT)
@takes_files(MAX_BYTES + ROOM_FOR_FORM)
def upload() -> ResponseReturnValue:
    with database().reading() as session:
        refuse_outsiders(session, current_actor())
    form = UploadForm(request.files)
    file = form.file.data
    if not file or not file.filename:
        form.refuse("file", _("Choose a file."))
        return _start(form), 422
    data = file.read()
    try:
        read_file(data, file.filename, ImportSettings())
    except Problems as problems:
        form.refuse_all(problems)
        return _start(form), 422
    kept = keep_upload(db(), current_actor(), file.filename, data, now=now())
    return redirect(url_for("roster.columns", upload_id=kept.id), 303)


def _start(form: UploadForm) -> str:
    with database().reading() as session:
        waiting = waiting_uploads(session, current_actor())
    return render_template("people/roster/start.html", form=form, waiting=waiting, labels=LABELS)


@bp.get("/people/import/<int:upload_id>/columns")
@requires(Permission.ROSTER_IMPORT)
def columns(upload_id: int) -> ResponseReturnValue:
    kept, settings, table = _opened(db(), upload_id)
    try:
        map_columns(table, settings.columns)
    except Problems as problems:
        return _columns(kept, table, reading_form(table, settings), problems.problems)
    return _columns(kept, table, reading_form(table, settings))


@bp.post("/people/import/<int:upload_id>/columns")
@requires(Permission.ROSTER_IMPORT)
def choose_columns(upload_id: int) -> ResponseReturnValue:
    kept, settings, before = _opened(db(), upload_id)
    form = reading_form(before, settings, request.form)
    if not form.validate():
        return _columns(kept, before, form), 422
    try:
        table = read_file(kept.data, kept.name, form.reading())
        if table.header != before.header or request.form.get("then") == "again":
            kept.settings = replace(form.settings(before), columns={}).kept()
            return redirect(url_for("roster.columns", upload_id=kept.id), 303)
        chosen = form.settings(table)
        map_columns(table, chosen.columns)
    except Problems as problems:
        return _columns(kept, before, form, problems.problems), 422
    kept.settings = chosen.kept()
    return redirect(url_for("roster.show", upload_id=kept.id), 303)


def _opened(session: Session, upload_id: int) -> tuple[RosterUpload, ImportSettings, Table]:
    """The actor's file, its settings and its rows; it was read well when it was kept."""
    kept = upload_for(session, current_actor(), upload_id)
    settings = ImportSettings.restored(kept.settings)
    return kept, settings, read_file(kept.data, kept.name, settings)


def _columns(kept: RosterUpload, table: Table, form: ReadingForm, problems: tuple[Problem, ...] = ()) -> str:
    examples = [
        [text for text in dict.fromkeys(record.cells[place].strip() for record in table.records[:50]) if text][:3]
        for place in range(len(table.header.cells))
    ]
    rows = list(zip(form.column_fields(), examples, strict=True))
    return render_template(
        "people/roster/columns.html", kept=kept, table=table, form=form, rows=rows, problems=problems
    )


@bp.get("/people/import/<int:upload_id>")
@requires(Permission.ROSTER_IMPORT)
def show(upload_id: int) -> ResponseReturnValue:
    kept, settings, table = _opened(db(), upload_id)
    try:
        _places, roster = read_people(table, settings, today())
    except Problems:
        return redirect(url_for("roster.columns", upload_id=kept.id), 303)
    return _show(kept, plan_for(db(), current_actor(), roster, settings, today()))


@bp.post("/people/import/<int:upload_id>")
@requires(Permission.ROSTER_IMPORT)
def apply(upload_id: int) -> ResponseReturnValue:
    with database().reading() as session:  # reading takes its time, and nobody has to wait for it
        kept, settings, table = _opened(session, upload_id)
    try:
        _places, roster = read_people(table, settings, today())
    except Problems:
        return redirect(url_for("roster.columns", upload_id=kept.id), 303)
    hold_still(db())
    plan = plan_for(db(), current_actor(), roster, settings, today())
    if plan.errors or plan.digest != request.form.get("digest"):
        return _show(kept, plan, is_outdated=not plan.errors), 409
    apply_plan(db(), current_actor(), plan, file_name=kept.name, now=now())
    db().delete(upload_for(db(), current_actor(), kept.id))
    return redirect(url_for("roster.done"), 303)


def _show(kept: RosterUpload, plan: Plan, *, is_outdated: bool = False) -> str:
    wanted = request.args.get("show", "")
    parts = parts_of(plan)
    showing = Showing.of(parts, wanted, request.args.get("page", 1, type=int))
    return render_template(
        "people/roster/plan.html",
        kept=kept,
        plan=plan,
        sentences=counted(plan),
        parts=parts,
        showing=showing,
        is_outdated=is_outdated,
        url_of_part=lambda name: url_for("roster.show", upload_id=kept.id, show=name),
        url_of_page=lambda number: url_for("roster.show", upload_id=kept.id, show=wanted, page=number),
    )


@bp.get("/people/import/<int:upload_id>/problems.csv")
@requires(Permission.ROSTER_IMPORT)
def problems(upload_id: int) -> ResponseReturnValue:
    kept, settings, table = _opened(db(), upload_id)
    try:
        _places, roster = read_people(table, settings, today())
    except Problems as found:
        return _file(problems_csv(found.problems), "problems.csv", CSV_TYPE)
    plan = plan_for(db(), current_actor(), roster, settings, today())
    return _file(problems_csv(plan.problems), f"problems of {kept.name}.csv", CSV_TYPE)


@bp.post("/people/import/<int:upload_id>/discard")
@requires(Permission.ROSTER_IMPORT)
def discard(upload_id: int) -> ResponseReturnValue:
    kept = upload_for(db(), current_actor(), upload_id)
    db().delete(kept)
    flash(_("“%(file)s” is thrown away. Nothing was imported.", file=kept.name), "good")
    return redirect(url_for("roster.start"), 303)


@bp.get("/people/import/done")
@requires(Permission.ROSTER_IMPORT)
def done() -> ResponseReturnValue:
    last = last_import(db(), current_actor().person_id)
    if last is None:
        return redirect(url_for("roster.start"), 303)
    words = {
        "new": _("New"),
        "changed": _("Changed"),
        "left": _("Left"),
        "unchanged": _("As they were"),
        "teams": _("New teams"),
        "roles": _("New roles"),
    }
    amounts = [(word, f"{last.facts[part]:,}") for part, word in words.items() if last.facts.get(part)]
    return render_template("people/roster/done.html", last=last, amounts=amounts)


@bp.get("/people/export.csv")
@requires(Permission.ROSTER_IMPORT)
def export_csv() -> ResponseReturnValue:
    refuse_outsiders(db(), current_actor())
    return _file(write_csv(snapshot_of(db(), today()), today()), f"people {today()}.csv", CSV_TYPE)


@bp.get("/people/export.xlsx")
@requires(Permission.ROSTER_IMPORT)
def export_xlsx() -> ResponseReturnValue:
    refuse_outsiders(db(), current_actor())
    return _file(write_xlsx(snapshot_of(db(), today()), today()), f"people {today()}.xlsx", XLSX_TYPE)


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
