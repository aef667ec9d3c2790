"""What a file is read against: people as a source names them, teams by their names, the standards it measures."""

from collections import Counter
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.metrics.files_mapping import Mapping
from training.metrics.files_rows import Known, team_key
from training.metrics.models import ReadingAlias
from training.metrics.queries import yardsticks
from training.people.models import Person, Team


def known(db: Session, source_id: int | None, mapping: Mapping, zone: ZoneInfo) -> Known:
    """What the site knows of everything a file may name. People who left are people."""
    by_mail = mapping.person is not None and mapping.person.by == "mail"
    name = Person.email if by_mail else Person.employee_number
    people = db.execute(select(name, Person.id, Person.team_id).where(name.is_not(None))).all()
    return Known(
        zone=zone,
        rules=yardsticks(db, {one.standard for one in mapping.readings}),
        people={str(row[0]).casefold(): (row[1], row[2]) for row in people},
        aliases=_aliases(db, source_id),
        teams=teams_by_name(db),
    )


def _aliases(db: Session, source_id: int | None) -> dict[str, tuple[int, int] | None]:
    """Who the unknown names of a source are, as far as somebody has said so."""
    query = (
        select(ReadingAlias.name, ReadingAlias.person_id, Person.team_id)
        .outerjoin(Person, Person.id == ReadingAlias.person_id)
        .where(ReadingAlias.source_id == source_id)
    )
    return {row[0]: None if row[1] is None else (row[1], row[2]) for row in db.execute(query).all()}


def teams_by_name(db: Session) -> dict[str, int]:
    """Teams by each way to name them, as `team_key` folds it: the whole path, and any end of it that is unique."""
    rows = db.execute(select(Team.id, Team.name, Team.path)).all()
    names = {str(row.id): row.name for row in rows}
    paths = {row.id: [names.get(step, "") for step in row.path.strip("/").split("/")] for row in rows}
    ends = [
        (team_key("/".join(path[start:])), team_id) for team_id, path in paths.items() for start in range(len(path))
    ]
    often = Counter(key for key, _team in ends)
    found = {key: team_id for key, team_id in ends if often[key] == 1}
    whole = {team_key("/".join(path)): team_id for team_id, path in paths.items()}
    return found | whole
