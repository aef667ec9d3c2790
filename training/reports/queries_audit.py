"""The answer to a question about a past day: the lines of people, some hundreds at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import Award
from training.certification.queries import CHUNK, Result, results_on_past_day
from training.certification.queries_programmes import Catalogue, catalogue_on
from training.content.labels import skill_name
from training.content.models import Version
from training.core.ledger import Entry
from training.people.models import Person, Role, RolePeriod
from training.people.queries import in_force
from training.reports.queries_past import Teams, end_of
from training.reports.queries_people import valid_on
from training.reports.rules_audit import NOT_ASKED, NOTHING, Held, Line, Part, Proof, Question, Someone

Key = tuple[int, int]  # a person and the document of a programme


class Answer:
    """The lines of people on the question's day. It reads what everybody shares once."""

    def __init__(self, db: Session, question: Question, zone: ZoneInfo) -> None:
        self._db, self._question, self._zone = db, question, zone
        self._day, self._end = question.day, end_of(question.day, zone)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The programmes of the day."""
        return catalogue_on(self._db, self._day, self._zone)

    @cached_property
    def _teams(self) -> Teams:
        return Teams(self._db, self._day, self._zone)

    @cached_property
    def _versions(self) -> dict[int, int]:
        """Numbers of the programmes' versions."""
        ids = [live.version_id for live in self.catalogue.programmes.values()]
        return dict(self._db.execute(select(Version.id, Version.number).where(Version.id.in_(ids))).all())

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """The titles of all that is asked for, as they were at the end of the day."""
        wanted = {
            item.target
            for live in self.catalogue.programmes.values()
            for item in live.programme.requirements
            if isinstance(item.target, int)
        }
        query = (
            select(Version.document_id, Version.title)
            .where(Version.document_id.in_(wanted), Version.at < self._end)
            .order_by(Version.document_id, Version.number)
        )
        return dict(self._db.execute(query).all())

    def chunks(self, person_ids: Sequence[int]) -> Iterator[list[Line]]:
        """The lines of people in the order given, some hundreds of people at a time."""
        for start in range(0, len(person_ids), CHUNK):
            yield self.lines(person_ids[start : start + CHUNK])

    def lines(self, person_ids: Sequence[int]) -> list[Line]:
        """The lines of these people, in their order, programmes by title."""
        results = results_on_past_day(self._db, person_ids, self.catalogue, self._zone)
        programme = self._question.programme_id
        people = self._people(person_ids)
        proofs = self._proofs(results)
        valid, issued = self._awards(person_ids)
        found: defaultdict[int, list[Line]] = defaultdict(list)
        for result in results:
            key = (result.asked.person_id, result.asked.document_id)
            certified_on = result.outcome.programme.certified_on
            award = valid.pop(key, None)
            if certified_on is None:
                award = None
            elif award is None or award.issued_on != certified_on:  # past its printed end, in its days of grace
                award = next((one for one in issued.get(key, ()) if one.issued_on == certified_on), None)
            if programme in (None, result.asked.document_id):
                found[key[0]].append(self._line(people[key[0]], result, award, proofs))
        for (person_id, document_id), award in valid.items():
            if programme in (None, document_id):
                found[person_id].append(_not_asked(people[person_id], document_id, award))
        for person_id in person_ids:
            if programme is None and person_id not in found:
                found[person_id].append(Line(people[person_id], NOTHING))
        return [line for key in person_ids for line in sorted(found.get(key, ()), key=lambda line: line.title)]

    def _line(self, person: Someone, result: Result, award: Award | None, proofs: Mapping[int, Proof]) -> Line:
        standing = result.outcome.programme
        items = {item.id: item for item in result.live.programme.requirements}
        parts = [
            Part(
                kind=items[one.requirement_id].kind,
                title=self._title(items[one.requirement_id].target),
                standing=one,
                proofs=tuple(proofs[key] for key in one.evidence_ids if key in proofs),
            )
            for one in result.outcome.requirements
        ]
        return Line(
            person=person,
            state=standing.level.value,
            certified=standing.certified_on is not None,
            assignment_id=result.asked.id,
            document_id=result.asked.document_id,
            version_id=result.live.version_id,
            version=self._versions.get(result.live.version_id),
            title=result.live.title,
            held=standing.held,
            total=standing.total,
            certificate=None if award is None else _held(award),
            parts=parts,
        )

    def _title(self, target: int | str) -> str:
        if isinstance(target, int):
            return self.titles.get(target, "")
        return skill_name(target)

    def _people(self, person_ids: Sequence[int]) -> dict[int, Someone]:
        teams = self._teams.of(person_ids)
        roles: defaultdict[int, list[str]] = defaultdict(list)
        query = select(RolePeriod.person_id, Role.name).join(Role, Role.id == RolePeriod.role_id)
        query = query.where(RolePeriod.person_id.in_(person_ids), in_force(self._day)).order_by(Role.name)
        for person_id, name in self._db.execute(query):
            roles[person_id].append(name)
        columns = (
            Person.id,
            Person.employee_number,
            Person.given_name,
            Person.preferred_name,
            Person.family_name,
        )
        rows = self._db.execute(select(*columns).where(Person.id.in_(person_ids)))
        return {
            key: Someone(
                id=key,
                number=number,
                name=f"{preferred or given} {family}".strip(),
                team=self._teams.name(teams[key].team),
                team_known=teams[key].known,
                roles=", ".join(roles.get(key, ())),
            )
            for key, number, given, preferred, family in rows
        }

    def _proofs(self, results: Iterable[Result]) -> dict[int, Proof]:
        wanted = [key for result in results for one in result.outcome.requirements for key in one.evidence_ids]
        found: dict[int, Proof] = {}
        for start in range(0, len(wanted), 10 * CHUNK):
            query = (
                select(Entry.id, Entry.kind, Entry.at, Entry.version_id, Version.number)
                .outerjoin(Version, Version.id == Entry.version_id)
                .where(Entry.id.in_(wanted[start : start + 10 * CHUNK]))
            )
            found.update((row.id, Proof(*row)) for row in self._db.execute(query))
        return found

    def _awards(self, person_ids: Sequence[int]) -> tuple[dict[Key, Award], Mapping[Key, list[Award]]]:
        """The certificate that was valid, by person and programme, and all that were issued by then, newest first."""
        query = select(Award, valid_on(self._day)).where(Award.person_id.in_(person_ids), Award.issued_on <= self._day)
        valid: dict[Key, Award] = {}
        issued: defaultdict[Key, list[Award]] = defaultdict(list)
        for award, is_valid in self._db.execute(query.order_by(Award.issued_on.desc(), Award.id.desc())):
            key = (award.person_id, award.document_id)
            issued[key].append(award)
            if is_valid:
                valid.setdefault(key, award)
        return valid, issued


def _held(award: Award) -> Held:
    return Held(award.id, award.public_id, award.title, award.issued_on, award.until)


def _not_asked(person: Someone, document_id: int, award: Award) -> Line:
    return Line(
        person=person,
        state=NOT_ASKED,
        certified=True,
        document_id=document_id,
        version_id=award.version_id,
        title=award.title,
        certificate=_held(award),
    )
