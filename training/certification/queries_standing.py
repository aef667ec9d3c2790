"""The stored table of current standings: how a computed standing is written down, and what is stored now."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.models import CurrentStanding
from training.certification.queries import Result
from training.certification.rules_stored import stored

Row = dict[str, Any]

_COLUMNS = tuple(CurrentStanding.__table__.columns)


def row_of(result: Result) -> Row:
    """A result as a row of the table, by column."""
    standing = result.outcome.programme
    targets = {requirement.id: requirement.target for requirement in result.live.programme.requirements}
    return {
        "assignment_id": result.asked.id,
        "person_id": result.asked.person_id,
        "document_id": result.asked.document_id,
        "version_id": result.live.version_id,
        "level": standing.level.value,
        "held": standing.held,
        "total": standing.total,
        "next_due": standing.next_due,
        "next_requirement": standing.next_requirement,
        "certified_on": standing.certified_on,
        "until": standing.until,
        "changes_on": standing.changes_on,
        "parts": [stored(part, targets[part.requirement_id]) for part in result.outcome.requirements],
        "gates": [one.gate.id for one in result.outcome.gates if one.is_open],
    }


def stored_rows(db: Session, person_ids: Collection[int]) -> dict[int, Row]:
    """What is stored about these people, by assignment."""
    query = select(*_COLUMNS).where(CurrentStanding.person_id.in_(person_ids))
    return {row.assignment_id: dict(row._mapping) for row in db.execute(query)}
