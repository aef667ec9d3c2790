"""The index says what live documents say: after each publish and a rebuild; where it does not, somebody is told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.orm import Session

from tests.findable import REFUND, SECRET, ask, put_all, urls
from tests.house import House
from tests.library import publish_all
from tests.moment import NOW
from tests.shelf import MODULE, put
from training.cli import training
from training.config import ROOT
from training.content import actions, sync
from training.content.tree import read_tree
from training.core.db import Database
from training.core.migrate import differences
from training.core.permissions import Actor
from training.operations import archive
from training.search import schema
from training.search.actions import FORM, keep, rebuild
from training.search.domain import KEEP
from training.search.models import SearchEntry, SearchRole, SearchState, SearchWord


def flaws(house: House) -> list[str]:
    with house.app.app_context(), house.database.reading() as db:
        found: list[str] = house.app.extensions["checks"]["search index"](db)
        return found


def state_of(db: Session) -> tuple[Any, ...]:
    """Everything that the index says, without the numbers of its rows."""
    entry = [column for column in SearchEntry.__table__.columns if column.name != "id"]
    return (
        [tuple(map(str, row)) for row in db.execute(select(*entry).order_by(SearchEntry.version_id, SearchEntry.id))],
        db.execute(
            select(SearchRole.document_id, SearchRole.role).order_by(SearchRole.document_id, SearchRole.role)
        ).all(),
        db.execute(select(SearchWord.word, SearchWord.documents).order_by(SearchWord.word)).all(),
    )


@pytest.fixture
def filled(house: House) -> House:
    house.role(house.person("Jonas Okafor"), "Phone agent")
    house.role(house.person("Nora Brandt"), "Counter staff")
    put_all(house.app)
    return house


def test_publishing_changing_and_retiring_keep_it(filled: House) -> None:
    assert flaws(filled) == []
    put(filled.app, "script", "a-return", REFUND.replace("a bag", "a parcel"), {"hello": "editorial"})
    put(filled.app, "script", "a-threat", SECRET.replace("audience: roles\n", ""), {})
    assert flaws(filled) == []
    with filled.app.app_context(), filled.database.writing() as db:
        actions.retire(db, Actor.house(), "script", "a-return", now=NOW)
    assert flaws(filled) == []
    with filled.database.reading() as db:
        assert set(db.scalars(select(SearchEntry.slug))) == {"a-threat", "taking-a-call"}


def test_the_files_of_the_library_are_taken_in(house: House) -> None:
    with house.app.app_context(), house.database.writing() as db:
        sync.sync(db, Actor.house(), read_tree(ROOT, house.app.extensions["library"].kinds), now=NOW)
    assert flaws(house) == []
    found = ask(house.browser(house.person()), "angry customer")["answers"]
    assert found[0]["said"]


def test_a_publish_that_fails_leaves_nothing_behind(filled: House) -> None:
    def publish_and_fail() -> None:
        with filled.app.app_context(), filled.database.writing() as db:
            wanted = actions.Publication("script", "another", REFUND, None)
            actions.publish(db, Actor.house(), wanted, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish_and_fail()
    assert flaws(filled) == []
    with filled.database.reading() as db:
        assert "another" not in set(db.scalars(select(SearchEntry.slug)))


def test_banks_quizzes_and_programmes_have_no_place_in_it(filled: House) -> None:
    publish_all(filled.app)
    with filled.database.reading() as db:
        assert set(db.scalars(select(SearchEntry.kind))) == {"script", "module"}


def test_a_rebuild_makes_the_same_again(filled: House) -> None:
    with filled.app.app_context(), filled.database.writing() as db:
        before = state_of(db)
        assert rebuild(db) == 3
        assert state_of(db) == before
    assert flaws(filled) == []
    phones = filled.browser(filled.person("Mina Rahimi"))
    assert urls(ask(phones, "refund")) == ["/scripts/a-return#hello"]


@pytest.mark.parametrize(
    "damage",
    [
        update(SearchEntry).where(SearchEntry.block == "hello").values(heading="Another cue"),
        update(SearchEntry).where(SearchEntry.block == "hello").values(for_all=False),
        delete(SearchEntry).where(SearchEntry.block == "hello"),
        delete(SearchRole),
        update(SearchWord).where(SearchWord.word == "receipt").values(documents=7),
        update(SearchEntry).where(SearchEntry.slug == "a-return").values(document_id=999),
        text("DELETE FROM search_text"),
    ],
    ids=["changed", "opened", "missing", "roles", "words", "gone", "texts"],
)
def test_whatever_it_says_wrongly_is_found_and_mended(filled: House, damage: Any) -> None:
    with filled.database.writing() as db:
        db.execute(damage)
    found = flaws(filled)
    assert found
    assert all("training search rebuild" in sentence for sentence in found)
    result = CliRunner().invoke(training, ["search", "rebuild"], obj=ScriptInfo(create_app=lambda: filled.app))
    assert result.output == "3 documents can be found.\n"
    assert flaws(filled) == []


def test_an_index_that_an_update_left_empty_is_made_once(filled: House) -> None:
    with filled.app.app_context(), filled.database.writing() as db:
        for table in (SearchEntry, SearchRole, SearchWord, SearchState):
            db.execute(delete(table))
        db.execute(text("DELETE FROM search_text"))
    with filled.app.app_context(), filled.database.writing() as db:
        keep(db)
        made = db.scalar(select(SearchState.revision))
        keep(db)
        assert (db.scalar(select(SearchState.revision)), db.scalar(select(SearchState.form))) == (made, FORM)
    assert flaws(filled) == []


def test_it_is_looked_after_every_night(app: Flask) -> None:
    assert KEEP in app.extensions["jobs"].rounds


def test_a_version_that_is_not_live_is_never_an_answer(filled: House) -> None:
    """Whatever moves a document without telling search, such as the end of the demo, shows nothing that is not so."""
    nora = filled.browser(filled.person("Grace Lindqvist"))
    with filled.database.writing() as db:
        db.execute(update(SearchEntry).where(SearchEntry.slug == "a-return").values(version_id=999))
    assert ask(nora, "refund")["answers"] == []
    assert "A return" not in nora.get("/search").text


def test_processes_that_publish_at_once_count_every_word(filled: House) -> None:
    def publish(number: int) -> None:
        put(filled.app, "module", f"module-{number}", MODULE)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, range(8)))
    assert flaws(filled) == []


def test_a_backup_holds_nothing_of_it_and_migrations_leave_its_words_alone(database: Database) -> None:
    with database.engine.connect() as connection:
        assert "search_entry" in inspect(connection).get_table_names()
        assert not [table.name for table in archive.tables_of(connection) if table.name.startswith("search_")]
        assert "search_text" not in str(differences(connection))


def test_what_holds_the_words_can_be_removed_and_made_again(database: Database) -> None:
    with database.engine.execution_options(writing=True).begin() as connection:
        schema.drop(connection)
        schema.drop(connection)
        schema.create(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM search_text").scalar() == 0
