"""Candidates and interviews that an interviewer may see: their own, and those for the teams in their reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document
from training.content.queries import edition, editions, live
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Team
from training.people.queries import team_tree, within_teams
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_profile import Profile
from training.standards.models import Candidate, Interview


def visible(actor: Actor) -> ColumnElement[bool]:
    """The candidates whom the actor brought in, interviews, or may interview because they are for a team of theirs."""
    mine = exists().where(Interview.candidate_id == Candidate.id, Interview.by_id == actor.person_id)
    teams = select(Team.id).where(within_teams(actor, Permission.INTERVIEW_WRITE))
    return or_(Candidate.by_id == actor.person_id, mine, Candidate.team_id.in_(teams))


def candidate_for(db: Session, actor: Actor, candidate_id: int, *, locked: bool = False) -> Candidate:
    """A candidate whom the actor may see. Raises NotFound."""
    query = select(Candidate).where(Candidate.id == candidate_id, visible(actor))
    found: Candidate | None = db.scalars(query.with_for_update() if locked else query).first()
    if found is None:
        raise NotFound
    return found


def interview_of(db: Session, actor: Actor, interview_id: int, *, locked: bool = False) -> Interview:
    """An interview of the actor's own; nobody fills in another one's sheet. Raises NotFound."""
    query = select(Interview).where(Interview.id == interview_id, Interview.by_id == actor.person_id)
    found: Interview | None = db.scalars(query.with_for_update() if locked else query).first()
    if found is None:
        raise NotFound
    return found


def guide_for(db: Session, profile_slug: str) -> Edition:
    """The live profile of this slug, if it has questions to ask. Raises NotFound."""
    found = live(db, PROFILE.name, profile_slug)
    if found is None or not found.model.interview:
        raise NotFound
    return found


def teams_to_hire_for(db: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the teams for which the actor may interview; one's own for whoever leads people without a team."""
    found = [(node.id, node.indented) for node in team_tree(db, actor, Permission.INTERVIEW_WRITE)]
    if found:
        return found
    own = select(Team.id, Team.name).join(Person, Person.team_id == Team.id).where(Person.id == actor.person_id)
    return [(row.id, row.name) for row in db.execute(own)]


@dataclass(frozen=True)
class Sheet:
    """What one interviewer wrote down; scores and notes are empty where the reader may not see them yet."""

    id: int
    by_id: int
    interviewer: str
    finished_at: datetime | None
    scores: Mapping[str, int]
    notes: Mapping[str, str]
    comment: str


@dataclass(frozen=True)
class Interviewed:
    """A candidate with the sheets of their interviewers, in the order in which they began.

    `is_veiled` says that the others' sheets are empty because the reader has not finished their own: two who score
    without having seen each other's scores know more than two who agree.
    """

    candidate: Candidate
    edition: Edition
    team: str
    sheets: tuple[Sheet, ...]
    is_veiled: bool
    mine: Sheet | None

    @property
    def profile(self) -> Profile:
        found: Profile = self.edition.model
        return found

    @property
    def done(self) -> list[Sheet]:
        """The sheets that are finished."""
        return [sheet for sheet in self.sheets if sheet.finished_at]

    @property
    def url(self) -> str:
        return f"/interviews/candidates/{self.candidate.id}"


def interviewed(db: Session, actor: Actor, candidate_id: int) -> Interviewed:
    """One candidate. Raises NotFound."""
    (found,) = _interviewed(db, actor, [candidate_for(db, actor, candidate_id)])
    return found


def candidates_for(db: Session, actor: Actor, profile_slug: str = "") -> list[Interviewed]:
    """The candidates whom the actor may see, by profile and label; of one profile, when given. Four queries."""
    query = select(Candidate).where(visible(actor))
    if profile_slug:
        query = query.join(Document, Document.id == Candidate.document_id)
        query = query.where(Document.kind == PROFILE.name, Document.slug == profile_slug)
    found = _interviewed(db, actor, db.scalars(query).all())
    return sorted(found, key=lambda one: (one.edition.title.casefold(), one.candidate.label.casefold()))


def _interviewed(db: Session, actor: Actor, candidates: Sequence[Candidate]) -> list[Interviewed]:
    if not candidates:
        return []
    rows = db.execute(
        select(Interview, Person)
        .join(Person, Person.id == Interview.by_id)
        .where(Interview.candidate_id.in_([one.id for one in candidates]))
        .order_by(Interview.id)
    ).all()
    of_each: dict[int, list[Sheet]] = {}
    for interview, person in rows:
        of_each.setdefault(interview.candidate_id, []).append(_sheet(interview, person))
    guides = editions(db, {one.version_id for one in candidates})
    teams = dict(db.execute(select(Team.id, Team.name).where(Team.id.in_({one.team_id for one in candidates}))).all())
    found = []
    for one in candidates:
        sheets = of_each.get(one.id, [])
        mine = next((sheet for sheet in sheets if sheet.by_id == actor.person_id), None)
        is_veiled = mine is not None and mine.finished_at is None
        shown = tuple(sheet if sheet is mine or not is_veiled else _veiled(sheet) for sheet in sheets)
        found.append(Interviewed(one, guides[one.version_id], teams[one.team_id], shown, is_veiled, mine))
    return found


def _sheet(interview: Interview, person: Person) -> Sheet:
    answers = interview.answers
    return Sheet(
        id=interview.id,
        by_id=interview.by_id,
        interviewer=person.full_name,
        finished_at=interview.finished_at,
        scores={question: score for question, (score, _note) in answers.items() if score},
        notes={question: note for question, (_score, note) in answers.items() if note},
        comment=interview.comment,
    )


def _veiled(sheet: Sheet) -> Sheet:
    return Sheet(sheet.id, sheet.by_id, sheet.interviewer, sheet.finished_at, {}, {}, "")


@dataclass(frozen=True)
class MySheet:
    """The actor's own interview, with the candidate and the questions as they were when it began."""

    interview: Interview
    candidate: Candidate
    edition: Edition

    @property
    def profile(self) -> Profile:
        found: Profile = self.edition.model
        return found

    def values(self) -> dict[str, Any]:
        """What is saved, under the names of the form's fields."""
        found: dict[str, Any] = {"comment": self.interview.comment}
        for question, (score, note) in self.interview.answers.items():
            found |= {f"score-{question}": str(score or ""), f"note-{question}": note}
        return found


def my_sheet(db: Session, actor: Actor, interview_id: int, *, locked: bool = False) -> MySheet:
    """The actor's own interview. Raises NotFound."""
    interview = interview_of(db, actor, interview_id, locked=locked)
    candidate = db.get_one(Candidate, interview.candidate_id)
    return MySheet(interview, candidate, edition(db, candidate.version_id))
