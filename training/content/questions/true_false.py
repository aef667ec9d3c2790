"""A statement that is true or false."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from training.content.questions.question import BaseQuestion, Choice, Mark, NotAnAnswer, Response
from training.content.types import Text, YesNo


class TrueFalse(BaseQuestion):
    """A statement to be called true or false. The ids of its two choices are “true” and “false”."""

    type: Literal["true-false"]
    answer: YesNo
    feedback_true: Text | None = None
    feedback_false: Text | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        return Choice("true", None, self.answer), Choice("false", None, not self.answer)

    def parse(self, values: Sequence[str]) -> Response:
        response = super().parse(values)
        if len(response) > 1:
            raise NotAnAnswer(f"{self.id}: both true and false")
        return response

    def mark(self, response: Iterable[str]) -> Mark:
        return Mark(Fraction(tuple(response) == self.right_response))

    def feedback(self, response: Iterable[str]) -> tuple[str, ...]:
        chosen = set(response)
        texts = (self.feedback_true if "true" in chosen else None, self.feedback_false if "false" in chosen else None)
        return tuple(text for text in texts if text)
