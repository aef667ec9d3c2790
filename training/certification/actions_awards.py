"""Withdrawing a certificate, and giving it back. Every withdrawal is kept, so that the past stays what it was."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.actions_decisions import Wanted, faults_of_reason, hold, is_made
from training.certification.actions_standing import refresh
from training.certification.models import Award, AwardWithdrawal
from training.certification.queries_decisions import AwardCase, award_case_for
from training.certification.queries_history import AWARD_REINSTATED, AWARD_REVOKED
from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems


def decide_on_award(
    db: Session, actor: Actor, person_id: int, award_id: int, wanted: Wanted, *, now: datetime, zone: ZoneInfo
) -> AwardCase:
    """Withdraw a certificate or give it back, and look at its holder's standing again; the case as it was before.

    The same decision sent twice is made once. Raises NotFound, or Problems where it makes no sense or somebody else
    decided meanwhile.
    """
    hold(db, person_id)
    case = award_case_for(db, actor, person_id, award_id, zone=zone)
    if is_made(actor, wanted, case.decisions):
        return case
    problems = faults_of_reason(wanted)
    problems += _faults_of_withdrawing(case) if wanted.kind == AWARD_REVOKED else _faults_of_reinstating(db, case)
    if problems:
        raise Problems(problems)
    change = _withdraw if wanted.kind == AWARD_REVOKED else _give_back
    change(db, case.award, _Act(now, local_day(now, zone), actor.person_id, wanted.reason))
    db.flush()
    ledger.record(
        db,
        AWARD_REVOKED if wanted.kind == AWARD_REVOKED else AWARD_REINSTATED,
        at=now,
        actor_id=actor.person_id,
        subject_id=case.person.id,
        document_id=case.award.document_id,
        version_id=case.award.version_id,
        payload=said_of_award(case.award, wanted.reason),
    )
    refresh(db, [case.person.id], now=now, zone=zone)
    return case


def said_of_award(award: Award, reason: str) -> dict[str, str | int]:
    """What a withdrawal, and its end, say in the ledger."""
    return {"award": award.id, "number": award.public_id, "reason": reason}


@dataclass(frozen=True)
class _Act:
    at: datetime
    on: date
    by_id: int | None
    reason: str


def _withdraw(db: Session, award: Award, act: _Act) -> None:
    award.revoked_at, award.revoked_on = act.at, act.on
    award.revoked_by_id, award.revoked_reason = act.by_id, act.reason
    db.add(
        AwardWithdrawal(
            award_id=award.id,
            withdrawn_on=act.on,
            withdrawn_at=act.at,
            withdrawn_by_id=act.by_id,
            withdrawn_reason=act.reason,
        )
    )


def _give_back(db: Session, award: Award, act: _Act) -> None:
    award.revoked_at, award.revoked_on, award.revoked_by_id, award.revoked_reason = None, None, None, ""
    query = select(AwardWithdrawal).where(AwardWithdrawal.award_id == award.id, AwardWithdrawal.reinstated_at.is_(None))
    withdrawal = db.scalars(query).one()
    withdrawal.reinstated_at, withdrawal.reinstated_on = act.at, act.on
    withdrawal.reinstated_by_id, withdrawal.reinstated_reason = act.by_id, act.reason


def _faults_of_withdrawing(case: AwardCase) -> list[Problem]:
    if case.award.revoked_at is None:
        return []
    return [Problem("reason", None, _("This certificate is withdrawn already."), _("Look at the record again."))]


def _faults_of_reinstating(db: Session, case: AwardCase) -> list[Problem]:
    award = case.award
    if award.revoked_at is None:
        return [Problem("reason", None, _("This certificate is not withdrawn."), _("Look at the record again."))]
    query = select(Award.public_id).where(
        Award.person_id == award.person_id,
        Award.document_id == award.document_id,
        Award.anchor_on == award.anchor_on,
        Award.periods == award.periods,
        Award.revoked_at.is_(None),
    )
    newer = db.scalars(query).first()
    if newer is None:
        return []
    message = _("A newer certificate was issued for the same term since: %(number)s.", number=newer)
    return [Problem("reason", None, message, _("There is nothing to give back: the newer one counts."))]
