"""What a person's page shows about their programmes."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files, words
from training.certification.models import CurrentStanding
from training.certification.queries_record import may_on
from training.certification.rules import Level
from training.content.queries import editions
from training.core.permissions import Actor, Permission
from training.people.models import Person


@dataclass(frozen=True)
class Line:
    """One programme in short: where its person stands, and the titles of the gates that they have passed."""

    title: str
    level: Level
    held: int
    total: int
    next_due: date | None
    until: date | None
    gates: tuple[str, ...]


def standing_panel(db: Session, actor: Actor, person: Person, now: datetime) -> Markup:  # noqa: ARG001 -- panels are told
    """Where a person stands today, with the way to their record; empty for whoever may not see it."""
    if person.id != actor.person_id and not may_on(db, actor, person.id, Permission.STANDING_READ):
        return Markup()
    rows = db.scalars(select(CurrentStanding).where(CurrentStanding.person_id == person.id)).all()
    found = editions(db, [row.version_id for row in rows])
    lines = [_line(row, found[row.version_id].model) for row in rows]
    page = render_template(
        "certification/panel.html", person=person, lines=sorted(lines, key=lambda line: line.title), words=words
    )
    return Markup(page)  # noqa: S704 -- a rendered template


def _line(row: CurrentStanding, model: files.Programme) -> Line:
    gates = tuple(gate.title for gate in model.gates if gate.id in row.gates)
    return Line(model.title, Level(row.level), row.held, row.total, row.next_due, row.until, gates)
