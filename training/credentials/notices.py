"""What others tell people about certificates from elsewhere: checks that wait, refusals, and days on which one ends."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from training.content.models import Document, Version
from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import CalendarDay, Waiting, WaitingFor
from training.credentials.models import CredentialUpload
from training.credentials.queries import holdings_of
from training.credentials.rules import State
from training.people.models import Person, Team
from training.people.queries_leading import Leaders, leaders_by_team, leads_anybody, nearest

_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)


def _to_check(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """What each of these people has to check."""
    query = (
        select(CredentialUpload, Person, Team.path, Version.title)
        .join(Person, Person.id == CredentialUpload.person_id)
        .join(Team, Team.id == Person.team_id)
        .join(Version, Version.id == CredentialUpload.version_id)
        .where(CredentialUpload.state == State.WAITING.value)
        .order_by(CredentialUpload.id)
    )
    rows = db.execute(query).all()
    if not rows:
        return
    leaders, zone = leaders_by_team(db), web.site().zone
    for upload, holder, path, title in rows:
        for checker in _checkers(holder, path, leaders).intersection(person_ids):
            words = lazy("“%(title)s” of %(name)s waits for your check", title=title, name=holder.full_name)
            place = f"/credentials/checks/{upload.id}"
            yield Waiting(checker, f"credential:{upload.id}", words, place, local_day(upload.at, zone))


def _checkers(holder: Person, path: str, leaders: Leaders) -> frozenset[int]:
    """Whoever is nearest above somebody: their manager, else the leaders of the first team upwards that has others."""
    if holder.manager_id is not None and holder.manager_id != holder.id:
        return frozenset({holder.manager_id})
    return nearest(path, leaders, but=holder.id)


def _sent_back(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """What was sent back to these people."""
    last = (
        select(func.max(CredentialUpload.id))
        .where(CredentialUpload.person_id.in_(person_ids), CredentialUpload.state != State.REPLACED.value)
        .group_by(CredentialUpload.person_id, CredentialUpload.document_id)
    )
    query = (
        select(CredentialUpload, Document.slug, Version.title)
        .join(Document, Document.id == CredentialUpload.document_id)
        .join(Version, Version.id == Document.live_version_id)
        .where(CredentialUpload.id.in_(last), CredentialUpload.state == State.REFUSED.value)
        .order_by(CredentialUpload.id)
    )
    zone = web.site().zone
    for upload, slug, title in db.execute(query):
        words = lazy("“%(title)s” was not accepted; hand it in again", title=title)
        since = local_day(upload.decided_at or upload.at, zone)
        yield Waiting(upload.person_id, f"credential-refused:{upload.id}", words, f"/credentials/{slug}/hand-in", since)


NOTICES = (
    WaitingFor(
        _to_check,
        and_(exists().where(CredentialUpload.state == State.WAITING.value), leads_anybody(_PEOPLE)),
    ),
    WaitingFor(
        _sent_back,
        exists().where(CredentialUpload.person_id.in_(_PEOPLE), CredentialUpload.state == State.REFUSED.value),
    ),
)


def calendar_days(db: Session, person_id: int, today: date) -> Iterator[CalendarDay]:
    """The last days of what somebody holds."""
    query = (
        select(CredentialUpload.document_id, Document.slug, Version.title)
        .join(Document, Document.id == CredentialUpload.document_id)
        .join(Version, Version.id == Document.live_version_id)
        .where(CredentialUpload.person_id == person_id, CredentialUpload.state == State.ACCEPTED.value)
        .distinct()
    )
    told = {document_id: (slug, title) for document_id, slug, title in db.execute(query)}
    for document_id, holding in holdings_of(db, person_id, told, today=today).items():
        slug, title = told[document_id]
        if holding.held is not None and holding.held.until is not None:
            words = lazy("“%(title)s” ends", title=title)
            key, place = f"credential-ends:{holding.held.id}", f"/credentials/{slug}/hand-in"
            yield CalendarDay(key, holding.held.until, words, place)
