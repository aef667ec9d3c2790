"""The documents of the company: the starter library as published at the start, and what its author changed since."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.certification.queries_programmes import LiveProgramme, catalogue_on
from training.config import ROOT
from training.content.actions import Publication, Typed, publish, save_draft
from training.content.library import library
from training.content.models import Version
from training.content.prose import Written
from training.content.queries import live, live_all
from training.content.sync import sync
from training.content.tree import Tree, read_tree
from training.core.permissions import Actor
from training.demo.cast import LAUNCH
from training.demo.days import OPENS, Days
from training.demo.edits import DRAFT, EDITS, Edit
from training.demo.story import Course, Publish, School, Talk
from training.modules.files import Block
from training.modules.prose import Prose
from training.quizzes.queries import minutes_needed
from training.scripts.queries_begun import minutes_to_rehearse

OPENING = OPENS - 15  # minute of the first day at which the library is published
# How long one takes who knows the ground.
MINUTES: Mapping[str, Callable[[Any], float]] = {
    "module": lambda module: module.estimated_minutes,
    "quiz": lambda quiz: minutes_needed(quiz) * 0.8,
    "script": minutes_to_rehearse,
    "scenario": lambda scenario: scenario.minutes,
    "policy": lambda policy: 0.5 + sum(block.words for block in policy.blocks) / WORDS_A_MINUTE,
    "checklist": lambda _checklist: AT_WORK,
}
WORDS_A_MINUTE = 180
AT_WORK = 18  # minutes beside somebody
TALKS = ("script", "scenario")


def tree() -> Tree:
    """The starter library as its files say it."""
    return read_tree(ROOT, library().kinds)


def stock(db: Session, tree: Tree, days: Days, *, now: datetime) -> dict[int, str]:
    """Publish the starter library as of the first day.

    What came from its files already is dated back to that day. Returns when it really came: ISO moments by the id of
    the version.
    """
    at = days.at(LAUNCH, OPENING)
    from_files = select(Version.id, Version.at).where(Version.origin == "file", Version.by_id.is_(None))
    before = dict(db.execute(from_files).all())
    set_dates(db, dict.fromkeys(before, at))
    sync(db, Actor.house(), tree, now=at)
    return {version: before.get(version, now).isoformat() for version, _at in db.execute(from_files)}


def set_dates(db: Session, dates: dict[int, datetime]) -> None:
    """Say that versions were published at other moments. Only an invented past may do this."""
    for version_id, at in dates.items():
        db.execute(update(Version).where(Version.id == version_id).values(at=at))
        kept = library().kept(version_id)
        if kept is not None:
            library().keep(replace(kept, at=at))


def revise(db: Session, author: Actor, days: Days) -> list[int]:
    """Publish what the author changed, and leave one change as a draft. Returns the ids of the versions."""
    published = []
    for edit in EDITS:
        found = live(db, edit.kind, edit.slug)
        if found is None:
            continue
        wanted = Publication(
            kind=edit.kind,
            slug=edit.slug,
            text=with_addition(found.model, edit),
            base_version_id=found.id,
            changes={block_of(found.model, edit).id: edit.change},
            note=edit.note,
        )
        version = publish(db, author, wanted, now=days.at(days.open_day(edit.day), OPENS + 412))
        if version is not None:
            published.append(version.id)
    found = live(db, DRAFT.kind, DRAFT.slug)
    if found is not None:
        typed = Typed(with_addition(found.model, DRAFT), revision=None, base_version_id=found.id)
        save_draft(db, author, DRAFT.kind, DRAFT.slug, typed, now=days.at(days.open_day(DRAFT.day), OPENS + 376))
    return published


def block_of(document: Any, edit: Edit) -> Any:
    """The page that is changed, or the last one when the library has no such page any more."""
    return document.block(edit.block) or document.blocks[-1]


def with_addition(document: Any, edit: Edit) -> str:
    """The text of a module or policy with a call-out below the last text of the page."""
    page = block_of(document, edit)
    changed = _longer_page(page, edit) if isinstance(page, Block) else _longer_part(page, edit)
    blocks = tuple(changed if block.id == page.id else block for block in document.blocks)
    return library().kinds[edit.kind].to_text(document.model_copy(update={"blocks": blocks}))


def _longer_part(part: Written, edit: Edit) -> Written:
    return part.model_copy(update={"text": f"{part.text}\n\n{edit.text}"})


def _longer_page(page: Block, edit: Edit) -> Block:
    pieces = list(page.pieces)
    place = max((number for number, piece in enumerate(pieces) if isinstance(piece, Prose)), default=None)
    if place is None:
        pieces.append(Prose(type="text", text=edit.text))
    else:
        prose = pieces[place]
        pieces[place] = prose.model_copy(update={"text": f"{prose.text}\n\n{edit.text}"})
    return page.model_copy(update={"pieces": tuple(pieces)})


def school(db: Session, today: date, zone: ZoneInfo) -> School:
    """What there is to learn today, as the story needs it."""
    catalogue = catalogue_on(db, today, zone)
    editions = [found for kind in MINUTES for found in live_all(db, kind).values()]
    credentials = live_all(db, "credential").values()
    versions: dict[int, list[Publish]] = {}
    rows = db.execute(select(Version.document_id, Version.number, Version.at).order_by(Version.number))
    for document_id, number, at in rows:
        versions.setdefault(document_id, []).append(Publish(number, at))
    return School(
        courses={
            key: Course(live_one.slug, live_one.programme, live_one.offer)
            for key, live_one in catalogue.programmes.items()
        },
        targets=catalogue.targets,
        minutes={found.document_id: MINUTES[found.kind](found.model) for found in editions},
        slugs={found.document_id: found.slug for found in (*editions, *credentials)},
        versions=versions,
        talks={
            found.document_id: Talk(found.kind, frozenset(found.model.roles), found.model.audience == "roles")
            for found in editions
            if found.kind in TALKS
        },
        marks=_marks(catalogue.programmes.values()),
        in_twos=frozenset(one.document_id for one in live_all(db, "checklist").values() if one.model.second_observer),
        spans={one.document_id: one.model.validity for one in credentials},
    )


def _marks(programmes: Iterable[LiveProgramme]) -> dict[int, int]:
    """The highest mark that a programme asks for, by document."""
    found: dict[int, int] = {}
    for asked in (one for live_one in programmes for one in live_one.programme.requirements):
        if asked.mark is not None and isinstance(asked.target, int):
            found[asked.target] = max(asked.mark, found.get(asked.target, 0))
    return found
