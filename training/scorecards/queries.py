"""Whose work somebody may review, read reviews of, and decide about, and which scorecards there are."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from training.content.library import Edition
from training.content.queries import live, live_all, live_all_for, live_for
from training.core.permissions import PERMISSIONS_OF, Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Team, TeamLeader
from training.people.queries import within
from training.scorecards.files import KIND, Item, Scorecard
from training.scorecards.rules import Asked


def reviewable(actor: Actor) -> ColumnElement[bool]:
    """The people whose work the actor may review: those that they lead, and never themselves."""
    return within(actor, Permission.REVIEW_WRITE) & (Person.id != (actor.person_id or 0))


def decidable(actor: Actor) -> ColumnElement[bool]:
    """The people whose appeals the actor may answer; never their own."""
    return within(actor, Permission.REVIEW_DECIDE) & (Person.id != (actor.person_id or 0))


def led_directly(actor: Actor) -> ColumnElement[bool]:
    """The people whose direct manager the actor is: who names them, or whose nearest team with a leader is theirs.

    A leader further up sees how well reviews go, and no single one.
    """
    below = aliased(Team)
    paths = {one.path for one in actor.held if Permission.REVIEW_READ in PERMISSIONS_OF[one.permission_set]}
    nearest = []
    for path in paths:
        nearer = exists().where(
            TeamLeader.team_id == below.id,
            Team.path.startswith(below.path),
            below.path.startswith(path, autoescape=True),
            below.path != path,
        )
        nearest.append(Team.path.startswith(path, autoescape=True) & ~nearer)
    teams = select(Team.id).where(or_(false(), *nearest)).correlate(None)
    named = Person.manager_id == actor.person_id if actor.person_id is not None else false()
    return or_(named, Person.team_id.in_(teams)) & (Person.id != (actor.person_id or 0))


def is_among(db: Session, person_id: int, people: ColumnElement[bool]) -> bool:
    """Whether somebody is among these people."""
    return db.scalar(select(Person.id).where(Person.id == person_id, people)) is not None


def reviews_anybody(actor: Actor) -> bool:
    """Whether the actor reviews, or reads how reviews go."""
    return actor.may(Permission.REVIEW_READ)


def scorecards_for(db: Session, actor: Actor, *, today: date) -> Mapping[str, Edition]:
    """The live scorecards that somebody may read, by slug; reviewers read them all."""
    if reviews_anybody(actor):
        return live_all(db, KIND.name)
    return live_all_for(db, actor, KIND.name, today=today)


def scorecard_for(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """One of them. Raises NotFound."""
    if not reviews_anybody(actor):
        return live_for(db, actor, KIND.name, slug, today=today)
    found = live(db, KIND.name, slug)
    if found is None:
        raise NotFound
    return found


def asked_by(scorecard: Scorecard) -> list[Asked]:
    """The items as the rules mark them."""
    return [asked_of(item) for item in scorecard.items]


def asked_of(item: Item) -> Asked:
    return Asked(item.id, item.points, item.needs, item.weight, item.critical, item.optional)
