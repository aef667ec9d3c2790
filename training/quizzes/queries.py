"""What pages and actions need to know about quizzes and attempts. To fetch an attempt is to own it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import edition, editions, live
from training.content.questions import Question
from training.core.permissions import Actor
from training.core.web import NotFound
from training.quizzes.files import Bank, Quiz
from training.quizzes.models import ANSWERS, ATTEMPTS, Answer, Attempt
from training.quizzes.rules import Form, Item, Line, Sheet, per_cent


def live_quiz(db: Session, slug: str) -> Edition:
    """The quiz as it is asked now. Raises NotFound."""
    found = live(db, "quiz", slug)
    if found is None:
        raise NotFound
    return found


def questions_asked(quiz: Quiz) -> int:
    """How many questions a quiz asks when its banks hold what it expects."""
    return sum(item.draw or 1 for item in quiz.items)


def minutes_needed(quiz: Quiz) -> int:
    """About how long a sitting takes: what the author says, else a minute a question."""
    return quiz.minutes or questions_asked(quiz)


@dataclass(frozen=True)
class OpenAttempt:
    """A sitting that has begun and is not handed in."""

    id: int
    answered: int
    total: int


_OPEN = (
    select(Attempt.document_id, Attempt.id, func.count(Answer.response), func.count())
    .join(Answer, Answer.attempt_id == Attempt.id)
    .where(Attempt.person_id == bindparam("person"), Attempt.submitted_at.is_(None))
    .group_by(Attempt.id)
)


def open_attempts(db: Session, person_id: int | None) -> dict[int, OpenAttempt]:
    """A person's open attempts by quiz: never many, as there is at most one at each."""
    rows = db.connection().execute(_OPEN, {"person": person_id})
    return {row[0]: OpenAttempt(*row[1:]) for row in rows}


@dataclass(frozen=True)
class EarlierAttempt:
    """A sitting that was handed in. `per_cent` is of its points."""

    id: int
    submitted_at: datetime
    per_cent: int
    passed: bool


def earlier_attempts(db: Session, person_id: int | None, document_id: int) -> list[EarlierAttempt]:
    """The person's attempts that were handed in, the newest first."""
    rows = db.execute(
        select(Attempt.id, Attempt.submitted_at, Attempt.score, Attempt.max_score, Attempt.passed)
        .where(Attempt.person_id == person_id, Attempt.document_id == document_id, Attempt.submitted_at.is_not(None))
        .order_by(Attempt.submitted_at.desc(), Attempt.id.desc())
    )
    return [EarlierAttempt(row.id, row.submitted_at, per_cent(row.score, row.max_score), row.passed) for row in rows]


@dataclass(frozen=True)
class Given:
    """What somebody gave to one item so far. `response` is () while it is open."""

    number: int
    response: tuple[str, ...]
    flagged: bool
    sequence: int
    saved_at: datetime | None


@dataclass(frozen=True)
class Sitting:
    """An attempt with all that is given so far."""

    id: int
    document_id: int
    version_id: int
    form: Form
    submitted_at: datetime | None
    score: float | None
    max_score: int | None
    passed: bool | None
    given: tuple[Given, ...]

    @property
    def sheet(self) -> Sheet:
        return Sheet(tuple(Line(one.number, bool(one.response), one.flagged) for one in self.given))


_SITTING = (
    select(
        ATTEMPTS.c.id,
        ATTEMPTS.c.document_id,
        ATTEMPTS.c.version_id,
        ATTEMPTS.c.form,
        ATTEMPTS.c.submitted_at,
        ATTEMPTS.c.score,
        ATTEMPTS.c.max_score,
        ATTEMPTS.c.passed,
        ANSWERS.c.item,
        ANSWERS.c.response,
        ANSWERS.c.flagged,
        ANSWERS.c.seq,
        ANSWERS.c.saved_at,
    )
    .join(ANSWERS, ANSWERS.c.attempt_id == ATTEMPTS.c.id)
    .where(ATTEMPTS.c.id == bindparam("attempt"), ATTEMPTS.c.person_id == bindparam("person"))
    .order_by(ANSWERS.c.item)
)


def sitting_for(db: Session, actor: Actor, attempt_id: int) -> Sitting:
    """The actor's own attempt in one query. Raises NotFound for anybody else's."""
    rows = db.connection().execute(_SITTING, {"attempt": attempt_id, "person": actor.person_id}).all()
    if not rows:
        raise NotFound
    first = rows[0]
    return Sitting(
        id=first.id,
        document_id=first.document_id,
        version_id=first.version_id,
        form=Form.from_json(first.form),
        submitted_at=first.submitted_at,
        score=first.score,
        max_score=first.max_score,
        passed=first.passed,
        given=tuple(Given(row.item, tuple(row.response or ()), row.flagged, row.seq, row.saved_at) for row in rows),
    )


def quiz_of(db: Session, version_id: int) -> Edition:
    """The version of a quiz that an attempt was begun with."""
    return edition(db, version_id)


def question_of(db: Session, item: Item) -> Question:
    """The question of an item, as it read when the attempt began. No query when its bank was read lately."""
    return _in_bank(edition(db, item.version).model, item)


def questions_of(db: Session, form: Form) -> list[Question]:
    """The questions of a form in its order, in at most one query."""
    found = editions(db, {item.version for item in form.items})
    return [_in_bank(found[item.version].model, item) for item in form.items]


def _in_bank(bank: Bank, item: Item) -> Question:
    question = bank.question(item.question)
    if question is None:
        raise LookupError(f"Version {item.version} has no question {item.question}")  # versions never change
    return question


@dataclass(frozen=True)
class ReviewedOption:
    """An option after the hand-in. `text` is None where the page has its own words."""

    id: str
    text: str | None
    chosen: bool
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Review:
    """One item after the hand-in. `options` are those that were chosen or are right, in the order they were shown."""

    number: int
    question: Question
    response: tuple[str, ...]
    options: tuple[ReviewedOption, ...]
    right: bool


def reviews(questions: Sequence[Question], sitting: Sitting) -> list[Review]:
    """Each item with what was chosen, what is right, and what the author says to that."""
    return [
        review_of(given.number, question, item.options, given.response)
        for question, item, given in zip(questions, sitting.form.items, sitting.given, strict=True)
    ]


def review_of(number: int, question: Question, shown: Sequence[str], response: tuple[str, ...]) -> Review:
    """A question after the hand-in; `shown` are the ids of its options in the order in which they stood."""
    chosen = set(response)
    options = {
        choice.id: ReviewedOption(
            choice.id,
            choice.text,
            choice.id in chosen,
            choice.correct,
            " ".join(question.feedback((choice.id,))),
        )
        for choice in question.choices
        if choice.correct or choice.id in chosen
    }
    order = [name for name in shown if name in options] or list(options)
    right = question.mark(response).correct
    return Review(number, question, response, tuple(options[name] for name in order), right)
