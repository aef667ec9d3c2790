"""The documents of the company: the starter library as published at the start, and what its author changed since."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.certification.queries_programmes import catalogue_on
from training.config import ROOT
from training.content.actions import Publication, Typed, publish, save_draft
from training.content.library import library
from training.content.models import Version
from training.content.queries import live, live_all
from training.content.release import Change
from training.content.sync import sync
from training.content.tree import Tree, read_tree
from training.core.permissions import Actor
from training.demo.cast import LAUNCH
from training.demo.days import OPENS, Days
from training.demo.story import Course, Publish, School, Talk
from training.modules.files import Block, Module, to_text
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
}
TALKS = ("script", "scenario")


@dataclass(frozen=True)
class Edit:
    """A call-out that the author added to a page of a module, on a day, and what that asks of people."""

    day: int
    module: str
    block: str
    change: Change
    note: str
    text: str


EDITS = (
    Edit(
        -334,
        "taking-a-call",
        "hold-or-call-back",
        Change.CLARIFYING,
        "Several of you asked what to do when it is clear from the start that it takes longer.",
        "> [!tip] When you know that it takes longer\n"
        "> Then do not ask the caller to hold at all. Offer the call back, with a time.",
    ),
    Edit(
        -187,
        "returns-and-refunds",
        "money-back",
        Change.BEHAVIOUR,
        "From now on the day of the refund stands on the slip, so that nobody has to remember it.",
        "> [!standard] The day on the slip\n"
        "> **How:** write the day by which the money is there on the slip, and draw a ring round it. **When:** before "
        "you hand it over. **Who:** the person who entered the refund.",
    ),
    Edit(
        -9,
        "handling-a-complaint",
        "write-it-down",
        Change.BEHAVIOUR,
        "New: a picture of what is broken. Suppliers believe pictures.",
        "> [!standard] A picture with the card\n"
        "> **How:** if something is broken, take one picture of it with the shop’s telephone, and write its number on "
        "the card. Faces and addresses stay out of it. **When:** while the customer is still with you. **Who:** the "
        "person who writes the card.",
    ),
)
DRAFT = Edit(
    -2,
    "greeting-a-customer",
    "waiting",
    Change.CLARIFYING,
    "",
    "> [!tip] On Saturdays\n> Two of us greet at the door between eleven and three, so that nobody waits unseen.",
)


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
        found = live(db, "module", edit.module)
        if found is None:
            continue
        wanted = Publication(
            kind="module",
            slug=edit.module,
            text=with_addition(found.model, edit),
            base_version_id=found.id,
            changes={block_of(found.model, edit).id: edit.change},
            note=edit.note,
        )
        version = publish(db, author, wanted, now=days.at(days.open_day(edit.day), OPENS + 412))
        if version is not None:
            published.append(version.id)
    found = live(db, "module", DRAFT.module)
    if found is not None:
        typed = Typed(with_addition(found.model, DRAFT), revision=None, base_version_id=found.id)
        save_draft(db, author, "module", DRAFT.module, typed, now=days.at(days.open_day(DRAFT.day), OPENS + 376))
    return published


def block_of(module: Module, edit: Edit) -> Block:
    """The page that is changed, or the last one when the library has no such page any more."""
    return module.block(edit.block) or module.blocks[-1]


def with_addition(module: Module, edit: Edit) -> str:
    """The text of a module with a call-out below the last text of the page."""
    page = block_of(module, edit)
    pieces = list(page.pieces)
    place = max((number for number, piece in enumerate(pieces) if isinstance(piece, Prose)), default=None)
    if place is None:
        pieces.append(Prose(type="text", text=edit.text))
    else:
        prose = pieces[place]
        pieces[place] = prose.model_copy(update={"text": f"{prose.text}\n\n{edit.text}"})
    changed = page.model_copy(update={"pieces": tuple(pieces)})
    blocks = tuple(changed if block.id == page.id else block for block in module.blocks)
    return to_text(module.model_copy(update={"blocks": blocks}))


def school(db: Session, today: date, zone: ZoneInfo) -> School:
    """What there is to learn today, as the story needs it."""
    catalogue = catalogue_on(db, today, zone)
    editions = [found for kind in MINUTES for found in live_all(db, kind).values()]
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
        slugs={found.document_id: found.slug for found in editions},
        versions=versions,
        talks={
            found.document_id: Talk(found.kind, frozenset(found.model.roles), found.model.audience == "roles")
            for found in editions
            if found.kind in TALKS
        },
    )
