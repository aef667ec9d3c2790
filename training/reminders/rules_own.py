"""The digest of a person: what is told of their own training, once for each stage, the most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from training.certification.rules import Level, State
from training.reminders.rules import (
    AT_ONCE,
    GAP_DAYS,
    LAST_CALL_DAYS,
    LATE,
    NEWS_DAYS,
    NOTICE_DAYS,
    ORDER,
    REST_DAYS,
    URGENT,
    Asked,
    Digest,
    Duty,
    History,
    Kind,
    Line,
    Topic,
)
from training.reminders.rules_when import Tells

DAY = timedelta(days=1)
BACK_DAYS = 7  # for how long after a leave the first digest is still a welcome
SHORT_LEAVE_DAYS = 7  # after a shorter one nothing has piled up


def digest_for(
    asked: Sequence[Asked],
    history: History,
    *,
    today: date,
    tells: Tells,
    days_to_next: int = 1,
    back_on: date | None = None,
    rested: bool = True,
) -> Digest | None:
    """What somebody is told today; None when there is nothing to tell.

    `tells` says whether it is a day for everything, and `days_to_next` when the next one is. After a leave `back_on` is
    the first day back: everything open is named once, whatever was said before. Who is not `rested` was told something
    within the last days, and now hears only of what cannot wait; but then of everything else as well.
    """
    if tells is Tells.NOTHING:
        return None
    welcome = Topic(Kind.BACK, "", back_on)
    if back_on is not None and (today - back_on).days < BACK_DAYS and history.times(welcome)[1] is None:
        return everything(asked, history, today=today, occasion=Kind.BACK, mark=welcome)
    lines = _news(asked, history, today, today + days_to_next * DAY)
    if tells is Tells.URGENT:
        lines = [line for line in lines if line.kind in URGENT]
    if not rested and not any(line.kind in AT_ONCE for line in lines):
        return None
    return _digest(lines)


def everything(asked: Sequence[Asked], history: History, *, today: date, occasion: Kind, mark: Topic) -> Digest | None:
    """All that is open and can be begun, and what can be renewed, in its stage of today; None when there is nothing.

    Each line counts as told, so that it is not told again on the next morning.
    """
    begins = {line.assignment_id: line.topics for one in asked if (line := _beginning(one, history, today))}
    lines = []
    for one, duty, line in _stages(asked, today, today + DAY):
        (topic,) = (_in_time(one, duty, line, history, today) or line).topics
        told = (*begins.get(one.assignment_id, ()), mark, Topic(occasion, topic.subject, today))
        # What is late begins its pause anew; everything else is told once.
        if topic.kind in LATE or (topic.kind is not Kind.OPEN and history.times(topic)[1] is None):
            told = (history.next(topic), *told)
        lines.append(replace(line, topics=told))
    return _digest(lines, occasion)


def _digest(lines: Iterable[Line], occasion: Kind | None = None) -> Digest | None:
    merged = _by_target(lines)
    return Digest(tuple(sorted(merged, key=_urgency)), occasion) if merged else None


def _urgency(line: Line) -> tuple[int, date]:
    return ORDER[line.kind], line.on or date.max


def _by_target(lines: Iterable[Line]) -> list[Line]:
    """One line for what several programmes ask for, as the most urgent of them sees it."""
    found: dict[object, Line] = {}
    for line in sorted(lines, key=_urgency):
        key = line.target if line.target is not None else (line.assignment_id, line.kind)
        first = found.setdefault(key, line)
        if first is not line:
            found[key] = replace(first, topics=(*first.topics, *line.topics))
    return list(found.values())


def _news(asked: Sequence[Asked], history: History, today: date, next_on: date) -> list[Line]:
    """What is to be told now and was not yet."""
    new_programmes = [line for one in asked if (line := _beginning(one, history, today))]
    begins = {line.assignment_id for line in new_programmes}
    lines = list(new_programmes)
    resting: list[Line] = []
    near: list[Line] = []
    for one, duty, stage in _stages(asked, today, next_on):
        line = _in_time(one, duty, stage, history, today)
        if duty is not None and _due_during_rest(duty, stage, today):
            near.append(_of_duty(Kind.DUE, one, duty))
        if line is None or (
            line.kind in (Kind.SOON, Kind.ASSIGNED)
            and (one.assignment_id in begins or _heard_lately(one, duty, history, today))
        ):
            continue
        ready = history.ready(line.topics[0], today)
        if ready is not None:
            lines.append(replace(line, topics=(ready,)))
        elif line.kind in LATE:
            resting.append(line)
    # What goes out anyway takes along what would else have to break the rest after it.
    along = [*near, *(resting if any(line.kind in LATE for line in lines) else ())] if lines else ()
    for line in along:
        ready = history.ready(line.topics[0], today, along=True)
        if ready is not None:
            lines.append(replace(line, topics=(ready,)))
    return lines


def _due_during_rest(duty: Duty, stage: Line, today: date) -> bool:
    """Whether its last day comes before the next mail that nothing forces."""
    is_open = stage.kind in (Kind.SOON, Kind.CHANGED, Kind.OPEN)
    return is_open and duty.due_on is not None and today <= duty.due_on < today + REST_DAYS * DAY


def _beginning(one: Asked, history: History, today: date) -> Line | None:
    """That a programme is asked for, while that is news and something of it is to be done."""
    topic = Topic(Kind.ASSIGNED, one.subject)
    todo = [duty for duty in one.duties if not duty.held]
    if not todo or not 0 <= (today - one.started_on).days <= NEWS_DAYS or history.times(topic)[1] is not None:
        return None
    first = min((duty.due_on for duty in todo if duty.due_on is not None), default=None)
    return _line(Kind.ASSIGNED, one, topic, first, count=len(todo))


def _heard_lately(one: Asked, duty: Duty | None, history: History, today: date) -> bool:
    begun = history.times(Topic(Kind.ASSIGNED, one.subject))[1]
    if begun is not None and (today - begun).days < GAP_DAYS:
        return True
    return history.recent(one.subject_of(duty) if duty else one.subject, today)


def _in_time(one: Asked, duty: Duty | None, line: Line, history: History, today: date) -> Line | None:
    """The line of a stage, as news; None when this stage is none."""
    if duty is None or line.kind not in (Kind.OPEN, Kind.CHANGED):
        return line
    if line.kind is Kind.CHANGED:
        near = duty.due_on is not None and (duty.due_on - today).days <= NOTICE_DAYS
        if near and history.times(line.topics[0])[1] is not None:
            return _of_duty(Kind.SOON, one, duty)
        return line
    joined_later = duty.since > one.started_on and (today - duty.since).days <= NEWS_DAYS
    return _of_duty(Kind.ASSIGNED, one, duty) if joined_later else None


def _stages(asked: Sequence[Asked], today: date, next_on: date) -> Iterator[tuple[Asked, Duty | None, Line]]:
    """The stage of everything that is open or can be renewed; None for a programme as a whole.

    What ends together with the certificate is one line.
    """
    for one in asked:
        if one.started_on > today:
            continue
        together = [duty for duty in one.duties if _ends_with_certificate(one, duty)]
        if together:
            kind = _kind(together[0], today, next_on)
            cycle = one.until
            on = together[0].due_on if kind is Kind.GRACE else one.until
            yield one, None, _line(kind, one, Topic(kind, one.subject, cycle), on, count=len(together))
        for duty in one.duties:
            if duty in together or duty.blocked or (duty.held and not duty.renewable):
                continue
            yield one, duty, _of_duty(_kind(duty, today, next_on), one, duty)


def _ends_with_certificate(one: Asked, duty: Duty) -> bool:
    if one.until is None or duty.until != one.until:
        return False
    return duty.renewable or (duty.state is State.EXPIRED and one.level is Level.EXPIRED)


def _kind(duty: Duty, today: date, next_on: date) -> Kind:  # noqa: PLR0911 -- one for each stage
    if duty.state is State.EXPIRED:
        return Kind.EXPIRED
    if duty.state is State.OVERDUE:
        return Kind.OVERDUE
    if duty.renewable and duty.until is not None:
        if duty.until < today:
            return Kind.GRACE
        return Kind.ENDING if (duty.until - today).days <= LAST_CALL_DAYS else Kind.RENEW
    if duty.due_on is not None and today <= duty.due_on < next_on:
        return Kind.DUE
    if duty.state is State.CHANGED:
        return Kind.CHANGED
    return Kind.SOON if duty.state is State.SOON else Kind.OPEN


def _of_duty(kind: Kind, one: Asked, duty: Duty) -> Line:
    on, cycle = duty.due_on, duty.due_on
    if kind in (Kind.EXPIRED, Kind.ENDING, Kind.RENEW, Kind.GRACE):
        cycle = duty.until
        on = duty.due_on if kind is Kind.GRACE else duty.until
    elif kind in (Kind.CHANGED, Kind.ASSIGNED, Kind.OPEN):
        cycle = duty.since
    return _line(kind, one, Topic(kind, one.subject_of(duty), cycle), on, target=duty.target)


def _line(
    kind: Kind, one: Asked, topic: Topic, on: date | None, *, target: int | str | None = None, count: int = 1
) -> Line:
    return Line(
        kind=kind,
        topics=(topic,),
        on=on,
        programme_id=one.programme_id,
        target=target,
        assignment_id=one.assignment_id,
        count=count,
    )
