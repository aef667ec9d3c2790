"""One right answer among several."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from training.content.faults import Fault
from training.content.questions.question import Mark, NotAnAnswer, OptionsQuestion, Response
from training.core.i18n import gettext as _


class Single(OptionsQuestion):
    """Exactly one option is correct, and one is chosen."""

    type: Literal["single"]

    def faults(self) -> Iterable[Fault]:
        yield from super().faults()
        right = [number for number, option in enumerate(self.options) if option.correct]
        for number in right[1:]:
            message = _("A second option is marked as correct.")
            yield Fault(message, _("Keep one, or make the question “type: several”."), ("options", number, "correct"))

    def parse(self, values: Sequence[str]) -> Response:
        response = super().parse(values)
        if len(response) > 1:
            raise NotAnAnswer(f"{self.id}: more than one of {response}")
        return response

    def mark(self, response: Iterable[str]) -> Mark:
        return Mark(Fraction(tuple(response) == self.right_response))
