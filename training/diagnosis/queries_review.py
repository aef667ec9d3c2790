"""What the last reviews found, for the teams that somebody looks after: no single person shows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import editions, live_all
from training.core.permissions import Actor, Permission
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries import PEOPLE, latest, latest_of_all
from training.diagnosis.queries_whose import led_nearest
from training.diagnosis.rules_tallies import aim_of
from training.method.verdicts import Verdict, overall
from training.metrics.queries_cells import FEW, measured_standards
from training.people.models import Person, Team
from training.people.queries import within_teams
from training.people.queries_teams import names_apart
from training.standards.files import STANDARD
from training.standards.files_standard import Standard
from training.standards.rules_standard import SHARES

_FIRST = {Verdict.PROCESS: 0, Verdict.BOTH: 0, Verdict.SKILL: 1, Verdict.UNCLEAR: 2, Verdict.MET: 3}


@dataclass(frozen=True)
class TeamFound:
    """What was found of a team. Of few people it is not told."""

    team_id: int
    name: str
    finding: Finding

    @property
    def is_few(self) -> bool:
        """Whether single people could be told apart; what is about nobody gives nobody away."""
        return 0 < self.finding.people < FEW

    @property
    def needs_somebody(self) -> bool:
        return not self.is_few and Verdict(self.finding.verdict) in {Verdict.PROCESS, Verdict.BOTH, Verdict.SKILL}


@dataclass(frozen=True)
class Reviewed:
    """A standard, its last diagnosis if there is one, and the teams in reach: what needs somebody stands first.

    `edition` is the version by which it was judged: what was found is in its unit and about its target.
    """

    edition: Edition
    diagnosis: Diagnosis | None = None
    teams: tuple[TeamFound, ...] = ()

    @property
    def standard(self) -> Standard:
        found: Standard = self.edition.model
        return found

    @property
    def slug(self) -> str:
        return self.edition.slug

    @property
    def told(self) -> tuple[TeamFound, ...]:
        """The teams that are large enough to be told of."""
        return tuple(team for team in self.teams if not team.is_few)

    @property
    def is_few(self) -> bool:
        """Whether it was measured with too few people to be told at all."""
        return bool(self.teams) and not self.told

    @property
    def verdict(self) -> Verdict:
        """The verdict of the teams in reach together."""
        verdicts = [Verdict(team.finding.verdict) for team in self.told]
        return overall(verdicts, [team.finding.n for team in self.told]) if verdicts else Verdict.UNCLEAR

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each team that is told of."""
        return [team.finding.verdict for team in self.told]

    @property
    def n(self) -> int:
        """How many readings of the teams that are told of."""
        return sum(team.finding.n for team in self.told)

    @property
    def raw(self) -> float:
        """The figure of these teams together as counted, in the unit of the aim; 0 without anything to judge."""
        told = {team.team_id for team in self.told}
        totals = self.diagnosis.figures["totals"] if self.diagnosis else []
        rows = [(amount, size) for team, _stratum, _n, amount, size, _squares in totals if team in told]
        size = sum(size for _amount, size in rows)
        return sum(amount for amount, _size in rows) / size if size else 0.0

    @property
    def needs_somebody(self) -> bool:
        return any(team.needs_somebody for team in self.told)

    @property
    def rank(self) -> tuple[int, str]:
        """Its place in a list: what needs somebody first."""
        kind = _FIRST[self.verdict] if self.told else 3 + (self.diagnosis is None)
        return kind, self.edition.title.casefold()


def reviewed_standards(db: Session, actor: Actor) -> list[Reviewed]:
    """Every measured standard with what was found in the actor's teams: first what needs somebody. Five queries."""
    live = live_all(db, STANDARD.name, measured_standards(db))
    found = latest_of_all(db)
    judged = judged_by(db, live.values(), found.values())
    found = {document_id: one for document_id, one in found.items() if document_id in judged}
    teams = _teams(db, found.values(), within_teams(actor, Permission.NEED_READ))
    rows = [
        Reviewed(judged[one.document_id], diagnosis, tuple(teams.get(diagnosis.id, ()))) if diagnosis else Reviewed(one)
        for one in live.values()
        for diagnosis in (found.get(one.document_id),)
    ]
    return sorted(rows, key=lambda one: one.rank)


def reviewed(db: Session, actor: Actor, edition: Edition, path: str = "") -> Reviewed:
    """One standard with what was found in the actor's teams, or in those below the one with this path."""
    diagnosis = latest(db, edition.document_id)
    judged = judged_by(db, [edition], [diagnosis] if diagnosis else []).get(edition.document_id)
    if diagnosis is None or judged is None:
        return Reviewed(edition)
    reach = and_(within_teams(actor, Permission.NEED_READ), Team.path.startswith(path, autoescape=True))
    return Reviewed(judged, diagnosis, tuple(_teams(db, [diagnosis], reach).get(diagnosis.id, ())))


def judged_by(db: Session, live: Iterable[Edition], diagnoses: Iterable[Diagnosis]) -> dict[int, Edition]:
    """By the id of a standard the version by which a diagnosis judged it.

    One that is measured in another way by now is left out: what was found is in another unit than what is measured.
    """
    versions = {one.standard_id: one.version_id for one in diagnoses}
    then = editions(db, set(versions.values()))
    return {
        one.document_id: then[versions[one.document_id]]
        for one in live
        if one.document_id in versions
        and aim_of(then[versions[one.document_id]].model).measure is aim_of(one.model).measure
    }


def _teams(db: Session, diagnoses: Iterable[Diagnosis], reach: ColumnElement[bool]) -> dict[int, list[TeamFound]]:
    """By the id of a diagnosis its teams, in the order in which they need somebody."""
    query = (
        select(Finding, Team.id)
        .join(Team, Team.id == Finding.team_id)
        .where(Finding.diagnosis_id.in_([one.id for one in diagnoses]), Finding.person_id.is_(None), reach)
    )
    rows = db.execute(query).all()
    names = names_apart(db, {team_id for _finding, team_id in rows})
    found: dict[int, list[TeamFound]] = {}
    for finding, team_id in rows:
        found.setdefault(finding.diagnosis_id, []).append(TeamFound(team_id, names[team_id], finding))
    for teams in found.values():
        teams.sort(key=lambda one: (one.is_few, _FIRST[Verdict(one.finding.verdict)], one.name.casefold()))
    return found


@dataclass(frozen=True)
class PeopleFound:
    """What the last review of single people said, for counting: by person id whether they keep the standard."""

    diagnosis: Diagnosis
    keeps: Mapping[int, bool]


def people_found(db: Session, edition: Edition, person_ids: Collection[int], target: float) -> PeopleFound | None:
    """Who of some people keeps a standard as far as is likely; None where no review of people was made yet.

    For counting alone: what is found of somebody is theirs and their nearest leader’s.
    """
    diagnosis = latest(db, edition.document_id, PEOPLE)
    if diagnosis is None or not judged_by(db, [edition], [diagnosis]):
        return None
    standard: Standard = edition.model
    is_up = standard.higher_is_better and standard.measure not in SHARES
    query = select(Finding.person_id, Finding.likely).where(
        Finding.diagnosis_id == diagnosis.id, Finding.person_id.in_(person_ids)
    )
    rows = db.execute(query).all()
    keeps = {person_id: likely >= target if is_up else likely <= target for person_id, likely in rows if person_id}
    return PeopleFound(diagnosis, keeps)


def to_look_at(db: Session, actor: Actor, edition: Edition, path: str, *, today: date) -> list[int]:
    """The ids of the people on either list whose nearest leader the actor is: of nobody else is it said."""
    query = (
        select(Finding.person_id)
        .join(Diagnosis, Diagnosis.id == Finding.diagnosis_id)
        .join(Person, Person.id == Finding.person_id)
        .join(Team, Team.id == Finding.team_id)
        .where(
            Diagnosis.standard_id == edition.document_id,
            Diagnosis.scope == PEOPLE,
            Diagnosis.stands,
            Finding.listed != "",
            or_(Finding.expires_on.is_(None), Finding.expires_on >= today),
            Team.path.startswith(path, autoescape=True),
            led_nearest(actor),
        )
        .order_by(Finding.person_id)
    )
    return [person_id for person_id in db.scalars(query.distinct()) if person_id is not None]
