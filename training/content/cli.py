"""Commands for documents: check the files of a library, take them in, write them out."""

import json
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import DatabaseError

from training.config import ROOT
from training.content import sync as syncing
from training.content.check_names import name_warnings
from training.content.editor_schema import editor_schema
from training.content.library import library
from training.content.tree import Tree, read_tree
from training.core.clock import Clock
from training.core.db import Database
from training.core.permissions import Actor
from training.core.problems import Problem, Problems

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
LIBRARY = click.option("--library", "root", type=FOLDER, default=ROOT, help="Folder that holds content/ and quizzes/.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")


@click.group("content")
def content() -> None:
    """Check, take in and write out modules, quizzes and programmes."""


@content.command("check")
@LIBRARY
def check(root: Path) -> None:
    """Find everything that is wrong in the files, with file, line and remedy."""
    tree = read_tree(root, library().kinds)
    _tell(tree.warnings)
    _tell_names(tree)
    _stop_at(tree.problems)
    click.echo(f"{len(tree.documents)} documents and {len(tree.media)} media files are in order.")


@content.command("sync")
@LIBRARY
@DRY_RUN
@click.option("--replace", multiple=True, metavar="PATH", help="This file wins although the live version moved too.")
def sync(root: Path, dry_run: bool, replace: tuple[str, ...]) -> None:
    """Make the files the live versions: all of them, or none when anything is wrong."""
    tree = read_tree(root, library().kinds)
    _refuse_unknown(tree, replace)
    try:
        plan = _sync(tree, replace, dry_run)
    except syncing.Conflicts as conflicts:
        for text in conflicts.differences:
            click.echo(text)
        _stop_at(conflicts.problems)
    except Problems as problems:
        _stop_at(problems.problems)
    else:
        _tell_names(tree)
        _tell_plan(plan, dry_run)


def _sync(tree: Tree, replace: tuple[str, ...], dry_run: bool) -> syncing.Plan:
    database: Database = current_app.extensions["database"]
    clock: Clock = current_app.extensions["clock"]
    if dry_run:
        with database.reading() as db:
            return syncing.plan(db, tree, replace=replace)
    with database.writing() as db:
        return syncing.sync(db, Actor.house(), tree, now=clock.now(), replace=replace)


def _refuse_unknown(tree: Tree, paths: tuple[str, ...]) -> None:
    known = {document.where for document in tree.documents.values()}
    for path in paths:
        if path not in known:
            raise click.BadParameter(f"“{path}” is no document of the library.", param_hint="--replace")


def _tell_plan(plan: syncing.Plan, dry_run: bool) -> None:
    for word, paths in (("new", plan.added), ("changed", plan.changed), ("newer in the browser", plan.ahead)):
        for path in paths:
            click.echo(f"{word}: {path}")
    for file in plan.media:
        click.echo(f"media: {file.name}")
    counted = f"{len(plan.added)} new, {len(plan.changed)} changed, {len(plan.unchanged)} unchanged"
    click.echo(f"{counted}. Nothing was changed: this was a dry run." if dry_run else f"{counted}.")


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--only", multiple=True, metavar="PATH", help="Such as content/modules/taking-a-call.md; may be repeated."
)
@DRY_RUN
def export(folder: Path, only: tuple[str, ...], dry_run: bool) -> None:
    """Write live documents and their media as files below FOLDER, as `sync` reads them."""
    database: Database = current_app.extensions["database"]
    with database.reading() as db:
        files = syncing.export(db, only)
    missing = [path for path in only if path not in files.texts]
    _stop_at(tuple(Problem(path, None, "There is no such live document.") for path in missing))
    data = {path: text.encode() for path, text in files.texts.items()}
    data |= {path: source.read_bytes() for path, source in files.media.items()}
    for path, content_bytes in sorted(data.items()):
        target = folder / path
        state = "new" if not target.exists() else "same" if target.read_bytes() == content_bytes else "changed"
        click.echo(f"{state}: {path}")
        if not dry_run and state != "same":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content_bytes)


@content.command("schema")
@click.argument("kind", required=False)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of a KIND for editors; without one, of all kinds by name."""
    kinds = library().kinds
    if kind is not None and kind not in kinds:
        raise click.BadParameter(f"“{kind}” is no kind. Choose {', '.join(item.name for item in kinds)}.")
    schemas = {item.name: editor_schema(item) for item in kinds}
    click.echo(json.dumps(schemas[kind] if kind else schemas, indent=2, ensure_ascii=False))


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(("warning: " if problem.severity == "warning" else "") + str(problem), err=True)


def _tell_names(tree: Tree) -> None:
    """Roles and teams that documents name in vain. A library can be checked where there is no database yet."""
    database: Database = current_app.extensions["database"]
    try:
        with database.reading() as db:
            warnings = name_warnings(db, tree)
    except DatabaseError:
        return
    _tell(warnings)


def _stop_at(problems: tuple[Problem, ...]) -> None:
    """End with a failure after telling every problem; go on when there is none."""
    if problems:
        _tell(problems)
        raise click.ClickException(f"{len(problems)} to mend. Nothing was changed.")
