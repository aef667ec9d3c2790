"""Keeping what a review found: in a short write, after it was reckoned."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, insert, or_, select, true
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.db import Database
from training.core.ledger import record
from training.diagnosis.models import Diagnosis, Finding, WeekOfCells
from training.diagnosis.queries import PEOPLE, TEAMS, latest
from training.diagnosis.queries_reckoning import Reckoned, Result, is_same, reckon
from training.diagnosis.rules_findings import Findings, Found
from training.diagnosis.rules_tallies import aim_of
from training.diagnosis.rules_weeks import week_of
from training.method.settings import MODEL
from training.method.tallies import Measure
from training.method.verdicts import Verdict


def keep_all(database: Database, reckoned: Reckoned, *, now: datetime) -> None:
    """Keep what a review found in several short transactions, so that others can write in between."""
    if reckoned.weeks:
        with database.writing() as db:
            keep(db, replace(reckoned, scopes=()), now=now)
    for scope in reckoned.scopes:
        with database.writing() as db:
            keep(db, replace(reckoned, scopes=(scope,), weeks=()), now=now)


def keep(db: Session, reckoned: Reckoned, *, now: datetime) -> list[Diagnosis]:
    """Keep what a review found; returns the diagnoses that are new or written anew.

    Sums are kept even where they say nothing new; those of weeks before the window go.
    """
    standard_id = reckoned.standard.document_id
    for week in reckoned.weeks:
        db.merge(week.row_for(standard_id))
    old = WeekOfCells.week < week_of(reckoned.first) - _MORE_WEEKS
    db.execute(delete(WeekOfCells).where(WeekOfCells.standard_id == standard_id, old))
    kept = []
    for scope in reckoned.scopes:
        before = latest(db, standard_id, scope)
        if not is_same(before, reckoned.fingerprint):  # unless somebody else was faster
            kept.append(_keep(db, reckoned, scope, before, now))
    for diagnosis in kept:
        for act in current_app.extensions["after_diagnosis"]:
            act(db, diagnosis, now)
    return kept


_MORE_WEEKS = 4  # windows of other lengths are asked for by hand; their sums need not be made anew each time


def review(
    db: Session, standard: Edition, *, scopes: Collection[str], now: datetime, today: date
) -> tuple[Reckoned, list[Diagnosis]]:
    """Reckon and keep in one transaction: for little, or where nobody waits."""
    reckoned = reckon(db, standard, scopes=scopes, today=today)
    return reckoned, keep(db, reckoned, now=now)


def expire(db: Session, *, today: date) -> int:
    """Delete what was found of people and is not kept any longer; returns how many findings went."""
    gone = delete(Finding).where(Finding.person_id.is_not(None), Finding.expires_on < today)
    number: int = db.execute(gone).rowcount  # type: ignore[attr-defined] # a deletion has a row count
    return number


def _keep(db: Session, reckoned: Reckoned, scope: str, before: Diagnosis | None, now: datetime) -> Diagnosis:
    """Write one diagnosis with its findings: in the place of one of teams that says the same, else as a new one."""
    found = _result(reckoned).found
    since = _since(db, reckoned, scope)
    is_new = before is None or scope != TEAMS or not _says_the_same(db, before, found)
    if before is not None:
        # The last word on people is the only one that is kept; what was said of teams stays with its diagnosis.
        gone = Finding.person_id.is_not(None) if is_new else true()
        db.execute(delete(Finding).where(Finding.diagnosis_id == before.id, gone))
    if before is None or is_new:
        if before is not None:
            before.stands = False
            db.flush()
        diagnosis = Diagnosis(standard_id=reckoned.standard.document_id, scope=scope, stands=True)
        db.add(diagnosis)
    else:
        diagnosis = before
    for name, value in _values(reckoned, now).items():
        setattr(diagnosis, name, value)
    db.flush()
    of_people = found.people if scope == PEOPLE else ()
    expires = reckoned.rules.model.keep.after(reckoned.last + timedelta(days=1))
    of_teams = (one for one in found.teams if one.team_id is not None)
    rows = [_row(one, diagnosis.id, since, reckoned.last, expires) for one in (*of_teams, *of_people)]
    if rows:
        db.execute(insert(Finding), rows)
    if is_new:
        _say_it(db, diagnosis, now)
    return diagnosis


def _values(reckoned: Reckoned, now: datetime) -> dict[str, Any]:
    """What a diagnosis says of the whole, by the names of its columns."""
    result = _result(reckoned)
    is_mean = aim_of(reckoned.standard.model).measure is Measure.MEAN
    return {
        "version_id": reckoned.standard.id,
        "rules_id": reckoned.rules.version_id,
        "first": reckoned.first,
        "last": reckoned.last,
        "made_at": now,
        "model": MODEL,
        "fingerprint": reckoned.fingerprint,
        "verdict": result.found.verdict.value,
        "n": reckoned.gathered.readings,
        "missed": 0 if is_mean else round(float(reckoned.gathered.tallies.amount.sum())),
        "remarks": [one.value for one in result.found.remarks],
        "figures": dict(result.figures),
    }


def _result(reckoned: Reckoned) -> Result:
    if reckoned.result is None:
        raise ValueError("There is nothing to keep.")
    return reckoned.result


def _say_it(db: Session, diagnosis: Diagnosis, now: datetime) -> None:
    told = {"diagnosis": diagnosis.id, "scope": diagnosis.scope, "verdict": diagnosis.verdict, "n": diagnosis.n}
    standard_id, version_id = diagnosis.standard_id, diagnosis.version_id
    record(db, "standard.reviewed", at=now, actor_id=None, document_id=standard_id, version_id=version_id, payload=told)


def _row(one: Found, diagnosis_id: int, since: Mapping[Any, date], last: date, expires: date) -> dict[str, Any]:
    begun = since.get((one.team_id, one.person_id, _sort(one.verdict)), last)
    is_person = one.person_id is not None
    return {**vars(one), "diagnosis_id": diagnosis_id, "since": begun, "expires_on": expires if is_person else None}


GONE = timedelta(weeks=4)
"""A verdict that was gone for less than this goes on: at the edge it comes and goes, and nobody needs telling."""


def _since(db: Session, reckoned: Reckoned, scope: str) -> Mapping[Any, date]:
    """From when each team and person has had a verdict of some sort, by team, person and sort."""
    columns = Finding.team_id, Finding.person_id, Finding.verdict, func.min(Finding.since)
    lately = Diagnosis.last.between(reckoned.last - GONE, reckoned.last)
    query = (
        select(*columns)
        .join(Diagnosis, Diagnosis.id == Finding.diagnosis_id)
        .where(Diagnosis.standard_id == reckoned.standard.document_id, Diagnosis.scope == scope)
        .where(or_(lately, Diagnosis.stands))
        .group_by(*columns[:3])
    )
    found: dict[Any, date] = {}
    for team, person, verdict, day in db.execute(query):
        key = team, person, _sort(verdict)
        found[key] = min(day, found.get(key, day), reckoned.last)
    return found


def _sort(verdict: str) -> str:
    """A team that is low as a whole stays so when somebody in it is called as well."""
    return Verdict.PROCESS.value if verdict == Verdict.BOTH else verdict


def _says_the_same(db: Session, before: Diagnosis, found: Findings) -> bool:
    """Whether the whole and each team have the verdict that they had."""
    of_teams = Finding.diagnosis_id == before.id, Finding.person_id.is_(None)
    then = dict(db.execute(select(Finding.team_id, Finding.verdict).where(*of_teams)).all())
    now = {one.team_id: one.verdict for one in found.teams if one.team_id is not None}
    return (before.verdict, then) == (found.verdict.value, now)
