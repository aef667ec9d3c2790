"""Which lesson teaches what somebody missed: what serves the same step or standard, or teaches the same skill."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from training.content.library import kind_named
from training.content.links import standard_named, step_named
from training.content.models import Document, Edge, Version
from training.content.queries import editions, live_all, open_to_person
from training.scorecards.files import Item

TEACHING = ("module", "script", "scenario")
"""Kinds that teach, in the order in which they are named."""

MOST = 4
"""More lessons for one item nobody takes."""


@dataclass(frozen=True)
class Lesson:
    """Something to learn from, and where; `part` is the part of it that teaches just this, if there is one."""

    kind: str
    title: str
    part: str
    url: str

    @property
    def label(self) -> str:
        """What kind of thing it is, in the reader's language."""
        return str(kind_named(self.kind).label)


def lessons_for(db: Session, items: Iterable[Item], person_id: int, *, today: date) -> Mapping[str, list[Lesson]]:
    """By the id of an item the lessons that whoever missed it may take, in four queries at most.

    What serves the step comes first, then what serves the standard, then what teaches a skill; modules before scripts.
    """
    items = list(items)
    found: dict[str, list[Lesson]] = {item.id: [] for item in items}
    by_aim = _by_aim(db, items, person_id, today)
    skills = {skill for item in items for skill in item.skills}
    modules = _modules_by_skill(db, skills, person_id, today) if skills else {}
    for item in items:
        aims = [("transaction", *step)] if (step := step_named(item.step)) else []
        aims += [("standard", standard, "")] if (standard := standard_named(item.standard)) else []
        lessons = [one for aim in aims for one in by_aim.get(aim, ())]
        lessons += [one for skill in item.skills for one in modules.get(skill, ())]
        # One link for each, to the first part of it that serves the item.
        first: dict[tuple[str, str], Lesson] = {}
        for one in lessons:
            first.setdefault((one.kind, one.title), one)
        found[item.id] = list(first.values())[:MOST]
    return found


Aim = tuple[str, str, str]
"""Kind and slug of what is served, and the step in it."""


def _by_aim(db: Session, items: Iterable[Item], person_id: int, today: date) -> dict[Aim, list[Lesson]]:
    aimed: list[ColumnElement[bool]] = []
    for item in items:
        if step := step_named(item.step):
            aimed.append(and_(Edge.kind == "transaction", Edge.slug == step[0], Edge.item == step[1]))
        if standard := standard_named(item.standard):
            aimed.append(and_(Edge.kind == "standard", Edge.slug == standard))
    if not aimed:
        return {}
    query = (
        select(Document.kind, Document.slug, Version.id, Edge.block, Edge.kind, Edge.slug, Edge.item)
        .join(Version, Version.id == Edge.version_id)
        .join(Document, Document.live_version_id == Version.id)
        .where(Document.kind.in_(TEACHING), or_(*aimed), open_to_person(person_id, today))
        .order_by(Version.title, Edge.id)
    )
    found: dict[Aim, list[Lesson]] = {}
    rows = sorted(db.execute(query).all(), key=lambda row: TEACHING.index(row[0]))
    versions = editions(db, {row[2] for row in rows})
    for name, slug, version, block, aim_kind, aim_slug, aim_item in rows:
        kind, one = kind_named(name), versions[version]
        aim = (aim_kind, aim_slug, aim_item or "" if aim_kind == "transaction" else "")
        part = kind.block_title(one.model, block) if block and name == "module" else ""
        found.setdefault(aim, []).append(Lesson(name, one.title, part, kind.place(slug, block)))
    return found


def _modules_by_skill(db: Session, skills: set[str], person_id: int, today: date) -> dict[str, list[Lesson]]:
    query = select(Document.slug).where(Document.kind == "module", open_to_person(person_id, today))
    found: dict[str, list[Lesson]] = {}
    for slug, one in live_all(db, "module", set(db.scalars(query))).items():
        for skill in skills.intersection(one.model.skills):
            found.setdefault(skill, []).append(Lesson("module", one.title, "", kind_named("module").place(slug, None)))
    return found
