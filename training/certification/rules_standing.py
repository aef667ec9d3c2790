"""Where somebody stands: one requirement, a whole programme, and the certificate that both of them earn.

Nothing here looks past `today`: neither at later evidence, nor at later versions, nor at later certificates. So the
standing on a past day stays what it was, whatever happens afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from training.certification.rules import (
    EXEMPTED,
    REVOKED,
    TRIED,
    Change,
    Evidence,
    Reason,
    Requirement,
    Standing,
    State,
    Target,
    Term,
    Why,
)
from training.certification.rules_dates import Validity
from training.content.durations import Duration

FOREVER = date.max
DUE_NOTICE_DAYS = 14
DAY = timedelta(days=1)


def assess(
    requirement: Requirement,
    evidence: Iterable[Evidence],
    *,
    start: date,
    validity: Validity,
    target: Target,
    today: date,
    term: Term | None = None,
    due_notice: int = DUE_NOTICE_DAYS,
) -> Standing:
    """The standing of one requirement on a day.

    `start` is the day from which the programme is asked for, `term` the last certificate issued for all of it, if
    any: while it is in force it carries what it was issued for, and asks for new evidence only before its end.
    """
    known = term.as_of(today) if term else None
    seen = [fact for fact in evidence if fact.target == requirement.target and fact.on <= today]
    asked = _asked(requirement, seen, start, known)
    held: list[tuple[date, Evidence]] = []
    outdated: list[tuple[Change, date, Evidence]] = []
    ended: list[tuple[date, Evidence]] = []
    for fact in seen:
        if not requirement.fulfilled_by(fact.kind) or (asked.after is not None and fact.at <= asked.after):
            continue
        until = _holds_until(fact, validity, known, today)
        if until < today:
            ended.append((until, fact))
        elif fact.kind != EXEMPTED and (change := target.outdates(fact.version, today)):
            outdated.append((change, until, fact))
        else:
            held.append((until, fact))
    if held:
        return _held(requirement, held, validity, today)
    if outdated:
        return _changed(requirement, outdated, asked, today)
    if ended and (asked.due_on is None or today > asked.due_on):
        return _lapsed(requirement, ended)
    return _asked_for(requirement, seen, asked, today, due_notice)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Since when a requirement is asked for, why since then, and the moment up to which evidence counts no more."""

    why: Why
    on: date
    due: Duration | None
    after: datetime | None

    @property
    def due_on(self) -> date | None:
        return None if self.due is None else self.due.after(self.on)


def _asked(requirement: Requirement, seen: Sequence[Evidence], start: date, term: Term | None) -> _Asked:
    why, on, after = Why.STARTED, start, None
    if requirement.added_on is not None and requirement.added_on > start:
        why, on = Why.ADDED, requirement.added_on
    revocations = [(fact.at, fact.on) for fact in seen if fact.kind == REVOKED]
    if term is not None and term.ended_at is not None and term.ended_on is not None:
        revocations.append((term.ended_at, term.ended_on))
    if revocations:
        after, revoked_on = max(revocations)
        if revoked_on >= on:  # who loses something gets the whole time again to make it good
            why, on = Why.WITHDRAWN, revoked_on
    return _Asked(why, on, requirement.due, after)


def _holds_until(fact: Evidence, validity: Validity, term: Term | None, today: date) -> date:
    if fact.kind == EXEMPTED:
        return fact.until or FOREVER
    alone = validity.last_day(fact.on) or FOREVER
    if term is None or term.ended_on is not None:
        return alone
    if term.until is None:
        return alone if alone < term.issued_on else FOREVER
    renewable_from = term.renewable_from(validity)
    if fact.on > term.until or alone < term.issued_on:  # made after the certificate, or too old to have earned it
        return alone
    if renewable_from is not None and fact.on >= renewable_from:
        return term.renewed(validity, fact.on).until or FOREVER
    # While the certificate is in force everything in it ends with it, so that all of it is renewed together.
    # After its end, whatever is younger than its own validity still counts.
    return term.until if today <= term.until else max(alone, term.until)


def _held(requirement: Requirement, held: Sequence[tuple[date, Evidence]], validity: Validity, today: date) -> Standing:
    # The longest lasting evidence counts; of equals the first, so that doing it again changes nothing.
    last, fact = max(held, key=lambda pair: (pair[0], -pair[1].at.timestamp(), -pair[1].id))
    until = None if last == FOREVER else last
    state, since, changes_on = State.MET, fact.on, None
    if until is not None:
        soon_from = max(until - timedelta(days=validity.notice_days()), fact.on)
        changes_on = soon_from
        if today >= soon_from:
            state, since, changes_on = State.SOON, soon_from, until + DAY
    why = Why.EXEMPT if fact.kind == EXEMPTED else Why.DONE
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=until,
        due_on=until if state is State.SOON else None,
        met_on=fact.on,
        changes_on=changes_on,
        evidence_ids=(fact.id,),
        reason=Reason(why, {"on": fact.on, "score": fact.score, "version": fact.version, "until": until}),
    )


def _changed(
    requirement: Requirement, outdated: Sequence[tuple[Change, date, Evidence]], asked: _Asked, today: date
) -> Standing:
    change, _, fact = max(outdated, key=lambda found: (found[0].version, found[2].at, found[2].id))
    state, since, due_on = State.CHANGED, max(change.on, fact.on), None
    changes_on = min(until for _, until, _ in outdated)
    if asked.due is not None:
        due_on = asked.due.after(max(asked.on, change.on))
        if today > due_on:
            state, since = State.OVERDUE, due_on + DAY
        else:
            changes_on = min(changes_on, due_on)
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=None,
        due_on=due_on,
        met_on=None,
        changes_on=None if changes_on == FOREVER else changes_on + DAY,
        evidence_ids=(fact.id,),
        reason=Reason(Why.CHANGED, {"on": change.on, "due_on": due_on, "version": change.version}),
    )


def _lapsed(requirement: Requirement, ended: Sequence[tuple[date, Evidence]]) -> Standing:
    until, fact = max(ended, key=lambda pair: (pair[0], pair[1].at, pair[1].id))
    return Standing(
        requirement_id=requirement.id,
        state=State.EXPIRED,
        since=until + DAY,
        until=until,
        due_on=until,
        met_on=None,
        changes_on=None,
        evidence_ids=(fact.id,),
        reason=Reason(Why.LAPSED, {"on": fact.on, "score": fact.score, "version": fact.version, "until": until}),
    )


def _asked_for(
    requirement: Requirement, seen: Sequence[Evidence], asked: _Asked, today: date, due_notice: int
) -> Standing:
    due_on = asked.due_on
    tries = [fact for fact in seen if fact.kind == TRIED.get(requirement.kind)]
    last_try = max(tries, key=lambda fact: (fact.at, fact.id), default=None)
    state, since, changes_on = State.DUE, asked.on, None
    if due_on is not None:
        soon_from = max(due_on - timedelta(days=due_notice), asked.on)
        if today > due_on:
            state, since = State.OVERDUE, due_on + DAY
        elif today >= soon_from:
            state, since, changes_on = State.SOON, soon_from, due_on + DAY
        else:
            changes_on = soon_from
    values = {
        "on": asked.on,
        "due": asked.due,
        "due_on": due_on,
        "tried_on": last_try.on if last_try else None,
        "score": last_try.score if last_try else None,
    }
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=None,
        due_on=due_on,
        met_on=None,
        changes_on=changes_on,
        evidence_ids=(last_try.id,) if last_try else (),
        reason=Reason(asked.why, values),
    )
