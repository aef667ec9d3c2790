"""What a person decides about somebody's standing: exempt, extend, take back what was proven, reinstate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.queries_decisions import Case, Decision, Place, case_for
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import format_date
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.people.models import Person


@dataclass(frozen=True)
class Wanted:
    """A decision about to be made. `seen` is the newest one that its maker knew of, 0 for none."""

    kind: str
    reason: str
    until: date | None = None
    seen: int = 0


def decide(db: Session, actor: Actor, place: Place, wanted: Wanted, *, now: datetime, zone: ZoneInfo) -> Case:
    """Write a decision down; the case as it was before.

    The same decision sent twice is made once. Raises NotFound, or Problems where it makes no sense or somebody else
    decided meanwhile.
    """
    hold(db, place.person_id)
    case = case_for(db, actor, place, now=now, zone=zone)
    if is_made(actor, wanted, case.decisions):
        return case
    problems = [*faults_of_reason(wanted), *_FAULTS[wanted.kind](case, wanted, local_day(now, zone))]
    if problems:
        raise Problems(problems)
    payload = said_of(wanted)
    is_document = isinstance(case.target, int)
    if not is_document:
        payload["skill"] = str(case.target)
    ledger.record(
        db,
        _FACTS[wanted.kind],
        at=now,
        actor_id=actor.person_id,
        subject_id=case.person.id,
        document_id=int(case.target) if is_document else None,
        version_id=case.version_id,
        payload=payload,
    )
    return case  # whoever listens has looked at the standing again


def said_of(wanted: Wanted) -> dict[str, str | None]:
    """What a decision about a document says in the ledger."""
    payload: dict[str, str | None] = {"reason": wanted.reason}
    if wanted.kind in (EXEMPTED, EXTENDED):
        payload["until"] = wanted.until.isoformat() if wanted.until else None
    return payload


def hold(db: Session, person_id: int) -> None:
    """Two may decide at once: the second waits here and then sees what the first one did."""
    db.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def is_made(actor: Actor, wanted: Wanted, decisions: Sequence[Decision]) -> bool:
    """Whether this very decision was just made, as by a second click.

    Raises Problems when it was another one, of which its maker knows nothing yet.
    """
    newest = decisions[0] if decisions else None
    if newest is None or newest.id == wanted.seen:
        return False
    made = (newest.kind, newest.by_id, newest.reason, newest.until)
    if made == (wanted.kind, actor.person_id, wanted.reason, wanted.until):
        return True
    message = _("%(name)s decided about this meanwhile.", name=newest.by or "Standard Bearer")
    raise Problems([Problem("reason", None, message, _("Read it first; then you may send yours again."))])


def faults_of_reason(wanted: Wanted) -> list[Problem]:
    """What is wrong with the reason: every decision needs one."""
    if wanted.reason.strip():
        return []
    return [Problem("reason", None, _("Give the reason."), _("It stays with the record, with your name."))]


def _faults_of_exempting(case: Case, wanted: Wanted, today: date) -> list[Problem]:
    if wanted.until is not None and wanted.until < today:
        return [Problem("until", None, _("This day is over."), _("Choose today or a later day."))]
    standing = case.standing
    if case.is_exempt and standing and (standing.until is None or standing.until == wanted.until):
        message = _("%(name)s is exempt from “%(title)s” already.", name=case.person.full_name, title=case.title)
        return [Problem("until", None, message, _("Nothing has to be decided."))]
    return []


def _faults_of_extending(case: Case, wanted: Wanted, today: date) -> list[Problem]:
    if wanted.until is None or wanted.until <= today:
        return [Problem("until", None, _("This day is no later than today."), _("Choose a day after today."))]
    due_on = case.due_on
    if due_on is not None and wanted.until <= due_on:
        message = _("There is time until %(day)s already.", day=format_date(due_on))
        return [Problem("until", None, message, _("Choose a later day."))]
    return []


def _faults_of_revoking(case: Case, _wanted: Wanted, _today: date) -> list[Problem]:
    if case.is_proven:
        return []
    message = _("Nothing is proven here that could be taken back.")
    return [Problem("reason", None, message, _("Look at the record again."))]


def _faults_of_reinstating(case: Case, _wanted: Wanted, _today: date) -> list[Problem]:
    if case.revocation is not None:
        return []
    return [Problem("reason", None, _("Nothing was taken back here."), _("Look at the record again."))]


# By the decision that is wanted: the fact that is written, and what may be wrong with it.
_FACTS = {EXEMPTED: EXEMPTED, EXTENDED: EXTENDED, REVOKED: REVOKED, REINSTATED: REINSTATED}
_FAULTS = {
    EXEMPTED: _faults_of_exempting,
    EXTENDED: _faults_of_extending,
    REVOKED: _faults_of_revoking,
    REINSTATED: _faults_of_reinstating,
}
