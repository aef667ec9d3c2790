"""Certificates from elsewhere that somebody may see, what they handed in, and who may look at it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all_for, live_for
from training.core.ledger import Entry
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.credentials.files import Credential
from training.credentials.models import CredentialUpload
from training.credentials.rules import State
from training.people.models import Person
from training.people.queries import person_for, roles_held

# Somebody above may decide that what was accepted does not count, and take that back.
REVOKED, REINSTATED = "revoked", "reinstated"


def folder() -> Path:
    """Where the files lie: not among the media, which every reader may see."""
    path: Path = current_app.extensions["settings"].data_dir / "credentials"
    return path


def credential_for(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """The live version of what is asked for, if the actor may see it. Raises NotFound."""
    return live_for(db, actor, "credential", slug, today=today)


@dataclass(frozen=True)
class Holding:
    """What somebody has handed in of one certificate, the newest first, and what it is worth on a day.

    `withdrawn_at` is when it was decided that what had been accepted does not count.
    """

    uploads: tuple[CredentialUpload, ...]
    today: date
    withdrawn_at: datetime | None = None

    @property
    def waiting(self) -> CredentialUpload | None:
        """What still waits to be checked."""
        return next((one for one in self.uploads if one.state == State.WAITING), None)

    @property
    def refused(self) -> CredentialUpload | None:
        """What was refused last, unless something else was handed in since."""
        last = next((one for one in self.uploads if one.state != State.REPLACED), None)
        return last if last is not None and last.state == State.REFUSED else None

    @property
    def held(self) -> CredentialUpload | None:
        """What counts for longest, of all that count today."""
        counting = [one for one in self._accepted if one.until is None or one.until >= self.today]
        return max(counting, key=lambda one: one.until or date.max, default=None)

    @property
    def ended(self) -> CredentialUpload | None:
        """What counted last, when nothing counts any more."""
        return None if self.held else max(self._accepted, key=lambda one: one.until or date.max, default=None)

    @property
    def _accepted(self) -> list[CredentialUpload]:
        return [
            one
            for one in self.uploads
            if one.state == State.ACCEPTED
            and (self.withdrawn_at is None or (one.decided_at is not None and one.decided_at > self.withdrawn_at))
        ]


@dataclass(frozen=True)
class Listed:
    """A certificate in somebody's list."""

    edition: Edition
    is_asked: bool
    holding: Holding

    @property
    def credential(self) -> Credential:
        found: Credential = self.edition.model
        return found

    @property
    def url(self) -> str:
        return f"/credentials/{self.edition.slug}/hand-in"


def credentials_for(db: Session, actor: Actor, *, today: date) -> list[Listed]:
    """Every certificate that the actor may hand in, by title, with what they did."""
    found = live_all_for(db, actor, "credential", today=today)
    held = roles_held(db, actor.person_id, today=today) if found else set()
    holdings = holdings_of(db, actor.person_id, [one.document_id for one in found.values()], today=today)
    listed = [
        Listed(one, not one.model.roles or not held.isdisjoint(one.model.roles), holdings[one.document_id])
        for one in found.values()
    ]
    return sorted(listed, key=lambda one: one.edition.title.casefold())


def holding_of(db: Session, actor: Actor, edition: Edition, *, today: date) -> Holding:
    """What the actor has handed in of one certificate."""
    return holdings_of(db, actor.person_id, [edition.document_id], today=today)[edition.document_id]


def holdings_of(
    db: Session, person_id: int | None, document_ids: Collection[int], *, today: date
) -> dict[int, Holding]:
    """What a person has handed in, by certificate; for each of them there is an answer."""
    query = select(CredentialUpload).where(
        CredentialUpload.person_id == person_id, CredentialUpload.document_id.in_(document_ids)
    )
    uploads: dict[int, list[CredentialUpload]] = {document_id: [] for document_id in document_ids}
    for upload in db.scalars(query.order_by(CredentialUpload.id.desc())):
        uploads[upload.document_id].append(upload)
    handed_in = [document_id for document_id, found in uploads.items() if found]
    withdrawn = _withdrawn(db, person_id, handed_in) if handed_in else {}
    return {
        document_id: Holding(tuple(found), today, withdrawn.get(document_id)) for document_id, found in uploads.items()
    }


def _withdrawn(db: Session, person_id: int | None, document_ids: Collection[int]) -> dict[int, datetime]:
    """By certificate, when it was last decided that it does not count, if that stands."""
    last = (
        select(func.max(Entry.id))
        .where(
            Entry.subject_id == person_id,
            Entry.document_id.in_(document_ids),
            Entry.kind.in_((REVOKED, REINSTATED)),
        )
        .group_by(Entry.document_id)
    )
    query = select(Entry.document_id, Entry.at).where(Entry.id.in_(last), Entry.kind == REVOKED)
    return {document_id: at for document_id, at in db.execute(query) if document_id is not None}


def upload_for(db: Session, actor: Actor, upload_id: int) -> CredentialUpload:
    """What the actor handed in themselves, or may check. Raises NotFound."""
    upload = db.get(CredentialUpload, upload_id)
    if upload is None:
        raise NotFound
    if upload.person_id != actor.person_id:
        person_for(db, actor, upload.person_id, Permission.CREDENTIAL_CHECK)
    return upload


def full_names(db: Session, person_ids: Collection[int | None]) -> dict[int, str]:
    """What people are called, for a page that the actor may see anyway."""
    people: Sequence[Person] = db.scalars(select(Person).where(Person.id.in_(person_ids))).all()
    return {person.id: person.full_name for person in people}
