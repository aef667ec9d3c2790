"""Lists of customers who have gone silent: bringing them in, asking one of them, and leaving them in peace."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.feedback import rules
from training.feedback.actions import form_that_asks, once_for, secret_key, url_of
from training.feedback.models import FeedbackAddress, OutreachCustomer, OutreachRefusal
from training.feedback.queries_outreach import customer_for, draft_for
from training.feedback.rules import Sort
from training.feedback.rules_outreach import Line
from training.people.queries import team_for

KEPT_FOR = timedelta(days=365)
"""How long somebody stays on a list without being seen there again."""


def keep_draft(db: Session, actor: Actor, team_id: int, lines: list[Line], *, now: datetime, today: date) -> str:
    """Keep what a file holds until its sender says yes; returns the key of the draft. Raises NotFound."""
    team, draft = team_for(db, actor, team_id, Permission.FEEDBACK_WRITE), secrets.token_hex(8)
    db.add_all(
        OutreachCustomer(
            team_id=team.id,
            name=line.name,
            contact=line.contact,
            last_seen_on=line.last_seen_on,
            added_at=now,
            added_by_id=actor.person_id,
            until_on=today + KEPT_FOR,
            draft=draft,
        )
        for line in lines
    )
    db.flush()
    return draft


def confirm(db: Session, actor: Actor, draft: str, *, now: datetime) -> int:
    """Put a draft on its team's list; whoever is there already keeps their place with the later day. How many in all.

    Whoever wants to be asked no more is left out. Raises NotFound.
    """
    rows = draft_for(db, actor, draft)
    key = secret_key()
    refused = set(
        db.scalars(
            select(OutreachRefusal.mark).where(
                OutreachRefusal.mark.in_([rules.contact_mark(key, row.contact) for row in rows])
            )
        )
    )
    known_rows = select(OutreachCustomer).where(
        OutreachCustomer.team_id == rows[0].team_id,
        OutreachCustomer.draft.is_(None),
        OutreachCustomer.contact.in_([row.contact for row in rows]),
    )
    known = {row.contact: row for row in db.scalars(known_rows)}
    kept = 0
    for row in rows:
        before = known.get(row.contact)
        if rules.contact_mark(key, row.contact) in refused:
            db.delete(row)
            continue
        kept += 1
        if before is None:
            row.draft = None
            continue
        seen = [day for day in (before.last_seen_on, row.last_seen_on) if day is not None]
        before.last_seen_on = max(seen, default=None)
        before.name, before.until_on = row.name or before.name, row.until_on
        db.delete(row)
    payload = {"team": rows[0].team_id, "customers": kept, "left_out": len(rows) - kept}
    ledger.record(db, "feedback.list-imported", at=now, actor_id=actor.person_id, payload=payload)
    return kept


def discard(db: Session, actor: Actor, draft: str) -> None:
    """Throw a draft away. Raises NotFound."""
    rows = draft_for(db, actor, draft)
    db.execute(delete(OutreachCustomer).where(OutreachCustomer.id.in_([row.id for row in rows])))


@dataclass(frozen=True)
class Asking:
    """Whom somebody is about to call or write to, and the one-time link to give them."""

    customer: OutreachCustomer
    url: str


def ask(db: Session, actor: Actor, customer_id: int, *, now: datetime, today: date) -> Asking:
    """A one-time link for a customer; from now on they count as asked. That somebody saw their contact is written down.

    Raises NotFound, and Problems when no form asks silent customers.
    """
    customer = customer_for(db, actor, customer_id)
    address = db.get(FeedbackAddress, customer.address_id) if customer.address_id else None
    if address is None or not address.is_open or (address.ends_on and address.ends_on < today):
        form = form_that_asks(db, "silent") or form_that_asks(db, "anybody")
        if form is None:
            message = _("There is no form to ask with.")
            raise Problems([Problem("", None, message, _("An author writes one under Documents."))])
        address = once_for(db, form, customer.team_id, Sort.OUTREACH, by=actor.person_id, now=now, today=today)
        customer.address_id = address.id
    customer.asked_on, customer.asked_by_id = today, actor.person_id
    payload = {"customer": customer.id, "team": customer.team_id}
    ledger.record(db, "feedback.customer-asked", at=now, actor_id=actor.person_id, payload=payload)
    return Asking(customer, url_of(address))


def leave_in_peace(db: Session, actor: Actor, customer_id: int, *, now: datetime) -> None:
    """They want to be asked no more: they go from every list, and a mark keeps them off. Raises NotFound."""
    customer = customer_for(db, actor, customer_id)
    mark = rules.contact_mark(secret_key(), customer.contact)
    if db.get(OutreachRefusal, mark) is None:
        db.add(OutreachRefusal(mark=mark, at=now))
    db.execute(delete(OutreachCustomer).where(OutreachCustomer.contact == customer.contact))
    payload = {"team": customer.team_id}
    ledger.record(db, "feedback.customer-left-in-peace", at=now, actor_id=actor.person_id, payload=payload)


def remove(db: Session, actor: Actor, customer_id: int, *, now: datetime) -> None:
    """Erase a customer from their list. Raises NotFound."""
    db.delete(customer_for(db, actor, customer_id))
    ledger.record(db, "feedback.erased", at=now, actor_id=actor.person_id, payload={"answers": 0, "customers": 1})
