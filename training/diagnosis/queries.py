"""What reviews found, for whoever acts on it: the last word of each standard, its teams, a person, weeks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.diagnosis.files import SHORTEST, ReviewRules
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries_weeks import first_week
from training.diagnosis.rules_weeks import monday_of, weeks_between
from training.metrics.models import Cell
from training.metrics.queries_cells import Sums
from training.people.models import Team

TEAMS, PEOPLE = "teams", "people"
"""The scopes of a diagnosis."""


@dataclass(frozen=True)
class TeamFound:
    """What a diagnosis says of one team. `path` is as in `Team.path`."""

    team_id: int
    name: str
    path: str
    finding: Finding


def latest(db: Session, standard_id: int, scope: str = TEAMS) -> Diagnosis | None:
    """The last word on a standard, None where it was never reviewed."""
    query = select(Diagnosis).where(Diagnosis.standard_id == standard_id, Diagnosis.scope == scope, Diagnosis.stands)
    return db.scalars(query).first()


def latest_of_all(db: Session, scope: str = TEAMS) -> Mapping[int, Diagnosis]:
    """The last word on each standard, by the id of the standard."""
    found = db.scalars(select(Diagnosis).where(Diagnosis.scope == scope, Diagnosis.stands))
    return {one.standard_id: one for one in found}


def teams_of(db: Session, diagnosis: Diagnosis, *, team_paths: Collection[str] | None = None) -> list[TeamFound]:
    """The teams of a diagnosis by name; those below some paths of the tree only, if asked."""
    query = (
        select(Finding, Team)
        .join(Team, Team.id == Finding.team_id)
        .where(Finding.diagnosis_id == diagnosis.id, Finding.person_id.is_(None))
        .order_by(Team.name, Team.id)
    )
    if team_paths is not None:
        query = query.where(or_(*(Team.path.startswith(path, autoescape=True) for path in team_paths)))
    return [TeamFound(team.id, team.name, team.path, finding) for finding, team in db.execute(query)]


def finding_of_team(db: Session, diagnosis: Diagnosis, team_id: int) -> Finding | None:
    """What a diagnosis says of one team."""
    query = select(Finding).where(Finding.diagnosis_id == diagnosis.id, Finding.team_id == team_id)
    return db.scalars(query.where(Finding.person_id.is_(None))).first()


def people_of(db: Session, diagnosis: Diagnosis, *, today: date) -> Sequence[Finding]:
    """What a diagnosis of people says of each of them, as long as it is kept.

    Only they and their nearest leaders may read it: see `queries_whose`.
    """
    query = (
        select(Finding)
        .where(Finding.diagnosis_id == diagnosis.id, Finding.person_id.is_not(None), Finding.expires_on >= today)
        .order_by(Finding.team_id, Finding.person_id)
    )
    return db.scalars(query).all()


def findings_of_person(db: Session, person_id: int, *, today: date) -> Sequence[tuple[Diagnosis, Finding]]:
    """What reviews say of one person, standard by standard, as long as it is kept; two of one who changed teams."""
    query = (
        select(Diagnosis, Finding)
        .join(Finding, Finding.diagnosis_id == Diagnosis.id)
        .where(Finding.person_id == person_id, Finding.expires_on >= today, Diagnosis.stands)
        .order_by(Diagnosis.standard_id, Finding.team_id)
    )
    return [(diagnosis, finding) for diagnosis, finding in db.execute(query)]


def finding_of_person(db: Session, person_id: int, standard_id: int, *, today: date) -> Finding | None:
    """What the last review of people says of one person; of several teams the one with most readings."""
    found = [
        finding
        for diagnosis, finding in findings_of_person(db, person_id, today=today)
        if diagnosis.standard_id == standard_id
    ]
    return max(found, key=lambda one: one.n, default=None)


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


@dataclass(frozen=True)
class Week:
    """What the readings of some teams add up to in one week. `has_ended` is False for one that is not over."""

    monday: date
    sums: Sums
    has_ended: bool


def weekly(
    db: Session,
    standard_id: int,
    first: date,
    last: date,
    *,
    team_ids: Collection[int] | None = None,
    but_strata: Collection[int] = (),
) -> list[Week]:
    """Each week that has a day from `first` to `last`, those without readings too; of some teams only, if asked.

    Weeks are whole: the first begins on its Monday. The last ends on `last`. From cells and not from the sums that
    reviews keep, because a chart goes farther back: half a year of 10,000 people is added up in less than a second.
    """
    weeks = weeks_between(first, last)
    week = (Cell.day - 1) // 7
    counted = (func.sum(Cell.n), func.sum(Cell.missed), func.sum(Cell.total), func.sum(Cell.exposure))
    query = (
        select(week, *counted, func.count(func.nullif(Cell.person_id, 0).distinct()))
        .where(Cell.standard_id == standard_id, Cell.stratum_id.not_in(but_strata))
        .group_by(week)
    )
    begin, end = monday_of(weeks.start).toordinal(), last.toordinal()
    if team_ids is None:
        query = query.where(Cell.day.between(begin, end))
    else:
        # Day by day the key of the table leads straight to a team; a span of days would be read as a whole.
        query = query.where(Cell.day.in_(range(begin, end + 1)), Cell.team_id.in_(team_ids))
    found = {row[0]: Sums(*(int(value or 0) for value in row[1:])) for row in db.execute(query)}
    return [
        Week(monday_of(one), found.get(one, Sums()), monday_of(one + 1) - timedelta(days=1) <= last) for one in weeks
    ]
