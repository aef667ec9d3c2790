"""The kinds of documents of reviews of real interactions."""

from typing import Any

from training.content.kinds import Kind

KINDS: tuple[Kind[Any], ...] = ()
