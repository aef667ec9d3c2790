"""What the first page shows, in few queries: standings, what is begun, certificates."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from training.certification.files import PRACTICE, Programme
from training.certification.models import Award, CurrentStanding
from training.certification.rules import Level, State, TargetId
from training.certification.rules_stored import StoredPart, parts_of
from training.content.labels import skill_name
from training.content.library import Edition, kind_named
from training.content.models import Document
from training.content.queries import editions
from training.core.permissions import Actor, Permission
from training.home.rules import Task, Way
from training.modules.queries import Begun, begun_by
from training.modules.queries import parts_of as module_parts
from training.people.models import Person, Team
from training.people.queries import status_on, within
from training.quizzes.queries import OpenAttempt, minutes_needed, open_attempts, questions_asked
from training.scenarios.queries import OpenPlay, minutes_of, open_plays
from training.scripts.queries_begun import BegunRehearsal, minutes_to_rehearse, rehearsals_begun

Under: TypeAlias = Begun | OpenAttempt | BegunRehearsal | OpenPlay
"""Something under way: a reading, a sitting, a rehearsal or a play."""


@dataclass(frozen=True)
class Asked:
    """Something that a programme asks for, and how far somebody is in it; None while it is not begun."""

    task: Task
    edition: Edition | None  # None for a skill
    begun: Under | None


@dataclass(frozen=True)
class Certificate:
    """A certificate that counts today."""

    id: int
    title: str
    until: date | None


@dataclass(frozen=True)
class Home:
    """Everything on the first page of a person."""

    asked: Sequence[Asked]
    ways: Sequence[Way]
    certificates: Sequence[Certificate]


# The page that is opened most often: what it asks is composed once.
_STANDINGS = (
    select(
        CurrentStanding.version_id,
        CurrentStanding.level,
        CurrentStanding.held,
        CurrentStanding.total,
        CurrentStanding.next_due,
        CurrentStanding.certified_on,
        CurrentStanding.parts,
        CurrentStanding.gates,
    )
    .where(CurrentStanding.person_id == bindparam("person"))
    .order_by(CurrentStanding.assignment_id)
)
_LIVE = select(Document.id, Document.live_version_id).where(
    Document.id.in_(bindparam("documents", expanding=True)), Document.live_version_id.is_not(None)
)
_CERTIFICATES = (
    select(Award.id, Award.document_id, Award.title, Award.until)
    .where(
        Award.person_id == bindparam("person"),
        Award.revoked_at.is_(None),
        Award.issued_on <= bindparam("today"),
        or_(Award.until.is_(None), Award.until >= bindparam("today")),
    )
    .order_by(Award.id)
)


def home_of(db: Session, person_id: int, *, today: date) -> Home:
    """The first page of a person on a day of the site: four queries, and one for each kind of thing they are asked."""
    standings = db.connection().execute(_STANDINGS, {"person": person_id}).all()
    certificates = _certificates(db, person_id, today)
    if not standings:
        return Home((), (), certificates)
    rows = [(row, parts_of(row.parts)) for row in standings]
    live = _live_versions(db, {part.target for _, parts in rows for part in parts if isinstance(part.target, int)})
    found = editions(db, {*live.values(), *(row.version_id for row in standings)})
    documents = {document_id: found[version_id] for document_id, version_id in live.items()}
    under_way = _under_way(db, person_id, {document.kind for document in documents.values()})
    asked: list[Asked] = []
    for row, parts in rows:
        titles = _titles(parts, documents)
        choices = _choices(found[row.version_id].model, titles)
        for part in parts:
            if part.requirement_id in titles:
                one = _asked(part, len(asked), titles, documents, under_way)
                instead = choices.get(part.requirement_id, ())
                asked.append(replace(one, task=replace(one.task, instead=instead)) if instead else one)
    ways = [
        Way(
            title=found[row.version_id].title,
            level=row.level,
            held=row.held,
            total=row.total,
            due_on=row.next_due,
            certified=row.certified_on is not None,
            done=_done(parts, documents),
            gates=_gates(found[row.version_id].model, row.gates),
        )
        for row, parts in rows
        if row.level != Level.CERTIFIED
    ]
    return Home(asked, ways, certificates)


def _live_versions(db: Session, document_ids: Iterable[int]) -> dict[int, int]:
    rows = db.connection().execute(_LIVE, {"documents": sorted(document_ids)})
    return {row.id: row.live_version_id for row in rows}


def _titles(parts: Iterable[StoredPart], documents: Mapping[int, Edition]) -> dict[str, str]:
    """What the requirements of one programme are called, those that nobody can do any more left out."""
    found: dict[str, str] = {}
    for part in parts:
        if isinstance(part.target, str):
            found[part.requirement_id] = skill_name(part.target)
        elif part.target in documents:
            found[part.requirement_id] = documents[part.target].title
    return found


def _choices(programme: Programme, titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Of each requirement of which one is enough, what the others are called."""
    return {
        item.id: tuple(titles[other.id] for other in choice.of if other is not item and other.id in titles)
        for choice in programme.requirements
        if choice.any == 1
        for item in choice.of
    }


# What somebody has begun of a kind of document.
_BEGUN: Mapping[str, Callable[[Session, int], Mapping[int, Under]]] = {
    "module": begun_by,
    "quiz": open_attempts,
    "script": rehearsals_begun,
    "scenario": open_plays,
}
_MINUTES: Mapping[str, Callable[[Edition], int]] = {
    "module": lambda edition: sum(part.minutes for part in module_parts(edition)),
    "quiz": lambda edition: minutes_needed(edition.model),
    "script": lambda edition: minutes_to_rehearse(edition.model),
    "scenario": lambda edition: minutes_of(edition.model),
    "policy": lambda edition: 1 + sum(block.words for block in edition.model.blocks) // WORDS_A_MINUTE,
    "checklist": lambda edition: len(edition.model.criteria) * MINUTES_A_CRITERION,
    "credential": lambda _edition: HAND_IN_MINUTES,
}
_SIZES: Mapping[str, Callable[[Edition], int]] = {
    "module": lambda edition: len(module_parts(edition)),
    "quiz": lambda edition: questions_asked(edition.model),
    "script": lambda edition: len(edition.model.lines),
    "scenario": lambda edition: len(edition.model.turns),
    "policy": lambda edition: len(edition.model.blocks),
    "checklist": lambda edition: len(edition.model.criteria),
    "credential": lambda _edition: 1,
}
WORDS_A_MINUTE = 180
MINUTES_A_CRITERION = 2  # to be seen at it with a customer
HAND_IN_MINUTES = 3
PRACTICE_MINUTES = 3


def _under_way(db: Session, person_id: int, kinds: Collection[str]) -> dict[TargetId, Under]:
    """What a person has begun, by document."""
    found: dict[TargetId, Under] = {}
    for kind in sorted(kinds & _BEGUN.keys()):
        found.update(_BEGUN[kind](db, person_id).items())
    return found


def _asked(
    part: StoredPart,
    place: int,
    titles: Mapping[str, str],
    documents: Mapping[int, Edition],
    under_way: Mapping[TargetId, Under],
) -> Asked:
    begun = under_way.get(part.target)
    edition = documents[part.target] if isinstance(part.target, int) else None
    task = Task(
        target=part.target,
        kind=edition.kind if edition else PRACTICE,
        title=titles[part.requirement_id],
        url=_url(edition, begun) if edition else "/practice",
        state=part.state,
        minutes=_minutes(edition, begun),
        place=place,
        due_on=part.due,
        until=part.ends,
        begun=begun is not None,
        blocked_by=None if part.blocked_by is None else titles.get(part.blocked_by, ""),
    )
    return Asked(task, edition, begun)


def _minutes(edition: Edition | None, begun: Under | None) -> int:
    if edition is None:
        return PRACTICE_MINUTES
    return begun.minutes if isinstance(begun, Begun | BegunRehearsal) else _MINUTES[edition.kind](edition)


def _url(edition: Edition, begun: Under | None) -> str:
    """Where one begins, or goes on."""
    match begun:
        case Begun():
            return begun.url
        case OpenAttempt():
            return f"/attempts/{begun.id}"
        case OpenPlay():
            return f"/plays/{begun.id}"
        case BegunRehearsal():
            return f"/scripts/{edition.slug}/rehearse"
    return kind_named(edition.kind).place(edition.slug, None)


def size_of(edition: Edition) -> int:
    """How many parts, questions, lines, turns or criteria a document has."""
    return _SIZES[edition.kind](edition)


def _done(parts: Iterable[StoredPart], documents: Mapping[int, Edition]) -> list[tuple[str, date]]:
    titles = _titles(parts, documents)
    return [
        (titles[part.requirement_id], date.fromisoformat(part.since))
        for part in parts
        if part.state == State.MET and part.requirement_id in titles
    ]


def _gates(programme: Programme, open_ones: Collection[str]) -> list[tuple[str, bool]]:
    return [(gate.title, gate.id in open_ones) for gate in programme.gates]


def _certificates(db: Session, person_id: int, today: date) -> list[Certificate]:
    """The certificates in force, the newest of each programme."""
    rows = db.connection().execute(_CERTIFICATES, {"person": person_id, "today": today})
    newest = {row.document_id: Certificate(row.id, row.title, row.until) for row in rows}
    return list(newest.values())


def late_people(db: Session, actor: Actor, *, today: date) -> int:
    """How many people of a manager are overdue with something, or have let it expire; who is on leave is not late."""
    return (
        db.scalar(
            select(func.count(CurrentStanding.person_id.distinct()))
            .join(Person, Person.id == CurrentStanding.person_id)
            .join(Team, Team.id == Person.team_id)
            .where(
                CurrentStanding.level.in_([Level.OVERDUE.value, Level.EXPIRED.value]),
                within(actor, Permission.STANDING_READ),
                status_on(today).not_in(["left", "leave"]),
            )
        )
        or 0
    )
