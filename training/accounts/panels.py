"""What a person's page shows about their account."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.accounts.queries import account_of
from training.accounts.queries_people import code_until
from training.core.permissions import Actor, Permission
from training.people.models import Person


def account_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:
    """Whether a person can sign in, and what the actor may do about it; empty for whoever may do nothing."""
    path = person.team.path
    may_invite = actor.may(Permission.PERSON_INVITE, path) or (
        person.manager_id is not None and person.manager_id == actor.person_id
    )
    may_write, may_grant = actor.may(Permission.PERSON_WRITE, path), actor.may(Permission.GRANT_WRITE, path)
    if not (may_invite or may_write or may_grant):
        return Markup()
    account = account_of(db, person.id)
    page = render_template(
        "accounts/panel.html",
        person=person,
        is_open=account is not None and account.passphrase_hash is not None,
        is_closed=account is not None and account.disabled_at is not None,
        is_me=person.id == actor.person_id,
        code_until=code_until(db, person.id, now=now),
        may_invite=may_invite,
        may_write=may_write,
        may_grant=may_grant,
    )
    return Markup(page)  # noqa: S704 -- a rendered template
