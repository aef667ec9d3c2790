"""Commands for search."""

import click
from flask import current_app

from training.core.db import Database
from training.search.actions import rebuild


@click.group("search")
def search() -> None:
    """Look after what search finds."""


@search.command("rebuild")
def rebuild_index() -> None:
    """Make the index of search anew from the live documents. Whoever writes meanwhile waits."""
    database: Database = current_app.extensions["database"]
    with database.writing() as db:
        number = rebuild(db)
    click.echo(f"{number} documents can be found.")
