"""Saying who somebody is whom only the source knows: readings and cells follow."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor, Permission
from training.core.web import NotFound
from training.metrics.actions_writing import Changes, hold
from training.metrics.files_mapping import Mapping
from training.metrics.models import Reading, ReadingAlias, ReadingSource
from training.people.models import Person


def assign_alias(db: Session, actor: Actor, alias_id: int, person_id: int | None, *, now: datetime) -> int:
    """Say who an unknown name is: their readings and cells become the person’s. Returns how many readings there are.

    None takes it back. A reading whose file names no team goes to that of the person. Files that come later know it
    too. Raises NotFound for those who may not, and for a name or a person that is not there.
    """
    alias = alias_for(db, actor, alias_id)
    before = alias.person_id
    if before == person_id:
        return 0
    teams = {one: _team_of(db, one) for one in (before, person_id) if one is not None}
    source = hold(db, alias.source_id)
    team = _team_after(source, teams.get(before or 0), teams.get(person_id or 0))
    mine = Reading.alias_id == alias.id
    changes = Changes()
    for row in db.execute(select(*Reading.__table__.columns).where(mine)).all():
        changes.add(row, -1)
    moving = update(Reading).where(mine).values(person_id=person_id, team_id=team)
    db.execute(moving.execution_options(synchronize_session=False))
    moved = 0
    for row in db.execute(select(*Reading.__table__.columns).where(mine)).all():
        changes.add(row)
        moved += 1
    changes.apply(db)
    alias.person_id, source.settled = person_id, None
    payload = {"source": source.slug, "name": alias.name, "before": before, "readings": moved}
    ledger.record(db, "alias.assigned", at=now, actor_id=actor.person_id, subject_id=person_id, payload=payload)
    return moved


def alias_for(db: Session, actor: Actor, alias_id: int) -> ReadingAlias:
    """An unknown name, for those who look after sources. Raises NotFound."""
    alias = db.get(ReadingAlias, alias_id)
    if alias is None or not actor.may(Permission.METRIC_WRITE):
        raise NotFound
    return alias


def _team_of(db: Session, person_id: int) -> int:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFound
    return person.team_id


def _team_after(source: ReadingSource, old: int | None, new: int | None) -> ColumnElement[Any] | int | None:
    """The team of moved readings: the person’s, unless the file names one."""
    names_teams = source.mapping is not None and Mapping.model_validate(source.mapping).team is not None
    if not names_teams:
        return new
    own = Reading.team_id.is_(None) if old is None else Reading.team_id == old
    return case((own, new), else_=Reading.team_id)
