"""Addresses and answers that an actor may see: those of their own teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document, Version
from training.content.queries import edition, editions
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.feedback.models import ASIDE, COUNTED, FeedbackAddress, FeedbackAnswer
from training.people.models import Person, Team
from training.people.queries import within_teams

PAGE = 50


def address_for(db: Session, actor: Actor, address_id: int, permission: Permission) -> FeedbackAddress:
    """An address of a team of the actor's. Raises NotFound."""
    query = select(FeedbackAddress).join(Team, Team.id == FeedbackAddress.team_id)
    found = db.scalars(query.where(FeedbackAddress.id == address_id, within_teams(actor, permission))).first()
    if found is None:
        raise NotFound
    return found


def answer_for(db: Session, actor: Actor, answer_id: int, permission: Permission) -> FeedbackAnswer:
    """An answer about a team of the actor's. Raises NotFound."""
    query = select(FeedbackAnswer).join(Team, Team.id == FeedbackAnswer.team_id)
    found = db.scalars(query.where(FeedbackAnswer.id == answer_id, within_teams(actor, permission))).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class AddressLine:
    """An address in the list: its form, what it is about, and what came in."""

    id: int
    place: str
    sort: str
    form: str
    team: str
    person: str | None
    is_open: bool
    answers: int


def addresses(db: Session, actor: Actor, *, since: datetime) -> list[AddressLine]:
    """The standing addresses of the actor's teams, open ones first, with how many answers came since then."""
    counted = (
        select(
            FeedbackAnswer.address_id,
            func.count(case((FeedbackAnswer.at >= since, 1))).label("lately"),
        )
        .where(FeedbackAnswer.state == COUNTED)
        .group_by(FeedbackAnswer.address_id)
        .subquery()
    )
    query = (
        select(FeedbackAddress, Version.title, Team.name, Person, counted.c.lately)
        .join(Team, Team.id == FeedbackAddress.team_id)
        .join(Document, Document.id == FeedbackAddress.document_id)
        .join(Version, Version.id == _shown_version(), isouter=True)
        .join(Person, Person.id == FeedbackAddress.person_id, isouter=True)
        .join(counted, counted.c.address_id == FeedbackAddress.id, isouter=True)
        .where(FeedbackAddress.once.is_(False), within_teams(actor, Permission.FEEDBACK_READ))
        .order_by(FeedbackAddress.is_open.desc(), Team.name, FeedbackAddress.place, FeedbackAddress.id)
    )
    return [
        AddressLine(
            id=address.id,
            place=address.place,
            sort=address.sort,
            form=title or "",
            team=team,
            person=person.full_name if person else None,
            is_open=address.is_open,
            answers=lately or 0,
        )
        for address, title, team, person, lately in db.execute(query)
    ]


def _shown_version() -> ColumnElement[int | None]:
    """The live version of a document, or its last one when it is out of use."""
    last = select(func.max(Version.id)).where(Version.document_id == Document.id).correlate(Document).scalar_subquery()
    return func.coalesce(Document.live_version_id, last)


@dataclass(frozen=True)
class Wanted:
    """What a list of answers is narrowed to; `show` is “open”, “all” or “aside”."""

    team_id: int | None = None
    since: date | None = None
    until: date | None = None
    show: str = "open"
    address_id: int | None = None


@dataclass(frozen=True)
class AnswerLine:
    """An answer in the list, with the version of the form that it belongs to, so that it can be read."""

    answer: FeedbackAnswer
    edition: Edition
    team: str
    place: str
    sort: str
    person: str | None


@dataclass(frozen=True)
class AnswerPage:
    """One page of answers, the newest first, and how many there are in all."""

    lines: Sequence[AnswerLine]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def answers(db: Session, actor: Actor, wanted: Wanted, day_begins: Any, *, page: int | None = 1) -> AnswerPage:
    """Answers about the actor's teams; `day_begins(day)` is the moment at which a day of the site begins.

    Without a page number all of them, for a file.
    """
    query = _lines().where(within_teams(actor, Permission.FEEDBACK_READ), *_narrowed(wanted, day_begins))
    total = db.scalar(query.with_only_columns(func.count()).order_by(None)) or 0
    number = min(max(1, page or 1), max(1, -(-total // PAGE)))
    if page is not None:
        query = query.limit(PAGE).offset((number - 1) * PAGE)
    return AnswerPage(_read(db, query), total, number)


def answer_line(db: Session, answer: FeedbackAnswer) -> AnswerLine:
    """One answer as a line; who may see it was asked before."""
    return _read(db, _lines().where(FeedbackAnswer.id == answer.id))[0]


def _lines() -> Select[FeedbackAnswer, str, str, str, Person]:
    return (
        select(FeedbackAnswer, Team.name, FeedbackAddress.place, FeedbackAddress.sort, Person)
        .join(Team, Team.id == FeedbackAnswer.team_id)
        .join(FeedbackAddress, FeedbackAddress.id == FeedbackAnswer.address_id)
        .join(Person, Person.id == FeedbackAnswer.person_id, isouter=True)
        .order_by(FeedbackAnswer.at.desc(), FeedbackAnswer.id.desc())
    )


def _read(db: Session, query: Select[FeedbackAnswer, str, str, str, Person]) -> list[AnswerLine]:
    rows = db.execute(query).all()
    versions = editions(db, {row[0].version_id for row in rows})
    return [
        AnswerLine(answer, versions[answer.version_id], team, place, sort, person.full_name if person else None)
        for answer, team, place, sort, person in rows
    ]


def _narrowed(wanted: Wanted, day_begins: Any) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [FeedbackAnswer.state == (ASIDE if wanted.show == "aside" else COUNTED)]
    if wanted.show == "open":
        found.append(and_(FeedbackAnswer.done_at.is_(None), FeedbackAnswer.contact.is_not(None)))
    if wanted.team_id is not None:
        path = select(Team.path).where(Team.id == wanted.team_id).scalar_subquery()
        found.append(Team.path.startswith(path))
    if wanted.address_id is not None:
        found.append(FeedbackAnswer.address_id == wanted.address_id)
    if wanted.since is not None:
        found.append(FeedbackAnswer.at >= day_begins(wanted.since))
    if wanted.until is not None:
        found.append(FeedbackAnswer.at < day_begins(wanted.until + timedelta(days=1)))
    return found


def waiting(db: Session, actor: Actor) -> dict[str, int]:
    """How many answers wait: “open” for somebody to get back to, “aside” to be let in."""
    open_one = and_(
        FeedbackAnswer.state == COUNTED, FeedbackAnswer.done_at.is_(None), FeedbackAnswer.contact.is_not(None)
    )
    query = (
        select(func.count(case((open_one, 1))), func.count(case((FeedbackAnswer.state == ASIDE, 1))))
        .join(Team, Team.id == FeedbackAnswer.team_id)
        .where(within_teams(actor, Permission.FEEDBACK_READ), FeedbackAnswer.done_at.is_(None))
    )
    row = db.execute(query).one()
    return {"open": row[0], "aside": row[1]}


def form_of(db: Session, address: FeedbackAddress) -> Edition:
    """The form of an address as it is now, or as it was last."""
    version_id = db.scalar(select(_shown_version()).where(Document.id == address.document_id))
    assert version_id is not None, "A document has a version."  # noqa: S101 # a slip of ours, not of a user
    return edition(db, version_id)


def counted(db: Session, address_id: int) -> int:
    """How many answers of an address count."""
    query = select(func.count()).where(FeedbackAnswer.address_id == address_id, FeedbackAnswer.state == COUNTED)
    return db.scalar(query) or 0
