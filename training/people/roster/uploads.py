"""Keeping an uploaded file between the steps of an import, for the one who uploaded it, for a day at most."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from training.core.permissions import Actor
from training.core.web import NotFound
from training.core.worker import Task
from training.people.roster.actions import refuse_outsiders
from training.people.roster.importing import ImportSettings
from training.people.roster.models import RosterUpload

KEPT = timedelta(days=1)
MOST_KEPT = 3  # files of one person; the oldest one makes room
FORGET = "roster.forget"


def keep_upload(db: Session, actor: Actor, file_name: str, data: bytes, *, now: datetime) -> RosterUpload:
    """Keep a file that was read well. Raises NotFound for those who may not import."""
    refuse_outsiders(db, actor)
    for old in waiting_uploads(db, actor)[MOST_KEPT - 1 :]:
        db.delete(old)
    upload = RosterUpload(
        by_id=actor.person_id, at=now, name=_tidy(file_name), data=data, settings=ImportSettings().kept()
    )
    db.add(upload)
    db.flush()
    return upload


def upload_for(db: Session, actor: Actor, upload_id: int) -> RosterUpload:
    """The file with its bytes. Raises NotFound for everybody but its owner."""
    refuse_outsiders(db, actor)
    query = select(RosterUpload).where(RosterUpload.id == upload_id, RosterUpload.by_id == actor.person_id)
    upload = db.scalars(query.options(undefer(RosterUpload.data))).first()
    if upload is None:
        raise NotFound
    return upload


def waiting_uploads(db: Session, actor: Actor) -> Sequence[RosterUpload]:
    """The actor's files that were not imported yet, the newest first."""
    query = select(RosterUpload).where(RosterUpload.by_id == actor.person_id)
    return db.scalars(query.order_by(RosterUpload.at.desc(), RosterUpload.id.desc())).all()


def forget_old(task: Task) -> None:
    """The job that removes files nobody went on with."""
    task.db.execute(delete(RosterUpload).where(RosterUpload.at < task.now - KEPT))


def _tidy(file_name: str) -> str:
    """The last part of a file's name, in signs that can be shown."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-100:] or "roster"
