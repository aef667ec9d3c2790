"""What complaints tell the figures: that there is one, whether it was decided in time, whether we called back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.queries_rules import RulesNow, rules_now
from training.complaints.rules import Owners, Sort, State
from training.complaints.rules_promises import PromiseSort, Standing, standing_of
from training.content.queries import live
from training.core.worker import Task
from training.metrics.actions import Observed, keep, withdraw
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_standard import Standard

SOURCE = "complaints"
JOB = "complaints.late"
_SETTLED = (Standing.KEPT, Standing.KEPT_LATE, Standing.LATE)


def tell(db: Session, complaint: Complaint, *, now: datetime) -> None:
    """Tell the figures how a complaint stands now; what does not hold any more is taken back."""
    db.flush()
    of_it = ComplaintPromise.complaint_id == complaint.id
    promises = db.scalars(select(ComplaintPromise).where(of_it).order_by(ComplaintPromise.id)).all()
    story = Story(complaint, promises, _owners(db, complaint))
    found = list(observed(db, story, rules_now(db), now)) if complaint.state != State.VOID else []
    possible = {f"{complaint.id}", f"{complaint.id}:decided", *(f"{complaint.id}:{one.id}" for one in promises)}
    withdraw(db, SOURCE, possible - {one.external_id for one in found})
    keep(db, SOURCE, found, now=now)


def tell_late(task: Task) -> None:
    """The job: tell the figures of calls that nobody made in time. What was told before is told again, to no effect."""
    late = select(Complaint).join(ComplaintPromise, ComplaintPromise.complaint_id == Complaint.id)
    late = late.where(
        Complaint.state == State.OPEN.value,
        ComplaintPromise.sort == PromiseSort.CALL_BACK.value,
        ComplaintPromise.due_at < task.now,
        ComplaintPromise.kept_at.is_(None),
        ComplaintPromise.dropped_at.is_(None),
    )
    for complaint in task.db.scalars(late.order_by(Complaint.id)).all():
        tell(task.db, complaint, now=task.now)


@dataclass(frozen=True)
class Story:
    """A complaint with its promises, the oldest first, and who looked after it."""

    complaint: Complaint
    promises: Sequence[ComplaintPromise]
    owners: Owners


def _owners(db: Session, complaint: Complaint) -> Owners:
    handed = select(ComplaintEntry.at, ComplaintEntry.to_id).where(
        ComplaintEntry.complaint_id == complaint.id, ComplaintEntry.sort == Sort.HANDED_OVER.value
    )
    return Owners(
        complaint.logged_by_id, tuple((row.at, row.to_id) for row in db.execute(handed.order_by(ComplaintEntry.id)))
    )


def observed(db: Session, story: Story, rules: RulesNow, now: datetime) -> Iterator[Observed]:
    """What a complaint that is one tells the figures."""
    fed, complaint = rules.model.standards, story.complaint
    if fed.complaints:
        # Out of how many is told by the till: this is one more of the count, and none of the exposure.
        yield Observed(
            f"{complaint.id}",
            fed.complaints,
            complaint.at,
            Decimal(1),
            team_id=complaint.team_id,
            stratum=complaint.category,
            exposure=Decimal(0),
        )
    if fed.decided and (standard := live(db, STANDARD.name, fed.decided)):
        yield from _decided(story, fed.decided, cast(Standard, standard.model), rules)
    if fed.call_backs:
        yield from _called_back(story, fed.call_backs, now)


def _decided(story: Story, slug: str, standard: Standard, rules: RulesNow) -> Iterator[Observed]:
    complaint, at = story.complaint, story.complaint.decided_at
    decision = next((one for one in reversed(story.promises) if one.sort == PromiseSort.DECISION), None)
    if at is None or decision is None:
        return
    met = at <= decision.due_at
    took = int(rules.took(decision.made_at, at).total_seconds())
    yield Observed(
        f"{complaint.id}:decided",
        slug,
        at,
        Decimal(took if standard.measure == "time" else int(met)),
        person_id=story.owners.at(min(at, decision.due_at)),
        team_id=complaint.team_id,
        stratum=complaint.category,
        met=met,
    )


def _called_back(story: Story, slug: str, now: datetime) -> Iterator[Observed]:
    complaint = story.complaint
    for promise in story.promises:
        standing = standing_of(promise.due_at, kept=promise.kept_at, dropped=promise.dropped_at, now=now)
        if promise.sort != PromiseSort.CALL_BACK or standing not in _SETTLED:
            continue
        settled_at = min(promise.kept_at or promise.due_at, promise.due_at)
        yield Observed(
            f"{complaint.id}:{promise.id}",
            slug,
            settled_at,
            Decimal(int(standing is Standing.KEPT)),
            person_id=story.owners.at(settled_at),
            team_id=complaint.team_id,
            stratum=complaint.category,
            met=standing is Standing.KEPT,
        )
