import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.library import ALL, MODULE, publish
from tests.moment import NOW
from training.content import sync as syncing
from training.content.cli import content
from training.content.library import library
from training.content.models import Version
from training.content.queries import current_media, edition, live
from training.content.tree import read_tree
from training.core.db import Database
from training.core.permissions import Actor
from training.core.problems import Problems

SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
PLACES = {
    "module": "content/modules/phone.md",
    "bank": "quizzes/banks/phone.yaml",
    "quiz": "quizzes/phone.yaml",
    "programme": "content/programmes/phone.yaml",
}
FILE = PLACES["module"]
ANSWER = "Say your name."


class Files:
    """A folder with a library, and what the site makes of it."""

    def __init__(self, app: Flask, root: Path) -> None:
        self.app = app
        self.root = root
        self.database: Database = app.extensions["database"]

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def write_all(self) -> None:
        for kind, text in ALL:
            self.write(PLACES[kind], text)

    def sync(self, **options: Any) -> syncing.Plan:
        with self.app.app_context(), self.database.writing() as db:
            return syncing.sync(db, Actor.house(), read_tree(self.root, library().kinds), now=NOW, **options)

    def run(self, *command: str) -> Result:
        with self.app.app_context():
            return CliRunner().invoke(content, command)


@pytest.fixture
def files(app: Flask, tmp_path: Path) -> Files:
    return Files(app, tmp_path / "library")


def versions(db: Session) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(Version)) or 0


def live_number(db: Session, kind: str = "module") -> int | None:
    db.rollback()
    found = live(db, kind, "phone")
    return found.number if found else None


def test_files_become_the_live_versions_and_the_same_files_change_nothing(files: Files, db: Session) -> None:
    files.write_all()
    assert sorted(files.sync().added) == sorted(PLACES.values())
    again = files.sync()
    assert again.is_empty
    assert sorted(again.unchanged) == sorted(PLACES.values())
    assert versions(db) == 4
    found = live(db, "module", "phone")
    assert found
    assert (found.origin, found.by_id) == ("file", None)


def test_one_wrong_file_and_nothing_is_taken_in(files: Files, db: Session) -> None:
    files.write_all()
    files.write(PLACES["quiz"], "title: x\n")
    with pytest.raises(Problems, match="“items” is missing"):
        files.sync()
    assert versions(db) == 0


def test_a_change_in_a_file_takes_its_class_from_the_file(files: Files, db: Session) -> None:
    files.write_all()
    files.sync()
    changed = MODULE.replace(ANSWER, "Say hello.")
    files.write(FILE, changed)
    with pytest.raises(Problems) as caught:
        files.sync()
    assert [problem.message for problem in caught.value.problems] == ["It is not said how “say-hello” changed."]
    assert "say-hello: editorial" in caught.value.problems[0].remedy
    files.write(FILE, changed.replace("summary:", "note: Shorter.\nchanges: {say-hello: behaviour}\nsummary:"))
    assert files.sync().changed == [FILE]
    db.rollback()
    found = live(db, "module", "phone")
    assert found
    assert (found.number, found.changes, found.note) == (2, {"say-hello": "behaviour"}, "Shorter.")


def test_a_class_of_an_earlier_change_may_stay_in_the_file(files: Files) -> None:
    files.write_all()
    files.write(FILE, MODULE.replace("summary:", "changes: {say-hello: behaviour}\nsummary:"))
    files.sync()
    files.write(
        FILE, MODULE.replace("three rings", "two rings").replace("summary:", "changes: {pick-up: editorial}\nsummary:")
    )
    assert files.sync().changed == [FILE]
    assert files.sync().is_empty


def test_what_was_published_in_the_browser_stays_while_the_file_did_not_move(
    files: Files, app: Flask, db: Session
) -> None:
    files.write_all()
    files.sync()
    publish(app, "module", MODULE.replace(ANSWER, "From the browser."), say_hello="editorial")
    assert files.sync().ahead == [FILE]
    assert live_number(db) == 2


def test_when_both_moved_it_stops_and_shows_the_difference(files: Files, app: Flask, db: Session) -> None:
    files.write_all()
    files.sync()
    publish(app, "module", MODULE.replace(ANSWER, "From the browser."), say_hello="editorial")
    files.write(
        FILE, MODULE.replace(ANSWER, "From the file.").replace("summary:", "changes: {say-hello: editorial}\nsummary:")
    )
    with pytest.raises(syncing.Conflicts) as caught:
        files.sync()
    assert "-From the browser.\n+From the file.\n" in caught.value.differences[0]
    assert live_number(db) == 2
    assert files.sync(replace=[FILE]).changed == [FILE]
    assert live_number(db) == 3
    assert files.sync().is_empty


def test_a_file_that_took_the_live_changes_in_is_level_again(files: Files, app: Flask, db: Session) -> None:
    files.write_all()
    files.sync()
    text = MODULE.replace(ANSWER, "From the browser.")
    publish(app, "module", text, say_hello="editorial")
    files.write(FILE, text)
    assert files.sync().is_empty
    files.write(FILE, text.replace("three", "two").replace("summary:", "changes: {pick-up: editorial}\nsummary:"))
    assert files.sync().changed == [FILE]
    assert live_number(db) == 3


def test_a_document_written_in_the_browser_is_not_replaced_by_a_file_of_its_name(files: Files, app: Flask) -> None:
    publish(app, "module", MODULE)
    files.write(FILE, MODULE.replace(ANSWER, "Another text."))
    with pytest.raises(syncing.Conflicts):
        files.sync()


def test_a_retired_document_stays_retired_until_its_file_says_something_new(
    files: Files, app: Flask, db: Session, database: Database
) -> None:
    from training.content import actions  # noqa: PLC0415 -- only here

    files.write(FILE, MODULE)
    files.sync()
    with app.app_context(), database.writing() as session:
        actions.retire(session, Actor.house(), "module", "phone", now=NOW)
    assert files.sync().ahead == [FILE]
    assert live_number(db) is None
    files.write(FILE, MODULE.replace(ANSWER, "Anew."))
    files.sync()
    assert live_number(db) == 2


def test_a_new_picture_is_a_new_version_and_the_old_version_keeps_the_old_picture(
    files: Files, app: Flask, db: Session
) -> None:
    text = MODULE.replace(ANSWER, "![A phone](media/phone.svg)")
    files.write(FILE, text)
    files.write("content/media/phone.svg", SVG.format("<rect/>"))
    files.sync()
    first = live(db, "module", "phone")
    assert first
    files.write("content/media/phone.svg", SVG.format("<circle/>"))
    with pytest.raises(Problems, match="say-hello"):
        files.sync()
    files.write(FILE, text.replace("summary:", "changes: {say-hello: clarifying}\nsummary:"))
    files.sync()
    db.rollback()
    second = live(db, "module", "phone")
    assert second
    assert second.number == 2
    assert second.media_url("phone.svg") != first.media_url("phone.svg")
    assert edition(db, first.id).media_url("phone.svg") == first.media_url("phone.svg")
    assert second.media_url("other.svg") is None
    assert files.sync().is_empty


def test_a_picture_that_lost_its_bytes_is_written_again(files: Files, app: Flask, db: Session) -> None:
    files.write(FILE, MODULE.replace(ANSWER, "![A phone](media/phone.svg)"))
    files.write("content/media/phone.svg", SVG.format(""))
    files.sync()
    with app.app_context():
        path = next(path for path in library().media_dir.rglob("*") if path.is_file())
    path.unlink()
    files.sync()
    assert path.exists()
    assert len(current_media(db)) == 1


def test_what_is_exported_is_what_is_taken_in(files: Files, tmp_path: Path) -> None:
    files.write_all()
    files.write(FILE, MODULE.replace(ANSWER, "![A phone](media/phone.svg)"))
    files.write("content/media/phone.svg", SVG.format(""))
    files.sync()
    out = tmp_path / "out"
    dry = files.run("export", str(out), "--dry-run")
    assert "new: content/media/phone.svg" in dry.output
    assert not out.exists()
    assert files.run("export", str(out)).exit_code == 0
    exported = Files(files.app, out)
    assert exported.sync().is_empty
    assert "same: quizzes/phone.yaml" in files.run("export", str(out)).output
    only = files.run("export", str(tmp_path / "one"), "--only", FILE)
    assert only.output.splitlines() == ["new: content/media/phone.svg", f"new: {FILE}"]
    assert "no such live document" in files.run("export", str(out), "--only", "content/modules/mail.md").output


def test_a_dry_run_says_what_would_happen_and_changes_nothing(files: Files, db: Session) -> None:
    files.write_all()
    told = files.run("sync", "--library", str(files.root), "--dry-run")
    assert told.exit_code == 0
    assert f"new: {FILE}" in told.output
    assert "4 new, 0 changed, 0 unchanged. Nothing was changed: this was a dry run." in told.output
    assert versions(db) == 0
    assert "4 new" in files.run("sync", "--library", str(files.root)).output
    assert versions(db) == 4


def test_the_commands_tell_every_problem_and_fail(files: Files, app: Flask) -> None:
    files.write_all()
    assert "4 documents and 0 media files are in order." in files.run("check", "--library", str(files.root)).output
    files.write(PLACES["quiz"], "title: x\nsummary: [\n")
    files.write("content/modules/Other.md", "x")
    for command in ("check", "sync"):
        told = files.run(command, "--library", str(files.root))
        assert told.exit_code == 1
        assert "quizzes/phone.yaml:2: A bracket is opened here and not closed." in told.output
        assert "content/modules/Other.md: The name of the file is no slug" in told.output
        assert "Nothing was changed." in told.output


def test_a_conflict_is_shown_by_the_command_and_settled_by_name(files: Files, app: Flask, db: Session) -> None:
    publish(app, "module", MODULE)
    files.write(FILE, MODULE.replace(ANSWER, "x").replace("summary:", "changes: {say-hello: editorial}\nsummary:"))
    told = files.run("sync", "--library", str(files.root))
    assert told.exit_code == 1
    assert "-Say your name." in told.output
    assert f"--replace {FILE}" in told.output
    assert "no document" in files.run("sync", "--library", str(files.root), "--replace", "nope").output
    assert files.run("sync", "--library", str(files.root), "--replace", FILE).exit_code == 0
    assert live_number(db) == 2


def test_schemas_are_printed_for_editors(files: Files) -> None:
    schemas = json.loads(files.run("schema").output)
    kinds = ["module", "bank", "quiz", "script", "scenario", "checklist", "policy", "credential", "programme"]
    kinds += ["service", "transaction", "standard", "profile", "hours", "scorecard", "feedback", "complaint-rules"]
    kinds += ["review-rules"]
    assert list(schemas) == kinds
    assert schemas["quiz"]["properties"]["pass_mark"]["maximum"] == 100
    assert "blocks" not in schemas["module"]["properties"]
    assert {"changes", "note"} <= set(schemas["module"]["properties"])
    assert schemas["programme"]["additionalProperties"] is False
    assert json.loads(files.run("schema", "bank").output) == schemas["bank"]
    assert files.run("schema", "nope").exit_code == 2
