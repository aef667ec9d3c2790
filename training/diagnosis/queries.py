"""What reviews found, for whoever acts on it: the last word on each standard, its teams, a person; and who is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.diagnosis.files import SHORTEST, ReviewRules
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries_weeks import first_week
from training.diagnosis.rules_weeks import monday_of
from training.people.models import Team

TEAMS, PEOPLE = "teams", "people"
"""The scopes of a diagnosis."""


@dataclass(frozen=True)
class TeamFound:
    """What a diagnosis says of one team."""

    team_id: int
    name: str
    finding: Finding


def latest(db: Session, standard_id: int, scope: str = TEAMS) -> Diagnosis | None:
    """The last word on a standard, None where it was never reviewed."""
    query = select(Diagnosis).where(Diagnosis.standard_id == standard_id, Diagnosis.scope == scope, Diagnosis.stands)
    return db.scalars(query).first()


def latest_of_all(db: Session, scope: str = TEAMS) -> Mapping[int, Diagnosis]:
    """The last word on each standard, by the id of the standard."""
    found = db.scalars(select(Diagnosis).where(Diagnosis.scope == scope, Diagnosis.stands))
    return {one.standard_id: one for one in found}


def teams_of(db: Session, diagnosis: Diagnosis) -> list[TeamFound]:
    """The teams of a diagnosis by name."""
    query = (
        select(Finding, Team)
        .join(Team, Team.id == Finding.team_id)
        .where(Finding.diagnosis_id == diagnosis.id, Finding.person_id.is_(None))
        .order_by(Team.name, Team.id)
    )
    return [TeamFound(team.id, team.name, finding) for finding, team in db.execute(query)]


def findings_of_person(db: Session, person_id: int, *, today: date) -> Sequence[tuple[Diagnosis, Finding]]:
    """What reviews say of one person, standard by standard, as long as it is kept; two of one who changed teams.

    Only they and their nearest leaders may read it: see `queries_whose`.
    """
    query = (
        select(Diagnosis, Finding)
        .join(Finding, Finding.diagnosis_id == Diagnosis.id)
        .where(Finding.person_id == person_id, Finding.expires_on >= today, Diagnosis.stands)
        .order_by(Diagnosis.standard_id, Finding.team_id)
    )
    return [(diagnosis, finding) for diagnosis, finding in db.execute(query)]


def next_look_at_people(db: Session, standard_id: int, rules: ReviewRules) -> date | None:
    """On which day single people are looked at again, None where they never were."""
    last = latest(db, standard_id, PEOPLE)
    return None if last is None else rules.people.after(last.last)


def people_are_due(db: Session, standard_id: int, rules: ReviewRules, *, today: date) -> bool:
    """Whether single people are to be looked at today: at the rhythm, and first when there are readings for a while."""
    next_look = next_look_at_people(db, standard_id, rules)
    if next_look is not None:
        return next_look <= today
    week = first_week(db, standard_id)
    return week is not None and monday_of(week) + timedelta(days=SHORTEST) <= today
