from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.house import House
from tests.library import BANK, MODULE, QUIZ, publish, publish_all
from tests.moment import NOW
from training.content import actions
from training.content.actions import DraftMoved, LiveMoved, Publication, Typed
from training.content.models import Edge, Version
from training.content.queries import (
    behaviour_changes,
    document_id_of,
    draft_named,
    edition,
    editions,
    list_documents,
    live,
    live_all,
    live_of,
    needs_version,
    needs_versions,
    where_used,
)
from training.content.release import Change
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.problems import Problems
from training.core.web import NotFound

HELLO = "Say your name."
AUTHOR = Actor(None)


@pytest.fixture
def writing(app: Flask, database: Database) -> Iterator[Session]:
    with app.app_context(), database.writing() as session:
        yield session


def told(caught: Any) -> list[str]:
    return [problem.message for problem in caught.value.problems]


def test_the_first_publish_is_version_one_and_live(app: Flask, db: Session) -> None:
    publish(app, "module", MODULE)
    found = live(db, "module", "phone")
    assert found is not None
    assert (found.number, found.title, found.language, found.origin) == (1, "Taking a call", "en", "browser")
    assert [block.id for block in found.model.blocks] == ["pick-up", "say-hello"]
    assert found.changes == {}
    assert live(db, "module", "other") is None


def test_a_second_publish_leaves_the_first_version_as_it_was(app: Flask, db: Session) -> None:
    first = publish(app, "module", MODULE)
    second = publish(app, "module", MODULE.replace(HELLO, "Say hello."), say_hello="behaviour")
    assert first
    assert second
    assert (second.number, second.changes, second.asks_again) == (2, {"say-hello": "behaviour"}, True)
    assert HELLO in edition(db, first.id).model.blocks[1].pieces[0].text
    assert live_of(db, second.document_id) == edition(db, second.id)


def test_each_changed_block_needs_a_class_and_no_other_does(app: Flask) -> None:
    publish(app, "module", MODULE)
    changed = MODULE.replace(HELLO, "Say hello.") + "\n## Say goodbye {#goodbye}\n\nBye.\n"
    with pytest.raises(Problems) as caught:
        publish(app, "module", changed, goodbye="clarifying")
    assert told(caught) == ["It is not said how “say-hello” changed."]
    version = publish(app, "module", changed, goodbye="clarifying", say_hello="editorial", pick_up="behaviour")
    assert version
    assert version.changes == {"say-hello": "editorial", "goodbye": "clarifying"}
    assert not version.asks_again


def test_a_text_may_class_its_changes_itself(app: Flask) -> None:
    publish(app, "module", MODULE)
    text = MODULE.replace(HELLO, "Say hello.").replace(
        "summary:", "changes: {say-hello: behaviour}\nnote: Shorter.\nsummary:"
    )
    version = publish(app, "module", text)
    assert version
    assert (version.changes, version.note, version.asks_again) == ({"say-hello": "behaviour"}, "Shorter.", True)
    assert "Shorter" not in version.body


def test_a_block_that_is_gone_asks_nobody_to_learn(app: Flask) -> None:
    publish(app, "bank", BANK)
    version = publish(app, "bank", BANK.partition("  - id: name")[0])
    assert version
    assert version.changes == {}


def test_publishing_the_same_again_changes_nothing(app: Flask, db: Session) -> None:
    publish(app, "module", MODULE)
    spread = MODULE.replace("\n\n## Say", "\n\n\n\n## Say").replace("title: Taking a call", 'title: "Taking a call"')
    assert publish(app, "module", spread) is None
    assert db.scalar(select(func.count()).select_from(Version)) == 1


def test_only_a_change_of_behaviour_raises_the_version_that_is_needed(app: Flask, db: Session) -> None:
    first = publish(app, "module", MODULE)
    assert first
    assert needs_version(db, first.document_id) == 1
    publish(app, "module", MODULE.replace(HELLO, "One."), say_hello="editorial")
    publish(app, "module", MODULE.replace(HELLO, "Two."), say_hello="behaviour")
    publish(app, "module", MODULE.replace(HELLO, "Three."), say_hello="clarifying")
    db.rollback()
    assert needs_version(db, first.document_id) == 3
    assert needs_versions(db) == {first.document_id: 3}
    assert behaviour_changes(db, first.document_id) == {3: frozenset({"say-hello"})}


def test_a_reference_that_leads_nowhere_is_refused(app: Flask) -> None:
    with pytest.raises(Problems) as caught:
        publish(app, "quiz", QUIZ)
    assert told(caught) == ["There is no question bank “phone”."] * 2


def test_what_others_point_at_cannot_be_taken_away_from_under_them(app: Flask, db: Session) -> None:
    publish_all(app)
    with pytest.raises(Problems) as caught:
        publish(app, "bank", BANK.replace("id: rings", "id: bells"), bells="editorial")
    assert told(caught) == ["It is used by “Phone quiz”: “phone” holds no “rings”."]
    with pytest.raises(Problems) as caught:
        publish(app, "bank", BANK.partition("  - id: name")[0])
    assert told(caught) == ["It is used by “Phone quiz”: 1 questions are drawn from 0."]
    found = live(db, "bank", "phone")
    assert found
    assert found.number == 1


def test_edges_of_live_versions_tell_where_something_is_used(app: Flask, db: Session) -> None:
    publish_all(app)
    assert [(use.kind, use.title, use.block, use.item) for use in where_used(db, "bank", "phone")] == [
        ("quiz", "Phone quiz", "recipe", None),
        ("quiz", "Phone quiz", "recipe", "rings"),
    ]
    assert [(use.kind, use.block) for use in where_used(db, "module", "phone")] == [("programme", "calls")]
    publish(app, "quiz", QUIZ.replace("  - {bank: phone, question: rings}\n", ""), recipe="behaviour")
    db.rollback()
    assert [use.item for use in where_used(db, "bank", "phone")] == [None]
    assert db.scalar(select(func.count()).select_from(Edge)) == 5


def test_a_publish_is_a_fact_in_the_ledger(app: Flask, db: Session, house: House) -> None:
    author = house.person()
    version = publish(app, "module", MODULE, by=author)
    assert version
    entry = db.scalars(select(Entry).where(Entry.kind == "document.published")).one()
    assert (entry.actor_id, entry.document_id, entry.version_id) == (author, version.document_id, version.id)
    assert entry.facts["title"] == "Taking a call"


def test_a_publish_that_fails_leaves_nothing_behind(app: Flask, db: Session, database: Database) -> None:
    class Mishap(Exception):
        pass

    def fail() -> None:
        with app.app_context(), database.writing() as session:
            actions.publish(session, AUTHOR, Publication("module", "phone", MODULE, None), now=NOW)
            assert live(session, "module", "phone")
            raise Mishap

    with pytest.raises(Mishap):
        fail()
    assert live(db, "module", "phone") is None
    # The number of the undone version is given out again; nothing may remember what it said before.
    publish(app, "module", MODULE.replace("Taking a call", "Another title"))
    db.rollback()
    found = live(db, "module", "phone")
    assert found
    assert found.title == "Another title"


def test_who_saw_another_live_version_does_not_publish_over_it(app: Flask, writing: Session) -> None:
    with pytest.raises(LiveMoved):
        actions.publish(writing, AUTHOR, Publication("module", "phone", MODULE, base_version_id=77), now=NOW)


def test_an_edition_that_was_read_lately_costs_no_query(app: Flask, db: Session, statements: Any) -> None:
    version = publish(app, "module", MODULE)
    assert version
    edition(db, version.id)
    with statements() as seen:
        edition(db, version.id)
        editions(db, [version.id])
    assert len(seen) == 0
    with statements() as seen:
        live(db, "module", "phone")
    assert len(seen) == 1
    with pytest.raises(NotFound):
        edition(db, 999)


def test_many_live_documents_cost_two_queries(app: Flask, db: Session, statements: Any) -> None:
    for number in range(5):
        publish(app, "module", MODULE, slug=f"m-{number}")
    with statements() as seen:
        assert list(live_all(db, "module", ["m-1", "m-3", "nope"])) == ["m-1", "m-3"]
        assert list(live_all(db, "module")) == [f"m-{number}" for number in range(5)]
    assert len(seen) == 4


def test_a_retired_document_keeps_its_versions_and_comes_back_by_a_publish(
    app: Flask, database: Database, db: Session
) -> None:
    publish_all(app)
    with app.app_context(), database.writing() as session, pytest.raises(Problems) as caught:
        actions.retire(session, AUTHOR, "module", "phone", now=NOW)
    assert told(caught) == ["It is used by “Phone agent”."]
    with app.app_context(), database.writing() as session:
        actions.retire(session, AUTHOR, "programme", "phone", now=NOW)
        actions.retire(session, AUTHOR, "module", "phone", now=NOW)
    assert live(db, "module", "phone") is None
    assert [line.is_retired for line in list_documents(db, kind="module")] == [True]
    version = publish(app, "module", MODULE.replace(HELLO, "Back."))
    assert version
    assert (version.number, version.changes) == (2, {})
    db.rollback()
    assert [line.is_retired for line in list_documents(db, kind="module")] == [False]


def test_drafts_keep_any_text_and_stop_a_second_tab(app: Flask, database: Database, db: Session) -> None:
    publish(app, "module", MODULE)
    found = live(db, "module", "phone")
    assert found
    with app.app_context(), database.writing() as session:
        first = actions.save_draft(session, AUTHOR, "module", "phone", Typed("a\r\nb\0", None, found.id), now=NOW)
        assert (first.source, first.revision, first.base_version_id) == ("a\nb", 1, found.id)
        second = actions.save_draft(session, AUTHOR, "module", "phone", Typed("c", 1, found.id), now=NOW)
        assert second.revision == 2
    for seen in (None, 1, 3):
        with app.app_context(), database.writing() as session, pytest.raises(DraftMoved) as caught:
            actions.save_draft(session, AUTHOR, "module", "phone", Typed("mine", seen, found.id), now=NOW)
        assert caught.value.draft.source == "c"


def test_a_publish_takes_the_draft_with_it(app: Flask, database: Database, db: Session) -> None:
    with app.app_context(), database.writing() as session:
        actions.new_document(session, AUTHOR, "module", "phone", now=NOW)
    assert [(line.slug, line.number) for line in list_documents(db)] == [("phone", None)]
    publish(app, "module", MODULE)
    db.rollback()
    assert draft_named(db, "module", "phone") is None


@pytest.mark.parametrize("slug", ["", "Phone", "a_b", "-a", "a--b", "x" * 81, "ä", "a/b"])
def test_a_new_document_needs_a_good_name(writing: Session, slug: str) -> None:
    with pytest.raises(Problems):
        actions.new_document(writing, AUTHOR, "module", slug, now=NOW)


def test_a_name_that_is_taken_is_refused(app: Flask, writing: Session) -> None:
    actions.new_document(writing, AUTHOR, "module", "phone", now=NOW)
    actions.new_document(writing, AUTHOR, "quiz", "phone", now=NOW)
    with pytest.raises(Problems, match="already"):
        actions.new_document(writing, AUTHOR, "module", "phone", now=NOW)


def test_a_discarded_draft_can_still_be_found_in_the_ledger(writing: Session) -> None:
    actions.new_document(writing, AUTHOR, "module", "phone", now=NOW)
    actions.discard_draft(writing, AUTHOR, "module", "phone", now=NOW)
    assert draft_named(writing, "module", "phone") is None
    entry = writing.scalars(select(Entry).where(Entry.kind == "draft.discarded")).one()
    assert "First page" in entry.facts["source"]


def test_the_classes_are_words_in_the_database(app: Flask, db: Session) -> None:
    publish(app, "module", MODULE)
    publish(app, "module", MODULE.replace(HELLO, "x"), say_hello="behaviour")
    found = live(db, "module", "phone")
    assert found
    assert found.changes == {"say-hello": Change.BEHAVIOUR}
    assert document_id_of(db, "module", "phone") == found.document_id
