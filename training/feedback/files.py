"""The kinds of documents of what customers say."""

from typing import Any

from training.content.kinds import Kind

KINDS: tuple[Kind[Any], ...] = ()
