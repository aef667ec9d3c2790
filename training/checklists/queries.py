"""Checklists that somebody may see, and whether they may observe somebody by them."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from training.checklists.files import Checklist
from training.checklists.models import Assessor
from training.checklists.rules_observers import COUNTS, Claim, Happened, Refusal, holds_skill, in_line, refusal
from training.content.library import Edition
from training.content.queries import live_all_for, live_for, needs_version, needs_versions
from training.core.ledger import Entry
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod, Team
from training.people.queries import in_force, status_of, within


def checklist_for(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """The live version of a checklist that the actor may see. Raises NotFound."""
    return live_for(db, actor, "checklist", slug, today=today)


def role_names(db: Session, slugs: Collection[str]) -> list[str]:
    """What the roles with these slugs are called, in the same order; a slug that no role has stays as it is."""
    names = dict(db.execute(select(Role.slug, Role.name).where(Role.slug.in_(slugs))).all()) if slugs else {}
    return [names.get(slug, slug) for slug in slugs]


def roles_held(db: Session, person_id: int | None, *, today: date) -> frozenset[str]:
    """The slugs of the roles that somebody holds on a day."""
    query = (
        select(Role.slug)
        .join(RolePeriod, RolePeriod.role_id == Role.id)
        .where(RolePeriod.person_id == person_id, in_force(today))
    )
    return frozenset(db.scalars(query))


@dataclass(frozen=True)
class Listed:
    """A checklist in a list. `is_mine` says whether it is for a role that the actor holds today."""

    edition: Edition
    is_mine: bool
    holds: bool

    @property
    def url(self) -> str:
        return f"/checklists/{self.edition.slug}"


def checklists_for(db: Session, actor: Actor, *, today: date) -> list[Listed]:
    """Every checklist that the actor may see, by title; those of their own roles first."""
    found = live_all_for(db, actor, "checklist", today=today)
    held = roles_held(db, actor.person_id, today=today) if found else frozenset()
    passed = passed_by(db, [actor.person_id or 0], found.values()) if found else {}
    listed = [
        Listed(one, not held.isdisjoint(one.model.roles), actor.person_id in passed.get(one.document_id, ()))
        for one in found.values()
    ]
    return sorted(listed, key=lambda one: (not one.is_mine, one.edition.title.casefold()))


def passed_by(db: Session, person_ids: Collection[int], checklists: Iterable[Edition]) -> Mapping[int, frozenset[int]]:
    """By document, who of these people has passed a checklist and still counts as having done so. Two queries."""
    documents = {one.document_id for one in checklists}
    facts: defaultdict[tuple[int, int], list[Happened]] = defaultdict(list)
    query = select(Entry.document_id, Entry.subject_id, Entry.kind, Entry.payload).where(
        Entry.document_id.in_(documents), Entry.subject_id.in_(person_ids), Entry.kind.in_(COUNTS)
    )
    for row in db.execute(query.order_by(Entry.at, Entry.id)):
        facts[row.document_id, row.subject_id].append(Happened(row.kind, _version_in(row.payload)))
    if not facts:
        return {}
    needed = needs_versions(db, documents)
    passed: defaultdict[int, set[int]] = defaultdict(set)
    for (document, person), happened in facts.items():
        if holds_skill(happened, needed=needed.get(document, 1)):
            passed[document].add(person)
    return {document: frozenset(people) for document, people in passed.items()}


def _version_in(payload: str | None) -> int:
    """The number of the version that a fact speaks of, 0 where it speaks of none or was erased."""
    return int(json.loads(payload).get("version", 0)) if payload else 0


def may_assess(db: Session, person_id: int, found: Edition) -> bool:
    """Whether somebody holds what a checklist looks at: they passed it, or were appointed."""
    if person_id in assessors_of(db, found.document_id):
        return True
    return person_id in passed_by(db, [person_id], [found]).get(found.document_id, ())


def assessors_of(db: Session, document_id: int) -> frozenset[int]:
    """The people who were appointed to observe by a checklist, and still are."""
    query = select(Assessor.person_id).where(Assessor.document_id == document_id, Assessor.withdrawn_at.is_(None))
    return frozenset(db.scalars(query))


def assesses(db: Session, person_id: int | None, found: Mapping[str, Edition]) -> frozenset[int]:
    """The documents, of these, that somebody may observe by."""
    appointed = select(Assessor.document_id).where(Assessor.person_id == person_id, Assessor.withdrawn_at.is_(None))
    passed = passed_by(db, [person_id or 0], found.values())
    documents = {one.document_id for one in found.values()}
    return (frozenset(db.scalars(appointed)) & documents) | {one for one in passed if person_id in passed[one]}


def near(team: Team | None) -> ColumnElement[bool]:
    """The people in a team, above it or below it."""
    if team is None:
        return false()
    steps = team.path.strip("/").split("/")
    above = ["/" + "/".join(steps[: number + 1]) + "/" for number in range(len(steps))]
    line = or_(Team.path.in_(above), Team.path.startswith(team.path, autoescape=True))
    return Person.team_id.in_(select(Team.id).where(line).correlate(None))


def observed_by(db: Session, actor: Actor, checklist: Checklist, *, today: date) -> ColumnElement[bool]:
    """The people whom the actor may observe by a checklist if they hold what it looks at."""
    if roles_held(db, actor.person_id, today=today).isdisjoint(checklist.observers):
        reached = within(actor, Permission.OBSERVATION_WRITE)
    else:
        me = db.get(Person, actor.person_id)
        reached = or_(within(actor, Permission.OBSERVATION_WRITE), near(me.team if me else None))
    return reached & (Person.id != (actor.person_id or 0))


@dataclass(frozen=True)
class Watch:
    """Somebody who is to be seen at work by a checklist, and why the actor may not do it; None when they may."""

    edition: Edition
    learner: Person
    refusal: Refusal | None

    @property
    def checklist(self) -> Checklist:
        found: Checklist = self.edition.model
        return found


def watch_for(db: Session, actor: Actor, found: Edition, learner_id: int, *, on: date, today: date) -> Watch:
    """Whether the actor may observe somebody by this version of a checklist, who was at work `on` a day.

    Raises NotFound for people out of their reach: nobody learns who exists.
    """
    learner = db.scalars(select(Person).where(Person.id == learner_id).options(joinedload(Person.team))).first()
    if learner is None:
        raise NotFound
    why = refusal(claim_of(db, actor, found, learner, on=on, today=today))
    if why is Refusal.REACH:
        raise NotFound
    return Watch(found, learner, why)


def claim_of(db: Session, actor: Actor, found: Edition, learner: Person, *, on: date, today: date) -> Claim:
    """What there is to say for the actor who wants to observe a learner."""
    reached = select(Person.id).where(Person.id == learner.id, within(actor, Permission.OBSERVATION_WRITE))
    observes = not roles_held(db, actor.person_id, today=today).isdisjoint(found.model.observers)
    me = db.get(Person, actor.person_id) if observes else None
    return Claim(
        is_self=learner.id == actor.person_id,
        leads=db.scalar(reached) is not None,
        observes=observes,
        near=me is not None and in_line(me.team.path, learner.team.path),
        holds=actor.person_id is not None and may_assess(db, actor.person_id, found),
        here=status_of(db, learner.id, on) != "left",
    )


def is_outdated(db: Session, found: Edition) -> bool:
    """Whether a newer version asks people to act differently."""
    return found.number < needs_version(db, found.document_id)


def appointable(actor: Actor) -> ColumnElement[bool]:
    """The people whom the actor may appoint: all for who publishes documents, else those whose standing is theirs.

    Nobody appoints themselves.
    """
    anybody = actor.may(Permission.DOCUMENT_PUBLISH)
    return (true() if anybody else within(actor, Permission.STANDING_WRITE)) & (Person.id != (actor.person_id or 0))


@dataclass(frozen=True)
class Appointed:
    """Somebody who was appointed, by whom (None: the house), and whether the actor may end it."""

    id: int
    name: str
    at: datetime
    by: str | None
    may_end: bool


def list_assessors(db: Session, actor: Actor, found: Edition) -> list[Appointed]:
    """Everybody who is appointed to observe by a checklist, by name."""
    by = aliased(Person)
    query = (
        select(Assessor, Person, by)
        .join(Person, Person.id == Assessor.person_id)
        .outerjoin(by, by.id == Assessor.by_id)
        .where(Assessor.document_id == found.document_id, Assessor.withdrawn_at.is_(None))
        .order_by(Person.family_name, Person.given_name)
    )
    mine = set(db.scalars(select(Person.id).join(Person.team).where(appointable(actor)))) | {actor.person_id}
    return [
        Appointed(row.id, person.full_name, row.at, one.full_name if one else None, person.id in mine)
        for row, person, one in db.execute(query)
    ]
