"""Reckoning a diagnosis again, from the cells as they are now and everything else as it was then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.queries import edition
from training.core.web import NotFound
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries_weeks import picked_strata, weeks_of
from training.diagnosis.rules_findings import findings
from training.diagnosis.rules_tallies import aim_of, gather
from training.diagnosis.rules_weeks import together
from training.method.diagnosis import diagnose
from training.method.settings import MODEL, Thresholds


@dataclass(frozen=True)
class Again:
    """A diagnosis, and what comes of the same window today with its thresholds and hyperparameters.

    `same_cells` and `same_model` say whether what it rests on is as it was, `differing` how many teams have another
    verdict or another likely level. All of it together: `is_same`. `totals` of then and now are n and amount by team
    and stratum.
    """

    diagnosis: Diagnosis
    slug: str
    same_cells: bool
    same_model: bool
    verdict: str
    n: int
    differing: int

    @property
    def is_same(self) -> bool:
        return self.same_cells and self.same_model and not self.differing and self.verdict == self.diagnosis.verdict


def reckon_again(db: Session, diagnosis_id: int) -> Again:
    """Reckon a diagnosis again. Raises NotFound."""
    then = db.get(Diagnosis, diagnosis_id)
    if then is None:
        raise NotFound
    standard = edition(db, then.version_id)
    aim, thresholds = aim_of(standard.model), thresholds_of(then.figures)
    weeks, _fresh = weeks_of(db, then.standard_id, then.first, then.last)
    gathered = gather(together(weeks), aim.measure, picked=picked_strata(db), weeks=weeks)
    now = diagnose(gathered.tallies, aim, thresholds, hyper=then.figures)
    found = findings(now, gathered, aim, readings=int(then.figures["readings"]))
    query = select(Finding).where(Finding.diagnosis_id == then.id, Finding.person_id.is_(None))
    kept = {one.team_id: one for one in db.scalars(query)}
    teams = {one.team_id: one for one in found.teams if one.team_id is not None}
    differing = len(set(kept) ^ set(teams)) + sum(
        kept[team].verdict != one.verdict or abs(kept[team].likely - one.likely) > 1e-6 * max(1.0, abs(one.likely))
        for team, one in teams.items()
        if team in kept
    )
    return Again(
        diagnosis=then,
        slug=standard.slug,
        same_cells=gathered.fingerprint(aim, thresholds) == then.fingerprint,
        same_model=then.model == MODEL,
        verdict=found.verdict.value,
        n=gathered.readings,
        differing=differing,
    )


def thresholds_of(figures: Mapping[str, Any]) -> Thresholds:
    """The thresholds that a diagnosis was made with."""
    known = Thresholds().as_json()
    return Thresholds(**{name: float(value) for name, value in figures["thresholds"].items() if name in known})
