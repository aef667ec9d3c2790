"""Commands for people: take in a roster, write one out."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app

from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.web import site
from training.people.roster.actions import apply_plan, hold_still
from training.people.roster.columns import Columns
from training.people.roster.dates import DateOrder
from training.people.roster.entries import Roster
from training.people.roster.export import write_csv, write_xlsx
from training.people.roster.headers import Field
from training.people.roster.importing import ImportSettings, plan_for, read_file, read_people
from training.people.roster.plan import Plan
from training.people.roster.queries import snapshot_of
from training.people.roster.records import MAX_BYTES, Table
from training.people.roster.telling import counted, shown

DELIMITER_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("people")
def people() -> None:
    """Take in a roster of people, or write one out."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--full/--partial", "is_full", default=True, help="Whether the file names everybody.  [default: full]")
@click.option("--mark-missing-left", type=DAY, metavar="DATE", help="Whoever is missing left on this day.")
@click.option("--effective", type=DAY, metavar="DATE", help="From when changed roles count.  [default: today]")
@click.option("--map", "columns", multiple=True, metavar="HEADER=FIELD", help="What a column holds; HEADER= skips it.")
@click.option("--day-first", "date_order", flag_value=DateOrder.DAY_FIRST.value, help="03/04/2026 is 3 April.")
@click.option("--month-first", "date_order", flag_value=DateOrder.MONTH_FIRST.value, help="03/04/2026 is 4 March.")
@click.option("--delimiter", default="", help="What separates cells: comma, semicolon, tab or pipe.")
@click.option("--encoding", default="", help="The encoding of a CSV file, such as windows-1252.")
@click.option("--sheet", default="", help="The sheet of a workbook; the first one by default.")
@click.option("--top-is-company/--top-is-team", default=None, help="What the first name of team paths means.")
def import_people(file: Path, dry_run: bool, effective: datetime | None, **choices: Any) -> None:
    """Take in a roster, all of it or nothing. FILE is CSV or an Excel workbook.

    FIELD is one of: employee_id, first_name, last_name, preferred_name, email, phone, team, role, manager_id,
    hired_on, left_on, leave_from, leave_until, language, status.
    """
    settings = _settings(**choices)
    day = effective.date() if effective else _today()
    click.echo(_("Reading %(file)s …", file=file.name), err=True)
    with file.open("rb") as opened:
        table = read_file(opened.read(MAX_BYTES + 1), file.name, settings)
    columns, roster = read_people(table, settings, day)
    _tell_reading(table, columns)
    plan = _carry_out(roster, settings, day, file.name, dry_run=dry_run)
    for sentence in counted(plan) or [_("Nobody changes.")]:
        click.echo(sentence)
    click.echo(_("Nothing was written: this was a dry run.") if dry_run else _("Done."))


@people.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_people(file: Path) -> None:
    """Write everybody to FILE, as a workbook if it ends in .xlsx, else as CSV. It can be imported again."""
    today = _today()
    with _database().reading() as db:
        snapshot = snapshot_of(db, today)
    write: Callable[..., bytes] = write_xlsx if file.suffix.casefold() == ".xlsx" else write_csv
    file.write_bytes(write(snapshot, today))
    click.echo(_("%(number)s people are in %(file)s.", number=f"{len(snapshot.people):,}", file=file))


def _settings(
    columns: tuple[str, ...],
    date_order: str | None,
    mark_missing_left: datetime | None,
    is_full: bool,
    **others: Any,
) -> ImportSettings:
    if mark_missing_left and not is_full:
        raise click.UsageError("--mark-missing-left needs a full roster.")
    wishes = dict(pair.rpartition("=")[::2] for pair in columns)
    if "" in wishes:
        raise click.BadParameter("Write it as HEADER=FIELD, for example “Staff no=employee_id”.", param_hint="--map")
    return ImportSettings(
        columns=wishes,
        date_order=DateOrder(date_order) if date_order else None,
        missing_left_on=mark_missing_left.date() if mark_missing_left else None,
        is_full=is_full,
        **others,
    )


def _tell_reading(table: Table, columns: Columns) -> None:
    rows = f"{len(table.records):,}"
    if table.sheet:
        click.echo(_("%(rows)s rows on the sheet “%(sheet)s”.", rows=rows, sheet=table.sheet), err=True)
    else:
        words = {"rows": rows, "encoding": table.encoding, "delimiter": DELIMITER_WORDS[table.delimiter]}
        click.echo(_("%(rows)s rows, %(encoding)s, separated by %(delimiter)s.", **words), err=True)
    if columns.ignored:
        click.echo(_("Ignored columns: %(names)s.", names=", ".join(columns.ignored)), err=True)


def _carry_out(roster: Roster, settings: ImportSettings, day: date, file_name: str, *, dry_run: bool) -> Plan:
    """The plan, carried out unless it is only to be shown. Exits when the file has errors."""
    house = Actor.house()
    click.echo(_("Comparing with the people of the site …"), err=True)
    if dry_run:
        with _database().reading() as db:
            plan = plan_for(db, house, roster, settings, day)
        _tell(plan)
        _stop_at_errors(plan)
        return plan
    with _database().writing() as db:
        hold_still(db)
        plan = plan_for(db, house, roster, settings, day)
        _tell_problems(plan)
        _stop_at_errors(plan)
        click.echo(_("Writing …"), err=True)
        apply_plan(db, house, plan, file_name=file_name, now=current_app.extensions["clock"].now())
    return plan


def _tell(plan: Plan) -> None:
    """Everything that would happen, a line each."""
    for path in plan.teams:
        click.echo(_("new team: %(team)s", team=shown(path)))
    for role in plan.roles:
        click.echo(_("new role: %(role)s", role=role))
    for person in plan.new:
        click.echo(_("new: %(number)s %(name)s", number=person.employee_number, name=person.name))
    for changed in plan.changed:
        person = changed.before
        said = "; ".join(f"{Field(one.field)}: {shown(one.before)} → {shown(one.after)}" for one in changed.changes)
        click.echo(f"{person.employee_number} {person.name}: {said}")
    for person in plan.gone:
        click.echo(_("missing: %(number)s %(name)s", number=person.employee_number, name=person.name))
    _tell_problems(plan)


def _tell_problems(plan: Plan) -> None:
    for problem in plan.problems:
        word = _("problem") if problem.severity == "error" else _("check")
        click.echo(f"{word}: {problem}", err=True)


def _stop_at_errors(plan: Plan) -> None:
    if plan.errors:
        click.echo(_("Nothing was written. Mend the problems and import the file again."), err=True)
        raise SystemExit(1)


def _database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def _today() -> date:
    return local_day(current_app.extensions["clock"].now(), site().zone)
