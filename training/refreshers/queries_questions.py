"""The questions of a part as they read in the version with which it was planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from training.content import questions
from training.content.library import Edition
from training.content.queries import editions
from training.content.questions import NotAnAnswer
from training.core.web import NotFound
from training.modules.files import Block
from training.practice.queries import exercises_in
from training.practice.rules_answers import Gap
from training.practice.rules_answers import NotAnAnswer as NotTyped
from training.practice.rules_exercises import CardKind
from training.refreshers.rules import QUESTION, Asked, Doing, Part


@dataclass(frozen=True)
class Worth:
    """A share from 0 to 1."""

    fraction: Fraction


@dataclass(frozen=True)
class Question:
    """Something that is asked: a question with answers to choose from, or the words that are missing in a line."""

    edition: Edition
    asked: questions.Question | Gap

    @property
    def document_id(self) -> int:
        return self.edition.document_id

    @property
    def gap(self) -> Gap | None:
        return self.asked if isinstance(self.asked, Gap) else None

    @property
    def choosing(self) -> questions.Question | None:
        return None if isinstance(self.asked, Gap) else self.asked

    @property
    def points(self) -> int:
        return 1 if isinstance(self.asked, Gap) else self.asked.points

    def parse(self, values: Sequence[str]) -> tuple[str, ...]:
        """The response that a form sent; nothing is (). Raises NotAnAnswer for what was never on offer."""
        if not isinstance(self.asked, Gap):
            return self.asked.parse(values)
        if not any(value.strip() for value in values):
            return ()
        try:
            return self.asked.parse(values)
        except NotTyped as error:
            raise NotAnAnswer(str(error)) from None

    def mark(self, response: Iterable[str]) -> Worth:
        given = tuple(response)
        if not isinstance(self.asked, Gap):
            return Worth(self.asked.mark(given).fraction)
        return Worth(Fraction(bool(given) and self.asked.mark(given, None).correct))


def block_of(db: Session, part: Part) -> tuple[Edition, Block]:
    """What is read in a part. Raises NotFound for a part in which nothing is."""
    found = editions(db, [part.version_id])[part.version_id]
    block = found.model.block(part.block) if part.doing is Doing.READ else None
    if block is None:
        raise NotFound
    return found, block


def questions_of(db: Session, part: Part) -> list[Question]:
    """The questions of a part in the order in which it asks them, in at most one query."""
    if part.doing is Doing.READ:
        found, block = block_of(db, part)
        return [Question(found, question) for question in block.questions]
    versions = editions(db, {one.version for one in part.asked})
    return [_question(versions[one.version], one) for one in part.asked]


def question_of(db: Session, part: Part, item: int) -> Question:
    """The question with this number. Raises NotFound."""
    found = questions_of(db, part)
    if not 1 <= item <= len(found):
        raise NotFound
    return found[item - 1]


def _question(edition: Edition, one: Asked) -> Question:
    if one.what == QUESTION:
        question = edition.model.question(one.id)
        if question is None:
            raise LookupError(f"Version {one.version} has no question {one.id}")  # versions never change
        return Question(edition, question)
    gap = exercises_in(edition)[CardKind.GAP, one.id]
    if not isinstance(gap, Gap):
        raise LookupError(f"Version {one.version} has no gap {one.id}")
    return Question(edition, gap)
