"""What stands beside the finding of one standard: pictures, what is missed most, what people know, what drifts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.permissions import Actor
from training.diagnosis.pictures import Drawn, chart_of, funnel_of, run_of
from training.diagnosis.queries_failing import CauseFound, Failing, complaint_causes, failing_items, steps_held
from training.diagnosis.queries_guards import Guard, guards_of
from training.diagnosis.queries_knowledge import knowledge_of
from training.diagnosis.queries_review import PeopleFound, Reviewed, people_found, to_look_at
from training.diagnosis.queries_sums import Dot, Measured, by_day, measured
from training.diagnosis.rules_drift import Drift, base_of, drift
from training.diagnosis.rules_knowledge import Quadrant, quadrant
from training.diagnosis.rules_tallies import aim_of
from training.metrics.queries_cells import FEW, Window
from training.standards.files_standard import Standard

MOST_PEOPLE = 300
"""More dots than these are no picture, and more people no group that a page looks into: choose a team."""


@dataclass(frozen=True)
class Beside:
    """All of it; what there is too little for is None or empty. `people` is how many were measured in these teams."""

    people: int = 0
    funnel: Drawn | None = None
    run: Drawn | None = None
    drift: Drift | None = None
    failing: Sequence[Failing] = ()
    causes: Sequence[CauseFound] = ()
    quadrant: Quadrant | None = None
    guards: Sequence[Guard] = ()
    look_at: Sequence[int] = field(default=())

    @property
    def is_crowded(self) -> bool:
        return self.people > MOST_PEOPLE


def beside(db: Session, actor: Actor, found: Reviewed, path: str, *, today: date) -> Beside:
    """What stands beside a finding, of the teams that are told of; nothing before the first review."""
    if found.diagnosis is None or not found.told:
        return Beside()
    edition, standard = found.edition, found.standard
    window = Window(found.diagnosis.first, found.diagnosis.last)
    team_ids = [team.team_id for team in found.told]
    counted = measured(db, edition.document_id, standard, window, team_ids)
    steps = steps_held(db, edition.slug)
    return Beside(
        people=counted.people,
        funnel=_funnel(standard, counted),
        run=run_of(standard, counted.by_week),
        drift=None if counted.people > MOST_PEOPLE else _drift(db, edition, window, team_ids),
        failing=failing_items(db, edition.slug, steps, window, team_ids),
        causes=complaint_causes(db, edition.slug, steps, window, team_ids),
        quadrant=_quadrant(db, edition, counted, today),
        guards=guards_of(db, actor, edition.slug, window),
        look_at=to_look_at(db, actor, edition, path, today=today),
    )


def _funnel(standard: Standard, counted: Measured) -> Drawn | None:
    """People as dots without names; teams where people are too many."""
    people = [one for _team, one in counted.compared]
    if len(people) <= MOST_PEOPLE:
        return funnel_of(standard, people)
    teams = [
        Dot(
            *(sum(getattr(one, name) for one in some.values()) for name in ("amount", "size", "squares", "people", "n"))
        )
        for some in counted.by_team.values()
        if len(some) >= FEW
    ]
    return funnel_of(standard, teams, of_teams=True)


def _drift(db: Session, edition: Edition, window: Window, team_ids: Sequence[int]) -> Drift | None:
    days = by_day(db, edition.document_id, edition.model, window, team_ids)
    if not days:
        return None
    # A mean of a day is one value, whatever it is of; a share knows how many readings it has.
    sizes = [1.0 if edition.model.measure == "mean" else one.size for one in days.values()]
    later = range(base_of(len(days)), len(days))
    return drift(list(days), sizes, chart_of(edition.model, list(days.values()), leave_out=later))


def _quadrant(db: Session, edition: Edition, counted: Measured, today: date) -> Quadrant | None:
    """How many know and do; None where it is of fewer than five people, or of more than a page looks into."""
    people = counted.person_ids
    if not edition.model.skills or not FEW <= len(people) <= MOST_PEOPLE:
        return None
    found: PeopleFound | None = people_found(db, edition, people, aim_of(edition.model).target)
    if found is None or len(found.keeps) < FEW:
        return None
    known = knowledge_of(db, found.keeps.keys(), edition.model, today=today)
    placed = quadrant((known[person_id].knows, keeps) for person_id, keeps in found.keeps.items())
    return placed if placed.placed >= FEW else None
