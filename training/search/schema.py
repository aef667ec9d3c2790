"""What each kind of database keeps to search in: on SQLite a table of FTS5, on PostgreSQL one of tsvectors.

No model knows it. It is made and removed with the tables of the models, and by the revision that adds them.
"""

from typing import Any

from sqlalchemy import Connection, event

from training.search.models import SearchEntry

TABLE = "search_text"

# Words come folded and with spaces between, so that nothing is left to the tokenizer of either database.
_SQLITE = f"""
    CREATE VIRTUAL TABLE {TABLE} USING fts5(heading, answer, text, title, tokenize = 'ascii', prefix = '2 3 4')
"""
_POSTGRESQL = (
    f"CREATE TABLE {TABLE} (entry_id INTEGER PRIMARY KEY, heading TSVECTOR NOT NULL, words TSVECTOR NOT NULL)",
    # Without a list of what is not in the index yet: every search would go through it, and publishing is rare.
    f"CREATE INDEX ix_{TABLE}_heading ON {TABLE} USING gin (heading) WITH (fastupdate = off)",
    f"CREATE INDEX ix_{TABLE}_words ON {TABLE} USING gin (words) WITH (fastupdate = off)",
)


def create(connection: Connection) -> None:
    """Make what the words are kept in."""
    for statement in (_SQLITE,) if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove it, if it is there."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {TABLE}")


def _created(_table: Any, connection: Connection, **_options: Any) -> None:
    create(connection)


def _dropping(_table: Any, connection: Connection, **_options: Any) -> None:
    drop(connection)


event.listen(SearchEntry.__table__, "after_create", _created)
event.listen(SearchEntry.__table__, "before_drop", _dropping)
