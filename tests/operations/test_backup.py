"""A backup holds everything of one moment, goes back into either kind of database, and betrays any change to it."""

import json
import os
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from tests.databases import PostgresServer
from tests.house import House
from tests.moment import NOW
from training.core import ledger, mail, migrate
from training.core.db import Base, Database
from training.core.mail import Mail, MailState
from training.core.problems import Problems
from training.core.running import running, standstill
from training.core.throttle import Bucket
from training.operations.archive import Manifest
from training.operations.backup import back_up
from training.operations.restore import restore
from training.people.models import Person

# What a file is read for is the same whichever database it came from.
from_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A second installation, empty and of either kind, to restore into."""
    folder = tmp_path / "other"
    folder.mkdir()

    @contextmanager
    def address() -> Iterator[str]:
        if request.param == "sqlite":
            yield f"sqlite:///{folder / 'training.db'}"
            return
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.fresh_database() as url:
            yield url

    with address() as url:
        database = Database(url, lock_dir=folder)
        Base.metadata.drop_all(database.engine)
        yield database
        database.close()


@pytest.fixture
def lived_in(house: House, tmp_path: Path) -> House:
    """An installation with rows of every difficult shape, and files."""
    stamped(house.database)
    boss = house.person("Zoë Łukasz", email="zoë@juniper.example", left_on=date(2026, 12, 31))
    first = house.person('Nora "N" Brandt\u2028', preferred_name="")
    with house.database.writing() as db:
        # A row that points at a later one.
        db.execute(update(Person).where(Person.id == min(boss, first)).values(manager_id=max(boss, first)))
        for number in range(1200):
            payload = {"a": [1, None, "ü"], "n": number}
            ledger.record(db, "test.fact", at=NOW, actor_id=None, subject_id=first, payload=payload)
        ledger.seal(db)
        mail.send(db, to="nora@juniper.example", subject="Hello", text="Dear Nora", now=NOW)
    (tmp_path / "media" / "ab").mkdir(parents=True)
    (tmp_path / "media" / "ab" / "card.svg").write_bytes(b"<svg/>")
    (tmp_path / "media" / ".half-written").write_bytes(b"<sv")
    (tmp_path / "credentials" / "cd").mkdir(parents=True)
    (tmp_path / "credentials" / "cd" / "first-aid").write_bytes(b"%PDF-1.7")
    (tmp_path / "secret.key").write_text("s" * 40)
    return house


def stamped(database: Database) -> None:
    """Tests lay the tables without revisions; say which one they are at."""
    with database.writing() as db:
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        db.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.head_revision()})


def backed_up(database: Database, folder: Path, name: str = "backup.zip") -> tuple[Path, Manifest]:
    target = folder / name
    return target, back_up(database, folder, target, now=NOW, tell=lambda _line: None)


def put_back(source: Path, database: Database, *, replace: bool = False) -> None:
    restore(database, database.lock_dir, source, replace=replace, tell=lambda _line: None)


def rewritten(source: Path, target: Path, name: str, content: bytes | None) -> Path:
    """A copy of an archive in which one member has other content, or is missing."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif content is not None:
                new.writestr(member, content)
    return target


def test_a_backup_goes_back_into_either_kind_of_database_row_by_row(
    lived_in: House, other: Database, tmp_path: Path
) -> None:
    source, manifest = backed_up(lived_in.database, tmp_path)
    assert manifest.tables["ledger_entry"] == 1200
    put_back(source, other)
    _again, second = backed_up(other, other.lock_dir)
    different = {name for name in manifest.files if manifest.files[name] != second.files.get(name)}
    assert different == {"tables/mail.jsonl"}
    assert manifest.tables == second.tables
    assert (other.lock_dir / "media" / "ab" / "card.svg").read_bytes() == b"<svg/>"
    assert not (other.lock_dir / "media" / ".half-written").exists()
    assert (other.lock_dir / "credentials" / "cd" / "first-aid").read_bytes() == b"%PDF-1.7"
    assert (other.lock_dir / "secret.key").read_text() == "s" * 40
    assert migrate.current_is_head(other)
    with other.reading() as db:
        assert ledger.flaws(db) == []


def test_new_rows_after_a_restore_get_new_numbers(lived_in: House, other: Database, tmp_path: Path) -> None:
    source, _manifest = backed_up(lived_in.database, tmp_path)
    put_back(source, other)
    with other.writing() as db:
        assert ledger.record(db, "test.fact", at=NOW, actor_id=None).id == 1201


@from_sqlite
def test_mail_that_waited_in_a_backup_is_not_sent_a_second_time(
    lived_in: House, other: Database, tmp_path: Path
) -> None:
    source, _manifest = backed_up(lived_in.database, tmp_path)
    put_back(source, other)
    with other.reading() as db:
        assert db.scalars(select(Mail.state)).all() == [MailState.UNSURE]


def test_a_backup_is_for_its_owners_eyes_and_leaves_no_half_file(lived_in: House, tmp_path: Path) -> None:
    target, _manifest = backed_up(lived_in.database, tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".backup*")) == []


def test_a_backup_writes_over_nothing(lived_in: House, tmp_path: Path) -> None:
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(Problems, match="there already"):
        backed_up(lived_in.database, tmp_path)
    assert (tmp_path / "backup.zip").read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(lived_in: House, tmp_path: Path) -> None:
    with pytest.raises(Problems, match="cannot be written"):
        backed_up(lived_in.database, tmp_path, "nowhere/backup.zip")


def test_a_backup_holds_one_moment_while_the_site_writes_on(lived_in: House, tmp_path: Path) -> None:
    """Each write adds a row to two tables: a different number of them would be two moments."""
    stop = threading.Event()

    def write_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with lived_in.database.writing() as db:
                ledger.record(db, "test.pair", at=NOW, actor_id=None)
                db.add(Bucket(key=f"test:{number}", tokens=1.0, at=NOW))

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        saved = [backed_up(lived_in.database, tmp_path, f"{number}.zip")[1].tables for number in range(4)]
    finally:
        stop.set()
        writer.join()
    written = [tables["throttle_bucket"] for tables in saved]
    assert written == [tables["ledger_entry"] - 1200 for tables in saved]
    assert written[-1] > written[0]


@from_sqlite
@pytest.mark.parametrize("content", [b'["id"]\n[1]\n', None])
def test_a_backup_that_was_changed_or_lacks_something_is_refused_and_changes_nothing(
    lived_in: House, other: Database, tmp_path: Path, content: bytes | None
) -> None:
    source, _manifest = backed_up(lived_in.database, tmp_path)
    bad = rewritten(source, tmp_path / "bad.zip", "tables/person.jsonl", content)
    with pytest.raises(Problems, match="person"):
        put_back(bad, other)
    with other.engine.connect() as connection:
        assert migrate.current_revision(connection) is None


@from_sqlite
def test_a_damaged_file_is_refused(lived_in: House, other: Database, tmp_path: Path) -> None:
    source, _manifest = backed_up(lived_in.database, tmp_path)
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 0xFF
    source.write_bytes(data)
    with pytest.raises(Problems):
        put_back(source, other)


@pytest.mark.parametrize("content", [b"not a zip", b""])
def test_any_other_file_is_refused_in_a_sentence(other: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Problems, match="cannot be read"):
        put_back(tmp_path / "x.zip", other)


@from_sqlite
def test_a_backup_from_a_newer_version_is_refused(lived_in: House, other: Database, tmp_path: Path) -> None:
    source, manifest = backed_up(lived_in.database, tmp_path)
    manifest.revision = "9999"
    newer = rewritten(source, tmp_path / "newer.zip", "manifest.json", manifest.to_json().encode())
    with pytest.raises(Problems, match="9999"):
        put_back(newer, other)
    other_format = json.dumps({**json.loads(manifest.to_json()), "format": 2}).encode()
    with pytest.raises(Problems, match="newer version"):
        put_back(rewritten(source, tmp_path / "format.zip", "manifest.json", other_format), other)


def test_an_installation_in_use_is_replaced_only_on_request(lived_in: House, tmp_path: Path) -> None:
    source, _manifest = backed_up(lived_in.database, tmp_path)
    added = lived_in.person("Sam Whitlock")
    with pytest.raises(Problems, match="people or records"):
        put_back(source, lived_in.database)
    assert lived_in.get(Person, added) is not None
    put_back(source, lived_in.database, replace=True)
    assert lived_in.get(Person, added) is None
    with lived_in.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(ledger.Entry)) == 1200


@from_sqlite
def test_an_archive_cannot_write_outside_of_the_data_directory(
    lived_in: House, other: Database, tmp_path: Path
) -> None:
    source, manifest = backed_up(lived_in.database, tmp_path)
    manifest.files["media/../../evil"] = manifest.files["media/ab/card.svg"]
    bad = rewritten(source, tmp_path / "1.zip", "manifest.json", manifest.to_json().encode())
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr("media/../../evil", b"<svg/>")
    with pytest.raises(Problems, match="outside"):
        put_back(bad, other)
    assert not (tmp_path.parent / "evil").exists()
    assert not os.path.lexists(tmp_path / "evil")


def test_nothing_is_restored_under_a_running_site(tmp_path: Path, app: Flask) -> None:
    with running(tmp_path), running(tmp_path), pytest.raises(Problems, match="is running"), standstill(tmp_path):
        pass
    with standstill(tmp_path), pytest.raises(Problems, match="being restored"), running(tmp_path):
        pass
