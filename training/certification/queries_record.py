"""A person's record: what was asked, what was proven and what was issued, as of today or of a past day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from training.certification.files import PRACTICE
from training.certification.models import Assignment, Award
from training.certification.queries import Result, results_on_past_day
from training.certification.queries_awards import awards_of, states_on
from training.certification.queries_history import AWARD_REVOKED, Fact, history_of
from training.certification.queries_programmes import catalogue_on
from training.certification.rules import (
    EXEMPTED,
    EXTENDED,
    REVOKED,
    GateStanding,
    ProgrammeStanding,
    Requirement,
    Standing,
    TargetId,
    Why,
)
from training.certification.rules_assignment import Because
from training.content.labels import skill_name
from training.content.library import kind_named
from training.content.models import Document, Version
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.people.models import Person, Role, RolePeriod
from training.people.queries import people_within, person_for


@dataclass(frozen=True)
class Began:
    """Why a programme is asked of somebody, and from which day on; `role` is the one that brought it.

    `with_role` says that it was asked for from the role's first day on.
    """

    because: Because
    role: str | None
    start_on: date
    with_role: bool = False

    @property
    def is_by_hand(self) -> bool:
        return self.because is Because.HAND


@dataclass(frozen=True)
class Named:
    """What a requirement asks for, as people know it: a document, or a skill with the kind `practice`."""

    kind: str
    slug: str
    title: str

    @property
    def url(self) -> str:
        """Where it is learned."""
        return "/practice" if self.kind == PRACTICE else kind_named(self.kind).place(self.slug, None)


@dataclass(frozen=True)
class Line:
    """One requirement: what it asks for, where its person stands with it and why, and the decisions behind that."""

    requirement: Requirement
    named: Named
    standing: Standing
    waits_for: Sequence[str]  # the titles of what comes first and is not met
    decisions: Sequence[Fact]


@dataclass(frozen=True)
class Group:
    """Requirements that stand together: one alone, or a choice of which `enough` have to be met."""

    lines: Sequence[Line]
    enough: int | None = None

    @property
    def met(self) -> int:
        return sum(line.standing.held for line in self.lines)


@dataclass(frozen=True)
class Passage:
    """A gate: whether its person may pass, the day of the last proof for it, or the titles of what is missing."""

    standing: GateStanding
    proven_on: date | None
    missing: Sequence[str]


@dataclass(frozen=True)
class Part:
    """One programme of a record. `award` is the certificate that is in force on the day."""

    assignment_id: int
    document_id: int
    title: str
    began: Began
    standing: ProgrammeStanding
    groups: Sequence[Group]
    gates: Sequence[Passage]
    award: Award | None


@dataclass(frozen=True)
class AwardLine:
    """A certificate, its state on the day, and the withdrawal behind that."""

    award: Award
    state: str
    withdrawal: Fact | None


@dataclass(frozen=True)
class Record:
    """Everything about one person on a day."""

    person: Person
    day: date
    parts: Sequence[Part]
    awards: Sequence[AwardLine]
    history: Sequence[Fact]


def person_of_record(db: Session, actor: Actor, person_id: int) -> Person:
    """The person, if it is the actor, or somebody whose standing the actor may see. Raises NotFound otherwise."""
    if person_id != actor.person_id:
        return person_for(db, actor, person_id, Permission.STANDING_READ)
    return db.get_one(Person, person_id, options=[joinedload(Person.team)])


def may_on(db: Session, actor: Actor, person_id: int, permission: Permission) -> bool:
    """Whether the actor holds a permission on somebody."""
    return (
        db.scalar(people_within(actor, permission).where(Person.id == person_id).with_only_columns(Person.id))
        is not None
    )


def offered(db: Session, day: date, zone: ZoneInfo) -> list[tuple[int, str]]:
    """The programmes that are live on a day, by title: document id and title."""
    programmes = catalogue_on(db, day, zone).programmes.values()
    return sorted(((programme.document_id, programme.title) for programme in programmes), key=lambda pair: pair[1])


def record_of(db: Session, actor: Actor, person_id: int, day: date, zone: ZoneInfo) -> Record:
    """The record as it stood at the end of a day; nothing that came later is in it. Raises NotFound."""
    person = person_of_record(db, actor, person_id)
    catalogue = catalogue_on(db, day, zone)
    results = results_on_past_day(db, [person.id], catalogue, zone)
    awards = awards_of(db, person.id, day)
    began = began_of(db, [result.asked.id for result in results])
    named = documents_named(db, (item.target for result in results for item in result.live.programme.requirements))
    history = history_of(db, person.id, day, zone)
    parts = [_part(result, began[result.asked.id], named, awards, history) for result in results]
    states = states_on(db, awards, day)
    lines = [AwardLine(award, states[award.id], _withdrawal(award, states[award.id], history)) for award in awards]
    return Record(person, day, sorted(parts, key=lambda part: part.title), lines, history)


def _part(
    result: Result, began: Began, named: Mapping[TargetId, Named], awards: Sequence[Award], history: Sequence[Fact]
) -> Part:
    programme = result.live.programme
    lines = lines_of(result, named, history)
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.requirement.group or line.requirement.id, []).append(line)
    certified_on = result.outcome.programme.certified_on
    held = (
        award for award in awards if award.document_id == result.asked.document_id and award.issued_on == certified_on
    )
    return Part(
        assignment_id=result.asked.id,
        document_id=result.asked.document_id,
        title=result.live.title,
        began=began,
        standing=result.outcome.programme,
        groups=[Group(found, programme.groups.get(key)) for key, found in groups.items()],
        gates=[_passage(gate, lines) for gate in result.outcome.gates],
        award=next(held, None),
    )


def lines_of(result: Result, named: Mapping[TargetId, Named], history: Sequence[Fact]) -> list[Line]:
    """What a programme asks for, in order; `history` begins with the newest."""
    programme = result.live.programme
    titles = {one.id: named[one.target].title for one in programme.requirements}
    return [
        Line(
            requirement=item,
            named=named[item.target],
            standing=standing,
            waits_for=[titles[key] for key in standing.blocked_by if key in titles],
            decisions=_decisions(item, standing, programme.document, history),
        )
        for item, standing in zip(programme.requirements, result.outcome.requirements, strict=True)
    ]


def _passage(gate: GateStanding, lines: Sequence[Line]) -> Passage:
    needed = [line for line in lines if {line.requirement.id, line.requirement.group} & set(gate.gate.needs)]
    proven = [line.standing.met_on for line in needed if line.standing.met_on is not None]
    missing = [line.named.title for line in needed if {line.requirement.id, line.requirement.group} & set(gate.missing)]
    return Passage(gate, max(proven, default=None), list(dict.fromkeys(missing)))


def _decisions(item: Requirement, standing: Standing, programme: int, history: Sequence[Fact]) -> list[Fact]:
    """The decisions that a standing rests on; `history` begins with the newest."""
    reason = standing.reason
    if reason.why is Why.EXEMPT:
        return [fact for fact in history if fact.kind == EXEMPTED and fact.entry in standing.evidence_ids]
    found = []
    if reason.why is Why.WITHDRAWN:
        ways = ((REVOKED, item.target), (AWARD_REVOKED, programme))
        found += [fact for fact in history if (fact.kind, fact.about) in ways][:1]
    if (until := reason.values.get("extended_to")) is not None:
        extended = (fact for fact in history if fact.kind == EXTENDED and fact.about in (item.target, programme))
        found += [fact for fact in extended if fact.until == until][:1]
    return found


def _withdrawal(award: Award, state: str, history: Sequence[Fact]) -> Fact | None:
    if state != "revoked":
        return None
    return next((fact for fact in history if fact.kind == AWARD_REVOKED and fact.said.get("award") == award.id), None)


def began_of(db: Session, assignment_ids: Sequence[int]) -> dict[int, Began]:
    """Why each of these assignments began."""
    query = (
        select(Assignment.id, Assignment.because, Assignment.start_on, Role.name, RolePeriod.id)
        .outerjoin(Role, Role.id == Assignment.role_id)
        .outerjoin(
            RolePeriod,
            (RolePeriod.person_id == Assignment.person_id)
            & (RolePeriod.role_id == Assignment.role_id)
            & (RolePeriod.from_on == Assignment.start_on),
        )
        .where(Assignment.id.in_(assignment_ids))
    )
    return {
        key: Began(Because(because), role, start_on, with_role=period is not None)
        for key, because, start_on, role, period in db.execute(query)
    }


def documents_named(db: Session, targets: Iterable[TargetId]) -> dict[TargetId, Named]:
    """What requirements ask for, by their targets."""
    wanted = set(targets)
    query = (
        select(Document.id, Document.kind, Document.slug, Version.title)
        .outerjoin(Version, Version.id == Document.live_version_id)
        .where(Document.id.in_([target for target in wanted if isinstance(target, int)]))
    )
    found: dict[TargetId, Named] = {
        key: Named(kind, slug, title or slug) for key, kind, slug, title in db.execute(query)
    }
    skills = {skill: Named(PRACTICE, skill, skill_name(skill)) for skill in wanted if isinstance(skill, str)}
    return found | skills


def award_for(db: Session, actor: Actor, award_id: int) -> Award:
    """A certificate of the actor's own, or of somebody whose standing they may see. Raises NotFound otherwise."""
    award = db.get(Award, award_id)
    if award is None:
        raise NotFound
    person_of_record(db, actor, award.person_id)
    return award
