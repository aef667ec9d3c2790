"""Taking in what other programs push, in the transaction of their request."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.core.problems import Problems
from training.metrics.actions import Observed, faults, keep
from training.metrics.actions_writing import Written
from training.metrics.files_pushed import Push, Pushed
from training.metrics.models import ReadingAlias
from training.metrics.queries import inserting
from training.metrics.queries_tokens import Holder
from training.people.models import Person


@dataclass(frozen=True)
class Taken:
    """What a push changed, and whom nobody knows of those it names."""

    written: Written
    unknown_people: tuple[str, ...]


@dataclass(frozen=True)
class _Who:
    person_id: int | None = None
    alias_id: int | None = None


def push(db: Session, holder: Holder, pushed: Push, *, now: datetime) -> Taken:
    """Keep all of what was pushed, or nothing. Raises Problems with everything that is wrong."""
    people = _people(db, holder.source_id, {one.person for one in pushed.readings if one.person})
    readings = [_observed(one, people.get(one.person or "", _Who())) for one in pushed.readings]
    if found := faults(db, readings, where="readings", now=now):
        raise Problems(found)
    unknown = sorted(name for name, who in people.items() if who.person_id is None)
    return Taken(keep(db, holder.source, readings, now=now), tuple(unknown))


def _observed(one: Pushed, who: _Who) -> Observed:
    return Observed(
        external_id=one.id,
        standard=one.standard,
        at=one.at,
        value=one.value,
        person_id=who.person_id,
        alias_id=who.alias_id,
        stratum=one.stratum or "",
        exposure=Observed.exposure if one.exposure is None else one.exposure,
        probability=one.probability,
    )


def _people(db: Session, source_id: int, names: set[str]) -> dict[str, _Who]:
    """Who is meant by employee numbers and mail addresses; an alias for whoever the roster does not know."""
    folded = {name.casefold(): name for name in names}
    query = select(Person.id, Person.employee_number, Person.email).where(
        or_(func.lower(Person.employee_number).in_(folded), Person.email.in_(folded))
    )
    found: dict[str, _Who] = {}
    for row in db.execute(query):
        for key in (row.employee_number.casefold(), row.email):
            if key in folded:
                found[folded[key]] = _Who(person_id=row.id)
    if missing := sorted(names - set(found)):
        rows = [{"source_id": source_id, "name": name} for name in missing]
        db.execute(inserting(db, ReadingAlias).on_conflict_do_nothing(), rows)
        aliases = select(ReadingAlias).where(ReadingAlias.source_id == source_id, ReadingAlias.name.in_(missing))
        found |= {one.name: _Who(one.person_id, one.id) for one in db.scalars(aliases)}
    return found
