"""Commands for certificates: the keys that sign their badges."""

import click
from flask import current_app

from training.awards import actions_keys
from training.awards.keys import new_key
from training.awards.queries_keys import keys
from training.core import web
from training.core.clock import local_day
from training.core.db import Database
from training.core.permissions import Actor


@click.group("awards")
def awards() -> None:
    """Look after certificates and the keys that sign their badges."""


@awards.group("keys")
def keys_group() -> None:
    """Keys that sign badges."""


@keys_group.command("list")
def list_keys() -> None:
    """Every key that there ever was, the newest first."""
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        zone = current_app.extensions["site"].get(db).zone
        lines = keys(db, local_day(web.clock().now(), zone))
    for line in lines:
        shown = "published" if line.is_public else "not published"
        click.echo(f"{line.thumbprint}  {line.state.value:<9}  made {line.made_at:%Y-%m-%d}  {shown}")
    if not lines:
        click.echo("There is no key yet. The first badge makes it.")


@keys_group.command("rotate")
def rotate_keys() -> None:
    """Let a new key sign from now on. What was signed holds, and the old key stays published as long as that does."""
    database: Database = current_app.extensions["database"]
    fresh = new_key(web.settings().secret_key)
    with database.writing() as db:
        key = actions_keys.rotate(db, Actor.house(), fresh, now=web.clock().now())
    click.echo(f"{key.thumbprint} signs from now on.")


# A thumbprint may begin with a hyphen, and is no option then.
@keys_group.command("withdraw", context_settings={"ignore_unknown_options": True})
@click.argument("thumbprint")
@click.option("--reason", required=True, help="Why. It stays with the key.")
def withdraw(thumbprint: str, reason: str) -> None:
    """Take a key out of use for ever: what it signed holds no more. THUMBPRINT is as in the list, or its beginning."""
    database: Database = current_app.extensions["database"]
    fresh = new_key(web.settings().secret_key)
    with database.writing() as db:
        lines = keys(db, local_day(web.clock().now(), current_app.extensions["site"].get(db).zone))
        meant = [line.thumbprint for line in lines if line.thumbprint.startswith(thumbprint)]
        if len(meant) != 1:
            raise click.ClickException(f"{len(meant)} keys begin with “{thumbprint}”. See: training awards keys list")
        new = actions_keys.withdraw_key(db, Actor.house(), meant[0], reason, fresh, now=web.clock().now())
    click.echo(f"{meant[0]} is withdrawn." + (f" {new.thumbprint} signs from now on." if new else ""))
