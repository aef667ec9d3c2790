"""Reading a module: begin, answer a question on the way, go on, finish. Each may be sent twice, and happens once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.questions import Question
from training.core import ledger
from training.core.permissions import Actor
from training.core.web import NotFound
from training.modules.models import ModuleProgress
from training.modules.queries import Reading, reading_of
from training.modules.rules import Part, after_reading, carried, next_part, still_open
from training.people.models import Person


class Unanswered(Exception):
    """Nothing was chosen, or a question of the part has no answer yet. `question` is its id."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


def begin(db: Session, actor: Actor, slug: str, now: datetime) -> Part:
    """Begin a module, or go through it again; returns the part to go on with. Raises NotFound.

    What is open already stays as it is.
    """
    reading = _locked(db, actor, slug)
    if not reading.is_open:
        row = _new_row(actor, reading, now)
        if reading.is_done:  # again from the start: a renewal is proven anew
            row.done, row.answers, row.last_block = [], {}, None
        db.add(row)
        db.flush()
        reading = reading_of(db, actor, slug)
    return reading.resume_at


def answer(
    db: Session, actor: Actor, slug: str, block_id: str, *, question_id: str, values: Sequence[str], now: datetime
) -> tuple[Question, tuple[str, ...]]:
    """Keep the last response to a question of a part; returns the question and the response.

    Raises NotFound for a question that is not on this part, NotAnAnswer for what is not on offer, and Unanswered when
    nothing was chosen.
    """
    reading, part, row = _for_change(db, actor, slug, block_id, now)
    question = reading.module.question(question_id)
    if question is None or question_id not in part.questions:
        raise NotFound
    response = question.parse(values)
    if not response:
        raise Unanswered(question_id)
    row.answers = {**reading.answers, question_id: list(response)}
    return question, response


def go_on(db: Session, actor: Actor, slug: str, block_id: str, now: datetime) -> Part | None:
    """Leave a part for the next one, which is returned; None after the last one.

    When nothing is open any more, the module is done: evidence of the version that was read. Raises NotFound, and
    Unanswered when a question of this part is open.
    """
    reading, part, row = _for_change(db, actor, slug, block_id, now)
    unanswered = reading.progress.open_questions(part)
    if unanswered:
        raise Unanswered(unanswered[0])
    progress = after_reading(reading.progress, part, reading.parts)
    row.done = [part.id for part in reading.parts if part.id in progress.done]
    row.last_block = progress.last
    if row.finished_at is None and not still_open(progress, reading.parts):
        row.finished_at = now
        found = reading.edition
        ledger.record(
            db,
            "module.done",
            at=now,
            actor_id=actor.person_id,
            subject_id=actor.person_id,
            document_id=found.document_id,
            version_id=found.id,
            payload={"slug": found.slug, "title": found.title, "version": found.number},
        )
    return next_part(reading.parts, part)


def _for_change(
    db: Session, actor: Actor, slug: str, block_id: str, now: datetime
) -> tuple[Reading, Part, ModuleProgress]:
    """The reading with the row that keeps it, on the version that its reader is to read now."""
    reading = _locked(db, actor, slug)
    part = reading.part(block_id)
    if part is None:
        raise NotFound
    row = db.get(ModuleProgress, reading.row_id) if reading.row_id is not None else None
    if row is None:
        row = _new_row(actor, reading, now)
        db.add(row)
    elif reading.is_open:
        # Whoever began a version that is no longer right goes on with the new one, and keeps what has not changed.
        row.version_id = reading.edition.id
        row.done = sorted(reading.progress.done)
        row.answers = dict(reading.answers)
    return reading, part, row


def _new_row(actor: Actor, reading: Reading, now: datetime) -> ModuleProgress:
    progress = carried(reading.progress, reading.parts, ())
    return ModuleProgress(
        person_id=actor.person_id,
        document_id=reading.edition.document_id,
        version_id=reading.edition.id,
        done=sorted(progress.done),
        answers=dict(reading.answers),
        last_block=progress.last,
        started_at=now,
    )


def _locked(db: Session, actor: Actor, slug: str) -> Reading:
    # One person's readings change one after another, so that two tabs begin one reading and finish it once.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    return reading_of(db, actor, slug)
