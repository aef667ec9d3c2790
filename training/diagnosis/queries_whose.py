"""Whose figures somebody may see: their own, and those of the people to whom they are the nearest leader."""

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person, Team, TeamLeader


def led_nearest(actor: Actor) -> ColumnElement[bool]:
    """The people whose manager the actor is, or whose nearest leader; never themselves.

    Permissions play no part: an auditor, an administrator, a leader further up or a stand-in sees how teams do, and no
    single person. As in `people.queries_leading.nearest`, nobody is their own leader.
    """
    if actor.person_id is None:
        return false()
    lead, nearer_lead = aliased(TeamLeader), aliased(TeamLeader)
    home, mine, nearer = aliased(Team), aliased(Team), aliased(Team)
    nearer_leader = exists().where(
        nearer_lead.team_id == nearer.id,
        nearer_lead.person_id != Person.id,
        home.path.startswith(nearer.path),
        nearer.path.startswith(mine.path),
        nearer.path != mine.path,
    )
    leads = exists().where(
        lead.person_id == actor.person_id,
        lead.team_id == mine.id,
        home.id == Person.team_id,
        home.path.startswith(mine.path),
        ~nearer_leader.correlate(Person, home, mine),
    )
    return or_(Person.manager_id == actor.person_id, leads) & (Person.id != actor.person_id)


def teams_led_nearest(actor: Actor) -> ColumnElement[bool]:
    """The teams of which the actor is the nearest leader, as a condition on `Team`. Permissions play no part here."""
    if actor.person_id is None:
        return false()
    lead, nearer_lead = aliased(TeamLeader), aliased(TeamLeader)
    mine, nearer = aliased(Team), aliased(Team)
    nearer_leader = exists().where(
        nearer_lead.team_id == nearer.id,
        Team.path.startswith(nearer.path),
        nearer.path.startswith(mine.path),
        nearer.path != mine.path,
    )
    return exists().where(
        lead.person_id == actor.person_id,
        lead.team_id == mine.id,
        Team.path.startswith(mine.path),
        ~nearer_leader.correlate(Team, mine),
    )


def seen_singly(actor: Actor) -> ColumnElement[bool]:
    """The people whose own figures and findings the actor may see: themselves, and those that they lead directly."""
    if actor.person_id is None:
        return false()
    return or_(Person.id == actor.person_id, led_nearest(actor))


def person_with_figures(db: Session, actor: Actor, person_id: int) -> Person:
    """Somebody whose own figures the actor may see. Raises NotFound otherwise.

    Who looks at another person's figures is to be written down: see `looking.note_this_look`.
    """
    query = select(Person).where(Person.id == person_id, seen_singly(actor)).options(joinedload(Person.team))
    person: Person | None = db.scalars(query).first()
    if person is None:
        raise NotFound
    return person
