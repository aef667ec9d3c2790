"""From the secret in a browser to the actor behind it, in one query."""

import hashlib
from datetime import date, datetime, timedelta

from sqlalchemy import Subquery, exists, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from training.accounts.models import Account, Visit
from training.core.permissions import WHOLE_SITE, Actor, Held, PermissionSet
from training.people.models import Delegation, Grant, Person, Team, TeamLeader, initials_of

IDLE_LIMIT = timedelta(days=14)  # a visit ends when nobody has come by for so long


def hashed(secret: str) -> str:
    """What is kept of a secret that is long and random, so that a plain hash suffices."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of_visit(db: Session, secret: str, *, now: datetime, today: date) -> tuple[Actor, datetime] | None:
    """The actor behind a visit's secret and when the visit was last seen; None when it has ended.

    One query, since every page asks: a row for each set that the person holds, through a grant, as a leader, or in
    somebody's stead.
    """
    report = aliased(Person)
    granted = _in_force(today)
    query = (
        select(
            Visit.id.label("visit_id"),
            Visit.seen_at,
            Visit.account_id,
            Person.id.label("person_id"),
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
            Person.language,
            exists().where(report.manager_id == Person.id).label("leads_people"),
            granted.c.permission_set,
            granted.c.path,
        )
        .select_from(Visit)
        .join(Account, Account.id == Visit.account_id)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(granted, granted.c.person_id == Person.id)
        .where(
            Visit.secret_hash == hashed(secret),
            Visit.ended_at.is_(None),
            Visit.ends_at > now,
            Visit.seen_at > now - IDLE_LIMIT,
            Account.disabled_at.is_(None),
            or_(Person.left_on.is_(None), Person.left_on >= today),
        )
    )
    rows = db.execute(query).all()
    if not rows:
        return None
    first = rows[0]
    called = first.preferred_name or first.given_name
    actor = Actor(
        person_id=first.person_id,
        account_id=first.account_id,
        session_id=first.visit_id,
        display_name=f"{called} {first.family_name}".strip(),
        initials=initials_of(called, first.family_name),
        language=first.language,
        leads_people=first.leads_people,
        held=tuple(
            Held(PermissionSet(row.permission_set), row.path or WHOLE_SITE) for row in rows if row.permission_set
        ),
    )
    return actor, first.seen_at


def _in_force(day: date) -> Subquery:
    """(person_id, permission_set, path) on a day: grants, teams led, and teams led by those one stands in for."""
    manager = literal(PermissionSet.TEAM_MANAGER.value).label("permission_set")
    granted = (
        select(
            Grant.person_id.label("person_id"), Grant.permission_set.label("permission_set"), Team.path.label("path")
        )
        .outerjoin(Team, Team.id == Grant.team_id)
        .where(or_(Grant.until_on.is_(None), Grant.until_on >= day))
    )
    led = select(TeamLeader.person_id, manager, Team.path).join(Team, Team.id == TeamLeader.team_id)
    in_stead = (
        select(Delegation.delegate_id, manager, Team.path)
        .join(TeamLeader, TeamLeader.person_id == Delegation.person_id)
        .join(Team, Team.id == TeamLeader.team_id)
        .where(Delegation.from_on <= day, Delegation.until_on >= day)
    )
    return union_all(granted, led, in_stead).subquery("in_force")
