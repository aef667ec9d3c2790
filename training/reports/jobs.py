"""Jobs of reports: making a file that somebody asked for, and deleting it after some days."""

from datetime import time, timedelta

from flask import g

from training.core import web
from training.core.clock import local_day
from training.core.jobs import Registry
from training.core.web import NotFound
from training.core.worker import Task
from training.reports import exports
from training.reports.actions_audit import PERMISSIONS, Made, make, note_exported
from training.reports.exports import Export
from training.reports.queries_asking import actor_of
from training.reports.rules_audit import Question

MAKE = "audit.make"
FORGET = "audit.forget"
LONGEST = timedelta(hours=1)


def register(registry: Registry) -> None:
    """Say who does these jobs, and that old files are deleted every night."""
    registry.handle(MAKE, make_file, lease=LONGEST)
    registry.handle(FORGET, forget_files)
    registry.nightly(FORGET, time(3, 15))


def make_file(task: Task) -> None:
    """Make the file of an export with what its asker may see now, and note how far it is."""
    folder = exports.folder_of(web.settings().data_dir)
    try:
        export = exports.read(folder, task.payload["key"])
    except NotFound:
        return  # it was forgotten before its turn came
    try:
        _make(task, export)
    except Exception:
        if task.last_attempt:
            exports.note(folder, export, state=exports.FAILED)
        raise


def _make(task: Task, export: Export) -> None:
    folder = exports.folder_of(web.settings().data_dir)
    site, question = web.site(), Question.of(export.question)
    g.language = task.payload["language"]
    with task.database.reading() as db:  # it takes a while, and nobody who writes shall wait for it
        actor = actor_of(db, export.by_id, today=local_day(task.now, site.zone))
        if not actor.may(PERMISSIONS[export.form]):
            exports.note(folder, export, state=exports.FAILED)
            return

        def tell(done: int, people: int) -> None:
            exports.note(folder, export, state=exports.BUILDING, done=done, people=people)

        path = exports.path_of(folder, export)
        part = path.with_suffix(".making")
        with part.open("w+b") as target:
            made: Made = make(db, actor, export.form, question, target, site=site, room=folder, now=task.now, tell=tell)
    part.replace(path)
    note_exported(task.db, actor, export.form, question, made, now=task.now)
    exports.note(
        folder,
        export,
        state=exports.READY,
        done=made.people,
        people=made.people,
        sha256=made.sha256,
        summary=made.summary.plain(),
    )


def forget_files(task: Task) -> None:
    exports.forget_old(exports.folder_of(web.settings().data_dir), now=task.now)
