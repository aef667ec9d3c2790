"""What somebody who looks after the site may do: start a job anew, send a mail again, have everything checked."""

from datetime import datetime

from sqlalchemy.orm import Session

from training.core import jobs, ledger, mail
from training.core.permissions import Actor
from training.operations.checks import JOB as CHECK


def retry_job(db: Session, actor: Actor, job_id: int, *, now: datetime) -> bool:
    """Start a failed job anew; False when it need not be, or another one does its work."""
    if not jobs.retry(db, job_id, now=now):
        return False
    ledger.record(db, "operations.job-retried", at=now, actor_id=actor.person_id, payload={"job": job_id})
    return True


def send_mail_again(db: Session, actor: Actor, mail_id: int, *, now: datetime) -> bool:
    """Send a mail that has not arrived, as far as anybody knows; False when it has, or is on its way."""
    if not mail.send_again(db, mail_id, now=now):
        return False
    ledger.record(db, "operations.mail-sent-again", at=now, actor_id=actor.person_id, payload={"mail": mail_id})
    return True


def check_soon(db: Session, *, now: datetime) -> None:
    """Have every check run by the worker."""
    jobs.enqueue(db, CHECK, now=now, unique_key=CHECK)
