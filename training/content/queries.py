"""Reading documents: the live version, any version, lists, and where something is used."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, true
from sqlalchemy.orm import Session, defer

from training.content.library import Edition, library
from training.content.models import Audience, Document, Draft, Edge, Media, Version
from training.content.release import Change
from training.content.schema import Strict
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod
from training.people.queries import in_force

NEW_VERSIONS = "new_versions"
"""Key in `Session.info` of the ids that this transaction inserts: they may still be undone, so nobody keeps them."""


def edition(db: Session, version_id: int) -> Edition:
    """A version by its id; no query when it was read lately. Raises NotFound."""
    kept = library().kept(version_id)
    if kept is not None:
        return kept
    row = db.execute(_versions().where(Version.id == version_id)).first()
    if row is None:
        raise NotFound
    return _edition(db, row)


def editions(db: Session, version_ids: Collection[int]) -> dict[int, Edition]:
    """Several versions by their ids, in at most one query. Ids that do not exist are left out."""
    found = {item: kept for item in version_ids if (kept := library().kept(item))}
    missing = set(version_ids) - set(found)
    if missing:
        for row in db.execute(_versions().where(Version.id.in_(missing))):
            found[row.Version.id] = _edition(db, row)
    return found


def live(db: Session, kind: str, slug: str) -> Edition | None:
    """The live version of a document; None when there is no such document or it is retired."""
    query = select(Document.live_version_id).where(Document.kind == kind, Document.slug == slug)
    version_id = db.scalar(query)
    return None if version_id is None else edition(db, version_id)


def live_of(db: Session, document_id: int) -> Edition | None:
    """The live version of a document by its id."""
    version_id = db.scalar(select(Document.live_version_id).where(Document.id == document_id))
    return None if version_id is None else edition(db, version_id)


def live_all(db: Session, kind: str, slugs: Collection[str] | None = None) -> dict[str, Edition]:
    """The live versions of a kind by slug, sorted by slug; of these slugs only, when given."""
    query = select(Document.slug, Document.live_version_id).where(
        Document.kind == kind, Document.live_version_id.is_not(None)
    )
    if slugs is not None:
        query = query.where(Document.slug.in_(slugs))
    ids = {row.slug: row.live_version_id for row in db.execute(query.order_by(Document.slug))}
    found = editions(db, ids.values())
    return {slug: found[version_id] for slug, version_id in ids.items()}


def open_to(actor: Actor, *, today: date) -> ColumnElement[bool]:
    """Whether a `Document` is for everybody, or for a role that the actor holds today. Authors see every document."""
    if actor.may(Permission.DOCUMENT_READ):
        return true()
    return open_to_person(actor.person_id, today)


def open_to_person(person_id: Any, day: Any) -> ColumnElement[bool]:
    """The same for a person who is no author. Parameters that are bound later will do, for what is composed once."""
    held = (
        select(Role.slug)
        .join(RolePeriod, RolePeriod.role_id == Role.id)
        .where(RolePeriod.person_id == person_id, in_force(day))
    )
    named = exists().where(Audience.document_id == Document.id)
    return or_(~named, named.where(Audience.role.in_(held)))


def live_for(db: Session, actor: Actor, kind: str, slug: str, *, today: date) -> Edition:
    """The live version of a document that this actor may see. Raises NotFound."""
    query = select(Document.live_version_id).where(
        Document.kind == kind, Document.slug == slug, open_to(actor, today=today)
    )
    version_id = db.scalar(query)
    if version_id is None:
        raise NotFound
    return edition(db, version_id)


def live_all_for(db: Session, actor: Actor, kind: str, *, today: date) -> dict[str, Edition]:
    """The live versions of a kind that this actor may see, by slug, sorted by slug."""
    query = (
        select(Document.slug, Document.live_version_id)
        .where(Document.kind == kind, Document.live_version_id.is_not(None), open_to(actor, today=today))
        .order_by(Document.slug)
    )
    ids = {row.slug: row.live_version_id for row in db.execute(query)}
    found = editions(db, ids.values())
    return {slug: found[version_id] for slug, version_id in ids.items()}


def document_id_of(db: Session, kind: str, slug: str) -> int | None:
    """The id of a document, live or retired."""
    return db.scalar(select(Document.id).where(Document.kind == kind, Document.slug == slug))


def needs_version(db: Session, document_id: int) -> int:
    """The number of the newest version that asks people to act differently; older evidence does not count any more."""
    return needs_versions(db, [document_id]).get(document_id, 1)


def needs_versions(db: Session, document_ids: Collection[int] | None = None) -> dict[int, int]:
    """The same for many documents in one query; a document that never changed in this way is not among the keys."""
    query = (
        select(Version.document_id, func.max(Version.number)).where(Version.asks_again).group_by(Version.document_id)
    )
    if document_ids is not None:
        query = query.where(Version.document_id.in_(document_ids))
    return dict(db.execute(query).all())


def behaviour_changes(db: Session, document_id: int) -> dict[int, frozenset[str]]:
    """By version number, the blocks in which it asks people to act differently. Other versions are left out."""
    query = select(Version.number, Version.changes).where(Version.document_id == document_id, Version.asks_again)
    return {
        number: frozenset(block for block, change in changes.items() if change == Change.BEHAVIOUR)
        for number, changes in db.execute(query)
    }


@dataclass(frozen=True)
class Listed:
    """A line of the list of documents. `title` is of the live version, or of the last one when it is retired."""

    kind: str
    slug: str
    title: str
    number: int | None
    at: datetime | None
    is_retired: bool
    draft_at: datetime | None


def list_documents(db: Session, *, kind: str | None = None, text: str = "") -> list[Listed]:
    """Documents and drafts of new ones, by kind and title; `text` is looked for in title and slug."""
    last = select(func.max(Version.id)).where(Version.document_id == Document.id).correlate(Document).scalar_subquery()
    documents = select(
        Document.kind, Document.slug, Document.retired_at, Version.title, Version.number, Version.at
    ).join(Version, Version.id == func.coalesce(Document.live_version_id, last))
    drafts = {(draft.kind, draft.slug): draft for draft in db.scalars(select(Draft))}
    listed = []
    for row in db.execute(documents):
        draft = drafts.pop((row.kind, row.slug), None)
        is_retired = row.retired_at is not None
        listed.append(
            Listed(row.kind, row.slug, row.title, row.number, row.at, is_retired, draft.at if draft else None)
        )
    listed += [Listed(item.kind, item.slug, item.slug, None, None, False, item.at) for item in drafts.values()]
    wanted = [
        item
        for item in listed
        if kind in {None, item.kind} and text.casefold() in f"{item.title} {item.slug}".casefold()
    ]
    return sorted(wanted, key=lambda item: (item.kind, item.title.casefold()))


@dataclass(frozen=True)
class Use:
    """A live document that points here, from which of its blocks, and at which item."""

    kind: str
    slug: str
    title: str
    block: str | None
    item: str | None


def where_used(db: Session, kind: str, slug: str) -> list[Use]:
    """What points at a document or at items of it, in live versions. For people to read: `queries_uses.uses_for`."""
    query = (
        select(Document.kind, Document.slug, Version.title, Edge.block, Edge.item)
        .join(Version, Version.id == Edge.version_id)
        .join(Document, Document.live_version_id == Version.id)
        .where(Edge.kind == kind, Edge.slug == slug)
        .order_by(Document.kind, Version.title, Edge.id)
    )
    return [Use(*row) for row in db.execute(query)]


@dataclass(frozen=True)
class Told:
    """A version in the history of its document, and who published it (None: the house)."""

    id: int
    number: int
    at: datetime
    by: str | None
    origin: str
    note: str | None
    changes: Mapping[str, str]
    asks_again: bool


def history(db: Session, document_id: int) -> list[Told]:
    """The versions of a document, newest first."""
    query = (
        select(Version, Person)
        .join(Person, Person.id == Version.by_id, isouter=True)
        .where(Version.document_id == document_id)
        .order_by(Version.number.desc())
        .options(defer(Version.body))
    )
    return [
        Told(
            id=version.id,
            number=version.number,
            at=version.at,
            by=person.full_name if person else None,
            origin=version.origin,
            note=version.note,
            changes=version.changes,
            asks_again=version.asks_again,
        )
        for version, person in db.execute(query)
    ]


def version_numbered(db: Session, document_id: int, number: int) -> Edition:
    """A version by its number. Raises NotFound."""
    query = select(Version.id).where(Version.document_id == document_id, Version.number == number)
    version_id = db.scalar(query)
    if version_id is None:
        raise NotFound
    return edition(db, version_id)


def newest(db: Session, document_id: int) -> Edition:
    """The version of a document with the highest number, live or not. Raises NotFound."""
    number = db.scalar(select(func.max(Version.number)).where(Version.document_id == document_id))
    return version_numbered(db, document_id, number or 0)


def document_named(db: Session, kind: str, slug: str) -> Document | None:
    """The row of a document."""
    return db.scalars(select(Document).where(Document.kind == kind, Document.slug == slug)).first()


def draft_named(db: Session, kind: str, slug: str) -> Draft | None:
    """The draft of a document, published or not."""
    return db.scalars(select(Draft).where(Draft.kind == kind, Draft.slug == slug)).first()


def current_media(db: Session) -> dict[str, str]:
    """The SHA-256 of each media file by name, as a new version would show it."""
    last = select(func.max(Media.id)).group_by(Media.name)
    return dict(db.execute(select(Media.name, Media.sha256).where(Media.id.in_(last))).all())


def list_media(db: Session) -> Sequence[Media]:
    """The current media files by name."""
    last = select(func.max(Media.id)).group_by(Media.name)
    return db.scalars(select(Media).where(Media.id.in_(last)).order_by(Media.name)).all()


class LiveDocuments:
    """Looks documents up for checks across them: what is live, or what is about to be."""

    def __init__(self, db: Session, about_to_be: Mapping[tuple[str, str], Strict] | None = None) -> None:
        self._db = db
        self._new = dict(about_to_be or {})

    def __call__(self, kind: str, slug: str) -> Strict | None:
        if (kind, slug) in self._new:
            return self._new[kind, slug]
        found = live(self._db, kind, slug)
        model: Strict | None = found.model if found else None
        return model


def _versions() -> Select[Version, str, str]:
    return select(Version, Document.kind, Document.slug).join(Document, Document.id == Version.document_id)


def _edition(db: Session, row: Row[Version, str, str]) -> Edition:
    version, kind, slug = row
    made = Edition(
        id=version.id,
        document_id=version.document_id,
        kind=kind,
        slug=slug,
        number=version.number,
        title=version.title,
        language=version.language,
        at=version.at,
        by_id=version.by_id,
        origin=version.origin,
        note=version.note,
        sha256=version.sha256,
        changes=version.changes,
        media=version.media,
        model=library().kinds[kind].load(version.body),
    )
    if made.id not in db.info.get(NEW_VERSIONS, ()):
        library().keep(made)
    return made
