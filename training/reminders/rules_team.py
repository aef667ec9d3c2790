"""The digest of a manager: who of their people is late or close to an end, and what waits for the manager."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from training.certification.rules import Level, State
from training.core.notices import Waiting
from training.reminders.rules import LAST_CALL_DAYS, LATE, ORDER, Asked, Digest, History, Kind, Line, Topic
from training.reminders.rules_when import Tells

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something about a person that whoever looks after them should know.

    `on` is the last day that was in time, or the certificate's last one, `since` the first day of the present state.
    From `escalates_on` on the manager's manager is told too; None for what is not late.
    """

    kind: Kind
    person_id: int
    assignment_id: int
    programme_id: int
    on: date
    since: date
    count: int
    escalates_on: date | None = None

    @property
    def subject(self) -> str:
        return f"{self.assignment_id}/"


def matters_of(person_id: int, asked: Iterable[Asked], *, today: date) -> Iterator[Matter]:
    """What a manager should know of one person, at most one thing about each programme."""
    for one in asked:
        late = [duty for duty in one.duties if duty.late]
        if one.started_on > today:
            continue
        if late:
            first = min(duty.since for duty in late)
            expired = one.level is Level.EXPIRED or any(duty.state is State.EXPIRED for duty in late)
            yield Matter(
                kind=Kind.EXPIRED if expired else Kind.OVERDUE,
                person_id=person_id,
                assignment_id=one.assignment_id,
                programme_id=one.programme_id,
                on=first - DAY,
                since=first,
                count=len(late),
                escalates_on=one.escalate.after(first - DAY),
            )
        elif one.until is not None and 0 <= (one.until - today).days <= LAST_CALL_DAYS:
            ending = [duty for duty in one.duties if duty.renewable and duty.until == one.until]
            if ending:
                yield Matter(
                    kind=Kind.ENDING,
                    person_id=person_id,
                    assignment_id=one.assignment_id,
                    programme_id=one.programme_id,
                    on=one.until,
                    since=one.until,
                    count=len(ending),
                )


def digest_of_team(
    own: Iterable[Matter],
    above: Iterable[Matter],
    waiting: Iterable[Waiting],
    history: History,
    *,
    today: date,
    tells: Tells,
    rested: bool = True,
) -> Digest | None:
    """What a manager is told today; None when there is nothing to tell.

    `own` is about the people whom they look after, `above` about those whose manager they look after: of these they
    hear only once it has been late for long. That alone waits neither for a weekly mail nor until they are `rested`.
    """
    if tells is Tells.NOTHING:
        return None
    lines = [*_escalated(above, history, today)]
    if tells is Tells.EVERYTHING and (rested or lines):
        lines += _own(own, history, today)
        lines += _waiting(waiting, history, today)
    ordered = sorted(lines, key=lambda line: (ORDER[line.kind], line.on or date.max, line.person_id or 0))
    return Digest(tuple(ordered)) if ordered else None


def _own(matters: Iterable[Matter], history: History, today: date) -> list[Line]:
    lines: list[Line] = []
    resting: list[Line] = []
    for matter in matters:
        line = _line(matter.kind, matter)
        ready = history.ready(line.topics[0], today)
        if ready is not None:
            lines.append(replace(line, topics=(ready,)))
        elif matter.kind in LATE:
            resting.append(line)
    if any(line.kind in LATE for line in lines):
        along = ((line, history.ready(line.topics[0], today, along=True)) for line in resting)
        lines += [replace(line, topics=(ready,)) for line, ready in along if ready is not None]
    return lines


def _escalated(matters: Iterable[Matter], history: History, today: date) -> Iterator[Line]:
    for matter in matters:
        if matter.escalates_on is not None and today >= matter.escalates_on:
            line = _line(Kind.ESCALATED, matter)
            if history.ready(line.topics[0], today) is not None:
                yield line


def _waiting(waiting: Iterable[Waiting], history: History, today: date) -> Iterator[Line]:
    for one in waiting:
        ready = history.ready(Topic(Kind.WAITING, one.key), today)
        if ready is not None:
            yield Line(Kind.WAITING, (ready,), one.since, words=one.words, path=one.path)


def _line(kind: Kind, matter: Matter) -> Line:
    return Line(
        kind=kind,
        topics=(Topic(kind, matter.subject, matter.since),),
        on=matter.on,
        programme_id=matter.programme_id,
        assignment_id=matter.assignment_id,
        count=matter.count,
        person_id=matter.person_id,
    )
