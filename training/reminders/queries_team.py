"""The organisation of a day in four queries: who looks after whom."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.people.models import Delegation, Person, Team, TeamLeader
from training.people.queries import status_on
from training.reminders.rules_chain import Chain, Member


def chain_on(db: Session, day: date) -> Chain:
    """Everybody who has not left, and who looks after them on a day of the site."""
    paths = {
        team_id: tuple(int(step) for step in reversed(path.strip("/").split("/")) if step.isdecimal())
        for team_id, path in db.execute(select(Team.id, Team.path))
    }
    status = status_on(day)
    people = select(Person.id, Person.manager_id, Person.team_id, status).where(status != "left")
    members = {
        person_id: Member(manager_id, paths.get(team_id, ()), state)
        for person_id, manager_id, team_id, state in db.execute(people)
    }
    leaders: defaultdict[int, list[int]] = defaultdict(list)
    leading = select(TeamLeader.team_id, TeamLeader.person_id).order_by(TeamLeader.person_id)
    for team_id, person_id in db.execute(leading):
        leaders[team_id].append(person_id)
    stand_ins: defaultdict[int, list[int]] = defaultdict(list)
    standing_in = select(Delegation.person_id, Delegation.delegate_id).where(
        Delegation.from_on <= day, Delegation.until_on >= day
    )
    for person_id, delegate_id in db.execute(standing_in):
        stand_ins[person_id].append(delegate_id)
    return Chain(members, leaders, stand_ins)
