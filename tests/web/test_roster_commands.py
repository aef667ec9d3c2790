"""`training people import` and `export`: a dry run, each problem in words, exit codes that scripts can trust."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.rules.roster.reading import ANNA, DATA, HEADER
from training.cli import training
from training.people.models import Person


class Terminal:
    """Runs `training people …` on the application of the test."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder

    def __call__(self, *words: str) -> Result:
        obj = ScriptInfo(create_app=lambda: self.app)
        return CliRunner().invoke(training, ["people", *words], obj=obj, catch_exceptions=False)

    def file(self, content: str, name: str = "people.csv") -> str:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


@pytest.fixture
def people(app: Flask, house: House, tmp_path: Path) -> Terminal:
    return Terminal(app, tmp_path)


def numbers(db: Session) -> list[str]:
    db.rollback()
    return sorted(db.scalars(select(Person.employee_number)))


def test_a_dry_run_tells_everything_and_changes_nothing(people: Terminal, house: House, db: Session) -> None:
    house.person("Anna Dahl", employee_number="E1", hired_on=None)
    house.person("Otto Other", employee_number="X9")
    text = HEADER + ANNA + ANNA.replace("E1", "E2").replace("anna@", "ben@")
    result = people("import", people.file(text), "--dry-run")
    assert result.exit_code == 0
    for line in (
        "2 rows, UTF-8, separated by commas.",
        "new team: Juniper & Vale › Shop",
        "new role: Counter staff",
        "new: E2 Anna Berg",
        "E1 Anna Dahl: last_name: Dahl → Berg; email: nothing → anna@example.com; team: Juniper & Vale → "
        "Juniper & Vale › Shop; hired_on: nothing → 1 May 2024; role: nothing → Counter staff",
        "missing: X9 Otto Other",
        "Nothing was written: this was a dry run.",
    ):
        assert line in result.output.splitlines()
    assert numbers(db) == ["E1", "X9"]


def test_an_import_writes_and_the_second_one_finds_nothing_to_do(people: Terminal, db: Session) -> None:
    first = people("import", str(DATA / "roster.csv"))
    assert (first.exit_code, first.output.splitlines()[-1]) == (0, "Done.")
    assert len(numbers(db)) == 233
    second = people("import", str(DATA / "roster.csv"))
    assert "233 people stay as they are." in second.output
    assert "new" not in second.output


def test_a_file_with_problems_names_each_row_and_writes_nothing(people: Terminal, db: Session) -> None:
    result = people("import", str(DATA / "roster-messy.csv"))
    assert result.exit_code == 1
    assert "problem: roster-messy.csv:9: First day: There is no such day as “31/02/2026”." in result.output
    assert "check: roster-messy.csv:25: Role: “counter STAFF” is taken as “Counter staff”." in result.output
    assert numbers(db) == []


def test_what_is_recognised_can_be_said_otherwise(people: Terminal, db: Session) -> None:
    file = people.file("Kennung|Vorname|Nachname|Start|x\nE1|Anna|Berg|03/04/2024|y\n")
    words = ("--map", "Kennung=employee_id", "--map", "Start=hired_on", "--month-first", "--delimiter", "pipe")
    result = people("import", file, *words, "--encoding", "utf8", "--partial")
    assert result.exit_code == 0, result.output
    assert "Ignored columns: x." in result.output
    assert str(db.scalars(select(Person.hired_on)).one()) == "2024-03-04"


def test_missing_people_are_marked_as_left_on_the_day_that_is_said(people: Terminal, house: House, db: Session) -> None:
    house.person("Otto Other", employee_number="X9")
    file = people.file(HEADER + ANNA)
    assert people("import", file, "--mark-missing-left", "2026-03-10").exit_code == 0
    assert str(db.scalars(select(Person.left_on).where(Person.employee_number == "X9")).one()) == "2026-03-10"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--map", "x"], "Write it as HEADER=FIELD"),
        (["--map", "x=team"], "There is no column “x”."),
        (["--map", "role=nonsense"], "“nonsense” is not something a roster can say."),
        (["--partial", "--mark-missing-left", "2026-03-10"], "needs a full roster"),
        (["--encoding", "klingon"], "“klingon” is not an encoding we know."),
        (["--delimiter", "x"], "“x” does not separate cells."),
        (["--effective", "tomorrow"], "does not match the format"),
    ],
)
def test_wrong_options_end_with_a_sentence(people: Terminal, words: list[str], reason: str, db: Session) -> None:
    result = people("import", people.file(HEADER + ANNA), *words)
    assert result.exit_code in {1, 2}
    assert reason in result.output
    assert numbers(db) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_imports_back_as_no_change(people: Terminal, ending: str) -> None:
    people("import", str(DATA / "roster.csv"))
    file = str(people.folder / f"saved.{ending}")
    assert people("export", file).output == f"233 people are in {file}.\n"
    assert "233 people stay as they are." in people("import", file).output
