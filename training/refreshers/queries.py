"""What can be refreshed today: in full for its own page, and cheaply for whoever leads there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, and_, bindparam, select
from sqlalchemy.orm import Session

from training.certification.files import Programme
from training.certification.models import CurrentStanding
from training.certification.queries import Result, results_today, terms_of
from training.certification.queries_programmes import catalogue_on
from training.certification.rules_programme import last_term
from training.content.queries import editions
from training.refreshers.models import REFRESHERS, Refresher
from training.refreshers.queries_facts import Wanted
from training.refreshers.queries_subjects import subjects_of
from training.refreshers.rules_scope import LONGEST, Offered, is_open, offered, scope_of
from training.refreshers.rules_subject import Subject


@dataclass(frozen=True)
class Offer:
    """A programme of somebody's, and whether there is a refresher of it today.

    `wanted` is what it would ask again; `opens_on` the day from which it may be renewed, `until` its last day.
    `refresher_id` is the one that is under way.
    """

    assignment_id: int
    document_id: int
    version_id: int
    title: str
    offered: Offered
    certified: bool
    until: date | None
    opens_on: date | None
    refresher_id: int | None
    wanted: tuple[Wanted, ...]


def offers_of(db: Session, person_id: int, *, today: date, zone: ZoneInfo) -> list[Offer]:
    """Every programme that is asked of a person, with what could be refreshed of it."""
    results = results_today(db, [person_id], catalogue_on(db, today, zone), zone)
    terms = terms_of(db, [person_id])
    open_ones = _under_way(db, person_id, today)
    models = editions(db, {result.live.version_id for result in results})
    found = []
    for result in results:
        programme: Programme = models[result.live.version_id].model
        issued = terms.get((person_id, result.asked.document_id), ())
        term = last_term([*issued, *result.outcome.earned], today)
        opens_on = term.renewable_from(result.live.programme.validity) if term else None
        found.append(_offer(result, programme, opens_on, open_ones.get(result.asked.id), today))
    return found


def _offer(result: Result, programme: Programme, opens_on: date | None, refresher_id: int | None, today: date) -> Offer:
    standing = result.outcome.programme
    certified = standing.certified_on is not None
    lines = {item.id: (item, item.core or one.core) for one in programme.requirements for item in one.items}
    pairs = [(lines[one.requirement_id], one) for one in result.outcome.requirements if one.requirement_id in lines]
    scopes = [scope_of(one, renewal_open=is_open(opens_on, today), in_force=certified) for _line, one in pairs]
    full = (programme.renewal if certified else programme.lapsed) == "full"
    return Offer(
        assignment_id=result.asked.id,
        document_id=result.asked.document_id,
        version_id=result.live.version_id,
        title=result.live.title,
        offered=offered(scopes, full=full, certified=certified),
        certified=certified,
        until=standing.until,
        opens_on=opens_on,
        refresher_id=refresher_id,
        wanted=tuple(
            Wanted(line, one, scope, core)
            for ((line, core), one), scope in zip(pairs, scopes, strict=True)
            if scope is not None
        ),
    )


def _under_way(db: Session, person_id: int, today: date) -> dict[int, int]:
    """By assignment, the refresher that one goes on with."""
    query = select(Refresher.assignment_id, Refresher.id).where(
        Refresher.person_id == person_id,
        Refresher.finished_at.is_(None),
        Refresher.dropped_at.is_(None),
        Refresher.planned_on >= today - LONGEST,
    )
    return dict(db.execute(query).all())


def offered_subjects(db: Session, person_id: int, offer: Offer, *, today: date, zone: ZoneInfo) -> list[Subject]:
    """What a refresher of this programme would be about."""
    return subjects_of(db, person_id, offer.wanted, today=today, zone=zone)


@dataclass(frozen=True)
class Waiting:
    """A programme of which something can be refreshed, for the first page: cheap, and without minutes.

    `documents` are what it is about; `url` leads to where one begins or goes on.
    """

    assignment_id: int
    title: str
    url: str
    begun: bool
    documents: frozenset[int]


_WAITING = (
    select(
        CurrentStanding.assignment_id,
        CurrentStanding.version_id,
        CurrentStanding.certified_on,
        CurrentStanding.parts,
        REFRESHERS.c.id,
    )
    .outerjoin(
        REFRESHERS,
        and_(
            REFRESHERS.c.assignment_id == CurrentStanding.assignment_id,
            REFRESHERS.c.finished_at.is_(None),
            REFRESHERS.c.dropped_at.is_(None),
            REFRESHERS.c.planned_on >= bindparam("since", type_=Date),
        ),
    )
    .where(CurrentStanding.person_id == bindparam("person"))
    .order_by(CurrentStanding.assignment_id)
)
_STATE, _UNTIL, _DOCUMENT = 1, 3, 6  # places in CurrentStanding.parts


def offer(db: Session, person_id: int, today: date) -> list[Waiting]:
    """Programmes with something that ends, has ended or changed, unless their rules ask for the whole course.

    At most two queries, the second only for programmes that were not read lately. The page itself computes anew.
    """
    rows = db.connection().execute(_WAITING, {"person": person_id, "since": today - LONGEST}).all()
    models = editions(db, {row.version_id for row in rows})
    found = []
    for row in rows:
        programme: Programme = models[row.version_id].model
        asked = [part for part in row.parts if _may_refresh(part) and isinstance(part[_DOCUMENT], int)]
        full = (programme.renewal if row.certified_on else programme.lapsed) == "full"
        if full and any(part[_STATE] != "changed" for part in asked):
            continue
        documents = frozenset(part[_DOCUMENT] for part in asked)
        if documents:
            url = f"/refresh/{row.id}" if row.id is not None else "/refresh"
            found.append(Waiting(row.assignment_id, programme.title, url, row.id is not None, documents))
    return found


def _may_refresh(part: Sequence[Any]) -> bool:
    """Whether it was proven before and is asked again: what is only due soon has no end yet."""
    return part[_STATE] in ("changed", "expired") or (part[_STATE] == "soon" and part[_UNTIL] is not None)
