"""Who leads whom: the leaders of teams, and those who are nearest above somebody."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from training.people.models import Delegation, Grant, Person, TeamLeader

Leaders = Mapping[int, frozenset[int]]
"""The leaders of teams by the id of the team."""


def leaders_by_team(db: Session) -> Leaders:
    """Who leads each team."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for team_id, person_id in db.execute(select(TeamLeader.team_id, TeamLeader.person_id)):
        found[team_id].add(person_id)
    return {team_id: frozenset(people) for team_id, people in found.items()}


def nearest(path: str, leaders: Leaders, *, but: int | None = None) -> frozenset[int]:
    """The leaders of the team with this path, or of the first one above it that has others than `but`."""
    for team_id in reversed(path.strip("/").split("/")):
        if others := leaders.get(int(team_id), frozenset()) - {but}:
            return others
    return frozenset()


def leads_anybody(people: BindParameter[Any]) -> ColumnElement[bool]:
    """Whether any of some people leads a team or is somebody's manager, as a condition."""
    return or_(exists().where(TeamLeader.person_id.in_(people)), exists().where(Person.manager_id.in_(people)))


def holds_anything(people: BindParameter[Any]) -> ColumnElement[bool]:
    """Whether any of some people holds a grant or ever stood in for somebody, as a condition."""
    return or_(exists().where(Grant.person_id.in_(people)), exists().where(Delegation.delegate_id.in_(people)))
