"""Opening needs: from a review of the figures, once and not each night, or by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.content.models import Document
from training.core import ledger, web
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries_whose import led_nearest
from training.method.diagnosis import Verdict
from training.needs.models import Need
from training.needs.queries import alive_need, settled_on
from training.needs.rules import ALIVE, Kind, State, asks_again
from training.needs.rules_gate import Source
from training.people.models import Person

TEAMS, PEOPLE = "teams", "people"
"""Whom a diagnosis is about."""

LONGEST_LIST = 50  # of figures that are kept with a need; longer ones are of everybody and stay with the diagnosis


def open_after(db: Session, diagnosis: Diagnosis, now: datetime) -> None:
    """Open what a diagnosis asks for: a hook of `after_diagnosis`.

    A team that is low as a whole gets one need of its process; people who stand on a list get one need each. What is
    open already, or was settled within the window of the diagnosis, is not opened again.
    """
    wanted = or_(Finding.person_id.is_(None), Finding.listed != "")  # of thousands of people few stand on a list
    query = select(Finding).where(Finding.diagnosis_id == diagnosis.id, wanted).order_by(Finding.id)
    findings = db.scalars(query).all()
    teams = {one.team_id: one for one in findings if one.person_id is None}
    if diagnosis.scope == TEAMS:
        low = [one for one in teams.values() if one.verdict in {Verdict.PROCESS, Verdict.BOTH}]
        _open_all(db, diagnosis, [(one, one) for one in low if one.team_id is not None], Kind.PROCESS, now)
    elif diagnosis.scope == PEOPLE:
        listed = [
            one
            for one in findings
            if one.person_id is not None and one.listed and one.verdict in {Verdict.SKILL, Verdict.BOTH}
        ]
        people = [(one, teams.get(one.team_id)) for one in _here(db, listed, now)]
        _open_all(db, diagnosis, people, Kind.SKILL, now)


def _here(db: Session, findings: Iterable[Finding], now: datetime) -> list[Finding]:
    """Without people who have left."""
    findings = list(findings)
    today = local_day(now, web.site().zone)
    gone = select(Person.id).where(Person.id.in_([one.person_id for one in findings]), Person.left_on < today)
    left = set(db.scalars(gone))
    return [one for one in findings if one.person_id not in left]


def _open_all(
    db: Session, diagnosis: Diagnosis, findings: Iterable[tuple[Finding, Finding | None]], kind: Kind, now: datetime
) -> None:
    """Open a need for each finding, which comes with the one about its team."""
    _hold(db, diagnosis.standard_id)
    of_standard = Need.standard_id == diagnosis.standard_id
    alive = select(Need.person_id, Need.team_id).where(
        of_standard, Need.kind == kind.value, Need.state.in_([one.value for one in ALIVE])
    )
    known = {_key(person_id, team_id) for person_id, team_id in db.execute(alive)}
    settled = settled_on(db, diagnosis.standard_id, kind)
    for one, team in findings:
        key = _key(one.person_id, one.team_id)
        if key in known or not asks_again(settled.get(key), diagnosis.first):
            continue
        known.add(key)
        need = Need(
            standard_id=diagnosis.standard_id,
            person_id=one.person_id,
            team_id=one.team_id,
            diagnosis_id=diagnosis.id,
            kind=kind.value,
            state=State.OPEN.value,
            sources=[Source.METRIC.value],
            evidence=evidence_of(diagnosis, one, team),
            opened_at=now,
        )
        _open(db, need, diagnosis.version_id, None, now)


def _key(person_id: int | None, team_id: int | None) -> tuple[int | None, int | None]:
    return (person_id, None) if person_id is not None else (None, team_id)


def evidence_of(diagnosis: Diagnosis, one: Finding, team: Finding | None) -> dict[str, Any]:
    """What a need rests on, as it is kept for good: enough to explain it and to reckon it again years later."""
    figures = {
        name: value
        for name, value in diagnosis.figures.items()
        if not isinstance(value, list) or len(value) <= LONGEST_LIST
    }
    return {
        "window": [diagnosis.first.isoformat(), diagnosis.last.isoformat()],
        "diagnosis": diagnosis.id,
        "standard_version": diagnosis.version_id,
        "model": diagnosis.model,
        "verdict": one.verdict,
        "listed": one.listed,
        "n": one.n,
        "raw": [one.raw, one.raw_low, one.raw_high],
        "likely": [one.likely, one.low, one.high],
        "chance": one.chance,
        "team": _of_team(team) if team is not None else None,
        "remarks": diagnosis.remarks,
        "figures": figures,
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
    }


def _of_team(team: Finding) -> dict[str, Any]:
    return {
        "n": team.n,
        "people": team.people,
        "raw": [team.raw, team.raw_low, team.raw_high],
        "likely": [team.likely, team.low, team.high],
        "chance": team.chance,
        "verdict": team.verdict,
    }


@dataclass(frozen=True)
class ByHand:
    """What a leader sees who opens a need without waiting for a review."""

    standard_id: int
    version_id: int
    words: str


def open_by_hand(db: Session, actor: Actor, person_id: int, seen: ByHand, *, now: datetime) -> Need:
    """Open a need for somebody one leads directly, in one's own words; one that is open already is returned.

    The latest finding about this person counts as a source, where a review has listed them. Raises NotFound, and
    Problems without words.
    """
    person = db.scalars(select(Person).where(Person.id == person_id, led_nearest(actor)).with_for_update(of=Person))
    found = person.first()
    if found is None:
        raise NotFound
    if not seen.words:
        raise Problems([Problem("words", None, _("Say what you have seen."))])
    _hold(db, seen.standard_id)
    known = alive_need(db, seen.standard_id, person_id=person_id, team_id=None, kind=Kind.SKILL)
    if known is not None:
        return known
    today = local_day(now, web.site().zone)
    sources, evidence, diagnosis = [Source.MANAGER.value], {}, None
    if listed := _listed(db, seen.standard_id, person_id, today):
        diagnosis, one, team = listed
        sources.append(Source.METRIC.value)
        evidence = evidence_of(diagnosis, one, team)
    need = Need(
        standard_id=seen.standard_id,
        person_id=person_id,
        team_id=found.team_id,
        diagnosis_id=diagnosis.id if diagnosis else None,
        kind=Kind.SKILL.value,
        state=State.OPEN.value,
        sources=sources,
        evidence={**evidence, "words": seen.words},
        opened_at=now,
        opened_by_id=actor.person_id,
    )
    _open(db, need, seen.version_id, actor.person_id, now)
    return need


def open_process(
    db: Session, actor: Actor, team_id: int, standard: tuple[int, int], *, words: str, now: datetime
) -> Need:
    """Open the need of a team's process by hand; the one that is open already is returned. `standard` is the ids of
    document and version."""
    _hold(db, standard[0])
    known = alive_need(db, standard[0], person_id=None, team_id=team_id, kind=Kind.PROCESS)
    if known is not None:
        return known
    need = Need(
        standard_id=standard[0],
        team_id=team_id,
        kind=Kind.PROCESS.value,
        state=State.OPEN.value,
        sources=[Source.MANAGER.value],
        evidence={"words": words},
        opened_at=now,
        opened_by_id=actor.person_id,
    )
    _open(db, need, standard[1], actor.person_id, now)
    return need


def _listed(
    db: Session, standard_id: int, person_id: int, today: date
) -> tuple[Diagnosis, Finding, Finding | None] | None:
    """The latest finding about somebody, if it lists them and has not expired."""
    query = (
        select(Diagnosis, Finding)
        .join(Finding, Finding.diagnosis_id == Diagnosis.id)
        .where(Diagnosis.standard_id == standard_id, Finding.person_id == person_id)
        .order_by(Diagnosis.id.desc())
        .limit(1)
    )
    row = db.execute(query).first()
    if row is None or not row.Finding.listed or (row.Finding.expires_on or today) < today:
        return None
    of_team = select(Finding).where(
        Finding.diagnosis_id == row.Diagnosis.id, Finding.person_id.is_(None), Finding.team_id == row.Finding.team_id
    )
    return row.Diagnosis, row.Finding, db.scalars(of_team).first()


def _hold(db: Session, standard_id: int) -> None:
    """Let others who open needs of this standard wait until the transaction ends: they find what is opened here."""
    db.execute(select(Document.id).where(Document.id == standard_id).with_for_update(key_share=True))


def _open(db: Session, need: Need, version_id: int, actor_id: int | None, now: datetime) -> None:
    db.add(need)
    db.flush()
    payload = {**named(need), "sources": need.sources}
    ledger.record(db, "need.opened", at=now, actor_id=actor_id, version_id=version_id, payload=payload, **about(need))


class About(TypedDict):
    """Whom and what a fact is about."""

    subject_id: int | None
    document_id: int


def about(need: Need) -> About:
    """A fact about a need is about its person, or about nobody where it is a team's; the standard is its document."""
    return {"subject_id": need.person_id, "document_id": need.standard_id}


def named(need: Need) -> dict[str, Any]:
    """What every fact about a need says."""
    return {"need": need.id, "sort": need.kind, "team": need.team_id}
