"""Observations: one of them for whoever may see it, those of a learner, and what waits for an observer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from training.checklists.files import Checklist
from training.checklists.models import Observation, ObservationPhoto, ObservationRemark, ObservationSignature
from training.checklists.queries import assesses, observed_by, watch_for
from training.checklists.rules import SIGNED, Rated, State, Verdict, Wanted, verdict
from training.checklists.rules_signing import Content
from training.content.library import Edition
from training.content.queries import edition, editions, live_all_for
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person
from training.people.queries import within


def ratings_in(kept: Mapping[str, Any]) -> dict[str, Rated]:
    """Ratings as a row keeps them, as the rules see them."""
    return {name: Rated(one["level"], one["comment"]) for name, one in kept.items()}


def content_of(row: Observation, photo: ObservationPhoto | None) -> Content:
    """What the observer wrote down, as a signature covers it."""
    return Content(ratings_in(row.ratings), row.comment, row.plan, row.next_on, photo.sha256 if photo else None)


def as_kept(ratings: Mapping[str, Rated]) -> dict[str, dict[str, str | None]]:
    """Ratings as a row keeps them."""
    return {name: {"level": one.level, "comment": one.comment} for name, one in ratings.items()}


def wanted_by(checklist: Checklist) -> list[Wanted]:
    """The criteria as the rules judge them."""
    return [Wanted(one.id, checklist.needed_of(one), one.optional) for one in checklist.criteria]


@dataclass(frozen=True)
class Seen:
    """An observation with the version that it was made with, and the people in it."""

    row: Observation
    edition: Edition
    people: Mapping[int, Person]
    photo: ObservationPhoto | None = None
    signatures: Sequence[ObservationSignature] = ()
    remarks: Sequence[ObservationRemark] = ()

    @property
    def checklist(self) -> Checklist:
        found: Checklist = self.edition.model
        return found

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def learner(self) -> Person:
        return self.people[self.row.learner_id]

    @property
    def observer(self) -> Person:
        return self.people[self.row.observer_id]

    @property
    def ratings(self) -> dict[str, Rated]:
        return ratings_in(self.row.ratings)

    @property
    def verdict(self) -> Verdict:
        return verdict(wanted_by(self.checklist), self.checklist.steps, self.ratings)

    @property
    def content(self) -> Content:
        return content_of(self.row, self.photo)

    @property
    def url(self) -> str:
        return f"/observations/{self.row.id}"


def observation_for(db: Session, actor: Actor, observation_id: int, *, today: date) -> Seen:
    """An observation that the actor may see. Raises NotFound.

    What is not signed is its observer's alone. Afterwards the learner sees it, whoever signed it, those who read the
    learner's standing, and while it waits for a second observer whoever may be one.
    """
    row = db.get(Observation, observation_id)
    if row is None or not _may_see(db, actor, row, today):
        raise NotFound
    return seen(db, row)


def _may_see(db: Session, actor: Actor, row: Observation, today: date) -> bool:
    signers = select(ObservationSignature.person_id).where(ObservationSignature.observation_id == row.id)
    signed = set(db.scalars(signers))
    if row.observer_id == actor.person_id:
        return True
    if not signed:
        return False
    if actor.person_id in {row.learner_id, *signed}:
        return True
    read = select(Person.id).where(Person.id == row.learner_id, within(actor, Permission.STANDING_READ))
    return db.scalar(read) is not None or may_second(db, actor, row, today=today)


def may_second(db: Session, actor: Actor, row: Observation, *, today: date) -> bool:
    """Whether the actor may sign as the second observer."""
    if row.state != State.SECOND or actor.person_id in {row.observer_id, row.learner_id}:
        return False
    try:
        watch = watch_for(db, actor, edition(db, row.version_id), row.learner_id, on=row.seen_on, today=today)
    except NotFound:
        return False
    return watch.refusal is None


def may_void(db: Session, actor: Actor, row: Observation) -> bool:
    """Whether the actor may take an observation back: whoever made it, and whoever decides about the learner."""
    if row.state == State.VOID or actor.person_id == row.learner_id:
        return False
    if row.observer_id == actor.person_id:
        return True
    decides = select(Person.id).where(Person.id == row.learner_id, within(actor, Permission.STANDING_WRITE))
    return row.state in SIGNED and db.scalar(decides) is not None


def seen(db: Session, row: Observation) -> Seen:
    """Everything about one observation."""
    signatures = db.scalars(
        select(ObservationSignature)
        .where(ObservationSignature.observation_id == row.id)
        .order_by(ObservationSignature.place)
    ).all()
    remarks = db.scalars(
        select(ObservationRemark).where(ObservationRemark.observation_id == row.id).order_by(ObservationRemark.id)
    ).all()
    ids = {row.learner_id, row.observer_id, row.voided_by_id}
    ids |= {one.person_id for one in signatures} | {one.by_id for one in remarks}
    people = db.scalars(select(Person).where(Person.id.in_(ids - {None}))).all()
    return Seen(
        row=row,
        edition=edition(db, row.version_id),
        people={one.id: one for one in people},
        photo=db.get(ObservationPhoto, row.id),
        signatures=signatures,
        remarks=remarks,
    )


def observations_of(db: Session, learner_id: int, *, most: int | None = None) -> list[Seen]:
    """What was seen of a learner and signed, the latest first."""
    signed = Observation.state.in_([str(state) for state in SIGNED])
    return _several(db, signed & (Observation.learner_id == learner_id), most)


def waiting_for_signature(db: Session, actor: Actor) -> list[Seen]:
    """What the actor has filled in and not signed yet, the latest first."""
    return _several(db, (Observation.state == State.OPEN) & (Observation.observer_id == actor.person_id), 50)


def waiting_for_second(db: Session, actor: Actor, *, today: date) -> list[Seen]:
    """What waits for a second observer, where the actor may be one, the latest first."""
    found = live_all_for(db, actor, "checklist", today=today)
    held = assesses(db, actor.person_id, found) if found else frozenset()
    mine = [
        (Observation.document_id == one.document_id)
        & Observation.learner_id.in_(select(Person.id).where(observed_by(db, actor, one.model, today=today)))
        for one in found.values()
        if one.document_id in held
    ]
    waiting = _several(db, (Observation.state == State.SECOND) & or_(false(), *mine), 50)
    return [one for one in waiting if may_second(db, actor, one.row, today=today)]


def to_see_again(db: Session, actor: Actor) -> list[Seen]:
    """Whom the actor saw last and found that it is not there yet, by the day that was agreed."""
    mine = (Observation.state == State.NOT_YET) & (Observation.observer_id == actor.person_id)
    found = _several(db, mine, 200)
    latest = latest_of(db, {one.row.document_id for one in found}, {one.row.learner_id for one in found})
    last = {row.id for row in latest.values()}
    return sorted((one for one in found if one.row.id in last), key=lambda one: one.row.again_on or date.max)


@dataclass(frozen=True)
class Last:
    """The latest observation of somebody by a checklist, in short."""

    id: int
    state: State
    again_on: date | None


def latest_of(
    db: Session, document_ids: Collection[int], learner_ids: Collection[int]
) -> Mapping[tuple[int, int], Last]:
    """By document and learner, the latest observation that was signed."""
    query = (
        select(Observation.document_id, Observation.learner_id, Observation.id, Observation.state, Observation.again_on)
        .where(
            Observation.document_id.in_(document_ids),
            Observation.learner_id.in_(learner_ids),
            Observation.state.in_([str(state) for state in SIGNED]),
        )
        .order_by(Observation.begun_at, Observation.id)
    )
    return {
        (row.document_id, row.learner_id): Last(row.id, State(row.state), row.again_on) for row in db.execute(query)
    }


def open_draft(db: Session, actor: Actor, document_id: int, learner_id: int) -> Observation | None:
    """What the actor has begun to fill in for a learner and not signed, the latest."""
    query = select(Observation).where(
        Observation.observer_id == actor.person_id,
        Observation.state == State.OPEN,
        Observation.document_id == document_id,
        Observation.learner_id == learner_id,
    )
    return db.scalars(query.order_by(Observation.id.desc()).limit(1)).first()


def _several(db: Session, condition: ColumnElement[bool], most: int | None) -> list[Seen]:
    """Observations with their versions and people, in three queries; without photos, signatures and remarks."""
    query = select(Observation).where(condition).order_by(Observation.begun_at.desc(), Observation.id.desc())
    rows = db.scalars(query.limit(most)).all()
    versions = editions(db, {row.version_id for row in rows})
    ids = {row.learner_id for row in rows} | {row.observer_id for row in rows}
    people = {one.id: one for one in db.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    return [Seen(row, versions[row.version_id], people) for row in rows]


def photo_visible(found: Seen) -> ObservationPhoto:
    """The photo of an observation. Raises NotFound."""
    if found.photo is None:
        raise NotFound
    return found.photo
