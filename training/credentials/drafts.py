"""Files that people send: looked at, freed of what is nobody’s business, and kept until their form is in order."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.worker import Task
from training.credentials.models import CredentialDraft
from training.credentials.rules_files import MOST_BYTES, DamagedError, only_picture, type_of

KEPT = timedelta(days=1)
MOST_KEPT = 3  # files of one person; the oldest one makes room
FORGET = "credentials.forget"


@dataclass(frozen=True)
class Sent:
    """A file that may be handed in, as it is going to be kept."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def looked_at(file_name: str, data: bytes) -> Sent:
    """A file that somebody sent, without what it tells besides its picture. Raises Problems at “file”."""
    media_type = type_of(data)
    if len(data) > MOST_BYTES:
        raise _refused(_("The file is larger than 15 MB."), _("Take the photo smaller, or scan in black and white."))
    if not data:
        raise _refused(_("The file is empty."), _("Choose it again."))
    if media_type is None:
        raise _refused(_("This is no PDF and no photo that can be shown."), _("Choose a PDF, JPEG, PNG or WebP."))
    try:
        data = only_picture(data)
    except DamagedError:
        raise _refused(_("The file breaks off in the middle."), _("Open it, save it again, and choose that.")) from None
    return Sent(_tidy(file_name), media_type, data, hashlib.sha256(data).hexdigest())


def _refused(message: str, remedy: str) -> Problems:
    return Problems([Problem("file", None, message, remedy)])


def keep_draft(db: Session, actor: Actor, sent: Sent, *, now: datetime) -> int:
    """Keep a file for whoever sent it; returns its id."""
    old = select(CredentialDraft).where(CredentialDraft.by_id == actor.person_id).order_by(CredentialDraft.id.desc())
    for draft in db.scalars(old.offset(MOST_KEPT - 1)):
        db.delete(draft)
    draft = CredentialDraft(
        by_id=actor.person_id,
        at=now,
        name=sent.name,
        media_type=sent.media_type,
        sha256=sent.sha256,
        data=sent.data,
    )
    db.add(draft)
    db.flush()
    return draft.id


def draft_of(db: Session, actor: Actor, draft_id: int | None) -> CredentialDraft | None:
    """A file that is kept for the actor, with its bytes; None for every other and when it is gone."""
    query = select(CredentialDraft).where(CredentialDraft.id == draft_id, CredentialDraft.by_id == actor.person_id)
    return db.scalars(query.options(undefer(CredentialDraft.data))).first()


def forget_old(task: Task) -> None:
    """The job that removes files with which nobody went on."""
    task.db.execute(delete(CredentialDraft).where(CredentialDraft.at < task.now - KEPT))


def _tidy(file_name: str) -> str:
    """The last part of a file's name, in signs that can be shown."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-100:] or "certificate"
