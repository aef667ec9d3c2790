"""Who looks at whose figures: it is written down, once a day, and whoever they are about sees it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor
from training.diagnosis.models import FigureLook
from training.people.models import Person


def is_unnoted(db: Session, actor: Actor, person_id: int, *, today: date) -> bool:
    """Whether the actor's look at somebody's figures today is still to be written down; at one's own never."""
    if actor.person_id is None or actor.person_id == person_id:
        return False
    return db.get(FigureLook, (person_id, actor.person_id, today)) is None


def note_look(db: Session, actor: Actor, person_id: int, now: datetime, today: date) -> None:
    """Write down that the actor looks at somebody's figures, unless that is written down today.

    For pages that only read there is `looking.note_this_look`.
    """
    # Held, so that two pages at once write one line.
    db.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if not is_unnoted(db, actor, person_id, today=today):
        return
    db.add(FigureLook(person_id=person_id, by_id=actor.person_id, on=today, at=now))
    db.flush()
    ledger.record(db, kind="figures.looked", subject_id=person_id, actor_id=actor.person_id, at=now)
