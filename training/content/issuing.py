"""The one gate through which versions come into being, whatever they were written with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from training.content.check import faults_across
from training.content.kinds import Kind, Kinds, Lookup, Reference, Source
from training.content.library import Edition
from training.content.models import Audience, Document, Edge, Version
from training.content.queries import NEW_VERSIONS, document_named, live, where_used
from training.content.release import Change
from training.content.rules import BlockChanges, block_changes
from training.content.schema import Strict, canonical, checksum
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems


@dataclass(frozen=True)
class Proposal:
    """A checked document that may become the next version. `media` maps the names that it shows to SHA-256.

    `changes` are the classes of changed blocks, beyond those that the text itself gives.
    """

    kind: Kind[Any]
    slug: str
    source: Source[Any]
    media: Mapping[str, str]
    origin: str
    changes: Mapping[str, Change] = field(default_factory=dict)
    note: str | None = None

    @property
    def where(self) -> str:
        return self.kind.path(self.slug)

    @property
    def body(self) -> str:
        return canonical(self.source.model)

    @property
    def sha256(self) -> str:
        return checksum(self.kind.name, self.body, self.media)

    @property
    def classes(self) -> dict[str, Change]:
        return {**self.source.release.changes, **self.changes}


def proposal(
    kind: Kind[Any],
    slug: str,
    source: Source[Any],
    media: Mapping[str, str],
    origin: str,
    *,
    changes: Mapping[str, Change] | None = None,
    note: str | None = None,
) -> Proposal:
    """A proposal that pins the media which the document shows, out of all that there are."""
    shown = {item.name: media[item.name] for item in kind.media(source.model) if item.name in media}
    return Proposal(kind, slug, source, shown, origin, changes or {}, note or source.release.note)


def differences(before: Edition | None, proposed: Proposal) -> BlockChanges:
    """The blocks that differ from the live version, in their text or in the pictures that they show."""
    new = blocks_with_media(proposed.kind, proposed.source.model, proposed.media)
    old = blocks_with_media(proposed.kind, before.model, before.media) if before else {}
    return block_changes(old, new)


def blocks_with_media(kind: Kind[Any], model: Strict, media: Mapping[str, str]) -> dict[str, str]:
    """The blocks of a document, each with the checksums of what it shows, to be compared."""
    blocks = dict(kind.blocks(model))
    for shown in kind.media(model):
        blocks[shown.from_block] += f"\n{shown.name} {media.get(shown.name)}"
    return blocks


def unclassed(before: Edition | None, proposed: Proposal) -> list[Problem]:
    """A problem for each changed block of which nobody said how it changed. A first version needs no classes."""
    if before is None:
        return []
    return [
        Problem(
            proposed.where,
            proposed.source.lines.get(("changes",)),
            _("It is not said how “%(block)s” changed.", block=block),
            _(
                "Say under “changes” that it is editorial, clarifying or behaviour: “%(block)s: editorial”.",
                block=block,
            ),
        )
        for block in differences(before, proposed).to_class
        if block not in proposed.classes
    ]


def check(proposed: Proposal, kinds: Kinds, lookup: Lookup, has_media: Mapping[str, str]) -> list[Problem]:
    """What is wrong between this document and others."""
    faults = faults_across(
        proposed.kind, proposed.source.model, kinds=kinds, lookup=lookup, has_media=has_media.__contains__
    )
    return [fault.problem(proposed.where, proposed.source.lines) for fault in faults]


def check_users(db: Session, proposed: Proposal, kinds: Kinds, lookup: Lookup) -> list[Problem]:
    """What would break in live documents that point at this one; `lookup` already gives the new document."""
    problems = []
    for kind_name, slug in sorted({(use.kind, use.slug) for use in where_used(db, proposed.kind.name, proposed.slug)}):
        model = lookup(kind_name, slug)
        if model is None:
            continue
        kind = kinds[kind_name]
        here = {(proposed.kind.name, proposed.slug)}
        for fault in faults_across(kind, model, kinds=kinds, lookup=lookup, has_media=lambda _name: True):
            if here & {(reference.kind, reference.slug) for reference in _concerned(kind, model, fault.path)}:
                message = _("It is used by “%(title)s”: %(fault)s", title=kind.title(model), fault=fault.message)
                problems.append(Problem(proposed.where, None, message, _("Change that document first.")))
    return problems


def _concerned(kind: Kind[Any], model: Strict, path: tuple[str | int, ...]) -> Iterable[Reference]:
    return [ref for ref in kind.references(model) if path[: len(ref.path)] == ref.path or not path]


def issue(db: Session, proposed: Proposal, *, actor_id: int | None, now: datetime) -> Version | None:
    """Insert the next version and its edges, move the live pointer, write the ledger.

    Returns None when nothing differs from the live version. Raises Problems when a changed block has no class.
    """
    before = live(db, proposed.kind.name, proposed.slug)
    if before is not None and before.sha256 == proposed.sha256:
        return None
    problems = unclassed(before, proposed)
    if problems:
        raise Problems(problems)
    document = document_named(db, proposed.kind.name, proposed.slug)
    if document is None:
        document = Document(kind=proposed.kind.name, slug=proposed.slug)
        db.add(document)
        db.flush()
    version = _insert(db, document, before, proposed, actor_id=actor_id, now=now)
    document.live_version_id, document.retired_at = version.id, None
    say_for_whom(db, document.id, proposed.kind, proposed.source.model)
    ledger.record(
        db,
        "document.published",
        at=now,
        actor_id=actor_id,
        document_id=document.id,
        version_id=version.id,
        payload={
            "kind": document.kind,
            "slug": document.slug,
            "title": version.title,
            "number": version.number,
            "origin": version.origin,
            "changes": version.changes,
        },
    )
    return version


def say_for_whom(db: Session, document_id: int, kind: Kind[Any], model: Strict) -> None:
    """Keep for which roles a document is, as its live version says."""
    db.execute(delete(Audience).where(Audience.document_id == document_id))
    db.add_all(Audience(document_id=document_id, role=role) for role in sorted(set(kind.audience(model))))
    db.flush()


def _insert(
    db: Session,
    document: Document,
    before: Edition | None,
    proposed: Proposal,
    *,
    actor_id: int | None,
    now: datetime,
) -> Version:
    changes = (
        {block: str(proposed.classes[block]) for block in differences(before, proposed).to_class} if before else {}
    )
    last = db.scalar(select(func.max(Version.number)).where(Version.document_id == document.id)) or 0
    version = Version(
        document_id=document.id,
        number=last + 1,
        sha256=proposed.sha256,
        body=proposed.body,
        media=dict(proposed.media),
        title=proposed.kind.title(proposed.source.model),
        language=proposed.kind.language(proposed.source.model),
        origin=proposed.origin,
        changes=changes,
        asks_again=Change.BEHAVIOUR in changes.values(),
        note=proposed.note,
        by_id=actor_id,
        at=now,
    )
    db.add(version)
    db.flush()
    db.info.setdefault(NEW_VERSIONS, set()).add(version.id)
    references = set(proposed.kind.references(proposed.source.model))
    for ref in sorted(references, key=lambda ref: (ref.kind, ref.slug, ref.item or "", ref.from_block or "")):
        db.add(Edge(version_id=version.id, block=ref.from_block, kind=ref.kind, slug=ref.slug, item=ref.item))
    db.flush()
    return version
