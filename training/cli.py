"""The commands of the site: `training …`."""

import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from training.accounts.first_run import Administrator, administrator_link, set_up_link
from training.app import create_app
from training.config import PREFIX, Settings, read_settings
from training.core import logs, migrate
from training.core.db import Database
from training.core.problems import Problems
from training.core.running import running, standstill
from training.core.worker import Worker
from training.effects.cli import judge
from training.operations import checks
from training.operations.backup import back_up
from training.operations.models import Care, note_care
from training.operations.restore import restore as put_back
from training.reports.cli import audit
from training.search.actions import rebuild
from training.serve import gather_metrics, prepare, refuse_taken_port
from training.serve import serve as serve_until_stopped

WRONG_SETTINGS = 2
# Domains whose cli.py holds a group of their name.
WITH_COMMANDS = (
    "people",
    "content",
    "quizzes",
    "scenarios",
    "search",
    "certification",
    "awards",
    "reminders",
    "metrics",
    "needs",
)

FILE = click.Path(dir_okay=False, path_type=Path)


class Commands(click.Group):
    """Says what is wrong in sentences: nobody who runs a site should have to read a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Problems as problems:
            tell_problems(problems)
            context.exit(1)
        except DBAPIError as error:
            explanation = explain(error, context)
            if explanation is None:
                raise
            click.echo(explanation, err=True)
            context.exit(1)


def tell_problems(problems: Problems) -> None:
    for problem in problems.problems:
        click.echo(str(problem), err=True)


def explain(error: DBAPIError, context: click.Context) -> str | None:
    """What a database's error means, where it is for the reader to mend; None for a fault of ours."""
    if error.connection_invalidated or "connect" in str(error.orig) or "unable to open" in str(error.orig):
        return f"The database does not answer: {str(error.orig).strip()}"
    try:
        behind = not migrate.current_is_head(context.obj.load_app().extensions["database"])
    except SQLAlchemyError:
        return None
    return "The tables do not have the shape that this program needs. Run “training migrate”." if behind else None


def the(kind: type[Any]) -> Any:
    """The application's database or settings, inside a command."""
    return current_app.extensions[{Database: "database", Settings: "settings"}[kind]]


def the_app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # Werkzeug's proxy
    return app


def settings_or_exit() -> Settings:
    try:
        return read_settings(os.environ)
    except Problems as problems:
        tell_problems(problems)
        raise SystemExit(WRONG_SETTINGS) from None


def make_app(settings: Settings | None = None) -> Flask:
    """The application for a command."""
    logs.configure()
    return create_app(settings or settings_or_exit())


@click.group("training", cls=Commands)
@click.version_option(package_name="standard-bearer", message="%(version)s")
@click.pass_context
def training(context: click.Context) -> None:
    """Standard Bearer: staff learn how the company serves, prove it, and keep proving it."""
    if context.obj is None:
        context.obj = ScriptInfo(create_app=make_app, set_debug_flag=False)


@training.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is everywhere.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--demo", is_flag=True, help="Fill an empty site with an invented company to look around in.")
def serve(host: str, port: int, processes: int, demo: bool) -> None:
    """Run the site: web pages, worker, and whatever an update needs first."""
    os.environ.setdefault(f"{PREFIX}BASE_URL", f"http://localhost:{port}")  # the web processes read it too
    settings = settings_or_exit()
    refuse_taken_port(host, port)
    with running(settings.data_dir):
        gather_metrics(settings)
        app = make_app(settings)
        prepare(app, click.echo)
        welcome = [f"Standard Bearer is at {settings.base_url}"]
        if demo:
            welcome += load_demo(app)
        with app.app_context():
            link = set_up_link(app.extensions["database"], settings.base_url, now=app.extensions["clock"].now())
        if link:
            welcome.append(f"Set it up here, within the next days: {link}")
        # Forked web processes share what is loaded; elsewhere a fork is not safe.
        multiprocessing.set_start_method("fork" if sys.platform == "linux" else "spawn")
        serve_until_stopped(
            app, host=host, port=port, processes=processes, ready=lambda: click.echo("\n".join(welcome))
        )


def load_demo(app: Flask) -> list[str]:
    """Load the invented company, and say who can sign in."""
    from training.demo import load  # noqa: PLC0415 -- two years of history, for those who ask for them

    return [
        "",
        "The company in it is invented. These people can sign in:",
        *(f"  {account}" for account in load(app)),
        "“training demo remove” takes it all away.",
    ]


@training.command()
@with_appcontext
def worker() -> None:
    """Run jobs only: beside web processes that another server runs, on this machine or others."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    with running(the(Settings).data_dir):
        Worker(the_app()).run(stop)


@training.command("migrate")
@with_appcontext
def bring_up_to_date() -> None:
    """Bring the tables up to date; `serve` does the same."""
    migrate.upgrade(the(Database))
    click.echo(f"The tables are at revision {migrate.head_revision()}.")


@training.command("migration", hidden=True)
@click.argument("message")
def write_migration(message: str) -> None:
    """For developers: write a revision with what the models have and the revisions lack."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Database(f"sqlite:///{folder}/scratch.db", lock_dir=Path(folder))
        migrate.upgrade(scratch)
        click.echo(migrate.write_revision(scratch, message))
        scratch.close()


@training.command()
@with_appcontext
def check() -> None:
    """Look whether everything is as it should be; the exit code is 1 when it is not."""
    if not in_order():
        raise SystemExit(1)


def in_order() -> bool:
    """Run every check and say what it finds."""
    app, found = the_app(), []
    for result in checks.results(app):
        found.append(result)
        click.echo(f"{result.name}: " + ("in order" if not result.sentences else f"{len(result.sentences)} to mend"))
        for sentence in result.sentences:
            click.echo(f"  {sentence}")
    for sentence in checks.advice():
        click.echo(f"note: {sentence}")
    try:
        checks.remember(app, found)
    except SQLAlchemyError:
        click.echo("note: The result could not be written down.")
    return not any(result.sentences for result in found)


@training.command()
@click.argument("file", type=FILE)
@with_appcontext
def backup(file: Path) -> None:
    """Put all rows, media and the secret key into one FILE. The site may run meanwhile."""
    database, data_dir, now = the(Database), the(Settings).data_dir, current_app.extensions["clock"].now()
    manifest = back_up(database, data_dir, file.absolute(), now=now, tell=click.echo)
    with database.writing() as db:
        note_care(db, Care.BACKUP, [file.name], now=now)
    rows = sum(manifest.tables.values())
    click.echo(f"{rows} rows of {len(manifest.tables)} tables are in {file}. Whoever has this file has everything.")


@training.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace what is here.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put a backup back, of either kind of database, then check everything. The site must be stopped."""
    settings = the(Settings)
    with standstill(settings.data_dir):
        manifest = put_back(the(Database), settings.data_dir, file, replace=replace, tell=click.echo)
        with the(Database).writing() as db:
            rebuild(db)  # of what can be made again a backup holds nothing
        click.echo(f"Restored what was saved on {manifest.made_at[:16].replace('T', ' at ')} UTC.")
        if not in_order():
            raise SystemExit(1)


@training.group()
def admin() -> None:
    """Look after administrators."""


@admin.command("create")
@click.option("--given-name", default="", help="For somebody who is not here yet.")
@click.option("--family-name", default="", help="For somebody who is not here yet.")
@click.option("--number", default="", help="Employee number.")
@click.option("--email", default="")
@with_appcontext
def create_administrator(given_name: str, family_name: str, number: str, email: str) -> None:
    """Make somebody an administrator, and print a link with which they choose a passphrase, once."""
    who = Administrator(given_name, family_name, number, email.strip().lower() or None)
    with the(Database).writing() as db:
        link = administrator_link(db, who, the(Settings).base_url, now=current_app.extensions["clock"].now())
    click.echo(link)


@training.group()
def demo() -> None:
    """Look after the invented company."""


@demo.command("remove")
@with_appcontext
def remove_demo() -> None:
    """Remove the invented company and everything about it."""
    from training.demo import remove  # noqa: PLC0415 -- as above

    remove(the_app())
    click.echo("The invented company is gone.")


def add_domain_commands(group: click.Group) -> None:
    """Add the group of each domain that has one. Their commands run inside the application."""
    for name in WITH_COMMANDS:
        if find_spec(f"training.{name}.cli"):
            commands: click.Group = getattr(importlib.import_module(f"training.{name}.cli"), name)
            _inside_the_application(commands)
            group.add_command(commands)
    _inside_the_application(audit)
    group.add_command(audit)
    needs = group.commands["needs"]
    _inside_the_application(judge)
    if isinstance(needs, click.Group):
        needs.add_command(judge)  # of a domain above that of needs


def _inside_the_application(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _inside_the_application(part)
    elif command.callback is not None:
        callback: Callable[..., Any] = command.callback
        command.callback = with_appcontext(callback)


add_domain_commands(training)


def main() -> None:
    """The entry point of the `training` program."""
    training()
