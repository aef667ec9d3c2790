"""Who may do what where, through grants, by leading a team, or in a leader's stead."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import BindParameter, Select, Subquery, literal, not_, or_, select, union_all
from sqlalchemy.orm import Session

from training.core.permissions import WHOLE_SITE, Actor, Held, Permission, PermissionSet
from training.people.models import Delegation, Grant, Person, Team, TeamLeader
from training.people.queries import within
from training.people.rules_grants import covers

Day = date | BindParameter[date]


def held_on(day: date) -> Subquery:
    """(person_id, permission_set, path) on a day: grants, teams led, and teams led by those one stands in for."""
    return union_all(*ways_to_hold(day)).subquery("held")


def ways_to_hold(day: Day) -> Iterator[Select[int, str, str | None]]:
    """The three questions that `held_on` joins, for whoever asks them about one person."""
    manager = literal(PermissionSet.TEAM_MANAGER.value).label("permission_set")
    yield (
        select(
            Grant.person_id.label("person_id"), Grant.permission_set.label("permission_set"), Team.path.label("path")
        )
        .outerjoin(Team, Team.id == Grant.team_id)
        .where(or_(Grant.until_on.is_(None), Grant.until_on >= day))
    )
    yield select(TeamLeader.person_id, manager, Team.path).join(Team, Team.id == TeamLeader.team_id)
    yield (
        select(Delegation.delegate_id, manager, Team.path)
        .join(TeamLeader, TeamLeader.person_id == Delegation.person_id)
        .join(Team, Team.id == TeamLeader.team_id)
        .where(Delegation.from_on <= day, Delegation.until_on >= day)
    )


def held_of(permission_set: str, path: str | None) -> Held:
    """A row of `held_on`; a grant without a team holds everywhere."""
    return Held(PermissionSet(permission_set), path or WHOLE_SITE)


def above(db: Session, actor: Actor, person_ids: Collection[int], *, today: date) -> set[int]:
    """Those of these people who may do more than the actor. Whoever holds their code, or changes how they sign in,
    could become them."""
    held: dict[int, list[Held]] = defaultdict(list)
    sets = held_on(today)
    for row in db.execute(select(sets).where(sets.c.person_id.in_(person_ids))):
        held[row.person_id].append(held_of(row.permission_set, row.path))
    found = {person_id for person_id, theirs in held.items() if not covers(actor, theirs)}
    leading = select(Person.manager_id).join(Person.team).where(Person.manager_id.in_(person_ids))
    outside = or_(Person.left_on.is_(None), Person.left_on >= today) & not_(within(actor, Permission.PERSON_INVITE))
    found.update(manager_id for manager_id in db.scalars(leading.where(outside)) if manager_id is not None)
    return found - {actor.person_id}
