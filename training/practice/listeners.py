"""Which facts make cards, and of what; in the transaction of the fact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.queries import editions
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


def listen(listeners: Listeners) -> None:
    """Register what is listened to."""
    listeners.on_many(_SOURCES, make_cards)


def make_cards(db: Session, entries: Sequence[Entry]) -> None:
    """Somebody met something worth keeping in mind."""
    for entry in entries:
        if entry.subject_id is not None:
            met = _SOURCES[entry.kind](db, entry)
            meet(db, entry.subject_id, met, day=local_day(entry.at, web.site().zone))


def _of_module(db: Session, entry: Entry) -> Iterable[Met]:
    """Its questions. They were answered until they were right, which proves nothing yet."""
    return [Met(document_id, key) for document_id, key, _exercise in _read(db, entry)]


def _of_quiz(db: Session, entry: Entry) -> Iterable[Met]:
    """What was asked, with how it was answered; it belongs to the banks that it was drawn from."""
    attempt_id = entry.facts.get("attempt")
    form = db.scalar(select(Attempt.form).where(Attempt.id == attempt_id)) if attempt_id is not None else None
    if form is None:
        return ()
    answers = db.scalars(select(Answer.response).where(Answer.attempt_id == attempt_id).order_by(Answer.item)).all()
    asked = Form.from_json(form)
    banks = editions(db, {item.version for item in asked.items})
    return [
        Met(banks[item.version].document_id, (CardKind.QUESTION, question.id), question.mark(response or ()).correct)
        for item, question, response in zip(asked.items, questions_of(db, asked), answers, strict=True)
    ]


def _of_script(db: Session, entry: Entry) -> Iterable[Met]:
    """The lines that were rehearsed, shaky ones for today; their gaps, and their order if all of it was said."""
    facts = entry.facts
    said, shaky = set(facts.get("lines", ())), set(facts.get("shaky", ()))
    for document_id, key, exercise in _read(db, entry):
        kind, item = key
        if item in said or (isinstance(exercise, Order) and said.issuperset(exercise.right)):
            yield Met(document_id, key, soon=kind == CardKind.LINE and item in shaky)


def _of_scenario(db: Session, entry: Entry) -> Iterable[Met]:
    """The turns that were decided, with whether it was the best choice."""
    turns: Mapping[str, bool] = entry.facts.get("turns", {})
    return [
        Met(document_id, key, bool(turns[key[1]]))
        for document_id, key, _exercise in _read(db, entry)
        if key[1] in turns
    ]


def _read(db: Session, entry: Entry) -> Iterable[tuple[int, tuple[str, str], Any]]:
    """What can be practised of the version that a fact is about."""
    if entry.version_id is None:
        return
    for edition in editions(db, [entry.version_id]).values():
        for key, exercise in exercises_in(edition).items():
            yield edition.document_id, key, exercise


_SOURCES: Mapping[str, Callable[[Session, Entry], Iterable[Met]]] = {
    "module.done": _of_module,
    "quiz.passed": _of_quiz,
    "quiz.failed": _of_quiz,
    "script.rehearsed": _of_script,
    "scenario.passed": _of_scenario,
    "scenario.failed": _of_scenario,
}
