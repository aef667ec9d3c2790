"""Several right answers among several."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from training.content.questions.question import Mark, OptionsQuestion


class Several(OptionsQuestion):
    """One or more options are correct, and any number is chosen.

    `partial` says what an incomplete answer earns, with r of R right options and w of W wrong ones chosen:
    none: nothing; penalty: r/R - w/W, at least 0, so that guessing and ticking everything gain nothing; plain: r/R.
    """

    type: Literal["several"]
    partial: Literal["none", "penalty", "plain"] = "penalty"

    def mark(self, response: Iterable[str]) -> Mark:
        chosen = set(response)
        right = {option.id for option in self.options if option.correct}
        wrong = {option.id for option in self.options} - right
        earned = Fraction(len(chosen & right), len(right))
        if self.partial == "none":
            return Mark(Fraction(chosen == right))
        if self.partial == "penalty" and wrong:
            earned -= Fraction(len(chosen & wrong), len(wrong))
        return Mark(max(Fraction(0), earned))
