"""What everybody in the house may know of its customers: what they said, whom they thanked, what goes wrong most."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint
from training.complaints.queries_overview import house_figures
from training.complaints.queries_people import names_of
from training.complaints.queries_rules import model_now
from training.complaints.rules import State
from training.complaints.rules_promises import Kept
from training.content.models import Document, Version
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Team, TeamLeader
from training.people.queries import within_teams
from training.voice.models import Improvement

DAYS = 90
MOST_CAUSES = 3


@dataclass(frozen=True)
class Done:
    """An improvement with the name of whoever does it; `about` is the standard it is for, if it is for one."""

    row: Improvement
    owner: str
    about: str = ""

    @property
    def is_done(self) -> bool:
        return self.row.done_on is not None


@dataclass(frozen=True)
class Cause:
    """A cause of complaints, how much it makes, and what is being done about it."""

    category: str
    title: str
    count: int
    share: int
    done: tuple[Done, ...]


@dataclass(frozen=True)
class Voice:
    """The page. `causes` are the most frequent ones of the last 90 days; `promises` those that ran out in that time.

    `standards` is what is being done about standards that are missed.
    """

    causes: tuple[Cause, ...]
    is_telling: bool
    complaints: int
    this_week: int
    promises: Kept
    lately_done: tuple[Done, ...]
    standards: tuple[Done, ...] = ()


def voice(db: Session, *, now: datetime, today: date) -> Voice:
    """What complaints say and what is done about it; no customer and nobody complained of is in it."""
    found, promises = house_figures(db, days=DAYS, now=now)
    titles = {one.id: one.title for one in model_now(db).categories}
    bars = found.bars[:MOST_CAUSES]
    known = _improvements(db, {bar.key for bar in bars}, today)
    of_causes = {bar.key for bar in bars}
    recent = [one for ones in known.values() for one in ones if one.is_done and one.row.category not in of_causes]
    week = select(func.count()).select_from(Complaint)
    week = week.where(Complaint.at >= now - timedelta(days=7), Complaint.state != State.VOID.value)
    return Voice(
        causes=tuple(
            Cause(bar.key, titles.get(bar.key, bar.key), bar.count, round(bar.share), tuple(known.get(bar.key, ())))
            for bar in bars
        ),
        is_telling=found.is_telling,
        complaints=found.total,
        this_week=db.scalar(week) or 0,
        promises=promises,
        lately_done=tuple(sorted(recent, key=lambda one: one.row.done_on or today, reverse=True)[:5]),
        standards=tuple(one for one in known.get("", ()) if not one.is_done),
    )


def _improvements(db: Session, categories: Iterable[str], today: date) -> dict[str, list[Done]]:
    """What is being done about these causes, and what was done lately about any; open ones first."""
    query = select(Improvement).where(
        or_(
            Improvement.done_on >= today - timedelta(days=DAYS),
            Improvement.category.in_({*categories, ""}) & Improvement.done_on.is_(None),
        )
    )
    rows = db.scalars(query.order_by(Improvement.done_on.is_not(None), Improvement.by_on, Improvement.id)).all()
    names = names_of(db, (row.owner_id for row in rows))
    titles = titles_by_id(db, {row.standard_id for row in rows if row.standard_id is not None})
    found: defaultdict[str, list[Done]] = defaultdict(list)
    for row in rows:
        found[row.category].append(Done(row, names.get(row.owner_id, ""), titles.get(row.standard_id or 0, "")))
    return found


def titles_by_id(db: Session, document_ids: Collection[int]) -> dict[int, str]:
    """What documents are called, by their ids; those out of use as they were called last."""
    newest = select(func.max(Version.id)).where(Version.document_id == Document.id).correlate(Document)
    query = (
        select(Document.id, Version.title)
        .join(Version, Version.id == func.coalesce(Document.live_version_id, newest.scalar_subquery()))
        .where(Document.id.in_(document_ids))
    )
    return dict(db.execute(query).all()) if document_ids else {}


def about(db: Session, improvement: Improvement) -> str:
    """The standard that an improvement is for; empty where it is for a cause of complaints."""
    if improvement.standard_id is None:
        return ""
    return titles_by_id(db, {improvement.standard_id}).get(improvement.standard_id, "")


def improvement_for(db: Session, actor: Actor, improvement_id: int) -> Improvement:
    """What somebody may change: that of their teams, and their own. Raises NotFound otherwise."""
    ours = Improvement.team_id.in_(select(Team.id).where(within_teams(actor, Permission.COMPLAINT_WRITE)))
    query = select(Improvement).where(
        Improvement.id == improvement_id, or_(ours, Improvement.owner_id == actor.person_id)
    )
    found: Improvement | None = db.scalars(query).first()
    if found is None:
        raise NotFound
    return found


def may_change(db: Session, actor: Actor) -> frozenset[int]:
    """The ids of the improvements that somebody may change."""
    if not actor.may(Permission.COMPLAINT_WRITE):
        return frozenset()
    ours = Improvement.team_id.in_(select(Team.id).where(within_teams(actor, Permission.COMPLAINT_WRITE)))
    return frozenset(db.scalars(select(Improvement.id).where(or_(ours, Improvement.owner_id == actor.person_id))))


def may_do(db: Session, actor: Actor) -> Sequence[tuple[int, str]]:
    """Who may be named as the one who does it: oneself and the leaders of one's teams."""
    teams = select(Team.id).where(within_teams(actor, Permission.COMPLAINT_WRITE))
    leading = select(TeamLeader.person_id).where(TeamLeader.team_id.in_(teams))
    query = select(Person).where(or_(Person.id == actor.person_id, Person.id.in_(leading)))
    people = db.scalars(query.order_by(Person.family_name, Person.given_name, Person.id))
    return [(person.id, person.full_name) for person in people]
