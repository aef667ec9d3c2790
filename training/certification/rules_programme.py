"""A whole programme: what its requirements add up to, and the certificates that they earn, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from training.certification.rules import (
    EXTENDED,
    Evidence,
    GateStanding,
    Leave,
    Level,
    Programme,
    ProgrammeStanding,
    Standing,
    State,
    Target,
    TargetId,
    Term,
)
from training.certification.rules_choices import counted, gates_of, together
from training.certification.rules_due import Allowed, allowed
from training.certification.rules_holding import closing
from training.certification.rules_standing import DAY, DUE_NOTICE_DAYS, NOTHING_ALLOWED, assess

UNCHANGED = Target()
NEEDS_SOMEBODY = (State.SOON, State.CHANGED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything about one person and one programme on a day; `earned` are certificates not yet issued."""

    programme: ProgrammeStanding
    requirements: tuple[Standing, ...]
    earned: tuple[Term, ...]
    gates: tuple[GateStanding, ...] = ()


def certify(
    programme: Programme,
    evidence: Sequence[Evidence],
    *,
    start: date,
    targets: Mapping[TargetId, Target],
    terms: Sequence[Term],
    today: date,
    due_notice: int = DUE_NOTICE_DAYS,
    leave: Sequence[Leave] = (),
) -> Outcome:
    """The standing on a day of somebody for whom a programme began on `start` and who was issued `terms`.

    `evidence` may hold facts about other documents and of later days; `targets` lists the documents that changed;
    `leave` may hold later leave.
    """
    facts = by_target(evidence)
    extensions = [fact for fact in evidence if fact.kind == EXTENDED]

    def allowed_on(day: date) -> Allowed:
        if not extensions and not leave:
            return NOTHING_ALLOWED
        return allowed(extensions, leave, leave_waits=programme.leave_waits, today=day)

    def standings_on(day: date, term: Term | None) -> tuple[Standing, ...]:
        moved = allowed_on(day)
        alone = [
            assess(
                requirement,
                facts.get(requirement.target, ()),
                start=start,
                validity=programme.validity,
                target=targets.get(requirement.target, UNCHANGED),
                today=day,
                term=term,
                due_notice=due_notice,
                allowed=moved,
                programme=programme.document,
                lapsed_full=programme.lapsed_full,
            )
            for requirement in programme.requirements
        ]
        return together(programme, alone)

    term = last_term(terms, today)
    new: list[Term] = []
    # A certificate is dated on the day that fulfilled everything, even if that is noticed only later, as after an
    # import; and each one may be followed by the next.
    days = _days_of_proof(programme, facts)
    while days is not None:
        ends = _end_of(term, programme, allowed_on(today))
        for day in _candidates(programme, days, start=start, term=term, ends=ends, today=today):
            found = earned(programme, standings_on(day, term), term=term, today=day, allowed=allowed_on(day))
            if found is not None:
                break
        else:
            break
        new.append(found)
        term = found
    now = standings_on(today, term)
    whole = assess_programme(programme, now, term=term, today=today, allowed=allowed_on(today))
    if programme.leave_waits and any(away_on(one, today) for one in leave):
        whole = replace(whole, changes_on=today + DAY)  # each day of leave moves due days by one
    return Outcome(whole, now, tuple(new), gates_of(programme, now))


def away_on(leave: Leave, day: date) -> bool:
    """Whether a day is one of a leave."""
    return leave.from_on <= day and (leave.until_on is None or day <= leave.until_on)


def by_target(evidence: Sequence[Evidence]) -> dict[TargetId, list[Evidence]]:
    """The facts of each document or skill."""
    facts: dict[TargetId, list[Evidence]] = {}
    for fact in evidence:
        facts.setdefault(fact.target, []).append(fact)
    return facts


def last_term(terms: Sequence[Term], day: date) -> Term | None:
    """The certificate that counts on a day: of those issued by then, the last."""
    known = [seen for term in terms if (seen := term.as_of(day)) is not None]
    return max(known, key=lambda term: (term.issued_on, term.ended is None, term.until or date.max), default=None)


def earned(
    programme: Programme,
    standings: Sequence[Standing],
    *,
    term: Term | None,
    today: date,
    allowed: Allowed = NOTHING_ALLOWED,
) -> Term | None:
    """The certificate to be issued today, if everything is met today and none that was issued covers it yet."""
    needed = counted(programme, standings)
    if not needed or not all(standing.held for standing in needed):
        return None
    if term is not None and _counts(term, programme, allowed, today):
        if term.until is None or not _renewable(term, programme, today):
            return None
        if any(standing.until is not None and standing.until <= term.until for standing in needed):
            return None
        return term.renewed(programme.validity, today)
    # Validity counts from the day that fulfilled everything, which may be before this programme began for somebody
    # who came from another role: the certificate is new, what it proves is not.
    anchor = max(standing.met_on or today for standing in needed)
    until = programme.validity.last_day(anchor)
    if until is not None and until < today:  # everything is exempt, and was so long ago
        anchor, until = today, programme.validity.last_day(today)
    return Term(issued_on=today, anchor_on=anchor, periods=1, until=until)


def assess_programme(
    programme: Programme,
    standings: Sequence[Standing],
    *,
    term: Term | None,
    today: date,
    allowed: Allowed = NOTHING_ALLOWED,
) -> ProgrammeStanding:
    """The sum of the requirements' standings and of the last certificate on a day."""
    known = term.as_of(today) if term else None
    in_force = known is not None and _counts(known, programme, allowed, today)
    needed = counted(programme, standings)
    open_now = [standing for standing in needed if not standing.held]
    ending = [standing for standing in needed if standing.held and standing.state is State.SOON]
    waiting = [one for one in open_now if not one.blocked_by] or open_now or (ending if in_force else [])
    dates = [standing.due_on for standing in (*open_now, *ending) if standing.due_on is not None]
    changes = [standing.changes_on for standing in standings if standing.changes_on is not None]
    until = None
    if known is not None:
        until = known.until if known.ended is None else known.ended.on - DAY
        changes += _turns(known, programme, _end_of(known, programme, allowed), today)
    return ProgrammeStanding(
        level=_level(needed, certified_before=known is not None, in_force=in_force),
        held=len(needed) - len(open_now),
        total=len(needed),
        next_due=min(dates, default=None),
        next_requirement=waiting[0].requirement_id if waiting else None,
        certified_on=known.issued_on if known is not None and in_force else None,
        until=until,
        changes_on=min(changes, default=None),
    )


def _level(standings: Sequence[Standing], *, certified_before: bool, in_force: bool) -> Level:
    if certified_before and not in_force:
        return Level.EXPIRED
    if any(standing.late for standing in standings):
        return Level.OVERDUE
    if any(standing.state in NEEDS_SOMEBODY for standing in standings):
        return Level.SOON
    return Level.CERTIFIED if in_force else Level.TRAINING


def _end_of(term: Term | None, programme: Programme, allowed: Allowed) -> date:
    """The last day on which a certificate counts, days of grace and extensions included."""
    return closing(term, programme.validity, allowed.extended_to(programme.document))


def _counts(term: Term, programme: Programme, allowed: Allowed, day: date) -> bool:
    return term.ended is None and term.issued_on <= day <= _end_of(term, programme, allowed)


def _turns(term: Term, programme: Programme, ends: date, today: date) -> list[date]:
    """The days to come on which a certificate itself turns: it may be renewed, it has ended, it counts no more."""
    if term.until is None or term.ended is not None:
        return []
    renewable_from = term.renewable_from(programme.validity)
    turns = {renewable_from, term.until + DAY, ends + DAY}
    return [day for day in turns if day is not None and day > today]


def _renewable(term: Term, programme: Programme, day: date) -> bool:
    renewable_from = term.renewable_from(programme.validity)
    return renewable_from is not None and day >= renewable_from


def _days_of_proof(programme: Programme, facts: Mapping[TargetId, Sequence[Evidence]]) -> set[date] | None:
    """The days of all evidence, or None when too much has none at all, so that nothing can be earned."""
    there = [requirement for requirement in programme.requirements if facts.get(requirement.target)]
    single = sum(requirement.group is None for requirement in there)
    if single < sum(requirement.group is None for requirement in programme.requirements):
        return None
    for group, need in programme.groups.items():
        if sum(requirement.group == group for requirement in there) < need:
            return None
    return {fact.on for requirement in there for fact in facts[requirement.target]}


def _candidates(
    programme: Programme, days: set[date], *, start: date, term: Term | None, ends: date, today: date
) -> list[date]:
    """The days on which the next certificate may have been earned, in order."""
    if term is None:
        return sorted(day for day in {*days, start, today} if start <= day <= today)
    first = max(start, term.ended.on if term.ended is not None else term.issued_on + DAY)
    turns = _turns(term, programme, ends, term.issued_on)
    return sorted(
        day
        for day in {*days, first, *turns, today}
        if first <= day <= today
        and (term.ended is not None or not term.issued_on <= day <= ends or _renewable(term, programme, day))
    )
