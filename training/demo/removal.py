"""Removing the sample in one step. What a real administrator entered before it came stays; the rest was invented."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from training.accounts.models import Account, OneTimeCode, Visit
from training.awards.models import AwardPaper, HiddenAward, SigningKey
from training.certification.actions_standing import follow
from training.certification.models import Assignment, Award, AwardWithdrawal, CurrentStanding
from training.checklists.models import (
    Assessor,
    Observation,
    ObservationPhoto,
    ObservationRemark,
    ObservationSignature,
)
from training.complaints.models import Complaint, ComplaintAddress, ComplaintEntry, ComplaintPromise
from training.content.issuing import say_for_whom
from training.content.library import library
from training.content.media import path_of
from training.content.models import Document, Draft, Edge, Media, Version
from training.content.queries import edition
from training.core import ledger
from training.core.db import Base, Database
from training.core.jobs import Job
from training.core.ledger import Entry
from training.core.mail import Mail
from training.core.site import SiteRow
from training.credentials.models import CredentialDraft, CredentialUpload
from training.credentials.queries import folder
from training.demo import shelf
from training.demo.before import REMOVED, Before, remembered
from training.diagnosis.models import Diagnosis, FigureLook, Finding, WeekOfCells
from training.diagnosis.models_limits import LimitCount
from training.effects.models import Effect
from training.feedback.models import FeedbackAddress, FeedbackAnswer, OutreachCustomer, OutreachRefusal
from training.metrics.models import Cell, CellDay, Reading, ReadingAlias, ReadingImport, ReadingSource, ReadingStratum
from training.metrics.models_tokens import MetricToken
from training.modules.models import ModuleProgress
from training.needs.models import Need, NeedComment, NeedItem, Round
from training.people.models import Delegation, Grant, LeavePeriod, Person, Role, RolePeriod, Team, TeamLeader
from training.people.roster.models import RosterUpload
from training.practice.models import PracticeCard, PracticeReview
from training.quizzes.models import Answer, Attempt
from training.refreshers.models import Refresher, RefresherAnswer, RefresherPart
from training.reminders.models import (
    CalendarAddress,
    CalendarEntry,
    Reminder,
    ReminderDigest,
    ReminderLine,
    ReminderPreference,
)
from training.scenarios.models import ScenarioPlay, ScenarioTurn
from training.scorecards.models import (
    Review,
    ReviewAppeal,
    ReviewCalibration,
    ReviewCalibrationSeat,
    ReviewInteraction,
    ReviewLook,
    ReviewRemark,
    ReviewSample,
)
from training.scripts.models import Rehearsal
from training.search import actions as search
from training.standards.models import Candidate, Interview
from training.voice.models import Improvement

# What was done and proven during the sample, or has to be done about it: all of it goes.
EMPTIED: tuple[type[Base], ...] = (
    Effect,
    NeedComment,
    NeedItem,
    Need,
    Round,
    FigureLook,
    Finding,
    Diagnosis,
    WeekOfCells,
    LimitCount,
    ReminderLine,
    Reminder,
    ReminderDigest,
    CalendarEntry,
    RefresherAnswer,
    RefresherPart,
    Refresher,
    ObservationRemark,
    ObservationPhoto,
    ObservationSignature,
    Observation,
    ReviewLook,
    ReviewAppeal,
    ReviewRemark,
    Review,
    ReviewCalibrationSeat,
    ReviewCalibration,
    ReviewInteraction,
    ReviewSample,
    CredentialUpload,
    CredentialDraft,
    Interview,
    Candidate,
    FeedbackAnswer,
    OutreachCustomer,
    OutreachRefusal,
    FeedbackAddress,
    ComplaintEntry,
    ComplaintPromise,
    Complaint,
    ComplaintAddress,
    Improvement,
    CurrentStanding,
    AwardPaper,
    HiddenAward,
    AwardWithdrawal,
    Award,
    Assignment,
    Answer,
    Attempt,
    ModuleProgress,
    Rehearsal,
    ScenarioTurn,
    ScenarioPlay,
    PracticeReview,
    PracticeCard,
    Cell,
    CellDay,
    Reading,
    ReadingAlias,
    ReadingImport,
    MetricToken,
    ReadingSource,
    ReadingStratum,
    Entry,
    Mail,
    Job,
)
# What goes with the person, team, role or account that it speaks of.
FILTERED: tuple[type[Base], ...] = (
    Visit,
    Account,
    OneTimeCode,
    Grant,
    Delegation,
    RolePeriod,
    LeavePeriod,
    TeamLeader,
    Draft,
    RosterUpload,
    Assessor,
    ReminderPreference,
    CalendarAddress,
)


def remove(app: Flask) -> None:
    """Take the sample away; the ledger begins anew. Raises Problems when it is not loaded.

    Documents that somebody wrote meanwhile stay. Like `load`, it opens a write transaction of its own.
    """
    database: Database = app.extensions["database"]
    with app.app_context():
        with database.writing() as db:
            files = [path_of(folder(), sha256) for sha256 in db.scalars(select(CredentialUpload.sha256).distinct())]
            _remove(db, remembered(db), app.extensions["clock"].now())
        app.extensions["site"].forget()
        for path in files:
            path.unlink(missing_ok=True)


def _remove(db: Session, before: Before, now: datetime) -> None:
    for kind in EMPTIED:
        db.execute(delete(kind))
    _put_back_documents(db, before)
    for kind in FILTERED:
        db.execute(delete(kind).where(or_(*_points_at_what_goes(kind, before))))
    # Keys sign for the site, whoever made them; badges of the sample are invented like all of it.
    for by_id in (SigningKey.made_by_id, SigningKey.ended_by_id):
        _forget(db, by_id, before)
    _put_back_people(db, before)
    site = db.scalars(select(SiteRow)).one()
    zone = ZoneInfo(site.timezone)
    ledger.record(db, REMOVED, at=now, actor_id=None)
    if before.set_up:
        site.is_demo = False
        follow(db, list(before.people), now=now, zone=zone)
    else:
        db.delete(site)
    db.flush()


def _points_at_what_goes(kind: type[Base], before: Before) -> Iterator[ColumnElement[bool]]:
    staying: dict[str, Any] = {
        "person": list(before.people),
        "team": list(before.teams),
        "role": list(before.roles),
        "account": select(Account.id).where(Account.person_id.in_(before.people)),
    }
    for column in kind.__table__.columns:
        for key in column.foreign_keys:
            if key.column.table.name in staying:
                yield column.is_not(None) & column.not_in(staying[key.column.table.name])


def _put_back_documents(db: Session, before: Before) -> None:
    """Take back the versions that the sample published; say of the others when they were published really."""
    taken = before.published
    for document in db.scalars(select(Document).where(Document.live_version_id.in_(taken))).all():
        earlier = select(func.max(Version.id)).where(Version.document_id == document.id, Version.id.not_in(taken))
        document.live_version_id = db.scalar(earlier)
        if document.live_version_id is not None:
            kind = library().kinds[document.kind]
            say_for_whom(db, document.id, kind, edition(db, document.live_version_id).model)
    db.flush()
    for draft in db.scalars(select(Draft).where(Draft.base_version_id.in_(taken))).all():
        live = select(Document.live_version_id).where(Document.kind == draft.kind, Document.slug == draft.slug)
        draft.base_version_id = db.scalar(live)
    db.flush()
    db.execute(delete(Edge).where(Edge.version_id.in_(taken)))
    db.execute(delete(Version).where(Version.id.in_(taken)))
    shelf.set_dates(db, before.moments)
    for by_id in (Version.by_id, Media.by_id):
        _forget(db, by_id, before)
    search.rebuild(db)


def _put_back_people(db: Session, before: Before) -> None:
    """Remove who was invented, after putting the others back to where they stood."""
    for person_id, team_id in before.people.items():
        db.execute(update(Person).where(Person.id == person_id).values(team_id=team_id))
    for team_id, (parent_id, path) in before.teams.items():
        db.execute(update(Team).where(Team.id == team_id).values(parent_id=parent_id, path=path))
    _forget(db, Person.manager_id, before)
    db.execute(delete(Person).where(Person.id.not_in(before.people)))
    db.execute(delete(Team).where(Team.id.not_in(before.teams)))
    db.execute(delete(Role).where(Role.id.not_in(before.roles)))


def _forget(db: Session, column: InstrumentedAttribute[int | None], before: Before) -> None:
    """Clear a pointer at people who go."""
    db.execute(update(column.class_).where(column.is_not(None), column.not_in(before.people)).values({column: None}))
