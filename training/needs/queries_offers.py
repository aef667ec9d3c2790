"""What could be learnt, practised or watched for a standard: what serves it or a step of it, or teaches its skills."""

from collections.abc import Iterable, Iterator
from datetime import date
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from training.content.labels import skill_name
from training.content.library import Edition
from training.content.models import Document, Edge
from training.content.queries import editions, open_to_person
from training.core.i18n import gettext as _
from training.modules.files import Module
from training.needs.queries_sources import steps_held_to
from training.needs.rules_proposal import CHECKLIST, LESSONS, PRACTICE, TALK, Offer
from training.practice.models import PracticeCard
from training.practice.queries import exercises_in
from training.standards.files_standard import Standard

MINUTES_OF_PRACTICE = 3
MINUTES_OF_WATCHING = 5
MINUTES_OF_TALK = 10
LINES_A_MINUTE = 2
FEWEST_CARDS = 3
KINDS = (*LESSONS, CHECKLIST)


def offers_for(db: Session, slug: str, standard: Standard, person_id: int | None, *, today: date) -> list[Offer]:
    """Everything that helps with a standard and that somebody may open, without an order; a talk is always there."""
    skills = frozenset(one.skill for one in standard.skills)
    may = open_to_person(person_id, today) if person_id is not None else true()
    aimed = _aimed(db, slug, may)
    found: list[Offer] = []
    for edition in _live(db, may):
        blocks = aimed.get(edition.id, set())
        found += _offers_in(edition, blocks, skills)
    found += _practice(db, person_id, skills)
    return [*found, Offer(TALK, "", "", _("A talk about how it is done"), MINUTES_OF_TALK, skills)]


def _aimed(db: Session, slug: str, may: ColumnElement[bool]) -> dict[int, set[str | None]]:
    """By version, the blocks that serve the standard or a step that is held to it."""
    aims = [and_(Edge.kind == "standard", Edge.slug == slug)]
    for transaction, step in sorted(steps_held_to(db, slug)):
        aims.append(and_(Edge.kind == "transaction", Edge.slug == transaction, Edge.item == step))
    query = (
        select(Edge.version_id, Edge.block)
        .join(Document, Document.live_version_id == Edge.version_id)
        .where(Document.kind.in_(KINDS), or_(*aims), may)
    )
    found: dict[int, set[str | None]] = {}
    for version_id, block in db.execute(query):
        found.setdefault(version_id, set()).add(block)
    return found


def _live(db: Session, may: ColumnElement[bool]) -> Iterable[Edition]:
    query = select(Document.live_version_id).where(Document.kind.in_(KINDS), Document.live_version_id.is_not(None), may)
    ids = [one for one in db.scalars(query.order_by(Document.slug)) if one is not None]
    found = editions(db, ids)
    return [found[one] for one in ids]


def _offers_in(edition: Edition, blocks: set[str | None], skills: frozenset[str]) -> Iterator[Offer]:
    model: Any = edition.model
    taught = skills & set(model.skills)
    if not blocks and not taught and edition.kind != "module":
        return
    # What serves the standard itself helps with whatever it takes, unless it says with what.
    helps = taught or skills
    whole: dict[str, Any] = {
        "kind": edition.kind,
        "slug": edition.slug,
        "document_id": edition.document_id,
        "is_direct": bool(blocks),
        "skills": helps,
    }
    if edition.kind == "module":
        yield from _of_module(edition, blocks, skills)
    elif edition.kind == CHECKLIST:
        yield Offer(item="", title=model.title, minutes=MINUTES_OF_WATCHING, **whole)
    elif edition.kind == "scenario":
        yield Offer(item="", title=model.title, minutes=model.minutes, **whole)
    else:
        yield Offer(item="", title=model.title, minutes=max(1, ceil(len(model.lines) / LINES_A_MINUTE)), **whole)


def _of_module(edition: Edition, blocks: set[str | None], skills: frozenset[str]) -> Iterator[Offer]:
    """Parts that serve the standard or ask about its skills; the whole lesson only where no part does."""
    module: Module = edition.model
    taught = skills & set(module.skills)
    parts = 0
    for block in module.blocks:
        asked = skills & {skill for question in block.questions for skill in question.skills}
        if block.id in blocks or asked:
            parts += 1
            yield Offer(
                kind="module",
                slug=edition.slug,
                item=block.id,
                title=block.title,
                minutes=block.estimated_minutes,
                skills=asked or taught or skills,
                is_direct=block.id in blocks,
                is_part=len(module.blocks) > 1,
                within=module.title,
                document_id=edition.document_id,
            )
    if not parts and taught:
        yield Offer(
            "module",
            edition.slug,
            "",
            module.title,
            module.estimated_minutes,
            taught,
            document_id=edition.document_id,
        )


def _practice(db: Session, person_id: int | None, skills: frozenset[str]) -> Iterator[Offer]:
    """Practice of skills of which somebody has cards already; others make theirs by reading first."""
    query = (
        select(PracticeCard.kind, PracticeCard.item, Document.live_version_id)
        .join(Document, Document.id == PracticeCard.document_id)
        .where(PracticeCard.person_id == person_id, Document.live_version_id.is_not(None))
    )
    rows = db.execute(query).all() if person_id is not None else []
    found = editions(db, {row.live_version_id for row in rows})
    counts: dict[str, int] = {}
    for row in rows:
        exercise = exercises_in(found[row.live_version_id]).get((row.kind, row.item))
        for skill in skills & set(exercise.skills if exercise else ()):
            counts[skill] = counts.get(skill, 0) + 1
    for skill, count in sorted(counts.items()):
        if count >= FEWEST_CARDS:
            title = _("Practice: %(skill)s", skill=skill_name(skill))
            yield Offer(PRACTICE, skill, "", title, MINUTES_OF_PRACTICE, frozenset({skill}))
