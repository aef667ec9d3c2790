"""The command for auditors: who was certified at the end of a day."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.clock import local_day
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import site
from training.people.models import Role
from training.people.queries import person_by_number
from training.people.roster.cells import written_team
from training.people.roster.queries import team_paths
from training.people.rules import folded, slug_of
from training.reports.actions_audit import CSV, PACK, make, note_exported
from training.reports.queries_audit import Answer
from training.reports.queries_people import people_of, programmes_named
from training.reports.rules_audit import Line, Question, Summary
from training.reports.words_audit import finding, held_sentence, words_of_states

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("audit")
@click.option("--on", "day", type=DAY, metavar="DAY", help="The day, such as 2026-03-03.  [default: today]")
@click.option("--person", metavar="NUMBER", help="One person, by employee number.")
@click.option(
    "--team", metavar="NAME", help="A team with all below it: its name, or its path such as Shops/Canal Side."
)
@click.option("--role", metavar="NAME", help="Those who held a role on that day, by its name or slug.")
@click.option("--programme", metavar="SLUG", help="Those of whom a programme was asked.")
@click.option("--csv", "csv_file", type=FILE, help="Write a table, a line for each requirement.")
@click.option("--pack", "pack_file", type=FILE, help="Write a pack for an inspector: paper, tables, facts and seals.")
@click.option("--chain", "with_chain", is_flag=True, help="With every row of the ledger since, to prove the last seal.")
def audit(
    day: datetime | None, csv_file: Path | None, pack_file: Path | None, with_chain: bool, **narrowing: str | None
) -> None:
    """Who was certified at the end of a day, in what, against which versions? Everybody, or whom the options name."""
    if csv_file and pack_file:
        raise click.UsageError(_("Choose one of --csv and --pack."))
    if with_chain and not pack_file:
        raise click.UsageError(_("--chain needs --pack."))
    today = local_day(current_app.extensions["clock"].now(), site().zone)
    on = day.date() if day else today
    if on > today:
        raise click.BadParameter(_("This day has not come yet."), param_hint="--on")
    with _database().reading() as db:
        question = question_of(db, on, **narrowing)
        if csv_file or pack_file:
            path = (csv_file or pack_file or Path()).absolute()
            _write(db, question, CSV if csv_file else PACK, path, with_chain=with_chain)
        else:
            _tell(db, question)


def question_of(
    db: Session, day: date, *, person: str | None, team: str | None, role: str | None, programme: str | None
) -> Question:
    """The question that the options ask. Raises Problems for every name that is not there."""
    problems: list[Problem] = []

    def found(option: str, said: str | None, find: Callable[[Session, str], int | None]) -> int | None:
        key = None if said is None else find(db, said)
        if said is not None and key is None:
            message = _("“%(name)s” is not there, or not the only one.", name=said)
            problems.append(Problem(option, None, message, _("Check how it is written.")))
        return key

    question = Question(
        day,
        person_id=found("--person", person, _person),
        team_id=found("--team", team, _team),
        role_id=found("--role", role, _role),
        programme_id=found("--programme", programme, lambda db, slug: programmes_named(db).get(slug)),
    )
    if problems:
        raise Problems(problems)
    return question


def _person(db: Session, number: str) -> int | None:
    person = person_by_number(db, number)
    return person.id if person else None


def _team(db: Session, name: str) -> int | None:
    paths = team_paths(db)
    named = [key for key, path in paths.items() if folded(name) in {folded(written_team(path)), folded(path[-1])}]
    return named[0] if len(named) == 1 else None


def _role(db: Session, name: str) -> int | None:
    return db.scalar(select(Role.id).where(Role.slug == slug_of(name)))


def _tell(db: Session, question: Question) -> None:
    """The answer as lines: number, name, programme, state, certificate."""
    summary, words = Summary(), words_of_states()
    people = people_of(db, Actor.house(), question, site().zone)
    for lines in Answer(db, question, site().zone).chunks(people):
        summary.add(lines)
        for line in lines:
            click.echo("  ".join(_cells(line, words)))
    click.echo(finding(summary.people, summary, question), err=True)


def _cells(line: Line, words: dict[str, str]) -> list[str]:
    programme = f"{line.title} {line.version}" if line.version else line.title
    certificate = held_sentence(line.certificate) if line.certificate else ""
    cells = (line.person.number, line.person.name, programme, words[line.state], certificate)
    return [cell for cell in cells if cell]


def _write(db: Session, question: Question, form: str, path: Path, *, with_chain: bool) -> None:
    """Write the file, and the fact that it was written."""
    now, house = current_app.extensions["clock"].now(), Actor.house()
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise Problems([Problem(str(path), None, _("is there already."), _("Name a file that is not."))])
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            made = make(
                db,
                house,
                form,
                question,
                file,
                site=site(),
                room=path.parent,
                now=now,
                tell=_progress(),
                with_chain=with_chain,
            )
        part.replace(path)
    except OSError as error:
        message = _("cannot be written: %(reason)s.", reason=error.strerror or str(error))
        raise Problems([Problem(str(path), None, message, _("Name a file in a folder with room."))]) from error
    finally:
        part.unlink(missing_ok=True)
    with _database().writing() as writing:
        note_exported(writing, house, form, question, made, now=now)
    click.echo(finding(made.people, made.summary, question))
    click.echo(_("The answer is in %(file)s. SHA-256, as the ledger has it: %(sum)s", file=path, sum=made.sha256))


def _progress() -> Callable[[int, int], None]:
    def tell(done: int, people: int) -> None:
        click.echo(_("%(done)s of %(all)s people are done.", done=f"{done:,}", all=f"{people:,}"), err=True)

    return tell


def _database() -> Database:
    found: Database = current_app.extensions["database"]
    return found
