"""The words of the index in the database: in a table of FTS5 on SQLite, of tsvectors on PostgreSQL."""

from collections.abc import Collection, Mapping
from dataclasses import astuple
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from training.search.rules_entry import Fields, as_texts, as_tsvector

_INTO = {
    "sqlite": text("INSERT INTO search_text (rowid, heading, answer, text, title) VALUES (:id, :a, :b, :c, :d)"),
    "postgresql": text(
        "INSERT INTO search_text (entry_id, heading, words) "
        "VALUES (:id, CAST(:heading AS tsvector), CAST(:words AS tsvector))"
    ),
}
_FROM = {
    "sqlite": text("DELETE FROM search_text WHERE rowid = :id"),
    "postgresql": text("DELETE FROM search_text WHERE entry_id = :id"),
}
_ALL = text("DELETE FROM search_text")
_KEPT = {
    "sqlite": "SELECT rowid, heading || ' ' || answer || ' ' || text || ' ' || title FROM search_text"
    " WHERE rowid IN :ids",
    "postgresql": "SELECT entry_id, array_to_string(tsvector_to_array(words), ' ') FROM search_text"
    " WHERE entry_id IN :ids",
}
_COUNT = text("SELECT count(*) FROM search_text")


def put_words(db: Session, fields: Mapping[int, Fields]) -> None:
    """Keep the words of entries, by their ids."""
    if db.get_bind().dialect.name == "sqlite":
        rows: list[dict[str, Any]] = [
            {"id": entry, **dict(zip("abcd", as_texts(words), strict=True))} for entry, words in fields.items()
        ]
    else:
        rows = [
            {"id": entry, "heading": as_tsvector(words.heading), "words": as_tsvector(*astuple(words))}
            for entry, words in fields.items()
        ]
    if rows:
        db.execute(_INTO[db.get_bind().dialect.name], rows)


def drop_words(db: Session, entries: Collection[int]) -> None:
    """Forget the words of entries."""
    if entries:
        db.execute(_FROM[db.get_bind().dialect.name], [{"id": entry} for entry in entries])


def drop_all_words(db: Session) -> None:
    db.execute(_ALL)


def kept_words(db: Session, entries: Collection[int]) -> dict[int, set[str]]:
    """By the id of each of these entries, the words that are kept of it."""
    query = text(_KEPT[db.get_bind().dialect.name]).bindparams(bindparam("ids", expanding=True))
    return {entry: set(words.split()) for entry, words in db.execute(query, {"ids": list(entries)})}


def count_words(db: Session) -> int:
    """Of how many entries words are kept."""
    return db.scalar(_COUNT) or 0
