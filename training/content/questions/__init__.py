"""The types of questions. A new type is one file here, one line in the union, and one template."""

from typing import Annotated

from pydantic import Field

from training.content.questions.question import Choice, Mark, NotAnAnswer, Response, sequence_of
from training.content.questions.several import Several
from training.content.questions.single import Single
from training.content.questions.true_false import TrueFalse

Question = Annotated[
    Single | Several | TrueFalse,
    Field(discriminator="type"),
]

__all__ = ["Choice", "Mark", "NotAnAnswer", "Question", "Response", "Several", "Single", "TrueFalse", "sequence_of"]
