"""Which facts make cards, and of what; in the transaction of the fact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import editions
from training.content.questions import Question
from training.core import web
from training.core.clock import local_day
from training.core.ledger import Entry, Listeners
from training.practice.actions import Met, meet
from training.practice.queries import exercises_in
from training.practice.rules_answers import Order
from training.practice.rules_exercises import CardKind
from training.quizzes.models import Answer, Attempt
from training.quizzes.queries import questions_of
from training.quizzes.rules import Form

Facts = Mapping[str, Any]
"""What an entry of the ledger says."""


def listen(listeners: Listeners) -> None:
    """Register what is listened to."""
    listeners.on_many((*_DOCUMENTS, *_QUIZZES), make_cards)


def make_cards(db: Session, entries: Sequence[Entry]) -> None:
    """Somebody met something worth keeping in mind."""
    for entry in entries:
        if entry.subject_id is not None:
            met = _of_quiz(db, entry) if entry.kind in _QUIZZES else _of_document(db, entry)
            meet(db, entry.subject_id, met, day=local_day(entry.at, web.site().zone))


def met_in(edition: Edition, entry: Entry) -> Iterable[Met]:
    """What somebody has met of this version, of which the entry says that they read, rehearsed or played it."""
    return _DOCUMENTS[entry.kind](edition, entry.facts)


def _of_document(db: Session, entry: Entry) -> Iterable[Met]:
    found = editions(db, [entry.version_id] if entry.version_id is not None else [])
    return [met for edition in found.values() for met in met_in(edition, entry)]


def _of_quiz(db: Session, entry: Entry) -> Iterable[Met]:
    """What was asked, with how it was answered; it belongs to the banks that it was drawn from."""
    attempt_id = entry.facts.get("attempt")
    form = db.scalar(select(Attempt.form).where(Attempt.id == attempt_id)) if attempt_id is not None else None
    if form is None:
        return ()
    answers = db.scalars(select(Answer.response).where(Answer.attempt_id == attempt_id).order_by(Answer.item)).all()
    asked = Form.from_json(form)
    banks = editions(db, {item.version for item in asked.items})
    documents = [banks[item.version].document_id for item in asked.items]
    return met_in_quiz(zip(documents, questions_of(db, asked), answers, strict=True))


def met_in_quiz(asked: Iterable[tuple[int, Question, Sequence[str] | None]]) -> Iterable[Met]:
    """What was asked: the document id of its bank, the question, and the response, with which it counts."""
    for document_id, question, response in asked:
        right = question.mark(tuple(response or ())).correct
        yield Met(document_id, (CardKind.QUESTION, question.id), right)


def _of_module(edition: Edition, _facts: Facts) -> Iterable[Met]:
    """Its questions. They were answered until they were right, which proves nothing yet."""
    return [Met(edition.document_id, key) for key in exercises_in(edition)]


def _of_script(edition: Edition, facts: Facts) -> Iterable[Met]:
    """The lines that were rehearsed, shaky ones for today; their gaps, and their order if all of it was said."""
    said, shaky = set(facts.get("lines", ())), set(facts.get("shaky", ()))
    for key, exercise in exercises_in(edition).items():
        kind, item = key
        if item in said or (isinstance(exercise, Order) and said.issuperset(exercise.right)):
            yield Met(edition.document_id, key, soon=kind == CardKind.LINE and item in shaky)


def _of_scenario(edition: Edition, facts: Facts) -> Iterable[Met]:
    """The turns that were decided, with whether it was the best choice."""
    turns: Mapping[str, bool] = facts.get("turns", {})
    return [Met(edition.document_id, key, bool(turns[key[1]])) for key in exercises_in(edition) if key[1] in turns]


_DOCUMENTS: Mapping[str, Callable[[Edition, Facts], Iterable[Met]]] = {
    "module.done": _of_module,
    "script.rehearsed": _of_script,
    "scenario.passed": _of_scenario,
    "scenario.failed": _of_scenario,
}
_QUIZZES = ("quiz.passed", "quiz.failed")
