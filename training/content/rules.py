"""What changed between two versions of a document, block by block, and what that asks of whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class BlockChanges:
    """Ids of blocks: `added` and `changed` in the order of the new version, `removed` in that of the old one."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def to_class(self) -> tuple[str, ...]:
        """The blocks whose change must be classed. What is gone asks nobody to learn anything."""
        return self.changed + self.added


def block_changes(old: Mapping[str, str], new: Mapping[str, str]) -> BlockChanges:
    """Compare blocks by id, each as canonical text."""
    return BlockChanges(
        added=tuple(block for block in new if block not in old),
        changed=tuple(block for block, text in new.items() if block in old and old[block] != text),
        removed=tuple(block for block in old if block not in new),
    )


class Moved(Enum):
    """Who moved since a file and the live version were last alike."""

    NEITHER = "neither"
    FILE = "file"
    LIVE = "live"
    BOTH = "both"


def moved(*, file: str, live: str | None, base: str | None) -> Moved:
    """Compare checksums: of the file, of the live version (None: there is none yet), and of their last common state."""
    if file == live:
        return Moved.NEITHER
    if live is None or live == base:
        return Moved.FILE
    return Moved.LIVE if file == base else Moved.BOTH
