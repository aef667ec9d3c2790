"""Commands for programmes: whom a new version would touch, before it is one."""

from pathlib import Path

import click
from flask import current_app

from training.certification import files, previews, words_dry_run
from training.content.actions import Publication, checked_proposal
from training.content.queries import live
from training.core.clock import Clock
from training.core.db import Database
from training.core.permissions import Actor

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("programme")
def certification() -> None:
    """Look at programmes before they change."""


@certification.command("preview")
@click.argument("file", type=FILE)
@click.option("--names", is_flag=True, help="Write a table of everybody touched, as CSV, in place of the sum.")
def preview(file: Path, names: bool) -> None:
    """Say whom the programme in FILE would touch and how, if it were published now. Nothing is changed."""
    database: Database = current_app.extensions["database"]
    clock: Clock = current_app.extensions["clock"]
    slug, now = file.stem, clock.now()
    with database.reading() as db:
        current = live(db, files.KIND.name, slug)
        text = file.read_text(encoding="utf-8")
        wanted = Publication(files.KIND.name, slug, text, current.id if current else None, origin="file")
        model: files.Programme = checked_proposal(db, wanted).source.model
        if names:
            for line in previews.table(db, Actor.house(), slug, model, now=now):
                click.echo(line, nl=False)
            return
        found = previews.finish(previews.dry_run(db, slug, model, now=now), db, Actor.house())
        for sentence in (
            words_dry_run.finding(found.sum),
            *words_dry_run.lines(found.sum),
            words_dry_run.kept(found.sum, found.plan),
        ):
            if sentence:
                click.echo(sentence)
