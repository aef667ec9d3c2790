"""Commands for scenarios: take stories in from Twine, write scenarios out for it."""

from pathlib import Path

import click
from flask import current_app

from training.content.queries import live
from training.content.source import MAX_BYTES
from training.content.types import slug_of
from training.core.clock import Clock
from training.core.db import Database
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.scenarios.actions_import import decoded, keep_draft
from training.scenarios.game.twee import to_twee
from training.scenarios.game.twee_import import from_twee
from training.scenarios.kind import KIND

STORY = click.Path(exists=True, dir_okay=False, path_type=Path)
TARGET = click.Path(dir_okay=False, path_type=Path)


@click.group("scenarios")
def scenarios() -> None:
    """Exchange scenarios with Twine."""


@scenarios.command("import")
@click.argument("file", type=STORY)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--slug", help="The short name of the new scenario; without it, one is made from the title.")
def import_(file: Path, dry_run: bool, slug: str | None) -> None:
    """Make a story in Twee 3 the draft of a new scenario, and list what cannot be taken over."""
    with file.open("rb") as opened:
        found = from_twee(decoded(opened.read(MAX_BYTES + 1), file.name), file.name)
    for note in found.notes:
        click.echo(f"left out: {note}", err=True)
    for one in found.became:
        what = f"turn with {one.choices} choices" if one.choices else "ending"
        click.echo(f"{file.name}:{one.line}: “{one.passage}” becomes {one.id}, {what}")
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")
        return
    database: Database = current_app.extensions["database"]
    clock: Clock = current_app.extensions["clock"]
    with database.writing() as db:
        name = slug or slug_of(str(found.values["title"]))
        draft = keep_draft(db, Actor.house(), name, found.text, now=clock.now())
        click.echo(f"Kept as the draft “{draft.slug}”. Nobody plays it until it is published.")


@scenarios.command("export")
@click.argument("slug")
@click.argument("file", type=TARGET, required=False)
def export(slug: str, file: Path | None) -> None:
    """Write the live scenario SLUG as Twee 3 to FILE; without one, to the terminal."""
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        edition = live(db, KIND.name, slug)
    if edition is None:
        raise Problems([Problem(slug, None, "There is no such live scenario.")])
    text = to_twee(edition.model, slug)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        click.echo(f"Written to {file}.")
