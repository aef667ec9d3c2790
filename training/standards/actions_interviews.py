"""Beginning an interview, saving and finishing it, taking it back, and erasing a candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.people.models import Person
from training.standards.models import Candidate, Interview
from training.standards.queries_interviews import (
    MySheet,
    candidate_for,
    guide_for,
    interview_of,
    my_sheet,
    teams_to_hire_for,
)

KEPT = timedelta(days=180)
"""How long a candidate is kept after the last change. The law asks for a reason to keep them longer; there is none."""

BY_HAND, BY_TIME = "by hand", "kept long enough"


@dataclass(frozen=True)
class Filled:
    """A sheet as it was sent: by question a score or None and a note. `revision` is what it was written upon."""

    revision: int
    answers: Mapping[str, tuple[int | None, str]]
    comment: str


@dataclass
class Moved(Exception):
    """Another tab has saved since; nothing of that is overwritten."""

    sheet: MySheet


def begin(db: Session, actor: Actor, profile_slug: str, label: str, team_id: int, key: str, *, now: datetime) -> int:  # noqa: PLR0917 -- all that a form says
    """Bring a candidate in and begin the first interview; returns its id. The same key again is the same interview.

    Raises NotFound, and Problems for a team that is not the actor's to hire for.
    """
    edition = guide_for(db, profile_slug)
    _one_at_a_time(db, actor)
    again = select(Candidate).where(Candidate.by_id == actor.person_id, Candidate.key == key)
    candidate = db.scalars(again).first()
    if candidate is None:
        if team_id not in dict(teams_to_hire_for(db, actor)):
            raise Problems([Problem("team", None, _("You do not hire for this team."), _("Choose one of the list."))])
        candidate = Candidate(
            document_id=edition.document_id,
            version_id=edition.id,
            team_id=team_id,
            label=label,
            by_id=actor.person_id,
            key=key,
            at=now,
            changed_at=now,
        )
        db.add(candidate)
        db.flush()
    return _interview(db, actor, candidate, now)


def join(db: Session, actor: Actor, candidate_id: int, *, now: datetime) -> int:
    """Interview somebody as well, with the same questions; returns the id of one's own interview. Raises NotFound."""
    candidate = candidate_for(db, actor, candidate_id, locked=True)
    _one_at_a_time(db, actor)
    return _interview(db, actor, candidate, now)


def _one_at_a_time(db: Session, actor: Actor) -> None:
    """One interviewer begins one thing after another, so that two clicks are one interview."""
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))


def _interview(db: Session, actor: Actor, candidate: Candidate, now: datetime) -> int:
    mine = select(Interview.id).where(Interview.candidate_id == candidate.id, Interview.by_id == actor.person_id)
    found: int | None = db.scalar(mine)
    if found is not None:
        return found
    interview = Interview(candidate_id=candidate.id, by_id=actor.person_id, begun_at=now, answers={}, comment="")
    db.add(interview)
    candidate.changed_at = now
    db.flush()
    _record(db, "interview.begun", actor, candidate, interview_id=interview.id, now=now)
    return interview.id


def save(db: Session, actor: Actor, interview_id: int, filled: Filled, *, finish: bool, now: datetime) -> MySheet:
    """Keep what was filled in; with `finish` for good. Sending the same twice changes nothing more.

    Raises NotFound, Moved when another tab saved something else since, or when it is finished already.
    """
    sheet = my_sheet(db, actor, interview_id, locked=True)
    interview, answers = sheet.interview, {question: list(pair) for question, pair in filled.answers.items()}
    is_same = interview.answers == answers and interview.comment == filled.comment
    if is_same and (interview.finished_at or not finish):
        return sheet
    if interview.finished_at or (filled.revision != interview.revision and not is_same):
        raise Moved(sheet)
    interview.answers, interview.comment = answers, filled.comment
    interview.revision += 1
    sheet.candidate.changed_at = now
    if finish:
        interview.finished_at = now
        _record(db, "interview.finished", actor, sheet.candidate, interview_id=interview.id, now=now)
    return sheet


def withdraw(db: Session, actor: Actor, interview_id: int, *, now: datetime) -> None:
    """Remove one's own interview; the candidate goes with the last one. Raises NotFound."""
    interview = interview_of(db, actor, interview_id, locked=True)
    candidate = db.get_one(Candidate, interview.candidate_id)
    candidate.changed_at = now
    _record(db, "interview.withdrawn", actor, candidate, interview_id=interview.id, now=now)
    db.delete(interview)
    db.flush()
    if db.scalar(select(Interview.id).where(Interview.candidate_id == candidate.id)) is None:
        _erase(db, actor.person_id, candidate, BY_HAND, now)


def erase(db: Session, actor: Actor, candidate_id: int, *, now: datetime) -> None:
    """Remove a candidate with everything that was written about them. Raises NotFound."""
    _erase(db, actor.person_id, candidate_for(db, actor, candidate_id, locked=True), BY_HAND, now)


def forget(db: Session, *, now: datetime) -> int:
    """Erase every candidate about whom nothing was written for long enough; returns how many."""
    old = db.scalars(select(Candidate).where(Candidate.changed_at < now - KEPT)).all()
    for candidate in old:
        _erase(db, None, candidate, BY_TIME, now)
    return len(old)


def _erase(db: Session, actor_id: int | None, candidate: Candidate, why: str, now: datetime) -> None:
    gone = db.execute(delete(Interview).where(Interview.candidate_id == candidate.id))
    ledger.record(
        db,
        "interview.erased",
        at=now,
        actor_id=actor_id,
        document_id=candidate.document_id,
        version_id=candidate.version_id,
        payload={"candidate": candidate.id, "interviews": gone.rowcount, "why": why},  # type: ignore[attr-defined] # a delete has a row count
    )
    db.delete(candidate)
    db.flush()


def _record(db: Session, kind: str, actor: Actor, candidate: Candidate, *, interview_id: int, now: datetime) -> None:
    """A fact about nobody: that somebody asked, never whom or what came of it."""
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        document_id=candidate.document_id,
        version_id=candidate.version_id,
        payload={"candidate": candidate.id, "interview": interview_id},
    )
