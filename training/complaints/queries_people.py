"""Who leads whom as far as complaints go: to whom one may be handed, and who hears of what."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint
from training.core.permissions import Actor, Permission
from training.people.models import Person, Team, TeamLeader
from training.people.queries import status_on, within_teams
from training.people.queries_leading import leaders_by_team, nearest


def names_of(db: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """What people are called, by their ids."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {person.id: person.full_name for person in db.scalars(select(Person).where(Person.id.in_(wanted)))}


def may_be_given(
    db: Session, actor: Actor, complaint: Complaint, *, writes: bool, today: date
) -> list[tuple[int, str]]:
    """Those to whom a complaint may be handed over, by name: the nearest leaders above its team.

    Whoever `writes` may give it to anybody of that team as well, and to the leaders of their other teams.
    """
    path = db.scalar(select(Team.path).where(Team.id == complaint.team_id)) or ""
    allowed: ColumnElement[bool] = Person.id.in_(nearest(path, leaders_by_team(db), but=complaint.owner_id))
    if writes:
        teams = select(Team.id).where(within_teams(actor, Permission.COMPLAINT_WRITE))
        leading = select(TeamLeader.person_id).where(TeamLeader.team_id.in_(teams))
        allowed = or_(allowed, Person.team_id == complaint.team_id, Person.id.in_(leading))
    query = select(Person).where(allowed, status_on(today) == "active", Person.id.is_distinct_from(complaint.owner_id))
    people = db.scalars(query.order_by(Person.family_name, Person.given_name, Person.id))
    return [(person.id, person.full_name) for person in people]
