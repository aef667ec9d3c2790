"""What an author says about a new version: how each block changed, and a note.

In a file these are the keys `changes:` and `note:`. They describe the step from the version before, so they are read
beside the document and are no part of it.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from training.content.schema import Strict, validate
from training.content.types import ItemId, Text
from training.content.yaml import Path, Value

KEYS = ("changes", "note")


class Change(StrEnum):
    """How a block changed; only the last asks anybody to learn again."""

    EDITORIAL = "editorial"
    CLARIFYING = "clarifying"
    BEHAVIOUR = "behaviour"


class Release(Strict):
    """The class of each changed block by its id, and a note for those who read the history."""

    changes: dict[ItemId, Change] = Field(default_factory=dict)
    note: Text | None = None


def split_release(head: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
    """The keys of the document, and those about its release."""
    document = {key: value for key, value in head.items() if key not in KEYS}
    return document, {key: head[key] for key in KEYS if key in head}


def read_release(value: Mapping[str, Value], where: str, lines: Mapping[Path, int]) -> Release:
    """Raises Problems."""
    return validate(Release, value, where, lines)
