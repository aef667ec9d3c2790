"""How the observers of a checklist rate, each beside all the others."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.models import Observation
from training.checklists.queries_observations import ratings_in, wanted_by
from training.checklists.rules import SIGNED, verdict
from training.checklists.rules_far import FEWEST, Compared, Tally, compared
from training.content.library import Edition
from training.content.queries import editions
from training.people.models import Person


@dataclass(frozen=True)
class Rates:
    """Observers far from the others, with their names; the others only counted. `too_few` have not seen enough."""

    far: Sequence[tuple[str, Compared]]
    alike: int
    too_few: int
    observations: int
    fewest: int = FEWEST


def how_observers_rate(db: Session, found: Edition) -> Rates:
    """What there is to say about the observers of a checklist, from everything that was signed by any version."""
    tallies = tallies_of(db, found.document_id)
    beside = compared(tallies)
    far = [one for one in beside if one.is_far]
    query = select(Person).where(Person.id.in_([one.observer for one in far]))
    names = {person.id: person.full_name for person in db.scalars(query)} if far else {}
    return Rates(
        far=sorted(((names[one.observer], one) for one in far), key=lambda pair: pair[0].casefold()),
        alike=len(beside) - len(far),
        too_few=len(tallies) - len(beside),
        observations=sum(one.count for one in tallies),
    )


def tallies_of(db: Session, document_id: int) -> list[Tally]:
    """What each observer has seen. Two queries."""
    signed = [str(state) for state in SIGNED]
    query = select(Observation.observer_id, Observation.version_id, Observation.ratings).where(
        Observation.document_id == document_id, Observation.state.in_(signed)
    )
    rows = db.execute(query).all()
    versions = editions(db, {row.version_id for row in rows})
    wanted = {version: wanted_by(one.model) for version, one in versions.items()}
    steps = {version: one.model.steps for version, one in versions.items()}
    counts: Counter[int] = Counter()
    passed: Counter[int] = Counter()
    levels: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for observer, version, kept in rows:
        ratings = ratings_in(kept)
        counts[observer] += 1
        passed[observer] += verdict(wanted[version], steps[version], ratings).passed
        for name, one in ratings.items():
            if one.level is not None:
                levels[observer][name].append(steps[version].index(one.level))
    return [Tally(observer, count, passed[observer], levels[observer]) for observer, count in counts.items()]
