"""The roles that people hold and the teams they are in, and what both change about what is asked of them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Assignment
from training.certification.queries_programmes import Catalogue
from training.certification.rules_assignment import Because, Begin, Employment, End, Open, RoleHeld, reconcile
from training.people.models import Person, Role, RolePeriod, Team


def changes_of_assignments(
    db: Session, person_ids: Collection[int], catalogue: Catalogue
) -> dict[int, list[Begin | End]]:
    """What has to begin and to end so that open assignments fit the roles held on the catalogue's day, by person."""
    roles: defaultdict[int, list[RoleHeld]] = defaultdict(list)
    periods = (
        select(RolePeriod.person_id, RolePeriod.role_id, Role.slug, RolePeriod.from_on, RolePeriod.until_on)
        .join(Role, Role.id == RolePeriod.role_id)
        .where(RolePeriod.person_id.in_(person_ids))
    )
    for person_id, role_id, slug, from_on, until_on in db.execute(periods):
        roles[person_id].append(RoleHeld(role_id, slug, from_on, until_on))
    opened: defaultdict[int, list[Open]] = defaultdict(list)
    assignments = select(
        Assignment.person_id, Assignment.id, Assignment.document_id, Assignment.start_on, Assignment.because
    ).where(Assignment.person_id.in_(person_ids), Assignment.ended_on.is_(None))
    for person_id, assignment_id, document_id, start_on, because in db.execute(assignments):
        by_hand = because == Because.HAND.value
        opened[person_id].append(Open(assignment_id, document_id, start_on, by_hand=by_hand))
    offers = catalogue.offers
    people = (
        select(Person.id, Team.path, Person.hired_on, Person.left_on)
        .join(Team, Team.id == Person.team_id)
        .where(Person.id.in_(person_ids))
    )
    found = {
        person_id: reconcile(
            roles[person_id],
            opened[person_id],
            offers,
            employment=Employment(team, hired_on, left_on),
            today=catalogue.day,
        )
        for person_id, team, hired_on, left_on in db.execute(people)
    }
    return {person_id: changes for person_id, changes in found.items() if changes}
