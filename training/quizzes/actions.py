"""Taking a quiz: begin, save an answer, hand in. Each may be sent twice, and happens once."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.content.questions import NotAnAnswer, Question
from training.core import ledger
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.quizzes.files import Bank, Quiz
from training.quizzes.models import ANSWERS, ATTEMPTS, Answer, Attempt
from training.quizzes.queries import live_quiz, question_of, questions_of, quiz_of
from training.quizzes.rules import (
    LARGEST_SEQUENCE,
    Candidate,
    Form,
    Pick,
    Recipe,
    build_form,
    counts,
    mark_attempt,
)
from training.quizzes.rules import Bank as Candidates

LONGEST_KEY = 100  # of a save; a UUID has 36 signs


class HandedIn(Exception):
    """The attempt is handed in: its answers stay as they are."""


def start_attempt(db: Session, actor: Actor, slug: str, now: datetime) -> int:
    """The id of the actor's open attempt at a quiz: the one that is there, or a new one with a form of its own.

    Raises NotFound for no such quiz and NothingToAsk when its banks are empty.
    """
    quiz = live_quiz(db, slug)
    # One person's starts wait for each other, so that two tabs begin one attempt. (SQLite has one writer anyway.)
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    open_already = db.scalar(
        select(Attempt.id).where(
            Attempt.person_id == actor.person_id,
            Attempt.document_id == quiz.document_id,
            Attempt.submitted_at.is_(None),
        )
    )
    if open_already is not None:
        return open_already
    seed = secrets.randbits(31)
    form = build_form(recipe_of(quiz.model), candidates(db, quiz.model), seed)
    attempt = Attempt(
        person_id=actor.person_id,
        document_id=quiz.document_id,
        version_id=quiz.id,
        form=form.as_json(),
        seed=seed,
        started_at=now,
    )
    db.add(attempt)
    db.flush()
    db.execute(insert(Answer), [{"attempt_id": attempt.id, "item": number + 1} for number in range(len(form))])
    return attempt.id


def recipe_of(quiz: Quiz) -> Recipe:
    """What a quiz asks, as the rules see it."""
    return Recipe(tuple(Pick(item.bank, item.question, item.draw or 0) for item in quiz.items), quiz.shuffle)


def candidates(db: Session, quiz: Quiz) -> dict[str, Candidates]:
    """The questions that a quiz may ask, by bank, as the rules see them."""
    banks = live_all(db, "bank", {item.bank for item in quiz.items})
    return {
        slug: Candidates(found.id, tuple(_candidate(one) for one in _questions(found.model)))
        for slug, found in banks.items()
    }


def _questions(bank: Bank) -> Sequence[Question]:
    return bank.questions


def _candidate(question: Question) -> Candidate:
    # Choices that the page words itself, such as true and false, are shown in their usual order.
    options = tuple(choice.id for choice in question.choices if choice.text is not None)
    return Candidate(question.id, options)


# Every answer of every quiz goes through these three, so they are written once, over tables and not over objects.
_LINE = (
    select(ATTEMPTS.c.submitted_at, ATTEMPTS.c.form, ANSWERS.c.seq, ANSWERS.c.key, ANSWERS.c.saved_at)
    .join(ANSWERS, ANSWERS.c.attempt_id == ATTEMPTS.c.id)
    .where(
        ATTEMPTS.c.id == bindparam("attempt"),
        ATTEMPTS.c.person_id == bindparam("person"),
        ANSWERS.c.item == bindparam("number"),
    )
    # A hand-in waits until this save is in, or this save sees that it is handed in.
    .with_for_update(read=True, of=ATTEMPTS)
)
_BY_HAND = (
    update(ANSWERS)
    .where(ANSWERS.c.attempt_id == bindparam("attempt"), ANSWERS.c.item == bindparam("number"))
    .values(
        response=bindparam("response"),
        flagged=bindparam("flagged"),
        key=bindparam("key"),
        saved_at=bindparam("saved_at"),
        seq=ANSWERS.c.seq + 1,
    )
)
_IN_PASSING = _BY_HAND.where(ANSWERS.c.seq < bindparam("sequence")).values(seq=bindparam("sequence"))


def save_answer(
    db: Session,
    actor: Actor,
    attempt_id: int,
    number: int,
    values: Sequence[str],
    *,
    flagged: bool,
    sequence: int | None,
    key: str | None,
    now: datetime,
) -> datetime:
    """Keep an answer to an item of the actor's own attempt; returns when the newest answer to it was saved.

    A save that was sent before, or that is older than the newest, changes nothing and is answered alike. Without a
    `sequence` it was sent by hand just now and is the newest. Raises NotFound for an attempt or item that is not the
    actor's, HandedIn, and NotAnAnswer for what was never on offer.
    """
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise NotAnAnswer("the key of a save")
    if sequence is not None and not 0 < sequence <= LARGEST_SEQUENCE:
        raise NotAnAnswer(f"the sequence {sequence}")
    here = {"attempt": attempt_id, "number": number}
    line = db.connection().execute(_LINE, {**here, "person": actor.person_id}).first()
    if line is None:
        raise NotFound
    repeated = key is not None and key == line.key
    if line.saved_at is not None and (repeated or not counts(sequence, line.seq)):
        saved_at: datetime = line.saved_at
        return saved_at
    if line.submitted_at is not None:
        raise HandedIn
    item = Form.from_json(line.form).items[number - 1]
    response = question_of(db, item).parse(values)
    saved = {**here, "response": list(response) or None, "flagged": flagged, "key": key, "saved_at": now}
    if sequence is None:
        db.connection().execute(_BY_HAND, saved)
    else:
        db.connection().execute(_IN_PASSING, {**saved, "sequence": sequence})
    return now


def hand_in(db: Session, actor: Actor, attempt_id: int, now: datetime) -> None:
    """Mark the actor's own attempt and record the result, once. Raises NotFound for anybody else's."""
    attempt = db.scalars(
        select(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == actor.person_id).with_for_update()
    ).first()
    if attempt is None:
        raise NotFound
    if attempt.submitted_at is not None:
        return
    rows = db.execute(select(Answer.response).where(Answer.attempt_id == attempt_id).order_by(Answer.item)).scalars()
    quiz = quiz_of(db, attempt.version_id)
    pass_mark = quiz.model.pass_mark
    questions = questions_of(db, Form.from_json(attempt.form))
    result = mark_attempt(questions, [tuple(response or ()) for response in rows], pass_mark=pass_mark)
    attempt.submitted_at = now
    attempt.score = float(result.score)
    attempt.max_score = result.most
    attempt.passed = result.passed
    ledger.record(
        db,
        "quiz.passed" if result.passed else "quiz.failed",
        at=now,
        actor_id=actor.person_id,
        subject_id=attempt.person_id,
        document_id=attempt.document_id,
        version_id=attempt.version_id,
        payload={
            "slug": quiz.slug,
            "title": quiz.title,
            "version": quiz.number,
            "attempt": attempt.id,
            "score": result.per_cent,
            "pass_mark": pass_mark,
        },
    )
