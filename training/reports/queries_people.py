"""The people whom a question about a past day is about, and the programmes that it may name."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from training.certification.models import Assignment, Award, AwardWithdrawal
from training.content.models import Document, Version
from training.core.permissions import Actor, Permission
from training.people.models import Person, RolePeriod
from training.people.queries import in_force, matching, within
from training.reports.queries_past import Teams, away_on
from training.reports.rules_audit import Question


def asked_on(day: date) -> ColumnElement[bool]:
    """The assignments that were open on a day."""
    return (Assignment.start_on <= day) & or_(Assignment.ended_on.is_(None), Assignment.ended_on > day)


def valid_on(day: date) -> ColumnElement[bool]:
    """The certificates within their printed days on a day, and not withdrawn then."""
    withdrawn = select(AwardWithdrawal.award_id).where(
        AwardWithdrawal.withdrawn_on <= day,
        or_(AwardWithdrawal.reinstated_on.is_(None), AwardWithdrawal.reinstated_on > day),
    )
    within_days = (Award.issued_on <= day) & or_(Award.until.is_(None), Award.until >= day)
    return within_days & Award.id.not_in(withdrawn)


def people_of(
    db: Session,
    actor: Actor,
    question: Question,
    zone: ZoneInfo,
    permission: Permission = Permission.STANDING_READ,
) -> list[int]:
    """Everybody the question is about, by name: of those on whom the actor holds a permission, who was here then."""
    day = question.day
    stayed = or_(Person.left_on.is_(None), Person.left_on >= day)
    begun = or_(Person.hired_on.is_(None), Person.hired_on <= day)
    # Of whom something was asked was here, whatever days are noted now; what nobody has ended yet needs more.
    ended = select(Assignment.person_id).where(Assignment.start_on <= day, Assignment.ended_on > day)
    going_on = select(Assignment.person_id).where(Assignment.start_on <= day, Assignment.ended_on.is_(None))
    asked = or_(Person.id.in_(ended), Person.id.in_(going_on) & stayed)
    query = (
        select(Person.id, asked.label("asked"))
        .where(within(actor, permission), matching(question.text), or_(asked, begun & stayed))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    rows = db.execute(_narrowed(query, question)).all()
    # Of whom something was asked was here. Of the others somebody may have left before that day and come back after.
    away = away_on(db, [row.id for row in rows if not row.asked], day, zone)
    ids = [row.id for row in rows if row.id not in away]
    if question.team_id is None:
        return ids
    teams = Teams(db, day, zone)
    top = teams.path_of(question.team_id)
    then = teams.of(ids) if top else {}
    return [key for key in ids if key in then and then[key].team.startswith(top or "/")]


def _narrowed(query: Select[int, bool], question: Question) -> Select[int, bool]:
    if question.person_id is not None:
        query = query.where(Person.id == question.person_id)
    if question.role_id is not None:
        held = select(RolePeriod.person_id).where(RolePeriod.role_id == question.role_id, in_force(question.day))
        query = query.where(Person.id.in_(held))
    if question.programme_id is not None:
        asked = select(Assignment.person_id).where(
            Assignment.document_id == question.programme_id, asked_on(question.day)
        )
        held = select(Award.person_id).where(Award.document_id == question.programme_id, valid_on(question.day))
        query = query.where(or_(Person.id.in_(asked), Person.id.in_(held)))
    return query


def programmes_ever(db: Session) -> list[tuple[int, str]]:
    """Every programme that there is or was, by title: document id and the title of its newest version."""
    newest = select(func.max(Version.id)).where(Version.document_id == Document.id).correlate(Document)
    query = select(Document.id, Version.title).join(Version, Version.id == newest.scalar_subquery())
    query = query.where(Document.kind == "programme").order_by(Version.title)
    return [(document_id, title) for document_id, title in db.execute(query)]


def programmes_named(db: Session) -> dict[str, int]:
    """Every programme that there is or was: document ids by slug."""
    query = select(Document.slug, Document.id).where(Document.kind == "programme")
    return dict(db.execute(query).all())
