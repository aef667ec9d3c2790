"""The facts about people, gathered for the rules: what they were asked for, did and were given."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from training.certification.models import Assignment, Award, AwardWithdrawal
from training.certification.queries_programmes import Catalogue, LiveProgramme
from training.certification.rules import DECIDED, EXEMPTED, EXTENDED, FULFILS, TRIED, Break, Evidence, Leave, Term
from training.certification.rules_programme import Outcome, certify
from training.content.models import Version
from training.core.clock import local_day
from training.core.ledger import Entry
from training.people.models import LeavePeriod

EVIDENCE_FACTS = (*FULFILS.values(), *TRIED.values(), *DECIDED)
_ENDING = (EXEMPTED, EXTENDED, FULFILS["credential"])  # erased, nobody knows their end any more
CHUNK = 500  # people at a time: short lists for the database, little memory


def in_chunks(person_ids: Collection[int]) -> Iterator[list[int]]:
    """The people in order, each once, some hundreds at a time."""
    rest = iter(sorted(set(person_ids)))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment as the rules need it."""

    id: int
    person_id: int
    document_id: int
    role_id: int | None
    start_on: date


@dataclass(frozen=True, slots=True)
class Result:
    """What the rules say about one assignment on the catalogue's day."""

    asked: Asked
    live: LiveProgramme
    outcome: Outcome


def results_today(db: Session, person_ids: Collection[int], catalogue: Catalogue, zone: ZoneInfo) -> list[Result]:
    """The computed standing of every open assignment of these people, those that begin later included."""
    return _results(db, _asked(db, person_ids, None), catalogue, zone)


def results_on_past_day(db: Session, person_ids: Collection[int], catalogue: Catalogue, zone: ZoneInfo) -> list[Result]:
    """The computed standing of what these people were asked for on the catalogue's day."""
    return _results(db, _asked(db, person_ids, catalogue.day), catalogue, zone)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything about some people that the rules look at: by person, certificates by person and programme."""

    evidence: Mapping[int, Sequence[Evidence]]
    terms: Mapping[tuple[int, int], Sequence[Term]]
    leave: Mapping[int, Sequence[Leave]]


def gathered(db: Session, person_ids: Collection[int], zone: ZoneInfo) -> Gathered:
    """The facts about these people, for `result_of`."""
    return Gathered(evidence_of(db, person_ids, zone), terms_of(db, person_ids), leave_of(db, person_ids))


def result_of(asked: Asked, live: LiveProgramme, facts: Gathered, catalogue: Catalogue) -> Result:
    """What the rules say about one assignment to a programme on the catalogue's day."""
    outcome = certify(
        live.programme,
        facts.evidence.get(asked.person_id, ()),
        start=asked.start_on,
        targets=catalogue.targets,
        terms=facts.terms.get((asked.person_id, asked.document_id), ()),
        today=catalogue.day,
        leave=facts.leave.get(asked.person_id, ()),
    )
    return Result(asked, live, outcome)


def _results(db: Session, asked: Sequence[Asked], catalogue: Catalogue, zone: ZoneInfo) -> list[Result]:
    facts = gathered(db, {assignment.person_id for assignment in asked}, zone)
    return [
        result_of(assignment, live, facts, catalogue)
        for assignment in asked
        if (live := catalogue.programmes.get(assignment.document_id)) is not None
    ]


def _asked(db: Session, person_ids: Collection[int], day: date | None) -> list[Asked]:
    query = select(
        Assignment.id, Assignment.person_id, Assignment.document_id, Assignment.role_id, Assignment.start_on
    ).where(Assignment.person_id.in_(person_ids))
    if day is None:
        query = query.where(Assignment.ended_on.is_(None))
    else:
        query = query.where(Assignment.start_on <= day, or_(Assignment.ended_on.is_(None), Assignment.ended_on > day))
    return [Asked(*row) for row in db.execute(query.order_by(Assignment.id))]


def evidence_of(db: Session, person_ids: Collection[int], zone: ZoneInfo) -> Mapping[int, Sequence[Evidence]]:
    """Everything these people did that may count, by person, in the order in which it was written down."""
    query = (
        select(Entry.id, Entry.kind, Entry.subject_id, Entry.document_id, Entry.at, Entry.payload, Version.number)
        .outerjoin(Version, Version.id == Entry.version_id)
        .where(Entry.subject_id.in_(person_ids), Entry.kind.in_(EVIDENCE_FACTS))
        .order_by(Entry.id)
    )
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for entry_id, kind, person_id, document_id, at, payload, number in db.execute(query):
        said: dict[str, Any] = orjson.loads(payload) if payload else {}
        target = document_id if document_id is not None else said.get("skill")
        if person_id is None or target is None or (payload is None and kind in _ENDING):
            continue
        found[person_id].append(
            Evidence(
                id=entry_id,
                kind=kind,
                target=target,
                version=number or 1,
                on=local_day(at, zone),
                at=at,
                score=said.get("score"),
                until=date.fromisoformat(said["until"]) if said.get("until") else None,
            )
        )
    return found


def leave_of(db: Session, person_ids: Collection[int]) -> Mapping[int, Sequence[Leave]]:
    """The leave of these people, past and to come, by person."""
    query = select(LeavePeriod.person_id, LeavePeriod.from_on, LeavePeriod.until_on)
    found: defaultdict[int, list[Leave]] = defaultdict(list)
    for person_id, from_on, until_on in db.execute(query.where(LeavePeriod.person_id.in_(person_ids))):
        found[person_id].append(Leave(from_on, until_on))
    return found


def away_on(day: date) -> Select[int]:
    """The people who are on leave on a day."""
    return select(LeavePeriod.person_id).where(
        LeavePeriod.from_on <= day, or_(LeavePeriod.until_on.is_(None), LeavePeriod.until_on >= day)
    )


def terms_of(db: Session, person_ids: Collection[int]) -> Mapping[tuple[int, int], Sequence[Term]]:
    """The certificates issued to these people, by person and programme."""
    breaks = _breaks(db, person_ids)
    query = select(
        Award.id,
        Award.person_id,
        Award.document_id,
        Award.issued_on,
        Award.anchor_on,
        Award.periods,
        Award.until,
    ).where(Award.person_id.in_(person_ids))
    found: defaultdict[tuple[int, int], list[Term]] = defaultdict(list)
    for award_id, person_id, document_id, issued_on, anchor_on, periods, until in db.execute(query):
        term = Term(issued_on, anchor_on, periods, until, tuple(breaks.get(award_id, ())))
        found[person_id, document_id].append(term)
    return found


def _breaks(db: Session, person_ids: Collection[int]) -> Mapping[int, Sequence[Break]]:
    """When certificates of these people were withdrawn and reinstated, in order, by certificate."""
    query = (
        select(
            AwardWithdrawal.award_id,
            AwardWithdrawal.withdrawn_on,
            AwardWithdrawal.withdrawn_at,
            AwardWithdrawal.reinstated_on,
        )
        .join(Award, Award.id == AwardWithdrawal.award_id)
        .where(Award.person_id.in_(person_ids))
        .order_by(AwardWithdrawal.withdrawn_at)
    )
    found: defaultdict[int, list[Break]] = defaultdict(list)
    for award_id, on, at, restored_on in db.execute(query):
        found[award_id].append(Break(on, at, restored_on))
    return found
