"""What people do with their own account: their language, and somebody to stand in for them."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from training.accounts.queries_own import leads_a_team, possible_stand_ins
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Delegation, Person

LONGEST_STAND_IN = timedelta(days=366)  # longer than that is a new leader


def choose_language(db: Session, person_id: int, language: str, *, now: datetime) -> None:
    """Set the language of pages and mails for somebody."""
    person = db.get_one(Person, person_id)
    if person.language == language:
        return
    payload = {"changes": {"language": [person.language, language]}}
    person.language = language
    ledger.record(db, "person.changed", at=now, actor_id=person_id, subject_id=person_id, payload=payload)


def name_stand_in(
    db: Session, actor: Actor, named: str, *, from_on: date, until_on: date, now: datetime, today: date
) -> Delegation:
    """Let somebody see and do, for some days, what the actor may as a leader. Raises Problems at the form's fields."""
    if actor.person_id is None or not leads_a_team(db, actor.person_id):
        raise NotFound
    problems = []
    found = possible_stand_ins(db, actor, today=today, named=named)
    if len(found) != 1:
        message = _("We find nobody with this number or address among your people and the other leaders.")
        problems.append(Problem("stand_in", None, message))
    if from_on < today:
        problems.append(Problem("from_on", None, _("This day is over."), _("Choose today or a later day.")))
    if until_on < from_on:
        problems.append(Problem("until_on", None, _("The last day is before the first one.")))
    if until_on - from_on > LONGEST_STAND_IN:
        problems.append(Problem("until_on", None, _("Nobody stands in for longer than a year.")))
    if problems:
        raise Problems(problems)
    stand_in = found[0].Person
    delegation = Delegation(person_id=actor.person_id, delegate_id=stand_in.id, from_on=from_on, until_on=until_on)
    db.add(delegation)
    db.flush()
    _note(db, "delegation.given", delegation, actor, now)
    return delegation


def withdraw_stand_in(db: Session, actor: Actor, delegation_id: int, *, now: datetime) -> None:
    """End it at once; both may do this. Raises NotFound for everybody else."""
    delegation = db.get(Delegation, delegation_id)
    if delegation is None or actor.person_id not in {delegation.person_id, delegation.delegate_id}:
        raise NotFound
    _note(db, "delegation.withdrawn", delegation, actor, now)
    db.delete(delegation)


def _note(db: Session, kind: str, delegation: Delegation, actor: Actor, now: datetime) -> None:
    payload = {
        "delegation": delegation.id,
        "for": delegation.person_id,
        "from": delegation.from_on.isoformat(),
        "until": delegation.until_on.isoformat(),
    }
    ledger.record(db, kind, at=now, actor_id=actor.person_id, subject_id=delegation.delegate_id, payload=payload)
