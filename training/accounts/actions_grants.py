"""Permissions given and withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.accounts.queries_grants import somebody_administers
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import WHOLE_SITE, Actor, Held, Permission, PermissionSet
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Grant, Team
from training.people.queries import person_for, team_for
from training.people.rules_grants import covers


@dataclass(frozen=True)
class GrantWish:
    """A set to be held on a team's subtree, or on the whole site without a team, up to and including a day."""

    permission_set: PermissionSet
    team_id: int | None = None
    until_on: date | None = None


def give_grant(db: Session, actor: Actor, person_id: int, wish: GrantWish, *, now: datetime, today: date) -> Grant:
    """Let somebody hold a set. Raises Problems when it is more than the actor holds, is over, or is held already."""
    person = person_for(db, actor, person_id, Permission.GRANT_WRITE)
    path = WHOLE_SITE if wish.team_id is None else team_for(db, actor, wish.team_id, Permission.GRANT_WRITE).path
    if not covers(actor, [Held(wish.permission_set, path)]):
        raise Problems([Problem("permission_set", None, _("You can hand on only what you hold there yourself."))])
    if wish.until_on is not None and wish.until_on < today:
        raise Problems([Problem("until_on", None, _("This day is over."), _("Choose today or a later day."))])
    same = select(Grant.id).where(
        Grant.person_id == person.id,
        Grant.permission_set == wish.permission_set,
        Grant.team_id.is_(None) if wish.team_id is None else Grant.team_id == wish.team_id,
        or_(Grant.until_on.is_(None), Grant.until_on >= (wish.until_on or date.max)),
    )
    if db.scalar(same.limit(1)) is not None:
        raise Problems([Problem("permission_set", None, _("%(name)s holds this already.", name=person.full_name))])
    return keep_grant(
        db,
        person.id,
        wish.permission_set,
        team_id=wish.team_id,
        until_on=wish.until_on,
        actor_id=actor.person_id,
        now=now,
    )


def keep_grant(
    db: Session,
    person_id: int,
    permission_set: PermissionSet,
    *,
    team_id: int | None = None,
    until_on: date | None = None,
    actor_id: int | None,
    now: datetime,
) -> Grant:
    """Write a grant down. The caller has seen to it that it may be given."""
    grant = Grant(person_id=person_id, permission_set=permission_set.value, team_id=team_id, until_on=until_on)
    db.add(grant)
    db.flush()
    ledger.record(db, "grant.given", at=now, actor_id=actor_id, subject_id=person_id, payload=_said(grant))
    return grant


def withdraw_grant(db: Session, actor: Actor, person_id: int, grant_id: int, *, now: datetime) -> None:
    """Take a set away. Raises Problems when it is more than the actor holds, or the last administrator's."""
    person = person_for(db, actor, person_id, Permission.GRANT_WRITE)
    grant = db.get(Grant, grant_id)
    if grant is None or grant.person_id != person.id:
        raise NotFound
    path = WHOLE_SITE if grant.team_id is None else db.get_one(Team, grant.team_id).path
    if not covers(actor, [Held(PermissionSet(grant.permission_set), path)]):
        raise Problems([Problem("grant", None, _("You can withdraw only what you hold there yourself."))])
    if _is_lasting_administrator(grant) and not somebody_administers(db, but_grant=grant.id):
        message = _("This is the last administrator.")
        raise Problems(
            [Problem("grant", None, message, _("Make somebody else administrator of the whole site first."))]
        )
    db.delete(grant)
    ledger.record(db, "grant.withdrawn", at=now, actor_id=actor.person_id, subject_id=person.id, payload=_said(grant))


def _is_lasting_administrator(grant: Grant) -> bool:
    return (grant.permission_set, grant.team_id, grant.until_on) == (PermissionSet.ADMINISTRATOR, None, None)


def _said(grant: Grant) -> dict[str, object]:
    until = grant.until_on.isoformat() if grant.until_on else None
    return {"grant": grant.id, "set": grant.permission_set, "team": grant.team_id, "until": until}
