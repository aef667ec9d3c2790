"""Answers as files: made at once where they are small, else by the worker, for the one who asked."""

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from training.certification.forms import PastDayForm
from training.core import i18n
from training.core.auth import current_actor
from training.core.i18n import gettext as _
from training.core.jobs import enqueue
from training.core.permissions import Permission
from training.core.web import NotFound, database, db, now, requires, settings, site, today
from training.reports import exports
from training.reports.actions_audit import CSV, PACK, PERMISSIONS, make, note_exported
from training.reports.jobs import MAKE
from training.reports.queries_asking import scope_of
from training.reports.queries_people import people_of
from training.reports.rules_audit import Question, Summary
from training.reports.views_audit import question_from
from training.reports.words_audit import file_title, finding, words_of_states

bp = Blueprint("audit_files", __name__)

AT_ONCE = {CSV: 500, PACK: 25}  # people; of more the file is made by the worker
TYPES = {CSV: "text/csv", PACK: "application/zip"}


@bp.post("/audit/table")
@requires(PERMISSIONS[CSV])
def table() -> ResponseReturnValue:
    return answer_as(CSV)


@bp.post("/audit/pack")
@requires(PERMISSIONS[PACK])
def pack() -> ResponseReturnValue:
    return answer_as(PACK)


def answer_as(form: str) -> ResponseReturnValue:
    """The file itself, or the page on which it will be."""
    actor, question = current_actor(), question_from(request.form, PastDayForm(request.form, on=today()))
    # It is made before the request's own transaction begins: nobody who writes waits for it.
    with database().reading() as session:
        people = people_of(session, actor, question, site().zone, PERMISSIONS[form])
        if len(people) > AT_ONCE[form]:
            return ask_for(form, question)
        target, room = BytesIO(), exports.folder_of(settings().data_dir)
        made = make(
            session, actor, form, question, target, site=site(), room=room, now=now(), tell=lambda _done, _of: None
        )
    note_exported(db(), actor, form, question, made, now=now())
    answer = Response(target.getvalue(), mimetype=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name_of(form, question)}"'
    return answer


def ask_for(form: str, question: Question) -> ResponseReturnValue:
    """Leave a job that makes the file."""
    actor = current_actor()
    folder = exports.folder_of(settings().data_dir)
    name = name_of(form, question)
    export = exports.begin(folder, actor.person_id or 0, form, question.plain(), name, now=now())
    enqueue(db(), MAKE, {"key": export.key, "language": i18n.language()}, now=now())
    flash(_("The file is being made. You can leave this page and come back."), "good")
    return redirect(url_for("audit_files.show", export_key=export.key), 303)


def name_of(form: str, question: Question) -> str:
    """What the file is called on the reader's computer."""
    return f"audit-{question.day.isoformat()}.{'zip' if form == PACK else 'csv'}"


@bp.get("/audit/files/<export_key>")
@requires(Permission.STANDING_READ)
def show(export_key: str) -> ResponseReturnValue:
    folder = exports.folder_of(settings().data_dir)
    export = exports.export_for(folder, export_key, current_actor().person_id, now=now())
    question = Question.of(export.question)
    summary = Summary.of(export.summary) if export.summary else None
    return render_template(
        "reports/audit_file.html",
        export=export,
        title=file_title(export),
        scope=scope_of(db(), question),
        finding=finding(summary.people, summary, question) if summary else "",
        summary=summary,
        words=words_of_states(),
        size=exports.path_of(folder, export).stat().st_size if export.state == exports.READY else 0,
    )


@bp.get("/audit/files/<export_key>/file")
@requires(Permission.STANDING_READ)
def download(export_key: str) -> ResponseReturnValue:
    folder = exports.folder_of(settings().data_dir)
    export = exports.export_for(folder, export_key, current_actor().person_id, now=now())
    if export.state != exports.READY:
        raise NotFound
    path = exports.path_of(folder, export)
    return send_file(path, mimetype=TYPES[export.form], as_attachment=True, download_name=export.name)
