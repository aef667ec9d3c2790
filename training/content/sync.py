"""Files and the store: take the library's files in, write documents out as files."""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.check import Key
from training.content.issuing import Proposal, check_users, issue, proposal, unclassed
from training.content.library import Edition, library
from training.content.media import MediaFile, checked, keep, path_of
from training.content.models import Document
from training.content.queries import LiveDocuments, current_media, document_named, live, live_all
from training.content.rules import Moved, moved
from training.content.tree import MEDIA_FOLDER, Tree, TreeDocument
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems


class Conflicts(Problems):
    """File and live version both moved. `differences` are unified diffs from the live version to the file."""

    def __init__(self, problems: Iterable[Problem], differences: Iterable[str]) -> None:
        super().__init__(problems)
        self.differences = tuple(differences)


@dataclass
class Plan:
    """What a sync would do. Paths of files by what happens to them; `ahead` are documents newer than their file."""

    media: list[MediaFile] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    seen: dict[Key, str] = field(default_factory=dict)  # checksums of what file and store agree on afterwards

    @property
    def is_empty(self) -> bool:
        """Whether the store says already what the files say."""
        return not (self.media or self.proposals)


def plan(db: Session, tree: Tree, *, replace: Collection[str] = ()) -> Plan:
    """Compare files and store. `replace` names paths of files that win although the live version moved as well.

    Raises Problems with everything that is wrong in the files, and Conflicts when both moved; changes nothing.
    """
    if tree.problems:
        raise Problems(tree.problems)
    made = Plan()
    pictures = _plan_media(db, tree, made)
    conflicts: list[tuple[Problem, str]] = []
    order = {kind.name: place for place, kind in enumerate(library().kinds)}
    for document in sorted(tree.documents.values(), key=lambda item: (order[item.kind.name], item.slug)):
        conflict = _plan_document(db, document, pictures, made, document.where in replace)
        if conflict:
            conflicts.append((conflict, conflict_text(live(db, document.kind.name, document.slug), document)))
    if conflicts:
        raise Conflicts((problem for problem, _text in conflicts), (text for _problem, text in conflicts))
    lookup = LiveDocuments(db, {(item.kind.name, item.slug): item.source.model for item in made.proposals})
    problems = [
        problem
        for item in made.proposals
        for problem in (
            *unclassed(live(db, item.kind.name, item.slug), item),
            *check_users(db, item, library().kinds, lookup),
        )
    ]
    if problems:
        raise Problems(problems)
    return made


def apply(db: Session, made: Plan, actor: Actor, *, now: datetime) -> None:
    """Do what was planned, in the transaction of `db`."""
    for file in made.media:
        keep(db, library().media_dir, file, by_id=actor.person_id, now=now)
    for item in made.proposals:
        issue(db, item, actor_id=actor.person_id, now=now)
    for (kind, slug), sha256 in made.seen.items():
        document = document_named(db, kind, slug)
        if document is not None and document.file_sha256 != sha256:
            document.file_sha256 = sha256
    db.flush()


def sync(db: Session, actor: Actor, tree: Tree, *, now: datetime, replace: Collection[str] = ()) -> Plan:
    """Plan and apply: afterwards the store says what the files say. The same files twice change nothing."""
    made = plan(db, tree, replace=replace)
    apply(db, made, actor, now=now)
    return made


def _plan_media(db: Session, tree: Tree, made: Plan) -> dict[str, str]:
    """Checksums by name as they will be; files that the store lacks are put into the plan."""
    pictures = current_media(db)
    problems: list[Problem] = []
    for name, path in tree.media.items():
        try:
            file = checked(name, path.read_bytes(), f"{MEDIA_FOLDER}/{name}")
        except Problems as error:
            problems += error.problems
            continue
        stored = path_of(library().media_dir, file.sha256).exists()
        if pictures.get(name) != file.sha256 or not stored:
            made.media.append(file)
        pictures[name] = file.sha256
    if problems:
        raise Problems(problems)
    return pictures


def _plan_document(
    db: Session, document: TreeDocument, pictures: dict[str, str], made: Plan, replace: bool
) -> Problem | None:
    kind, slug, where = document.kind, document.slug, document.where
    proposed = proposal(kind, slug, document.source, pictures, "file")
    row = db.scalars(select(Document).where(Document.kind == kind.name, Document.slug == slug)).first()
    current = live(db, kind.name, slug)
    base = row.file_sha256 if row else None
    if row is not None and current is None:  # retired in the browser: it comes back when the file says something new
        state = Moved.LIVE if proposed.sha256 == base else Moved.FILE
    else:
        state = moved(file=proposed.sha256, live=current.sha256 if current else None, base=base)
    if state is Moved.BOTH and not replace:
        message = _("The file and the live version have both changed since they were last alike.")
        remedy = _("Take the live changes into the file, then sync with “--replace %(path)s”.", path=where)
        return Problem(where, None, message, remedy)
    if state is Moved.LIVE:
        made.ahead.append(where)
        return None
    made.seen[kind.name, slug] = proposed.sha256
    if state is Moved.NEITHER:
        made.unchanged.append(where)
    else:
        made.proposals.append(proposed)
        (made.changed if current else made.added).append(where)
    return None


def conflict_text(current: Edition | None, document: TreeDocument) -> str:
    """A unified diff from the live version to the file, both in the store's own way of writing."""
    live_text = document.kind.to_text(current.model) if current else ""
    lines = difflib.unified_diff(
        live_text.splitlines(keepends=True),
        document.kind.to_text(document.model).splitlines(keepends=True),
        fromfile=f"{document.where} (live, version {current.number if current else 0})",
        tofile=f"{document.where} (file)",
    )
    return "".join(lines)


@dataclass(frozen=True)
class Export:
    """Files as they would be written: text or bytes by path below the library's root."""

    texts: dict[str, str]
    media: dict[str, Path]


def export(db: Session, only: Collection[str] = ()) -> Export:
    """Every live document as a file, with the media that they show; of these paths only, when given."""
    texts: dict[str, str] = {}
    shown: dict[str, Path] = {}
    for kind in library().kinds:
        for slug, edition in live_all(db, kind.name).items():
            path = kind.path(slug)
            if only and path not in only:
                continue
            texts[path] = kind.to_text(edition.model)
            for name, sha256 in edition.media.items():
                shown[f"{MEDIA_FOLDER}/{name}"] = path_of(library().media_dir, sha256)
    return Export(texts, shown)
