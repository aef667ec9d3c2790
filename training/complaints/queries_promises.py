"""What customers were promised and is still to be kept, by whom it has to be kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint, ComplaintPromise
from training.complaints.rules import State
from training.complaints.rules_promises import PromiseSort, Standing, standing_of
from training.people.models import Team


@dataclass(frozen=True)
class OpenPromise:
    """A promise that somebody still has to keep, with the complaint that it belongs to."""

    id: int
    complaint_id: int
    reference: str
    category: str
    owner_id: int | None
    team_path: str
    sort: PromiseSort
    text: str
    made_at: datetime
    due_at: datetime
    standing: Standing

    @property
    def is_late(self) -> bool:
        return self.standing is Standing.LATE


def open_promises(db: Session, person_id: int | None, now: datetime) -> Sequence[OpenPromise]:
    """What somebody still has to keep, the first due in front; one statement."""
    return promises_to_keep(db, [person_id] if person_id is not None else [], now, late_of_others=False)


def promises_to_keep(
    db: Session, owner_ids: Collection[int], now: datetime, *, late_of_others: bool
) -> Sequence[OpenPromise]:
    """What these people still have to keep, and what anybody is late with if asked for; one statement."""
    of_whom = Complaint.owner_id.in_(owner_ids)
    query = (
        select(
            ComplaintPromise.id,
            Complaint.id.label("complaint_id"),
            Complaint.reference,
            Complaint.category,
            Complaint.owner_id,
            Team.path,
            ComplaintPromise.sort,
            ComplaintPromise.text,
            ComplaintPromise.made_at,
            ComplaintPromise.due_at,
        )
        .join(Complaint, Complaint.id == ComplaintPromise.complaint_id)
        .join(Team, Team.id == Complaint.team_id)
        .where(
            ComplaintPromise.kept_at.is_(None),
            ComplaintPromise.dropped_at.is_(None),
            Complaint.state == State.OPEN.value,
            or_(of_whom, ComplaintPromise.due_at < now) if late_of_others else of_whom,
        )
        .order_by(ComplaintPromise.due_at, ComplaintPromise.id)
    )
    return [
        OpenPromise(
            id=row.id,
            complaint_id=row.complaint_id,
            reference=row.reference,
            category=row.category,
            owner_id=row.owner_id,
            team_path=row.path,
            sort=PromiseSort(row.sort),
            text=row.text,
            made_at=row.made_at,
            due_at=row.due_at,
            standing=standing_of(row.due_at, now=now),
        )
        for row in db.execute(query)
    ]
