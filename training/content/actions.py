"""What authors do with documents: save and discard drafts, publish, retire, add media."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from training.content import media
from training.content.check_names import known_names, unknown_names
from training.content.issuing import Proposal, check, check_users, issue, proposal, unclassed
from training.content.library import library
from training.content.models import Draft, Version
from training.content.queries import LiveDocuments, current_media, document_named, draft_named, live, where_used
from training.content.release import Change
from training.content.source import plain_lines
from training.content.types import SLUG, slug_of
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound


class DraftMoved(Exception):
    """The draft was saved elsewhere since this page was opened."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft.kind} {draft.slug} is at revision {draft.revision}")
        self.draft = draft


class LiveMoved(Exception):
    """Somebody published since the draft began."""


def new_document(db: Session, actor: Actor, kind: str, slug: str, *, now: datetime) -> Draft:
    """A draft of a document that is not published yet, with the kind's template. Raises Problems for its slug."""
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        message = _("Use small letters, digits and single hyphens.")
        raise Problems([Problem("slug", None, message, _("For example “%(slug)s”.", slug=slug_of(slug)))])
    if document_named(db, kind, slug) or draft_named(db, kind, slug):
        raise Problems([Problem("slug", None, _("There is a document of this kind and name already."))])
    draft = Draft(
        kind=kind,
        slug=slug,
        base_version_id=None,
        source=library().kinds[kind].template,
        by_id=actor.person_id,
        at=now,
    )
    db.add(draft)
    db.flush()
    return draft


@dataclass(frozen=True)
class Typed:
    """The text of an editor, and what it began from.

    `revision` is that of the draft, None when there was none; `base_version_id` the live version that the writer saw,
    None for a new document.
    """

    source: str
    revision: int | None
    base_version_id: int | None


def save_draft(db: Session, actor: Actor, kind: str, slug: str, typed: Typed, *, now: datetime) -> Draft:
    """Save what was typed, right or wrong.

    Raises DraftMoved when the draft is at another revision by now, so that nothing is overwritten unseen.
    """
    draft = draft_named(db, kind, slug)
    if draft is None:
        draft = Draft(kind=kind, slug=slug, base_version_id=typed.base_version_id, revision=0)
        db.add(draft)
    elif draft.revision != typed.revision:
        raise DraftMoved(draft)
    draft.revision += 1
    # PostgreSQL keeps no text with a zero in it.
    draft.source = plain_lines(typed.source).replace("\0", "")
    draft.by_id, draft.at = actor.person_id, now
    db.flush()
    return draft


def discard_draft(db: Session, actor: Actor, kind: str, slug: str, *, now: datetime) -> None:
    """Throw a draft away. Its text is kept in the ledger, where an administrator finds it."""
    draft = draft_named(db, kind, slug)
    if draft is None:
        raise NotFound
    db.delete(draft)
    payload = {"kind": kind, "slug": slug, "source": draft.source}
    ledger.record(db, "draft.discarded", at=now, actor_id=actor.person_id, payload=payload)


def follow_live(db: Session, draft: Draft) -> None:
    """The writer has seen what was published meanwhile, and the draft goes on from there."""
    edition = live(db, draft.kind, draft.slug)
    draft.base_version_id = edition.id if edition else None
    db.flush()


@dataclass(frozen=True)
class Publication:
    """What an author asks to publish. `base_version_id` is the live version that they saw, None for a new document."""

    kind: str
    slug: str
    text: str
    base_version_id: int | None
    changes: Mapping[str, Change] = field(default_factory=dict)
    note: str | None = None
    origin: str = "browser"


def checked_proposal(db: Session, wanted: Publication) -> Proposal:
    """A proposal in which nothing is wrong but, perhaps, that changes have no class yet. Raises Problems."""
    known = library().kinds
    kind = known[wanted.kind]
    source = kind.read(plain_lines(wanted.text), kind.path(wanted.slug))
    pictures = current_media(db)
    proposed = proposal(
        kind, wanted.slug, source, pictures, wanted.origin, changes=wanted.changes, note=wanted.note or None
    )
    lookup = LiveDocuments(db, {(wanted.kind, wanted.slug): source.model})
    unknown = unknown_names(kind, source.model, known_names(db))
    problems = [
        *check(proposed, known, lookup, pictures),
        *(fault.problem(proposed.where, source.lines) for fault in unknown),
        *check_users(db, proposed, known, lookup),
    ]
    if problems:
        raise Problems(problems)
    return proposed


def publish(db: Session, actor: Actor, wanted: Publication, *, now: datetime) -> Version | None:
    """Make a text the live version of its document, and drop its draft.

    Returns None when nothing differs. Raises Problems for what is wrong in the text, between documents, or in classes
    that are missing; LiveMoved when the live version is not the one that the author saw.
    """
    before = live(db, wanted.kind, wanted.slug)
    if (before.id if before else None) != wanted.base_version_id:
        raise LiveMoved
    proposed = checked_proposal(db, wanted)
    problems = unclassed(before, proposed)
    if problems:
        raise Problems(problems)
    version = issue(db, proposed, actor_id=actor.person_id, now=now)
    draft = draft_named(db, wanted.kind, wanted.slug)
    if draft is not None:
        db.delete(draft)
    db.flush()
    return version


def retire(db: Session, actor: Actor, kind: str, slug: str, *, now: datetime) -> None:
    """Take a document out of use; its versions and what was learned from them stay. Raises Problems while in use."""
    document = document_named(db, kind, slug)
    if document is None or document.live_version_id is None:
        raise NotFound
    uses = where_used(db, kind, slug)
    if uses:
        titles = ", ".join(sorted({f"“{use.title}”" for use in uses}))
        message = _("It is used by %(titles)s.", titles=titles)
        raise Problems([Problem(slug, None, message, _("Change what uses it first."))])
    version_id, document.live_version_id, document.retired_at = document.live_version_id, None, now
    db.flush()
    ledger.record(
        db,
        "document.retired",
        at=now,
        actor_id=actor.person_id,
        document_id=document.id,
        version_id=version_id,
        payload={"kind": kind, "slug": slug},
    )


def add_media(db: Session, actor: Actor, name: str, data: bytes, *, now: datetime) -> bool:
    """Keep a picture or video under a name. Raises Problems; returns False when the same file is there already."""
    stem, dot, ending = name.rpartition(".")
    tidy = f"{slug_of(stem)}.{ending.lower()}" if dot else name
    file = media.checked(tidy, data, "file")
    added = media.keep(db, library().media_dir, file, by_id=actor.person_id, now=now)
    if added:
        payload = {"name": file.name, "sha256": file.sha256}
        ledger.record(db, "media.added", at=now, actor_id=actor.person_id, payload=payload)
    return added
