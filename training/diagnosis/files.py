"""The rules of the review as a file: how sure it has to be before it speaks, and how often it looks."""

from typing import Any

from training.content.kinds import Kind

KINDS: tuple[Kind[Any], ...] = ()
