"""Checks: each says what is wrong in a sentence, and none hides what another finds."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import text, update

from tests.house import House
from tests.moment import NOW
from training.content.media import MediaFile, keep, path_of
from training.core import ledger, migrate
from training.core.db import Base, Database
from training.operations import checks
from training.operations.checks import Result

PICTURES = [("whole.svg", b"<svg>1</svg>"), ("gone.svg", b"<svg>2</svg>"), ("short.svg", b"<svg>3</svg>")]


def found(app: Flask) -> dict[str, list[str]]:
    return {result.name: result.sentences for result in checks.results(app)}


def test_a_house_without_revisions_is_told_to_migrate(house: House) -> None:
    assert "training migrate" in found(house.app)["shape of the tables"][0]


def test_an_edit_of_sealed_history_is_found(house: House) -> None:
    with house.database.writing() as db:
        entry = ledger.record(db, "test.fact", at=NOW, actor_id=None, payload={"score": 40})
        ledger.seal(db)
    assert found(house.app)["ledger"] == []
    with house.database.writing() as db:
        db.execute(update(ledger.Entry).where(ledger.Entry.id == entry.id).values(payload='{"score":90}'))
    assert "was changed after it was written" in found(house.app)["ledger"][0]


def test_a_row_that_points_nowhere_is_found(house: House, database: Database) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL does not let it happen
    raw = database.engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("INSERT INTO team_leader (team_id, person_id, by_hand) VALUES (98, 99, 0)")
    raw.close()
    database.engine.dispose()
    assert any("team_leader" in sentence for sentence in found(house.app)["links between rows"])


def test_a_table_that_is_missing_is_found(app: Flask, database: Database) -> None:
    Base.metadata.drop_all(database.engine)
    migrate.upgrade(database)
    assert found(app)["shape of the tables"] == []
    with database.writing() as db:
        db.execute(text("DROP TABLE throttle_bucket"))
    assert "throttle_bucket" in found(app)["shape of the tables"][0]


def test_a_media_file_that_is_missing_or_short_is_found(app: Flask, database: Database) -> None:
    files = {name: MediaFile(name, data, hashlib.sha256(data).hexdigest(), "image/svg+xml") for name, data in PICTURES}
    folder = app.extensions["library"].media_dir
    with database.writing() as db:
        for file in files.values():
            keep(db, folder, file, by_id=None, now=NOW)
    assert found(app)["media"] == []
    path_of(folder, files["gone.svg"].sha256).unlink()
    short = path_of(folder, files["short.svg"].sha256)
    short.chmod(0o600)
    short.write_bytes(b"")
    gone, cut = found(app)["media"]
    assert "gone.svg is missing" in gone
    assert "short.svg has another length" in cut


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(app: Flask) -> None:
    def broken(_db: object) -> list[str]:
        raise ZeroDivisionError("oh")

    app.extensions["checks"] = {"broken": broken, "fine": lambda _db: []}
    assert list(checks.results(app)) == [
        Result("broken", ["The check itself failed: ZeroDivisionError: oh"]),
        Result("fine", []),
    ]


def test_an_old_sqlite_is_a_piece_of_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SAFE_SQLITE", (99, 0, 0))
    assert "pysqlite3" in checks.advice()[0]
    monkeypatch.setattr(checks, "SAFE_SQLITE", (3, 0, 0))
    assert checks.advice() == []
