"""Answers to “What do I say when …”: parts of documents that this person may see, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from training.content.kinds import Kind
from training.content.library import library
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.search.matching import Wanted, parameters
from training.search.queries_words import vocabulary
from training.search.rules_answer import Piece, excerpt, in_quotes, marked, taking_turns
from training.search.rules_query import Question, Term, question_of, rarest
from training.search.statements import BY_ID, CANDIDATES, presence, ranking, starting

MOST = 50  # answers; nobody reads further
ON_A_PAGE = 8
ENOUGH = 3  # answers with all of the words; when there are fewer, others with some of the words follow
RARE = 300  # documents in which the words that are looked for alone may stand together
COMMON = 1_000  # documents from which on a word says too little to count beside them
STARTERS = 8


@dataclass(frozen=True)
class Answer:
    """A part of a document as it is shown. `said` is what to say, `excerpt` the text around the words otherwise.

    `where` names the kind, and the document unless the heading does. `at_work` is an address or empty.
    """

    where: str
    heading: Sequence[Piece]
    said: Sequence[Piece]
    excerpt: Sequence[Piece]
    authority: str
    language: str
    url: str
    at_work: str


@dataclass(frozen=True)
class Found:
    """What was found: the ids of entries, the best first. `corrected` are the words that were looked for instead.

    `partly` says that no part has all of the words.
    """

    question: Question
    ids: Sequence[int] = ()
    corrected: Sequence[str] = ()
    partly: bool = False


def find(db: Session, actor: Actor, text: str, *, today: date) -> Found:
    """Look for what somebody typed: all of the words, else the same put right, else the words that say most."""
    question = question_of(text)
    if not question.terms:
        return Found(question)
    reader = _Reader(db, actor, today)
    whole = reader.with_all(question.terms)
    better = {} if whole else reader.put_right(question.terms)
    if better:
        question = question.with_words(better)
        whole = reader.with_all(question.terms)
    ranked = whole
    if len(whole) < ENOUGH and len(question.terms) > 1:
        ranked = list(dict.fromkeys((*whole, *reader.with_some(question.terms))))
    corrected = [term.word for term in question.terms if term.word in better.values()] if ranked else []
    return Found(question, taking_turns(ranked)[:MOST], corrected, partly=bool(ranked) and not whole)


def answers(db: Session, found: Found, *, page: int = 1) -> list[Answer]:
    """One page of what was found."""
    ids = found.ids[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    if not ids:
        return []
    rows = {row.id: row for row in db.connection().execute(BY_ID, {"ids": list(ids)})}
    return _answers([rows[entry] for entry in ids], found.question)


def starters(db: Session, actor: Actor, *, today: date) -> list[Answer]:
    """What was changed lately for somebody's roles; for those who have none with scripts, what was changed lately."""
    for mine in (True, False):
        query = starting(sees_all=actor.may(Permission.DOCUMENT_READ), mine=mine, most=STARTERS)
        rows = db.connection().execute(query, {"person": actor.person_id, "today": today}).all()
        if rows:
            return _answers(rows, Question())
    return []


def _answers(rows: Sequence[Row[Any]], question: Question) -> list[Answer]:
    kinds = {name: library().kinds[name] for name in {row.kind for row in rows}}
    # Looked up once and filled in for each.
    labels = {name: str(kind.label) for name, kind in kinds.items()}
    inside, at_its_beginning = _("%(kind)s: %(title)s"), _("%(kind)s, how it begins")
    return [
        _answer(
            row,
            question,
            kinds[row.kind],
            (inside if row.block else at_its_beginning if row.answer else "%(kind)s")
            % {"kind": labels[row.kind], "title": row.title},
        )
        for row in rows
    ]


def _answer(row: Row[Any], question: Question, kind: Kind[Any], where: str) -> Answer:
    said = in_quotes(row.said or [("", row.answer)]) if row.answer else []
    return Answer(
        where=where,
        heading=marked(row.heading, question),
        said=said,
        excerpt=[] if said else excerpt(row.text, question),
        authority=row.authority,
        language=row.language,
        url=kind.place(row.slug, row.block),
        at_work=kind.at_work(row.slug, row.block),
    )


BLANK = Answer("", (), (), (), "", "", "", "")
"""The form of an answer, to be filled in."""


Ranked = Sequence[tuple[int, int, str]]
"""(entry, document, answer), the best first."""


class _Reader:
    """Looks into what one person may see. What they may not is left out in the database: it is never counted."""

    def __init__(self, db: Session, actor: Actor, today: date) -> None:
        self._db = db
        self._dialect = db.get_bind().dialect.name
        self._sees_all = actor.may(Permission.DOCUMENT_READ)
        self._values = {"person": actor.person_id, "today": today}

    def with_all(self, terms: Sequence[Term]) -> Ranked:
        """Parts with all of the terms; those with the terms in the heading first when there are too many to compare."""
        found, compared = self._ranked(Wanted(terms))
        if compared < CANDIDATES:
            return found
        headed, _compared = self._ranked(Wanted(terms), in_heading=True)
        return list(dict.fromkeys((*headed, *found)))

    def with_some(self, terms: Sequence[Term]) -> Ranked:
        """Parts with at least one of the terms that say most."""
        known = vocabulary(self._db)
        frequency = [known.documents_with(term.stem or term.word) for term in terms]
        few, others = rarest(terms, frequency, alone=RARE, besides=COMMON)
        return self._ranked(Wanted(few, every=False, besides=others))[0]

    def put_right(self, terms: Sequence[Term]) -> dict[str, str]:
        """By mistyped word, what was meant: of words that stand nowhere that this person may see."""
        unknown = [term.word for term, there in zip(terms, self._are_there(terms), strict=True) if not there]
        known = vocabulary(self._db) if unknown else None
        return {word: meant for word in unknown if known and (meant := known.meant(word))}

    def _ranked(self, wanted: Wanted, *, in_heading: bool = False) -> tuple[Ranked, int]:
        """The best parts, and how many were compared."""
        query = ranking(self._dialect, sees_all=self._sees_all, in_heading=in_heading, most=2 * MOST)
        asked = parameters(self._dialect, wanted, in_heading=in_heading)
        rows = self._db.connection().execute(query, {**self._values, **asked}).all()
        return [(row[0], row[1], row[2]) for row in rows], rows[0].compared if rows else 0

    def _are_there(self, terms: Sequence[Term]) -> Sequence[bool]:
        """Of each term, whether any part has it."""
        asked: dict[str, Any] = {}
        for number, term in enumerate(terms):
            asked |= parameters(self._dialect, Wanted([term]), number=number)
        query = presence(self._dialect, len(terms), sees_all=self._sees_all)
        return tuple(self._db.connection().execute(query, {**self._values, **asked}).one())
