"""Commands for readings: take a file in, look after sources, make cells anew."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy import func, select

from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import site
from training.metrics.actions_cells import rebuild_cells, standards_with_readings
from training.metrics.actions_import import run
from training.metrics.actions_reading import Intake, Report, Tell, prepare
from training.metrics.files_mapping import Mapping, parse, presets
from training.metrics.models import ReadingAlias, ReadingImport, ReadingSource

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("metrics")
def metrics() -> None:
    """Take in readings of how service runs, and look after where they come from."""


@metrics.command("import")
@click.argument("file", type=FILE)
@click.option("--source", required=True, help="Where the file comes from; the same name each time.")
@click.option("--preset", default="", help="A ready mapping to begin with; see “training metrics sources”.")
@click.option("--mapping", type=FILE, help="A mapping of your own to begin with, or instead of the remembered one.")
@click.option("--zone", default="", help="The time zone in which the source takes down times that name none.")
@click.option("--new-layout", is_flag=True, help="Columns have changed, and somebody has looked at what they mean now.")
@click.option("--dry-run", is_flag=True, help="Say what is in the file, and write nothing.")
def import_readings(file: Path, source: str, dry_run: bool, new_layout: bool, **choices: Any) -> None:
    """Take in the readings of FILE, all of them or nothing. FILE is CSV or an Excel workbook.

    A file may come again: what it says otherwise is corrected, what it says as before stays.
    """
    intake = Intake(source, file, file.name, _mapping(source, **choices), new_layout)
    database: Database = current_app.extensions["database"]
    now, zone = current_app.extensions["clock"].now(), site().zone
    if dry_run:
        with database.reading() as db, progress() as tell:
            report = prepare(db, intake, zone=zone, now=now, tell=tell)
        _tell(report)
        click.echo(_("Nothing was written: this was a dry run."))
        if not report.is_fine:
            raise SystemExit(1)
        return
    with progress() as tell:
        outcome = run(database, Actor.house(), intake, zone=zone, now=now, tell=tell)
    if outcome.report is None:
        click.echo(_("This file is in already. Nothing changes."))
        return
    for sentence in outcome.report.sentences():
        click.echo(sentence)
    written = outcome.written
    words = {"new": written.new, "changed": written.changed, "same": written.unchanged, "removed": written.removed}
    numbers = {name: f"{number:,}" for name, number in words.items()}
    click.echo(_("New: %(new)s, changed: %(changed)s, as before: %(same)s, removed: %(removed)s.", **numbers))


@metrics.command("sources")
def list_sources() -> None:
    """Say where readings come from, who in them is unknown, and which ready mappings there are."""
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        for source in db.scalars(select(ReadingSource).order_by(ReadingSource.slug)).all():
            imports = db.scalar(select(func.count()).where(ReadingImport.source_id == source.id))
            unknown = db.scalar(
                select(func.count()).where(ReadingAlias.source_id == source.id, ReadingAlias.person_id.is_(None))
            )
            words = {"slug": source.slug, "title": source.title, "imports": imports, "unknown": unknown}
            click.echo(_("%(slug)s: %(title)s. Files: %(imports)s, unknown people: %(unknown)s.", **words))
    for name, preset in presets().items():
        click.echo(_("Ready mapping %(name)s: %(title)s.", name=name, title=preset.title))


@metrics.command("rebuild")
def rebuild() -> None:
    """Make all cells anew from the readings. Whoever writes meanwhile waits, a standard at a time."""
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        wanted = standards_with_readings(db)
    number = 0
    for standard_id in wanted:
        with database.writing() as db:
            number += rebuild_cells(db, standard_id)
    words = {"cells": f"{number:,}", "standards": len(wanted)}
    click.echo(_("%(cells)s cells were made of the readings of %(standards)s standards.", **words))


def _mapping(source: str, preset: str, mapping: Path | None, zone: str) -> Mapping | None:
    """The mapping that somebody names, or None for the one that the source remembers. Raises Problems."""
    ready = presets()
    chosen: Mapping | None = None
    if mapping is not None:
        chosen = parse(mapping.read_text(encoding="utf-8"), str(mapping))
    elif preset:
        if preset not in ready:
            message = _("There is no ready mapping called “%(name)s”.", name=preset)
            raise Problems([Problem("--preset", None, message, _("There are: %(names)s.", names=", ".join(ready)))])
        chosen = ready[preset]
    else:
        chosen = _remembered(source) or ready.get(source)
    if chosen is not None and zone:
        chosen = chosen.with_zone(zone)
    return chosen


def _remembered(source: str) -> Mapping | None:
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        content = db.scalar(select(ReadingSource.mapping).where(ReadingSource.slug == source))
    return None if content is None else Mapping.model_validate(content)


def _tell(report: Report) -> None:
    for sentence in report.sentences():
        click.echo(sentence)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problem_count > len(report.problems):
        more = f"{report.problem_count - len(report.problems):,}"
        click.echo(_("And %(number)s more.", number=more), err=True)


@contextmanager
def progress() -> Iterator[Tell]:
    """Shows the share that is done, where there is a terminal to show it on."""
    with click.progressbar(length=1000, file=sys.stderr) as bar:
        yield lambda share: bar.update(int(1000 * share) - bar.pos)
        bar.update(1000 - bar.pos)
