"""What pages and actions need to know about a module and how far somebody is in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import behaviour_changes, edition, editions, live, live_all
from training.core.permissions import Actor
from training.core.web import NotFound
from training.modules.files import Module
from training.modules.models import ModuleProgress
from training.modules.rules import (
    Part,
    Progress,
    carried,
    minutes_left,
    outdated,
    resume_at,
    stays_with,
    still_open,
)

Answers = Mapping[str, list[str]]


@dataclass(frozen=True)
class Reading:
    """A module as one person reads it: the version that is theirs, and how far they are in it.

    `row_id` is the row that going on changes; None until the reader begins, or begins anew after a change.
    `finished_at` says when they last did all of it, `changed` that it asks for something else since.
    """

    edition: Edition
    parts: tuple[Part, ...]
    progress: Progress = field(default_factory=Progress)
    answers: Answers = field(default_factory=dict)
    row_id: int | None = None
    is_open: bool = False
    finished_at: datetime | None = None
    changed: bool = False

    @property
    def module(self) -> Module:
        found: Module = self.edition.model
        return found

    @property
    def is_done(self) -> bool:
        """Whether nothing has to be read, because all of it was and nothing has changed since."""
        return self.finished_at is not None and not self.is_open and not self.changed

    @property
    def resume_at(self) -> Part:
        return resume_at(self.progress, self.parts)

    def part(self, block_id: str) -> Part | None:
        """The part with this id, or None."""
        return next((part for part in self.parts if part.id == block_id), None)


_PARTS: dict[str, tuple[Part, ...]] = {}
_PARTS_KEPT = 1000


def parts_of(edition: Edition) -> tuple[Part, ...]:
    """The blocks of a module as the rules see them. Their words are counted once, as a version never changes."""
    found = _PARTS.get(edition.sha256)
    if found is None:
        module: Module = edition.model
        found = tuple(
            Part(block.id, block.title, block.estimated_minutes, tuple(question.id for question in block.questions))
            for block in module.blocks
        )
        if len(_PARTS) >= _PARTS_KEPT:
            _PARTS.clear()
        _PARTS[edition.sha256] = found
    return found


# The open reading of a module, else the last one that was finished.
_LATEST = (
    select(
        ModuleProgress.id,
        ModuleProgress.version_id,
        ModuleProgress.done,
        ModuleProgress.answers,
        ModuleProgress.last_block,
        ModuleProgress.finished_at,
    )
    .where(
        ModuleProgress.person_id == bindparam("person"),
        ModuleProgress.document_id == bindparam("document"),
    )
    .order_by(ModuleProgress.finished_at.is_(None).desc(), ModuleProgress.id.desc())
    .limit(1)
)


def reading_of(db: Session, actor: Actor, slug: str) -> Reading:
    """The module with the actor's progress. Raises NotFound when there is no such module."""
    newest = live(db, "module", slug)
    if newest is None:
        raise NotFound
    row = db.connection().execute(_LATEST, {"person": actor.person_id, "document": newest.document_id}).first()
    if row is None:
        return Reading(newest, parts_of(newest))
    return _on_its_version(db, newest, row)


def _on_its_version(db: Session, newest: Edition, row: Row[Any]) -> Reading:
    """The reading of a row, on the version that its reader is to read now."""
    progress = Progress(frozenset(row.done), frozenset(row.answers), row.last_block)
    is_open = row.finished_at is None
    shown, changed = newest, False
    if row.version_id != newest.id:
        begun, changes = edition(db, row.version_id), behaviour_changes(db, newest.document_id)
        changed = not stays_with(begun.number, newest.number, changes)
        if is_open and not changed:
            shown = begun
        progress = carried(progress, parts_of(shown), outdated(begun.number, newest.number, changes) if changed else ())
    begins_anew = changed and not is_open
    return Reading(
        edition=shown,
        parts=parts_of(shown),
        progress=progress,
        answers={item: row.answers[item] for item in progress.answered},
        row_id=None if begins_anew else row.id,
        is_open=is_open,
        finished_at=row.finished_at,
        changed=changed,
    )


@dataclass(frozen=True)
class Begun:
    """An open reading in short, for a list of what to go on with."""

    document_id: int
    part: str
    open_parts: int
    open_questions: int
    minutes: int
    url: str


_BEGUN = select(
    ModuleProgress.document_id,
    ModuleProgress.version_id,
    ModuleProgress.done,
    ModuleProgress.answers,
    ModuleProgress.last_block,
).where(ModuleProgress.person_id == bindparam("person"), ModuleProgress.finished_at.is_(None))


def begun_by(db: Session, person_id: int) -> dict[int, Begun]:
    """By document, where a person is in the modules they have begun and not finished.

    It is told of the version they began, in one query; the module's own page knows better when that has changed.
    """
    rows = db.connection().execute(_BEGUN, {"person": person_id}).all()
    found = editions(db, {row.version_id for row in rows})
    return {row.document_id: _begun(found[row.version_id], row) for row in rows}


def _begun(begun: Edition, row: Row[Any]) -> Begun:
    progress, parts = Progress(frozenset(row.done), frozenset(row.answers), row.last_block), parts_of(begun)
    here, open_parts = resume_at(progress, parts), still_open(progress, parts)
    return Begun(
        document_id=row.document_id,
        part=here.title,
        open_parts=len(open_parts),
        open_questions=sum(len(progress.open_questions(part)) for part in open_parts),
        minutes=minutes_left(progress, parts),
        url=f"/learn/{begun.slug}/{here.id}",
    )


@dataclass(frozen=True)
class Place:
    """A part of a module that is worth reading again, or the whole of it when `title` is the module's."""

    title: str
    module: str
    url: str


MOST_PLACES = 3


def places_to_read(db: Session, missed: Mapping[str, int]) -> list[Place]:
    """Where live modules teach the skills that were missed, each so many times; the most helpful places first.

    A place is a part that asks about such a skill, or a whole module that names it when none of its parts does.
    """
    places: list[tuple[int, Place]] = []
    for slug, found in live_all(db, "module").items():
        module: Module = found.model
        asking = [
            (gain, block)
            for block in module.blocks
            if (gain := _gain({skill for question in block.questions for skill in question.skills}, missed))
        ]
        places += [(gain, Place(block.title, module.title, f"/learn/{slug}/{block.id}")) for gain, block in asking]
        if not asking and (gain := _gain(module.skills, missed)):
            places.append((gain, Place(module.title, module.summary, f"/learn/{slug}")))
    places.sort(key=lambda pair: -pair[0])
    # A place that helps with little beside the best one would only make the list longer.
    return [place for gain, place in places[:MOST_PLACES] if 2 * gain >= places[0][0]]


def _gain(skills: Collection[str], missed: Mapping[str, int]) -> int:
    return sum(missed.get(skill, 0) for skill in skills)
