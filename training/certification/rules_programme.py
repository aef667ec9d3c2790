"""A whole programme: what its requirements add up to, and the certificates that they earn, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from training.certification.rules import (
    Evidence,
    Level,
    Programme,
    ProgrammeStanding,
    Standing,
    State,
    Target,
    Term,
)
from training.certification.rules_standing import DAY, DUE_NOTICE_DAYS, assess

UNCHANGED = Target()
NEEDS_SOMEBODY = (State.SOON, State.CHANGED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything about one person and one programme on a day; `earned` are certificates not yet issued."""

    programme: ProgrammeStanding
    requirements: tuple[Standing, ...]
    earned: tuple[Term, ...]


def certify(
    programme: Programme,
    evidence: Sequence[Evidence],
    *,
    start: date,
    targets: Mapping[int, Target],
    terms: Sequence[Term],
    today: date,
    due_notice: int = DUE_NOTICE_DAYS,
) -> Outcome:
    """The standing on a day of somebody for whom a programme began on `start` and who was issued `terms`.

    `evidence` may hold facts about other documents and of later days; `targets` lists the documents that changed.
    """
    facts = by_target(evidence)

    def standings_on(day: date, term: Term | None) -> tuple[Standing, ...]:
        return tuple(
            assess(
                requirement,
                facts.get(requirement.target, ()),
                start=start,
                validity=programme.validity,
                target=targets.get(requirement.target, UNCHANGED),
                today=day,
                term=term,
                due_notice=due_notice,
            )
            for requirement in programme.requirements
        )

    term = last_term(terms, today)
    new: list[Term] = []
    # A certificate is dated on the day that fulfilled everything, even if that is noticed only later, as after an
    # import; and each one may be followed by the next.
    days = _days_of_proof(programme, facts)
    while days is not None:
        for day in _candidates(programme, days, start=start, term=term, today=today):
            found = earned(programme, standings_on(day, term), term=term, today=day)
            if found is not None:
                break
        else:
            break
        new.append(found)
        term = found
    now = standings_on(today, term)
    return Outcome(assess_programme(programme, now, term=term, today=today), now, tuple(new))


def by_target(evidence: Sequence[Evidence]) -> dict[int, list[Evidence]]:
    """The facts of each document."""
    facts: dict[int, list[Evidence]] = {}
    for fact in evidence:
        facts.setdefault(fact.target, []).append(fact)
    return facts


def last_term(terms: Sequence[Term], day: date) -> Term | None:
    """The certificate that counts on a day: of those issued by then, the last."""
    known = [seen for term in terms if (seen := term.as_of(day)) is not None]
    return max(known, key=lambda term: (term.issued_on, term.ended_on is None, term.until or date.max), default=None)


def earned(programme: Programme, standings: Sequence[Standing], *, term: Term | None, today: date) -> Term | None:
    """The certificate to be issued today, if everything is met today and none that was issued covers it yet."""
    if not standings or not all(standing.held for standing in standings):
        return None
    if term is not None and term.in_force(today):
        if term.until is None or not _renewable(term, programme, today):
            return None
        if any(standing.until is not None and standing.until <= term.until for standing in standings):
            return None
        return term.renewed(programme.validity, today)
    # Validity counts from the day that fulfilled everything, which may be before this programme began for somebody
    # who came from another role: the certificate is new, what it proves is not.
    anchor = max(standing.met_on or today for standing in standings)
    until = programme.validity.last_day(anchor)
    if until is not None and until < today:  # everything is exempt, and was so long ago
        anchor, until = today, programme.validity.last_day(today)
    return Term(issued_on=today, anchor_on=anchor, periods=1, until=until)


def assess_programme(
    programme: Programme, standings: Sequence[Standing], *, term: Term | None, today: date
) -> ProgrammeStanding:
    """The sum of the requirements' standings and of the last certificate on a day."""
    known = term.as_of(today) if term else None
    in_force = known is not None and known.in_force(today)
    open_now = [standing for standing in standings if not standing.held]
    ending = [standing for standing in standings if standing.held and standing.state is State.SOON]
    waiting = open_now or (ending if in_force else [])
    dates = [standing.due_on for standing in (*open_now, *ending) if standing.due_on is not None]
    changes = [standing.changes_on for standing in standings if standing.changes_on is not None]
    until = None
    if known is not None:
        until = known.until if known.ended_on is None else known.ended_on - DAY
        changes += _turns(known, programme, today)
    return ProgrammeStanding(
        level=_level(standings, certified_before=known is not None, in_force=in_force),
        held=len(standings) - len(open_now),
        total=len(standings),
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


def _turns(term: Term, programme: Programme, today: date) -> list[date]:
    """The days to come on which a certificate itself turns: it may be renewed, it has ended."""
    if term.until is None or term.ended_on is not None:
        return []
    renewable_from = term.renewable_from(programme.validity)
    return [day for day in (renewable_from, term.until + DAY) if day is not None and day > today]


def _renewable(term: Term, programme: Programme, day: date) -> bool:
    renewable_from = term.renewable_from(programme.validity)
    return renewable_from is not None and day >= renewable_from


def _days_of_proof(programme: Programme, facts: Mapping[int, Sequence[Evidence]]) -> set[date] | None:
    """The days of all evidence, or None when a requirement has none at all and nothing can be earned."""
    if not all(facts.get(requirement.target) for requirement in programme.requirements):
        return None
    return {fact.on for requirement in programme.requirements for fact in facts[requirement.target]}


def _candidates(programme: Programme, days: set[date], *, start: date, term: Term | None, today: date) -> list[date]:
    """The days on which the next certificate may have been earned, in order."""
    if term is None:
        return sorted(day for day in {*days, start, today} if start <= day <= today)
    first = max(start, term.ended_on or term.issued_on + DAY)
    turns = _turns(term, programme, term.issued_on)
    return sorted(
        day
        for day in {*days, first, *turns, today}
        if first <= day <= today and (not term.in_force(day) or _renewable(term, programme, day))
    )
