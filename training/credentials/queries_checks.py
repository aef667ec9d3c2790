"""What waits to be checked, for those who may, and never by its own holder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Version
from training.content.queries import edition, live_of
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.credentials.models import CredentialUpload
from training.credentials.rules import State, last_day
from training.people.models import Person, Team
from training.people.queries import PAGE_SIZE, person_for, within


@dataclass(frozen=True)
class Line:
    """A certificate that waits, and whose it is."""

    upload: CredentialUpload
    name: str
    team: str
    title: str


@dataclass(frozen=True)
class Queue:
    """One page of what waits, the longest waiting first."""

    lines: Sequence[Line]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def queue(db: Session, actor: Actor, *, page: int) -> Queue:
    """What waits for a check by the actor."""
    total = db.scalar(_waiting(actor, func.count())) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    query = _waiting(actor, CredentialUpload, Person, Team.name, Version.title)
    query = query.order_by(CredentialUpload.at, CredentialUpload.id)
    shown = query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    lines = [Line(upload, person.full_name, team, title) for upload, person, team, title in db.execute(shown)]
    return Queue(lines, total, number)


def waits_for(db: Session, actor: Actor) -> int:
    """How many certificates wait for a check by the actor."""
    return db.scalar(_waiting(actor, func.count())) or 0


def _waiting(actor: Actor, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(CredentialUpload)
        .join(Person, Person.id == CredentialUpload.person_id)
        .join(Team, Team.id == Person.team_id)
        .join(Version, Version.id == CredentialUpload.version_id)
        .where(
            CredentialUpload.state == State.WAITING.value,
            CredentialUpload.person_id != actor.person_id,
            within(actor, Permission.CREDENTIAL_CHECK),
        )
    )


@dataclass(frozen=True)
class Check:
    """A certificate before somebody who may check it.

    `edition` is what is asked for today, or was when it is asked for no more. `until` is the last day on which it would
    count. `newer_id` is what its holder handed in instead; `alike` names others who handed in the same.
    """

    upload: CredentialUpload
    person: Person
    edition: Edition
    until: date | None
    newer_id: int | None
    alike: tuple[str, ...]


def check_for(db: Session, actor: Actor, upload_id: int, *, locked: bool = False) -> Check:
    """What the actor may check; nobody checks their own. Raises NotFound."""
    query = select(CredentialUpload).where(CredentialUpload.id == upload_id)
    upload = db.scalars(query.with_for_update() if locked else query).first()
    if upload is None or upload.person_id == actor.person_id:
        raise NotFound
    person = person_for(db, actor, upload.person_id, Permission.CREDENTIAL_CHECK)
    asked = live_of(db, upload.document_id) or edition(db, upload.version_id)
    newer = None
    if upload.state == State.REPLACED:
        newer = db.scalar(
            select(func.max(CredentialUpload.id)).where(
                CredentialUpload.person_id == upload.person_id, CredentialUpload.document_id == upload.document_id
            )
        )
    until = last_day(upload.issued_on, upload.ends_on, asked.model.validity)
    return Check(upload, person, asked, until, newer, _alike(db, actor, upload))


def _alike(db: Session, actor: Actor, upload: CredentialUpload) -> tuple[str, ...]:
    """Others, of those whom the actor may check, who handed in the same file, or the same number and issuer."""
    same = CredentialUpload.sha256 == upload.sha256
    if upload.number:
        numbered = CredentialUpload.number == upload.number, CredentialUpload.issuer == upload.issuer
        same = or_(same, (CredentialUpload.document_id == upload.document_id) & numbered[0] & numbered[1])
    others = select(CredentialUpload.person_id).where(same, CredentialUpload.person_id != upload.person_id)
    people = select(Person).where(Person.id.in_(others), within(actor, Permission.CREDENTIAL_CHECK))
    return tuple(person.full_name for person in db.scalars(people.order_by(Person.family_name, Person.id)))
