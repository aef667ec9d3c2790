"""How each kind of database finds words: the condition, how well what it finds fits, and what both are asked with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, TableClause, Text, bindparam, cast, column, func, literal_column, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from training.search.rules_query import Term, for_postgresql, for_sqlite
from training.search.schema import TABLE

HEADING, ANSWER, TEXT, TITLE = 1.0, 0.5, 0.2, 0.1
"""How much a word says by where it stands."""


@dataclass(frozen=True)
class Wanted:
    """What a part must have: all of the terms, or any. `besides` only makes it fit better."""

    terms: Sequence[Term]
    every: bool = True
    besides: Sequence[Term] = ()


def parameters(dialect: str, wanted: Wanted, *, in_heading: bool = False, number: int = 0) -> dict[str, str]:
    """The values of the parameters of `matching`."""
    if dialect == "sqlite":
        asked = for_sqlite(wanted.terms, every=wanted.every)
        if wanted.besides:  # FTS5 scores what it was asked for, so the rest is asked for once more, beside
            asked = f"({asked}) OR (({asked}) AND ({for_sqlite(wanted.besides, every=False)}))"
        return {f"fits{number}": f"heading : ({asked})" if in_heading else asked}
    asked = for_postgresql(wanted.terms, every=wanted.every)
    scored = for_postgresql(wanted.terms, every=wanted.every, ranks=True)
    if wanted.besides:
        scored = f"({scored}) | ({for_postgresql(wanted.besides, every=False, ranks=True)})"
    return {f"fits{number}": asked, "scored": scored}


@dataclass(frozen=True)
class Matching:
    """Where words are kept, to which entry a row belongs, whether it fits, and how well; more is better."""

    words: TableClause
    entry_id: ColumnElement[int]
    fits: ColumnElement[bool]
    score: ColumnElement[float]


def matching(dialect: str, *, in_heading: bool = False, number: int = 0) -> Matching:
    """What to ask a kind of database, with parameters: `number` tells several of a statement apart."""
    return _in_sqlite(number) if dialect == "sqlite" else _in_postgresql(in_heading, number)


def _in_sqlite(number: int) -> Matching:
    words = table(TABLE, column("rowid"))
    name: ColumnElement[str] = literal_column(TABLE)
    score = -func.bm25(name, *map(literal_column, map(str, (HEADING, ANSWER, TEXT, TITLE))))
    fits = name.op("MATCH", is_comparison=True)(bindparam(f"fits{number}", type_=Text))
    return Matching(words, words.c.rowid, fits, score)


_RANKS: ColumnElement[Any] = literal_column(f"'{{{TITLE},{TEXT},{ANSWER},{HEADING}}}'::real[]")
_LONG_TEXTS_COUNT_LESS: ColumnElement[int] = literal_column("1")


def _in_postgresql(in_heading: bool, number: int) -> Matching:
    words = table(TABLE, column("entry_id"), column("heading", TSVECTOR), column("words", TSVECTOR))
    place = words.c.heading if in_heading else words.c.words
    fits = place.bool_op("@@")(cast(bindparam(f"fits{number}", type_=Text), TSQUERY))
    scored = cast(bindparam("scored", type_=Text), TSQUERY)
    score = func.ts_rank(_RANKS, words.c.words, scored, _LONG_TEXTS_COUNT_LESS)
    return Matching(words, words.c.entry_id, fits, score)
