"""What some questions of a domain find that waits for people, each only where its own condition says that it may."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.notices import Waiting, WaitingFor


def what_waits(notices: Sequence[WaitingFor], db: Session, people: Collection[int], today: date) -> list[Waiting]:
    """What waits for these people. A condition that is false although something waits fails here."""
    found = []
    for notice in notices:
        waiting = list(notice(db, people, today))
        mine = [one for one in waiting if one.person_id in people]
        perhaps = db.scalar(select(notice.perhaps), {"people": list(people)})
        assert perhaps or not mine, mine
        found += waiting
    return found
