"""Refreshers under way and done. Everybody sees only their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from training.certification.rules import FULFILS
from training.content.models import Version
from training.content.queries import behaviour_changes, editions
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.web import NotFound
from training.modules.queries import parts_of
from training.refreshers.models import ANSWERS, REFRESHERS, RefresherPart
from training.refreshers.rules import Doing, Plan
from training.refreshers.rules_news import Page, Published, with_published
from training.refreshers.rules_scope import still_counts


@dataclass(frozen=True)
class Given:
    """What somebody answered to a question so far; `response` is () while it is open."""

    item: int
    response: tuple[str, ...]
    sequence: int
    saved_at: datetime | None


@dataclass(frozen=True)
class Done:
    """A part that is done; a test-out with its points."""

    at: datetime
    score: float | None
    most: int | None
    passed: bool | None


@dataclass(frozen=True)
class Sitting:
    """A refresher with all that is done and answered, and whatever was published since it was planned.

    `plan` holds the news already; `stored` is the plan as it is kept.
    """

    id: int
    person_id: int
    assignment_id: int
    document_id: int
    version_id: int
    seed: int
    stored: Plan
    plan: Plan
    planned_on: date
    started_at: datetime
    finished_at: datetime | None
    is_dropped: bool
    done: Mapping[int, Done]
    elsewhere: frozenset[int] = field(default=frozenset())  # numbers of parts that were done on pages of their own

    def may_go_on(self, today: date) -> bool:
        return self.finished_at is None and not self.is_dropped and still_counts(self.planned_on, today)

    def is_done(self, number: int) -> bool:
        return number in self.done or number in self.elsewhere

    @property
    def left(self) -> tuple[int, ...]:
        """The numbers of its own parts that are still to be done."""
        return tuple(number for number in self.plan.own if number not in self.done)

    @property
    def minutes_left(self) -> int:
        parts, needed = enumerate(self.plan.parts, start=1), {*self.plan.own}
        return sum(
            part.minutes
            for number, part in parts
            if (number in needed or part.doing is Doing.ELSEWHERE) and not self.is_done(number)
        )


def sitting_for(db: Session, actor: Actor, refresher_id: int, *, zone: ZoneInfo) -> Sitting:
    """The actor's own refresher. Raises NotFound for anybody else's."""
    row = db.execute(
        select(REFRESHERS).where(REFRESHERS.c.id == refresher_id, REFRESHERS.c.person_id == actor.person_id)
    ).first()
    if row is None:
        raise NotFound
    stored = Plan.from_json(row.plan)
    done = {
        one.number: Done(one.done_at, one.score, one.most, one.passed)
        for one in db.scalars(select(RefresherPart).where(RefresherPart.refresher_id == refresher_id))
    }
    news = published_since(db, stored, zone) if row.finished_at is None else ()
    plan = with_published(stored, news, done)
    return Sitting(
        id=row.id,
        person_id=row.person_id,
        assignment_id=row.assignment_id,
        document_id=row.document_id,
        version_id=row.version_id,
        seed=row.seed,
        stored=stored,
        plan=plan,
        planned_on=row.planned_on,
        started_at=row.started_at,
        finished_at=row.finished_at,
        is_dropped=row.dropped_at is not None,
        done=done,
        elsewhere=_done_elsewhere(db, row, plan),
    )


def _done_elsewhere(db: Session, row: Row[Any], plan: Plan) -> frozenset[int]:
    """The parts that were fulfilled on pages of their own since the refresher began."""
    linked = {n: part for n, part in enumerate(plan.parts, start=1) if part.doing is Doing.ELSEWHERE}
    if not linked:
        return frozenset()
    query = select(Entry.kind, Entry.document_id).where(
        Entry.subject_id == row.person_id,
        Entry.kind.in_({FULFILS[part.kind] for part in linked.values()}),
        Entry.at >= row.started_at,
    )
    facts = {(kind, document_id) for kind, document_id in db.execute(query)}
    return frozenset(n for n, part in linked.items() if (FULFILS[part.kind], part.document_id) in facts)


def published_since(db: Session, plan: Plan, zone: ZoneInfo) -> list[Published]:
    """Versions that came after a plan and ask people to act differently, oldest first. One query when there is none."""
    if not plan.seen:
        return []
    query = (
        select(Version.id, Version.document_id, Version.number, Version.at)
        .where(Version.document_id.in_(plan.seen), Version.asks_again)
        .order_by(Version.at, Version.id)
    )
    rows = [row for row in db.execute(query) if row.number > plan.seen[row.document_id]]
    found = editions(db, {row.id for row in rows})
    news = []
    for row in rows:
        one = found[row.id]
        pages: tuple[Page, ...] = ()
        if one.kind == "module":
            asked = behaviour_changes(db, row.document_id)[row.number]
            pages = tuple(
                Page(part.id, part.title, part.minutes, one.language) for part in parts_of(one) if part.id in asked
            )
        news.append(Published(row.document_id, row.id, row.number, local_day(row.at, zone), pages))
    return news


def answers_of(db: Session, refresher_id: int, number: int) -> tuple[Given, ...]:
    """What was answered in a part so far, question by question."""
    query = (
        select(ANSWERS.c.item, ANSWERS.c.response, ANSWERS.c.seq, ANSWERS.c.saved_at)
        .where(ANSWERS.c.refresher_id == refresher_id, ANSWERS.c.number == number)
        .order_by(ANSWERS.c.item)
    )
    return tuple(Given(row.item, tuple(row.response or ()), row.seq, row.saved_at) for row in db.execute(query))
