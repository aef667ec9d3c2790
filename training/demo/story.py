"""What happened at the company: who did what, when. Nothing here knows a database.

Documents are named by their ids and versions by their numbers, people by their employee numbers; moments are in UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain

from training.certification.rules import Programme, Target, TargetId, Term
from training.certification.rules_assignment import Because, Ended, Offer
from training.content.durations import Duration

MIDDLE = timedelta(minutes=4)  # how long somebody was at it who stopped in the middle


@dataclass(frozen=True, slots=True)
class Course:
    """A programme as people are asked for it."""

    slug: str
    programme: Programme
    offer: Offer


@dataclass(frozen=True, slots=True)
class Publish:
    """A version of a document and the moment from which it was live."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A script or a scenario, and the roles for which it is; with `closed` nobody else may see it."""

    kind: str
    roles: frozenset[str]
    closed: bool


@dataclass(frozen=True)
class School:
    """What there is to learn. `minutes` says how long each document takes, `slugs` names them.

    `marks` are the highest that a programme asks for, and whoever passes reaches them. `in_twos` are the checklists
    that two sign, `spans` says how long certificates from elsewhere count. `talks` are the scripts and scenarios,
    which people take up by themselves as well.
    """

    courses: Mapping[int, Course]
    targets: Mapping[TargetId, Target]
    minutes: Mapping[int, float]
    slugs: Mapping[int, str]
    versions: Mapping[int, Sequence[Publish]]
    talks: Mapping[int, Talk]
    marks: Mapping[int, int]
    in_twos: frozenset[int]
    spans: Mapping[int, Duration | None]

    @cached_property
    def asked(self) -> Mapping[int, frozenset[TargetId]]:
        """By programme, what it asks for; itself too, as it may be extended."""
        return {
            key: frozenset({key, *(one.target for one in course.programme.requirements)})
            for key, course in self.courses.items()
        }

    def named(self, kind: str, slug: str) -> int | None:
        """The id of a document that a programme asks for, or of a programme; None when there is none."""
        if kind == "programme":
            return next((key for key, course in self.courses.items() if course.slug == slug), None)
        asked = (one for course in self.courses.values() for one in course.programme.requirements if one.kind == kind)
        targets = (one.target for one in asked if isinstance(one.target, int))
        return next((target for target in targets if self.slugs.get(target) == slug), None)

    def version_at(self, document: int, moment: datetime) -> int:
        """The number of the version that was live; the first one before there was any."""
        return max((version.number for version in self.versions[document] if version.at <= moment), default=1)


@dataclass(frozen=True, slots=True)
class Doing:
    """Somebody was at a version of a document; without an end they are in the middle of it."""

    who: str
    document: int
    version: int
    began_at: datetime
    ended_at: datetime | None

    @property
    def left_at(self) -> datetime:
        """When they looked away, more or less."""
        return self.ended_at or self.began_at + MIDDLE


@dataclass(frozen=True, slots=True)
class Reading(Doing):
    """Somebody read a module."""


@dataclass(frozen=True, slots=True)
class Sitting(Doing):
    """Somebody took a quiz and passed it or not."""

    passes: bool = False


@dataclass(frozen=True, slots=True)
class Speaking(Doing):
    """Somebody rehearsed a script."""


@dataclass(frozen=True, slots=True)
class Playing(Doing):
    """Somebody played a scenario and passed it or not; `again` says that they only replayed some turns of it."""

    passes: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Signing(Doing):
    """Somebody read a policy and signed it."""


@dataclass(frozen=True, slots=True)
class Seeing(Doing):
    """Somebody was seen at work by a colleague, and what came of it.

    `second` signed too, where the checklist asks for it; `again_on` is when they look again after “not yet”. The first
    one signs at `signed_at`; with the last signature it ends.
    """

    by: str
    second: str | None
    passes: bool
    signed_at: datetime
    seen_on: date
    again_on: date | None

    @property
    def answered_at(self) -> datetime:
        """When the learner wrote something below it, if they did."""
        return self.left_at + timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Recalling:
    """Somebody practised for a few minutes."""

    who: str
    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A programme was asked of somebody, and why. `ended_on` is the first day on which it was asked no more."""

    who: str
    document: int
    role: str | None
    because: Because
    start_on: date
    ended_on: date | None
    ended_because: Ended | None
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Certified:
    """Somebody was issued a certificate."""

    who: str
    document: int
    term: Term
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """A leader wrote to somebody about what was overdue."""

    who: str
    by: str
    at: datetime


@dataclass
class Story:
    """Everything that happened to some people."""

    readings: list[Reading] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    speakings: list[Speaking] = field(default_factory=list)
    playings: list[Playing] = field(default_factory=list)
    signings: list[Signing] = field(default_factory=list)
    seeings: list[Seeing] = field(default_factory=list)
    recallings: list[Recalling] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    certified: list[Certified] = field(default_factory=list)
    reminded: list[Reminded] = field(default_factory=list)

    def add(self, other: "Story") -> None:
        for one in fields(self):
            getattr(self, one.name).extend(getattr(other, one.name))

    @property
    def doings(self) -> Iterator[Doing]:
        """Everything that somebody learned from."""
        return chain(self.readings, self.sittings, self.speakings, self.playings, self.signings)

    def busy(self) -> list[tuple[str, datetime, datetime]]:
        """Who was busy from when to when, in order of time."""
        found = [(one.who, one.began_at, one.left_at) for one in self.doings]
        found += [(one.who, one.began_at, one.ended_at) for one in self.recallings]
        for seen in self.seeings:
            found += [(by, seen.began_at, seen.left_at) for by in (seen.by, seen.second) if by is not None]
        return sorted(found, key=lambda item: (item[1], item[0]))
