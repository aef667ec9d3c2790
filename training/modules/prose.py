"""The Markdown between the questions of a block."""

from typing import Literal

from training.content.prose import Written


class Prose(Written):
    """Markdown between questions."""

    type: Literal["text"]
