"""One person's own figures: what the last review found of them, what was counted since, and among whom they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import editions, live_all
from training.diagnosis.models import Diagnosis, FigureLook, Finding
from training.diagnosis.queries import findings_of_person
from training.diagnosis.queries_knowledge import knowledge_of
from training.diagnosis.rules_knowledge import Known
from training.metrics.models import Cell
from training.metrics.panels import DAYS
from training.metrics.queries_cells import FEW, Sums, Window
from training.people.models import Person, Team
from training.standards.files import STANDARD
from training.standards.files_standard import Standard

NOTHING = Sums()


@dataclass(frozen=True)
class Own:
    """One standard as one person keeps it in one team; `edition` is the version by which they were judged.

    `finding` is what the last review of people found, None where there was none or what it found has expired; then
    only what was `counted` in the window is there. `group` is what was found of everybody in the team, the person among
    them; empty where they are too few. `known` is what the person knows of what it takes, read only where they were
    found to be low.
    """

    edition: Edition
    team: str
    window: Window
    counted: Sums = NOTHING
    finding: Finding | None = None
    diagnosis: Diagnosis | None = None
    group: Sequence[Finding] = ()
    known: Known | None = None

    @property
    def standard(self) -> Standard:
        found: Standard = self.edition.model
        return found

    @property
    def is_low(self) -> bool:
        return self.finding is not None and bool(self.finding.listed)


@dataclass(frozen=True)
class Look:
    """Who looked at somebody's figures, and on which day."""

    name: str
    on: date


def own_figures(db: Session, person_id: int, *, today: date) -> list[Own]:
    """Every standard with readings of this person: first what was found to be low, then what was reviewed, by title.

    For those only who may see them: fetch the person by `queries_whose.person_with_figures` before.
    """
    recent = Window.back_from(today, DAYS)
    findings = findings_of_person(db, person_id, today=today)
    counted = _counted(db, person_id, recent)
    ids = {finding.team_id for _diagnosis, finding in findings} | {team for _standard, team in counted}
    teams = dict(db.execute(select(Team.id, Team.name).where(Team.id.in_(ids - {None, 0}))).all())
    groups = _groups(db, [finding for _diagnosis, finding in findings], today)
    live = {one.document_id: one for one in live_all(db, STANDARD.name).values()}
    then = editions(db, {diagnosis.version_id for diagnosis, _finding in findings})
    found = []
    for diagnosis, finding in findings:
        counted.pop((diagnosis.standard_id, finding.team_id or 0), None)
        if diagnosis.standard_id in live:
            one = Own(
                then[diagnosis.version_id], teams.get(finding.team_id or 0, ""), Window(diagnosis.first, diagnosis.last)
            )
            group = groups[diagnosis.id, finding.team_id]
            found.append(replace(one, finding=finding, diagnosis=diagnosis, group=group if len(group) >= FEW else ()))
    for (standard_id, team_id), sums in counted.items():
        if (edition := live.get(standard_id)) is not None:
            found.append(Own(edition, teams.get(team_id, ""), recent, sums))
    known = [_with_knowledge(db, person_id, one, today) if one.is_low else one for one in found]
    return sorted(known, key=lambda one: (not one.is_low, one.finding is None, one.edition.title.casefold(), one.team))


def _counted(db: Session, person_id: int, window: Window) -> dict[tuple[int, int], Sums]:
    """By standard and team what the readings of somebody add up to."""
    sums = (func.sum(Cell.n), func.sum(Cell.missed), func.sum(Cell.total), func.sum(Cell.exposure))
    query = (
        select(Cell.standard_id, Cell.team_id, *sums)
        .where(Cell.person_id == person_id, window.condition())
        .group_by(Cell.standard_id, Cell.team_id)
    )
    return {
        (standard_id, team_id): Sums(int(n), int(missed), int(total), int(exposure))
        for standard_id, team_id, n, missed, total, exposure in db.execute(query)
    }


def _groups(db: Session, findings: Iterable[Finding], today: date) -> dict[tuple[int, int | None], list[Finding]]:
    """By diagnosis and team what was found of everybody in it, in one query."""
    found: defaultdict[tuple[int, int | None], list[Finding]] = defaultdict(list)
    places = [and_(Finding.diagnosis_id == one.diagnosis_id, Finding.team_id == one.team_id) for one in findings]
    if places:
        query = select(Finding).where(
            or_(*places), Finding.person_id.is_not(None), Finding.n > 0, Finding.expires_on >= today
        )
        for one in db.scalars(query):
            found[one.diagnosis_id, one.team_id].append(one)
    return found


def _with_knowledge(db: Session, person_id: int, one: Own, today: date) -> Own:
    return replace(one, known=knowledge_of(db, [person_id], one.standard, today=today)[person_id])


def looks_at(db: Session, person_id: int, *, most: int = 50) -> list[Look]:
    """Who looked at somebody's figures, each day that they did, the latest first."""
    query = (
        select(Person, FigureLook.on)
        .join(Person, Person.id == FigureLook.by_id)
        .where(FigureLook.person_id == person_id)
        .order_by(FigureLook.on.desc(), Person.family_name, Person.given_name)
        .limit(most)
    )
    return [Look(person.full_name, on) for person, on in db.execute(query)]
