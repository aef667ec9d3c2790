"""Reviewing a standard: reckoning outside of any write, and keeping what it says in a short one."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from math import sqrt
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select, true
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.ledger import record
from training.diagnosis.models import Diagnosis, Finding, WeekOfCells
from training.diagnosis.queries import PEOPLE, TEAMS, latest
from training.diagnosis.queries_rules import RulesNow, rules_now
from training.diagnosis.queries_weeks import FreshWeek, picked_strata, weeks_of
from training.diagnosis.rules_findings import Findings, Found, findings, has_moved
from training.diagnosis.rules_tallies import Gathered, aim_of, gather
from training.diagnosis.rules_weeks import together, week_of
from training.method.diagnosis import Diagnosis as Said
from training.method.diagnosis import diagnose
from training.method.settings import MODEL, Thresholds
from training.method.tallies import Aim, Measure

SCOPES = (TEAMS, PEOPLE)


@dataclass(frozen=True)
class Result:
    """What the engine said, as it is kept. `is_fitted`: to these figures, and not by a fit of an earlier review."""

    said: Said
    found: Findings
    figures: Mapping[str, Any]
    is_fitted: bool


@dataclass(frozen=True)
class Reckoned:
    """A review of one standard that is to be kept for each of `scopes`.

    No scope is left where the cells are as they were before, and there is no result then. `weeks` are sums made anew.
    """

    standard: Edition
    rules: RulesNow
    first: date
    last: date
    gathered: Gathered
    fingerprint: str
    weeks: tuple[FreshWeek, ...]
    scopes: tuple[str, ...] = ()
    result: Result | None = None


def reckon(
    db: Session, standard: Edition, *, scopes: Collection[str], today: date, first: date | None = None
) -> Reckoned:
    """Review a standard up to yesterday, as today is not over. Writes nothing, and may take some seconds.

    The window begins at `first` or where the rules say. Hyperparameters are fitted anew when people are looked at, at
    their rhythm, and when the figures have moved much; on other nights those of the last fit do. They describe how
    people and teams differ in general, which changes slowly, and fitting them is nearly all of the work. It also keeps
    a verdict from going back and forth with a fit.
    """
    rules = rules_now(db)
    last = today - timedelta(days=1)
    first = first or rules.model.first_day(last)
    first -= timedelta(days=first.weekday())
    aim, thresholds = aim_of(standard.model), rules.model.thresholds()
    weeks, fresh = weeks_of(db, standard.document_id, first, last)
    gathered = gather(together(weeks), aim.measure, picked=picked_strata(db))
    fingerprint = gathered.fingerprint(aim, thresholds)
    before = {scope: latest(db, standard.document_id, scope) for scope in SCOPES}
    wanted = tuple(
        scope
        for scope in SCOPES
        if scope in scopes and (before[scope] is None or not _same(before[scope], fingerprint))
    )
    reckoned = Reckoned(standard, rules, first, last, gathered, fingerprint, tuple(fresh))
    if not wanted:
        return reckoned
    fit = None if PEOPLE in wanted else _usable_fit(before.values(), gathered, aim, thresholds)
    said = diagnose(gathered.tallies, aim, thresholds, hyper=fit)
    figures = {
        **said.figures,
        "totals": gathered.totals(),
        "left_out": dict(gathered.left_out),
        "readings": rules.model.readings,
        "needed": [said.units.needed, said.units.needed_most],
        "fitted": _fitted(gathered, aim, last) if fit is None else fit["fitted"],
    }
    found = findings(said, gathered, aim, readings=rules.model.readings)
    return replace(reckoned, scopes=wanted, result=Result(said, found, figures, is_fitted=fit is None))


def keep(db: Session, reckoned: Reckoned, *, now: datetime) -> list[Diagnosis]:
    """Keep what a review found, in a short transaction; returns the diagnoses that are new or written anew.

    Sums are kept even where they say nothing new; those of weeks before the window go.
    """
    standard_id = reckoned.standard.document_id
    for week in reckoned.weeks:
        db.merge(week.row_for(standard_id))
    old = WeekOfCells.week < week_of(reckoned.first) - _MORE_WEEKS
    db.execute(delete(WeekOfCells).where(WeekOfCells.standard_id == standard_id, old))
    kept = []
    for scope in reckoned.scopes if reckoned.result else ():
        before = latest(db, standard_id, scope)
        if not _same(before, reckoned.fingerprint):  # unless somebody else was faster
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


def _same(diagnosis: Diagnosis | None, fingerprint: str) -> bool:
    return diagnosis is not None and diagnosis.fingerprint == fingerprint


def _usable_fit(
    before: Collection[Diagnosis | None], gathered: Gathered, aim: Aim, thresholds: Thresholds
) -> Mapping[str, Any] | None:
    """The figures of the newest review whose hyperparameters still fit, None where they have to be fitted anew."""
    for one in sorted((one for one in before if one), key=lambda one: one.made_at, reverse=True):
        fitted = one.figures.get("fitted")
        if one.model != MODEL or not fitted or fitted["aim"] != _aim_as_json(aim) or "tau" not in one.figures:
            continue
        now = _fitted(gathered, aim, one.last)
        least = thresholds.gaps(aim.measure)[0]
        if aim.measure is Measure.COUNT:
            least *= abs(aim.target) or 1.0
        elif aim.measure is Measure.MEAN:
            least *= now["deviation"] or 1.0
        return None if has_moved(fitted, now, least=least) else one.figures
    return None


def _fitted(gathered: Gathered, aim: Aim, on: date) -> dict[str, Any]:
    """What figures the hyperparameters were fitted to, by which a later review sees whether they still fit."""
    tallies = gathered.tallies
    n, below = tallies.n.sum(), (tallies.exposure if aim.measure is Measure.COUNT else tallies.n).sum()
    raw = float(tallies.amount.sum() / below) if below else 0.0
    spread = float(tallies.squares.sum() / n) - raw**2 if aim.measure is Measure.MEAN and n else 0.0
    return {
        "on": on.isoformat(),
        "aim": _aim_as_json(aim),
        "n": float(n),
        "raw": raw,
        "deviation": sqrt(max(spread, 0.0)),
        "teams": tallies.teams,
        "units": tallies.units,
    }


def _aim_as_json(aim: Aim) -> list[Any]:
    return [aim.measure.value, aim.target, aim.higher_is_worse]


def _keep(db: Session, reckoned: Reckoned, scope: str, before: Diagnosis | None, now: datetime) -> Diagnosis:
    """Write one diagnosis with its findings: in the place of one of teams that says the same, else as a new one."""
    found = _result(reckoned).found
    since = {} if before is None or before.last > reckoned.last else _since(db, before)
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
        "remarks": [one.value for one in result.said.remarks],
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
    key = one.team_id, one.person_id, one.verdict
    more = {"diagnosis_id": diagnosis_id, "since": since.get(key, last)}
    return {**asdict(one), **more, "expires_on": None if one.person_id is None else expires}


def _since(db: Session, before: Diagnosis) -> Mapping[Any, date]:
    """From when each team and person has had its verdict, by team, person and verdict."""
    columns = Finding.team_id, Finding.person_id, Finding.verdict, Finding.since
    rows = db.execute(select(*columns).where(Finding.diagnosis_id == before.id))
    return {(team, person, verdict): day for team, person, verdict, day in rows}


def _says_the_same(db: Session, before: Diagnosis, found: Findings) -> bool:
    """Whether the whole and each team have the verdict that they had."""
    of_teams = Finding.diagnosis_id == before.id, Finding.person_id.is_(None)
    then = dict(db.execute(select(Finding.team_id, Finding.verdict).where(*of_teams)).all())
    now = {one.team_id: one.verdict for one in found.teams if one.team_id is not None}
    return (before.verdict, then) == (found.verdict.value, now)
