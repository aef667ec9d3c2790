"""What a signature covers, and what becomes of an observation that comes in again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from training.checklists.rules import Rated

LONGEST_WAIT = timedelta(days=30)  # on a device; what waited longer counts as if it had waited so long
LONGEST_KEY = 100  # signs; a UUID has 36, and what stands beside another one has more


class NotAnObservation(Exception):
    """What was sent cannot come from a page of ours."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an observer wrote down. `photo` is the SHA-256 of the picture, None where none was sent."""

    ratings: Mapping[str, Rated]
    comment: str = ""
    plan: str = ""
    next_on: date | None = None
    photo: str | None = None

    def same_as(self, kept: "Content") -> bool:
        """Whether it says nothing that is not kept already; a photo that was not sent again stays."""
        mine = (dict(self.ratings), self.comment, self.plan, self.next_on)
        theirs = (dict(kept.ratings), kept.comment, kept.plan, kept.next_on)
        return mine == theirs and self.photo in {None, kept.photo}

    def as_text(self) -> str:
        """The one way to write it down."""
        said = {
            "comment": self.comment,
            "next_on": self.next_on.isoformat() if self.next_on else None,
            "photo": self.photo,
            "plan": self.plan,
            "ratings": {name: [one.level, one.comment] for name, one in self.ratings.items()},
        }
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(
    content: Content, *, key: str, learner: int, signer: int, version: str, meaning: str, words: str = ""
) -> str:
    """SHA-256 over everything that somebody signs. `version` is the checksum of the checklist's version."""
    parts = [key, str(learner), str(signer), version, meaning, words, content.as_text()]
    # Each with its length, so that nothing can move from one part into the next.
    text = "".join(f"{len(part)}:{part}\n" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


class Fate(StrEnum):
    """What becomes of an observation that arrives."""

    NEW = "new"
    SAME = "same"  # it is here already
    NEWER = "newer"  # it takes the place of what it began from
    BESIDE = "beside"  # another device sent something else under this key: both are kept


@dataclass(frozen=True, slots=True)
class Kept:
    """What is here under a key already, and how often it was changed."""

    content: Content
    revision: int
    is_open: bool


def fate(kept: Kept | None, content: Content, *, base: int) -> Fate:
    """What becomes of it. `base` is the revision that the sender had before them, 0 for none."""
    if kept is None:
        return Fate.NEW
    if content.same_as(kept.content):
        return Fate.SAME
    return Fate.NEWER if kept.is_open and base == kept.revision else Fate.BESIDE


def key_beside(key: str, content: Content) -> str:
    """The key of what is kept beside another one: the same whenever the same is sent again."""
    mark = hashlib.sha256(content.as_text().encode()).hexdigest()[:16]
    return f"{key[: LONGEST_KEY - 17]}~{mark}"


def believed(begun_at: datetime, *, now: datetime) -> datetime:
    """The moment by a device's clock, no later than now and no earlier than the longest wait."""
    return max(min(begun_at, now), now - LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Sent:
    """An observation as a device sent it. `base` is the revision that it began from, 0 for none."""

    key: str
    version_id: int
    learner_id: int
    begun_at: datetime
    base: int
    content: Content
