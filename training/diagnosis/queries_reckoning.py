"""Reckoning a review: from sums of cells to what is said of a standard, without writing anything."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.diagnosis.models import Diagnosis
from training.diagnosis.queries import PEOPLE, TEAMS, latest
from training.diagnosis.queries_rules import RulesNow, rules_now
from training.diagnosis.queries_weeks import FreshWeek, picked_strata, weeks_of
from training.diagnosis.rules_findings import Findings, findings, has_moved
from training.diagnosis.rules_tallies import Gathered, aim_of, gather
from training.diagnosis.rules_weeks import together
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
    gathered = gather(together(weeks), aim.measure, picked=picked_strata(db), weeks=weeks)
    fingerprint = gathered.fingerprint(aim, thresholds)
    before = {scope: latest(db, standard.document_id, scope) for scope in SCOPES}
    wanted = tuple(
        scope
        for scope in SCOPES
        if scope in scopes and (before[scope] is None or not is_same(before[scope], fingerprint))
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


def is_same(diagnosis: Diagnosis | None, fingerprint: str) -> bool:
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
