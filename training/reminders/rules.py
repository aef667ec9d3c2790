"""What there is to remind of, in which stage it is, and what somebody was told already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from training.certification.rules import Level, State
from training.content.durations import Duration

NEWS_DAYS = 14  # what began longer ago is no news
REST_DAYS = 3  # between two mails, unless something is new, due, or late for long
GAP_DAYS = 7  # nobody hears of the same thing again sooner, unless its day has come
LAST_CALL_DAYS = 7  # how long before its end something that can be renewed is named once more
NOTICE_DAYS = 14  # how long before its day something is due soon
ESCALATE = Duration(14, "days")  # where a programme says nothing else
AGAIN_DAYS = (7, 14)  # what stays late is named again after the first, then each time after the second


class Kind(StrEnum):
    """The stage of a thing, as somebody is told."""

    EXPIRED = "expired"
    OVERDUE = "overdue"
    ESCALATED = "escalated"  # late for so long that the manager's manager is told
    GRACE = "grace"  # it ended, and can still be renewed without losing its date
    DUE = "due"  # today, or on a day before the next on which this person is told anything
    WAITING = "waiting"  # for the reader's signature or check
    ENDING = "ending"  # a week is left to renew it
    SOON = "soon"
    CHANGED = "changed"
    RENEW = "renew"  # it may be renewed from now on
    ASSIGNED = "assigned"
    OPEN = "open"  # there is time; named only when everything is
    # Not stages, but occasions on which everything open is named:
    BACK = "back"  # after a leave
    ASKED = "asked"  # a leader wished it


ORDER = {kind: place for place, kind in enumerate(Kind)}
LATE = (Kind.OVERDUE, Kind.EXPIRED)
AGAIN = (*LATE, Kind.WAITING)  # told more than once
AT_ONCE = (Kind.DUE, Kind.ASSIGNED, Kind.ESCALATED)  # does not wait until somebody had some days of rest
URGENT = (Kind.DUE, Kind.GRACE, *LATE)  # does not wait for a weekly digest


@dataclass(frozen=True, slots=True)
class Duty:
    """One requirement as it stands: a part of `CurrentStanding`.

    `target` is a document, or a skill by its slug; `blocked` says that something else comes first.
    """

    requirement_id: str
    target: int | str
    state: State
    since: date
    until: date | None
    due_on: date | None
    blocked: bool = False

    @property
    def held(self) -> bool:
        """Whether it counts today, even if its end is near."""
        return self.state in (State.MET, State.SPARE) or self.renewable

    @property
    def renewable(self) -> bool:
        """Whether it counts today and may be renewed."""
        return self.state is State.SOON and self.until is not None

    @property
    def late(self) -> bool:
        return self.state in (State.OVERDUE, State.EXPIRED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A programme as it is asked of somebody, and where they stand. `until` is their certificate's last day."""

    assignment_id: int
    programme_id: int
    started_on: date
    level: Level
    until: date | None
    duties: tuple[Duty, ...]
    escalate: Duration = ESCALATE

    @property
    def subject(self) -> str:
        return f"{self.assignment_id}/"

    def subject_of(self, duty: Duty) -> str:
        return f"{self.assignment_id}/{duty.requirement_id}"

    @property
    def open(self) -> list[Duty]:
        """What is still to be done and can be begun."""
        return [duty for duty in self.duties if not duty.held and not duty.blocked]


@dataclass(frozen=True, slots=True)
class Topic:
    """What is told once: a stage of a subject in a cycle. `number` counts how often it was told before."""

    kind: Kind
    subject: str
    cycle: date | None = None
    number: int = 0

    @property
    def key(self) -> str:
        cycle = self.cycle.isoformat() if self.cycle else ""
        return f"{self.kind}:{self.subject}:{cycle}:{self.number}"


@dataclass(frozen=True)
class History:
    """What one person was told: the day of each topic key."""

    days: Mapping[str, date]

    @cached_property
    def _times(self) -> dict[str, tuple[int, date]]:
        found: dict[str, tuple[int, date]] = {}
        for key, day in self.days.items():
            series = key.rpartition(":")[0]
            count, last = found.get(series, (0, day))
            found[series] = count + 1, max(last, day)
        return found

    @cached_property
    def _subjects(self) -> dict[str, date]:
        found: dict[str, date] = {}
        for key, day in self.days.items():
            subject = key.partition(":")[2].rsplit(":", 2)[0]
            found[subject] = max(day, found.get(subject, day))
        return found

    def times(self, topic: Topic) -> tuple[int, date | None]:
        """How often this was told in its cycle, and when last."""
        return self._times.get(topic.key.rpartition(":")[0], (0, None))

    def recent(self, subject: str, today: date) -> bool:
        """Whether something about this subject was told within the last days."""
        last = self._subjects.get(subject)
        return last is not None and (today - last).days < GAP_DAYS

    def ready(self, topic: Topic, today: date, *, along: bool = False) -> Topic | None:
        """The topic with its number, if it is time to tell it; None while it is not.

        What stays late is told again; `along` with others a little sooner, so that all of it finds one rhythm.
        """
        count, last = self.times(topic)
        if last is None:
            return topic
        first, then = AGAIN_DAYS
        pause = first if count == 1 or along else then
        if topic.kind not in AGAIN or (today - last).days < pause:
            return None
        return self.next(topic)

    def next(self, topic: Topic) -> Topic:
        """The topic with the number that it has when it is told now."""
        return Topic(topic.kind, topic.subject, topic.cycle, self.times(topic)[0])


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a digest says. `target` None means the whole programme, `count` how many things of it.

    `on` is the day that it speaks of: the last one in time, or the first one on which something changed. In a digest
    for a manager `person_id` is whom it is about. What waits brings its own `words` and `path`.
    """

    kind: Kind
    topics: tuple[Topic, ...]
    on: date | None
    programme_id: int | None = None
    target: int | str | None = None
    assignment_id: int | None = None
    count: int = 1
    person_id: int | None = None
    words: object = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told at once, the most urgent first. `occasion` is BACK or ASKED when everything is named."""

    lines: tuple[Line, ...]
    occasion: Kind | None = None

    @property
    def late(self) -> int:
        return sum(line.kind in LATE for line in self.lines)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Everything that counts as told with it, each once."""
        return tuple(dict.fromkeys(topic for line in self.lines for topic in line.topics))
