"""Where somebody stands with one requirement.

Nothing here looks past `today`: neither at later evidence, nor at later versions, nor at later certificates. So the
standing on a past day stays what it was, whatever happens afterwards.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from training.certification.rules import (
    EXEMPTED,
    FOREVER,
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
from training.certification.rules_due import Allowed, Asked, Due, asked_since, due_after
from training.certification.rules_holding import Held, Terms, closing

DUE_NOTICE_DAYS = 14
DAY = timedelta(days=1)
NOTHING_ALLOWED = Allowed()


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
    allowed: Allowed = NOTHING_ALLOWED,
    programme: int = 0,
    lapsed_full: bool = False,
) -> Standing:
    """The standing of one requirement on a day.

    `start` is the day from which the programme is asked for, `term` the last certificate issued for all of it, if
    any: while it is in force it carries what it was issued for, and asks for new evidence only before its end.
    `allowed` is what moves due days, `programme` the document of the programme, for extensions of all of it. With
    `lapsed_full` nothing that was done before a certificate's end counts after it.
    """
    known = term.as_of(today) if term else None
    seen = [fact for fact in evidence if fact.target == requirement.target and fact.on <= today]
    asked = asked_since(requirement, seen, start, known)
    terms = Terms(validity, known, closing(known, validity, allowed.extended_to(programme)), lapsed_full)
    held: list[Held] = []
    outdated: list[tuple[Change, Held]] = []
    ended: list[Held] = []
    for fact in seen:
        if not requirement.fulfilled_by(fact) or (asked.after is not None and fact.at <= asked.after):
            continue
        one = terms.holding(fact, today)
        if one.closes < today:
            ended.append(one)
        elif fact.kind != EXEMPTED and (change := target.outdates(fact.version, today)):
            outdated.append((change, one))
        else:
            held.append(one)
    if held:
        return _held(requirement, held, validity, today)
    if outdated:
        on = max(asked.on, *(change.on for change, _ in outdated))
        due = due_after(requirement, on, allowed, programme=programme)
        return _changed(requirement, outdated, due, today)
    due = due_after(requirement, asked.on, allowed, programme=programme)
    if ended and (due.on is None or today > due.on):
        return _lapsed(requirement, ended)
    return _asked_for(requirement, seen, asked, due, today=today, due_notice=due_notice)


def _held(requirement: Requirement, held: Sequence[Held], validity: Validity, today: date) -> Standing:
    # The longest lasting evidence counts; of equals the first, so that doing it again changes nothing.
    best = max(held, key=lambda one: (one.until, -one.fact.at.timestamp(), -one.fact.id))
    fact = best.fact
    until = None if best.until == FOREVER else best.until
    why = Why.EXEMPT if fact.kind == EXEMPTED else Why.DONE
    values: dict[str, date | int | float | None] = {
        "on": fact.on,
        "score": fact.score,
        "version": fact.version,
        "until": until,
    }
    state, since, changes_on, due_on = State.MET, fact.on, None, None
    if until is not None:
        soon_from = max(until - timedelta(days=validity.notice_days()), fact.on)
        changes_on = soon_from
        if today > until:
            why, values = Why.GRACE, {**values, "closes": best.closes}
            state, since, changes_on, due_on = State.SOON, until + DAY, best.closes + DAY, best.closes
        elif today >= soon_from:
            state, since, changes_on, due_on = State.SOON, soon_from, until + DAY, until
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=until,
        due_on=due_on,
        met_on=fact.on,
        changes_on=changes_on,
        evidence_ids=(fact.id,),
        reason=Reason(why, values),
    )


def _changed(requirement: Requirement, outdated: Sequence[tuple[Change, Held]], due: Due, today: date) -> Standing:
    change, best = max(outdated, key=lambda found: (found[0].version, found[1].fact.at, found[1].fact.id))
    state, since = State.CHANGED, max(change.on, best.fact.on)
    changes_on = min(one.closes for _, one in outdated)
    if due.on is not None:
        if today > due.on:
            state, since = State.OVERDUE, due.on + DAY
        else:
            changes_on = min(changes_on, due.on)
    values = {
        "on": change.on,
        "due_on": due.on,
        "version": change.version,
        "leave_days": due.leave_days,
        "extended_to": due.extended_to,
    }
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=None,
        due_on=due.on,
        met_on=None,
        changes_on=None if changes_on == FOREVER else changes_on + DAY,
        evidence_ids=(best.fact.id,),
        reason=Reason(Why.CHANGED, values),
    )


def _lapsed(requirement: Requirement, ended: Sequence[Held]) -> Standing:
    last = max(ended, key=lambda one: (one.until, one.fact.at, one.fact.id))
    fact = last.fact
    return Standing(
        requirement_id=requirement.id,
        state=State.EXPIRED,
        since=last.closes + DAY,
        until=last.until,
        due_on=last.until,
        met_on=None,
        changes_on=None,
        evidence_ids=(fact.id,),
        reason=Reason(Why.LAPSED, {"on": fact.on, "score": fact.score, "version": fact.version, "until": last.until}),
    )


def _asked_for(
    requirement: Requirement, seen: Sequence[Evidence], asked: Asked, due: Due, *, today: date, due_notice: int
) -> Standing:
    tries = [fact for fact in seen if requirement.tried_by(fact)]
    last_try = max(tries, key=lambda fact: (fact.at, fact.id), default=None)
    state, since, changes_on = State.DUE, asked.on, None
    if due.on is not None:
        soon_from = max(due.on - timedelta(days=due_notice), asked.on)
        if today > due.on:
            state, since = State.OVERDUE, due.on + DAY
        elif today >= soon_from:
            state, since, changes_on = State.SOON, soon_from, due.on + DAY
        else:
            changes_on = soon_from
    counts_from_start = requirement.due_on is None or asked.on >= requirement.due_on
    values = {
        "on": asked.on,
        "due": requirement.due if counts_from_start else None,
        "due_on": due.on,
        "tried_on": last_try.on if last_try else None,
        "score": last_try.score if last_try else None,
        "leave_days": due.leave_days,
        "extended_to": due.extended_to,
    }
    return Standing(
        requirement_id=requirement.id,
        state=state,
        since=since,
        until=None,
        due_on=due.on,
        met_on=None,
        changes_on=changes_on,
        evidence_ids=(last_try.id,) if last_try else (),
        reason=Reason(asked.why, values),
    )
