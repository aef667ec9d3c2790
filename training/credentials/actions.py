"""Handing a certificate in, and accepting or refusing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.media import MediaFile, write
from training.core import ledger
from training.core.i18n import format_date, format_moment
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.credentials.drafts import draft_of
from training.credentials.models import CredentialDraft, CredentialUpload
from training.credentials.queries import Holding, credential_for, folder, holding_of
from training.credentials.queries_checks import Check, check_for
from training.credentials.rules import State, day_problems
from training.people.models import Person


@dataclass(frozen=True)
class HandIn:
    """What a holder says of their certificate. `draft_id` is the file that was kept for them."""

    number: str
    issuer: str
    issued_on: date
    ends_on: date | None
    draft_id: int | None


@dataclass
class Settled(Exception):
    """It does not wait any more: somebody has decided, or its holder handed in another one."""

    check: Check


def hand_in(db: Session, actor: Actor, slug: str, wanted: HandIn, *, now: datetime, today: date) -> CredentialUpload:
    """Hand a certificate in. What waited so far makes room for it.

    Raises NotFound, and Problems at the fields of the form with everything that is wrong; the file stays kept.
    """
    # One person hands in one thing after another, so that only one of each certificate waits.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))
    edition = credential_for(db, actor, slug, today=today)
    holding, draft = holding_of(db, actor, edition, today=today), draft_of(db, actor, wanted.draft_id)
    problems = list(_problems(edition, holding, draft, wanted, today))
    if problems or draft is None:
        raise Problems(problems)
    # What somebody decides in this very moment stays decided.
    waits = CredentialUpload.person_id == actor.person_id, CredentialUpload.state == State.WAITING.value
    here = CredentialUpload.document_id == edition.document_id
    db.execute(update(CredentialUpload).where(*waits, here).values(state=State.REPLACED.value))
    # The bytes are on disk before the row is: a transaction that is undone leaves a file that nothing names.
    write(folder(), MediaFile(draft.name, draft.data, draft.sha256, draft.media_type))
    upload = CredentialUpload(
        person_id=actor.person_id,
        document_id=edition.document_id,
        version_id=edition.id,
        at=now,
        number=wanted.number,
        issuer=wanted.issuer,
        issued_on=wanted.issued_on,
        ends_on=wanted.ends_on,
        name=draft.name,
        media_type=draft.media_type,
        sha256=draft.sha256,
        size=len(draft.data),
        state=State.WAITING.value,
    )
    db.add(upload)
    db.delete(draft)
    db.flush()
    return upload


def _problems(
    edition: Edition, holding: Holding, draft: CredentialDraft | None, wanted: HandIn, today: date
) -> Iterator[Problem]:
    credential = edition.model
    yield from day_problems(wanted.issued_on, wanted.ends_on, credential.validity, today=today)
    if credential.issuers and wanted.issuer not in credential.issuers:
        message = _("Certificates of this issuer do not count.")
        yield Problem("issuer", None, message, _("Choose one of the list; ask your team leader about others."))
    if draft is None:
        yield Problem("file", None, _("There is no file yet."), _("Choose the photo or PDF."))
        return
    for old in holding.uploads:
        if old.sha256 != draft.sha256:
            continue
        day = format_moment(old.at)
        if old.state == State.ACCEPTED:
            message = _("You handed in this very file on %(day)s, and it was accepted.", day=day)
            yield Problem("file", None, message, _("Hand in the new one when you have renewed it."))
            return
        if old.state == State.WAITING and _said(old) == _said(wanted):
            message = _("You handed in this very file on %(day)s, and it waits to be checked.", day=day)
            yield Problem("file", None, message, _("There is nothing more to do. Choose another file if it was wrong."))


def _said(of: CredentialUpload | HandIn) -> tuple[Any, ...]:
    return of.number, of.issuer, of.issued_on, of.ends_on


def accept(db: Session, actor: Actor, upload_id: int, *, now: datetime, today: date) -> Check:
    """Let a certificate count, until its end or for as long as the company lets it.

    Raises NotFound, Settled, and Problems when it has ended meanwhile.
    """
    check = _waiting(db, actor, upload_id)
    if check.until is not None and check.until < today:
        message = _("It ended on %(day)s, so it cannot count any more.", day=format_date(check.until))
        raise Problems([Problem("reason", None, message, _("Refuse it and ask for the new one."))])
    _decide(check.upload, actor, State.ACCEPTED, now)
    check.upload.until = check.until
    _record(db, "credential.accepted", check, actor, at=now)
    return check


def refuse(db: Session, actor: Actor, upload_id: int, reason: str, *, now: datetime) -> Check:
    """Send a certificate back with a reason, which its holder reads. Raises NotFound, Settled, and Problems."""
    check = _waiting(db, actor, upload_id)
    if not reason:
        message = _("It is not said why it is refused.")
        raise Problems([Problem("reason", None, message, _("Say what is wrong and what would be right."))])
    _decide(check.upload, actor, State.REFUSED, now)
    check.upload.reason = reason
    _record(db, "credential.refused", check, actor, at=now)
    return check


def _waiting(db: Session, actor: Actor, upload_id: int) -> Check:
    check = check_for(db, actor, upload_id, locked=True)
    if check.upload.state != State.WAITING:
        raise Settled(check)
    return check


def _decide(upload: CredentialUpload, actor: Actor, state: State, now: datetime) -> None:
    upload.state, upload.decided_by_id, upload.decided_at = state.value, actor.person_id, now


def _record(db: Session, kind: str, check: Check, actor: Actor, *, at: datetime) -> None:
    upload, edition = check.upload, check.edition
    ledger.record(
        db,
        kind,
        at=at,
        actor_id=actor.person_id,
        subject_id=upload.person_id,
        document_id=edition.document_id,
        version_id=edition.id,
        payload=evidence_of(upload, edition),
    )


def evidence_of(upload: CredentialUpload, edition: Edition) -> dict[str, Any]:
    """What the ledger says of a certificate that was accepted or refused."""
    said = {
        "slug": edition.slug,
        "title": edition.title,
        "version": edition.number,
        "upload": upload.id,
        "number": upload.number,
        "issuer": upload.issuer,
        "issued_on": _iso(upload.issued_on),
        "until": _iso(upload.until),
    }
    return {**said, "reason": upload.reason} if upload.state == State.REFUSED else said


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
