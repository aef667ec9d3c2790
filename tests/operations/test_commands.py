"""Commands: they do what they say, speak in sentences, and end with a code that scripts can trust."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select, update

from tests.house import House
from tests.moment import NOW
from training.accounts.models import OneTimeCode
from training.cli import training
from training.core import ledger, migrate
from training.core.db import Base, Database
from training.core.running import running
from training.operations.models import Care, LastCare
from training.people.models import Person


@pytest.fixture
def migrated(app: Flask, database: Database) -> Database:
    """A database whose tables were made by the revisions, as on a real site."""
    Base.metadata.drop_all(database.engine)
    migrate.upgrade(database)
    return database


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(training, words, obj=ScriptInfo(create_app=lambda: app), catch_exceptions=False)


def test_a_site_in_order_passes_its_check(migrated: Database, app: Flask) -> None:
    result = run(app, "check")
    assert result.exit_code == 0, result.output
    assert "ledger: in order" in result.output
    with migrated.reading() as db:
        assert db.get_one(LastCare, Care.CHECK).sentences == []


def test_a_site_that_is_not_in_order_fails_its_check_with_a_sentence(migrated: Database, app: Flask) -> None:
    with migrated.writing() as db:
        ledger.record(db, "test.fact", at=NOW, actor_id=None)
        ledger.seal(db)
        db.execute(update(ledger.Entry).values(kind="test.lie"))
    result = run(app, "check")
    assert result.exit_code == 1
    assert "ledger: 1 to mend" in result.output
    assert "the seal of entry" in result.output


def test_a_backup_is_made_put_back_and_checked(migrated: Database, app: Flask, tmp_path: Path) -> None:
    house = House(app)
    person = house.person()
    file = tmp_path / "saved.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    assert house.get(LastCare, Care.BACKUP).sentences == ["saved.zip"]
    house.person("Sam Whitlock")
    refused = run(app, "restore", str(file))
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    restored = run(app, "restore", str(file), "--replace")
    assert restored.exit_code == 0, restored.output
    assert "Restored what was saved on 2026-03-12 at 09:41 UTC." in restored.output
    with migrated.reading() as db:
        assert [row.id for row in db.scalars(select(Person))] == [person]


def test_nothing_is_restored_while_the_site_runs(migrated: Database, app: Flask, tmp_path: Path) -> None:
    run(app, "backup", str(tmp_path / "saved.zip"))
    with running(tmp_path):
        result = run(app, "restore", str(tmp_path / "saved.zip"))
    assert (result.exit_code, result.output) == (1, f"{tmp_path}: The site is running. Stop it first.\n")


def test_an_administrator_gets_a_link(migrated: Database, app: Flask) -> None:
    refused = run(app, "admin", "create", "--given-name", "Ruth")
    assert refused.exit_code == 1
    assert "not set up" in refused.output
    House(app)
    result = run(app, "admin", "create", "--given-name", "Ruth", "--family-name", "Adeyemi", "--email", "R@j.example")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("http://localhost:8000/welcome/")
    with migrated.reading() as db:
        assert len(db.scalars(select(OneTimeCode)).all()) == 1


def test_tables_that_are_old_are_a_sentence_not_a_traceback(app: Flask, database: Database) -> None:
    Base.metadata.drop_all(database.engine)
    saved = str(Path(app.extensions["settings"].data_dir) / "saved.zip")
    assert "nothing to save" in run(app, "backup", saved).output
    result = run(app, "admin", "create")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].endswith("Run “training migrate”.")
    assert run(app, "migrate").exit_code == 0
    assert migrate.current_is_head(database)


def program(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The program as people run it, with nothing but the given settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TRAINING_")}
    return subprocess.run(  # noqa: S603 -- our own program
        [Path(sys.executable).with_name("training"), *words],
        env=plain | environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_wrong_settings_stop_the_start_with_a_sentence_each(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = program(
        "serve",
        TRAINING_DATA_DIR=str(tmp_path / "file" / "data"),
        TRAINING_TIMEZONE="Mars/Olympus",
        TRAINING_METRIC="on",
        TRAINING_SECRET_KEY="short",
    )
    assert result.returncode == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "TRAINING_METRIC",
        "TRAINING_DATA_DIR",
        "TRAINING_TIMEZONE",
        "TRAINING_SECRET_KEY",
    ]


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    url = "postgresql://nobody:hidden@127.0.0.1:1/none"
    result = program("check", TRAINING_DATA_DIR=str(tmp_path), TRAINING_DATABASE_URL=url)
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr
    assert "hidden" not in result.stdout + result.stderr


def test_every_command_explains_itself() -> None:
    result = CliRunner().invoke(training, ["--help"])
    assert result.exit_code == 0
    for name in ("serve", "worker", "check", "backup", "restore", "admin", "demo", "migrate", "content"):
        assert f"  {name} " in result.output
