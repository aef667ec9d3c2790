"""What a refresher is: parts to be read and proven, each with its reasons, and what is left out because it is known.

A plan is frozen as JSON when it is begun, so a page always shows what its person began with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]
"""The data of a reason; days in ISO form."""


class Doing(StrEnum):
    """What there is to do in a part. Stored: never renamed."""

    READ = "read"
    PROVE = "prove"
    ELSEWHERE = "elsewhere"  # on a page of its own: a rehearsal, a play, a signature


class Why(StrEnum):
    """Why a part is there, or why something is left out. Stored: never renamed. Its values stand beside it."""

    CHANGED = "changed"  # version, on: since then people are asked to act differently
    CORE = "core"  # asked of everybody each time
    FAILED = "failed"  # on, questions: the last answer was wrong
    FADED = "faded"  # per_cent: so much is likely to be remembered today
    UNPRACTISED = "unpractised"  # on: never recalled since that day
    UNPROVABLE = "unprovable"  # nothing asks about it
    KNOWN = "known"  # still known, to be shown in the test-out; of a part: questions, full
    MISSED = "missed"  # missed in the test-out
    ONCE_MORE = "once-more"  # the test-out again, with other questions
    CONVERSATION = "conversation"  # only having it proves it
    NEW = "new"  # never done so far
    BY_OTHERS = "by-others"  # a person or a signature proves it
    HOLDS = "holds"  # until: it still counts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data, so that one sentence can be made of it in the reader's language."""

    why: Why
    values: Values = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        return [self.why.value, dict(self.values)]

    @staticmethod
    def from_json(value: Iterable[Any]) -> "Reason":
        why, values = value
        return Reason(Why(why), values)


QUESTION, GAP = "question", "gap"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a test-out: of a bank or a module (“question”) or the missing words of a line (“gap”).

    `version` is that of its document. `block` is the part of a module that it stands in, “” for a bank's. With `must`
    it is asked of everybody, in every round. `options` is the order in which they are shown, () for the author's.
    """

    version: int
    what: str
    id: str
    options: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    block: str = ""
    must: bool = False

    @property
    def key(self) -> tuple[int, str, str]:
        return self.version, self.what, self.id

    def as_json(self) -> list[Any]:
        return [self.version, self.what, self.id, list(self.options), list(self.skills), self.block, self.must]

    @staticmethod
    def from_json(value: Iterable[Any]) -> "Asked":
        version, what, item, options, skills, block, must = value
        return Asked(version, what, item, tuple(options), tuple(skills), block, must)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to do. `minutes` are whole; 0 where nobody can say how long it takes.

    A part to read is the `block` of a module. A test-out asks `asked`; `spare` are questions for another round of it,
    and `whole_minutes` is what that takes in whose place it stands.
    """

    doing: Doing
    requirement: str
    kind: str  # of its document
    document_id: int
    version_id: int
    slug: str
    title: str
    minutes: int
    reasons: tuple[Reason, ...]
    language: str = "en"
    block: str = ""
    pass_mark: int = 0
    whole_minutes: int = 0
    asked: tuple[Asked, ...] = ()
    spare: tuple[Asked, ...] = ()

    def as_json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in _PLAIN}
        found["doing"] = self.doing.value
        for name in ("reasons", "asked", "spare"):
            found[name] = [one.as_json() for one in getattr(self, name)]
        return found

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Part":
        return Part(
            doing=Doing(value["doing"]),
            reasons=tuple(Reason.from_json(one) for one in value["reasons"]),
            asked=tuple(Asked.from_json(one) for one in value["asked"]),
            spare=tuple(Asked.from_json(one) for one in value["spare"]),
            **{name: value[name] for name in _PLAIN},
        )


_PLAIN = (
    "requirement",
    "kind",
    "document_id",
    "version_id",
    "slug",
    "title",
    "minutes",
    "language",
    "block",
    "pass_mark",
    "whole_minutes",
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A block that is not read again, and why. `skills` are what it teaches."""

    requirement: str
    document_id: int
    version_id: int
    slug: str
    document: str
    block: str
    title: str
    minutes: int
    reason: Reason
    language: str = "en"
    skills: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in self.__slots__}
        return {**found, "reason": self.reason.as_json(), "skills": list(self.skills)}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Skipped":
        reason = Reason.from_json(value["reason"])
        return Skipped(**{**value, "reason": reason, "skills": tuple(value["skills"])})


@dataclass(frozen=True, slots=True)
class Renewed:
    """A requirement that is fulfilled once every part here is done, and the version that it was planned with."""

    requirement: str
    kind: str
    document_id: int
    version_id: int
    number: int
    slug: str
    title: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Plan:
    """A refresher. Parts are numbered from 1 in this order; `full_minutes` is what the whole course would take.

    `seen` is the newest version of each document that the plan knows of.
    """

    parts: tuple[Part, ...]
    skipped: tuple[Skipped, ...]
    renewed: tuple[Renewed, ...]
    full_minutes: int
    seen: Mapping[int, int]

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def minutes_saved(self) -> int:
        return max(0, self.full_minutes - self.minutes)

    def part(self, number: int) -> Part | None:
        """The part with this number, or None."""
        return self.parts[number - 1] if 1 <= number <= len(self.parts) else None

    @property
    def own(self) -> tuple[int, ...]:
        """The numbers of the parts that are done within the refresher, and that it needs.

        A test-out is not needed any more once its requirement has to be done on a page of its own.
        """
        here = {one.requirement for one in self.renewed}
        return tuple(
            number
            for number, part in enumerate(self.parts, start=1)
            if part.doing is not Doing.ELSEWHERE and part.requirement in here
        )

    def with_part(self, number: int, part: Part) -> "Plan":
        return replace(self, parts=(*self.parts[: number - 1], part, *self.parts[number:]))

    def as_json(self) -> dict[str, Any]:
        return {
            "parts": [part.as_json() for part in self.parts],
            "skipped": [one.as_json() for one in self.skipped],
            "renewed": [one.as_json() for one in self.renewed],
            "full_minutes": self.full_minutes,
            "seen": {str(key): number for key, number in self.seen.items()},
        }

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Plan":
        return Plan(
            parts=tuple(Part.from_json(one) for one in value["parts"]),
            skipped=tuple(Skipped.from_json(one) for one in value["skipped"]),
            renewed=tuple(Renewed(**one) for one in value["renewed"]),
            full_minutes=value["full_minutes"],
            seen={int(key): number for key, number in value["seen"].items()},
        )


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
