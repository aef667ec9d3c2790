"""Writing a complaint down: by staff at the counter or on the phone, or by the customer."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from training.accounts.rules_codes import hashed
from training.complaints import readings
from training.complaints.actions_entries import Offer, add_entry, note_offer, promise
from training.complaints.keys import customer_key, new_reference, receipt_key, secret_of
from training.complaints.models import Complaint, ComplaintAddress
from training.complaints.queries_rules import RulesNow, rules_now
from training.complaints.rules import Sort, State, tells
from training.complaints.rules_promises import PromiseSort
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.people.models import Person, Team
from training.people.queries_leading import leaders_by_team, nearest


@dataclass(frozen=True)
class Noted:
    """What somebody wrote down. `key` is of the form that was sent; moments are None where the rules say by when.

    Empty texts are what nobody knows. `amount` and `offer` are what was offered, `apology` the words of one.
    """

    key: str
    text: str
    category: str
    severity: str = ""
    service: str = ""
    step: str = ""
    wish: str = ""
    customer: str = ""
    contact: str = ""
    receipt: str = ""
    language: str = "en"
    call_back_by: datetime | None = None
    decide_by: datetime | None = None
    owner_id: int | None = None
    offer: str = ""
    amount: Decimal | None = None
    apology: str = ""


def note_down(db: Session, actor: Actor, noted: Noted, *, now: datetime) -> Complaint:
    """Keep a complaint that somebody heard; the same form sent twice is one complaint.

    Its team is that of whoever looks after it. Raises Problems at the fields of the form.
    """
    # One person's forms come one after another, so that a second press finds what the first one wrote.
    me = db.scalars(select(Person).where(Person.id == actor.person_id).with_for_update(key_share=True)).one()
    key = f"person:{me.id}:{noted.key}"
    if before := _written(db, key):
        return before
    owner = _owner(db, me, noted.owner_id)
    rules = rules_now(db)
    problems = [*_problems(rules, noted, now)]
    if problems:
        raise Problems(problems)
    complaint = _new(db, rules, noted, key, owner.team_id, now=now)
    complaint.logged_by_id, complaint.owner_id = me.id, owner.id
    db.flush()
    add_entry(db, complaint, Sort.NOTED, by_id=me.id, at=now)
    if owner.id != me.id:
        add_entry(db, complaint, Sort.HANDED_OVER, by_id=me.id, at=now, to_id=owner.id)
    _promise(db, rules, complaint, noted, by_id=me.id, now=now)
    if noted.offer or noted.amount is not None:
        note_offer(db, complaint, rules, Offer(me.id, noted.offer, noted.amount), now=now)
    if noted.apology:
        add_entry(db, complaint, Sort.APOLOGISED, by_id=me.id, at=now, text=noted.apology)
    readings.tell(db, complaint, now=now)
    return complaint


def hear(db: Session, address: ComplaintAddress, noted: Noted, *, now: datetime) -> Complaint:
    """Keep a complaint that a customer wrote at one of our addresses; a leader of its team looks after it.

    Raises Problems at the fields of the form.
    """
    db.execute(select(ComplaintAddress.id).where(ComplaintAddress.id == address.id).with_for_update())
    key = f"address:{address.id}:{noted.key}"
    if before := _written(db, key):
        return before
    rules = rules_now(db)
    # What customers may not say of themselves: how bad it is, and by when.
    noted = replace(noted, severity="", call_back_by=None, decide_by=None)
    problems = [*_problems(rules, noted, now)]
    if problems:
        raise Problems(problems)
    team = db.get_one(Team, address.team_id)
    complaint = _new(db, rules, noted, key, team.id, now=now)
    complaint.address_id = address.id
    complaint.owner_id = min(nearest(team.path, leaders_by_team(db)), default=None)
    db.flush()
    add_entry(db, complaint, Sort.NOTED, by_id=None, at=now)
    if complaint.owner_id is not None:
        add_entry(db, complaint, Sort.HANDED_OVER, by_id=None, at=now, to_id=complaint.owner_id)
    _promise(db, rules, complaint, noted, by_id=None, now=now)
    readings.tell(db, complaint, now=now)
    return complaint


def _written(db: Session, key: str) -> Complaint | None:
    found: Complaint | None = db.scalars(select(Complaint).where(Complaint.request_key == key)).first()
    return found


def _owner(db: Session, me: Person, wanted: int | None) -> Person:
    """Whoever looks after it: oneself, or a leader above."""
    if wanted is None or wanted == me.id:
        return me
    path = db.scalar(select(Team.path).where(Team.id == me.team_id)) or ""
    if wanted not in nearest(path, leaders_by_team(db), but=me.id):
        message = _("This person does not lead your team.")
        raise Problems([Problem("owner", None, message, _("Choose yourself or your team leader."))])
    return db.get_one(Person, wanted)


def _problems(rules: RulesNow, noted: Noted, now: datetime) -> list[Problem]:
    found: list[Problem] = []
    if rules.model.category(noted.category) is None:
        message = _("This cause is not on the list any more.")
        found.append(Problem("category", None, message, _("Choose another one.")))
    for name, moment in (("call_back_by", noted.call_back_by), ("decide_by", noted.decide_by)):
        if moment is not None and moment <= now:
            message = _("That moment has passed.")
            found.append(Problem(name, None, message, _("Promise one that is still to come.")))
    return found


def _new(db: Session, rules: RulesNow, noted: Noted, key: str, team_id: int, *, now: datetime) -> Complaint:
    category = rules.model.category(noted.category)
    reference = new_reference()
    while db.scalar(select(exists().where(Complaint.reference == reference))):
        reference = new_reference()
    severity = rules.severity_for(noted.category, noted.severity)
    complaint = Complaint(
        reference=reference,
        secret_hash=hashed(secret_of(reference)),
        request_key=key,
        at=now,
        team_id=team_id,
        version_id=rules.version_id,
        category=noted.category,
        severity=severity.id,
        tells=tells(severity.tell),
        service=noted.service or (category.service if category else None) or "",
        step=noted.step or (category.step if category else None) or "",
        text=noted.text,
        wish=noted.wish,
        customer=noted.customer,
        contact=noted.contact,
        receipt=noted.receipt,
        customer_key=customer_key(noted.contact),
        receipt_key=receipt_key(noted.receipt),
        language=noted.language,
        state=State.OPEN.value,
    )
    db.add(complaint)
    return complaint


def _promise(
    db: Session, rules: RulesNow, complaint: Complaint, noted: Noted, *, by_id: int | None, now: datetime
) -> None:
    """What the severity promises, unless somebody promised another moment. Nobody can call back without a number."""
    severity = rules.severity_for(complaint.category, complaint.severity)
    promised = [(PromiseSort.DECISION, noted.decide_by or rules.due(severity.decide, now))]
    if complaint.contact or noted.call_back_by:
        promised.insert(0, (PromiseSort.CALL_BACK, noted.call_back_by or rules.due(severity.call_back, now)))
    for sort, due in promised:
        promise(db, complaint, sort, due, by_id=by_id, now=now)
