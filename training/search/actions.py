"""Keeping the index: what is published is found at once and what is retired no more, in the same transaction."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition
from training.core.ledger import Entry as Fact
from training.search.entries import fields_in, live_editions, roles_of, rows_of, spellings_in
from training.search.models import SearchEntry, SearchRole, SearchState, SearchWord
from training.search.words import drop_all_words, drop_words, put_words

FORM = 1
"""The form of the index. It rises when one that an older program made has to be made anew."""

PUBLISHED, RETIRED = "document.published", "document.retired"


def follow(db: Session, fact: Fact) -> None:
    """Hear that a document was published or retired."""
    if fact.document_id is None or fact.version_id is None:
        return
    _begin(db)
    before = _forget(db, fact.document_id)
    after = _add(db, edition(db, fact.version_id)) if fact.kind == PUBLISHED else set()
    _count(db, dict.fromkeys(after - before, 1) | dict.fromkeys(before - after, -1))


def rebuild(db: Session) -> int:
    """Make the whole index anew; returns how many documents can be found."""
    _begin(db)
    for table in (SearchEntry, SearchRole, SearchWord):
        db.execute(delete(table))
    drop_all_words(db)
    words: Counter[str] = Counter()
    for found in live_editions(db):
        for version in found:
            words.update(_add(db, version))
    _count(db, words)
    db.execute(update(SearchState).values(form=FORM))
    return db.scalar(select(func.count(SearchEntry.document_id.distinct()))) or 0


def keep(db: Session) -> None:
    """Make the index anew if it is not there, or was made by a program that made it otherwise."""
    if db.scalar(select(SearchState.form)) != FORM:
        rebuild(db)


def _begin(db: Session) -> None:
    """Say that the index changes. Whoever else changes it waits here, so that words are counted right."""
    values = {"id": 1, "revision": 1, "form": 0}
    more = {"revision": SearchState.revision + 1}
    db.execute(_insert(db, SearchState).values(values).on_conflict_do_update(index_elements=["id"], set_=more))


def _add(db: Session, version: Edition) -> set[str]:
    """Take a version in; returns the words by which mistyped ones may be put right."""
    rows = rows_of(version)
    if not rows:
        return set()
    returning = insert(SearchEntry).returning(SearchEntry.id, sort_by_parameter_order=True)
    ids = db.scalars(returning, rows).all()
    fields = [fields_in(row) for row in rows]
    put_words(db, dict(zip(ids, fields, strict=True)))
    roles = [{"document_id": version.document_id, "role": role} for role in roles_of(version)]
    if roles:
        db.execute(insert(SearchRole), roles)
    return spellings_in(rows, fields)


def _forget(db: Session, document_id: int) -> set[str]:
    """Remove a document; returns the words that it brought."""
    query = select(SearchEntry.__table__).where(SearchEntry.document_id == document_id)
    rows = [row._asdict() for row in db.execute(query)]
    if not rows:
        return set()
    drop_words(db, [row["id"] for row in rows])
    for table in (SearchEntry, SearchRole):
        db.execute(delete(table).where(table.document_id == document_id))
    return spellings_in(rows, [fields_in(row) for row in rows])


def _count(db: Session, change: Mapping[str, int]) -> None:
    """Change in how many documents each word stands."""
    if not change:
        return
    wanted = _insert(db, SearchWord)
    more = {"documents": SearchWord.documents + wanted.excluded.documents}
    # Sorted, so that no two who count wait for each other.
    rows = [{"word": word, "documents": number} for word, number in sorted(change.items())]
    db.execute(wanted.on_conflict_do_update(index_elements=["word"], set_=more), rows)
    if min(change.values()) < 0:
        db.execute(delete(SearchWord).where(SearchWord.documents <= 0))


def _insert(db: Session, table: Any) -> Any:
    """The INSERT of this database that says what to do when the row is there already."""
    return (sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert)(table)
