"""What others tell people about reviews: one to read, one begun, an appeal to answer, a calibration to score."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from training.content.models import Version
from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.core.permissions import PERMISSIONS_OF, Permission, PermissionSet
from training.people.models import Person, Team
from training.people.queries_holding import held_on
from training.people.queries_leading import holds_anything, leads_anybody
from training.scorecards.models import Review, ReviewAppeal, ReviewCalibration, ReviewCalibrationSeat
from training.scorecards.queries_reviews import COUNTS
from training.scorecards.rules import State

_UNREAD = COUNTS & Review.read_at.is_(None)
_DRAFTS = Review.state == State.DRAFT.value
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
DECIDING = [one.value for one in PermissionSet if Permission.REVIEW_DECIDE in PERMISSIONS_OF[one]]


def _reviews(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- the form
    """What these people have not read yet, and what they began and did not finish."""
    zone = web.site().zone
    reviews = (
        select(Review, Person, Version.title)
        .join(Person, Person.id == Review.person_id)
        .join(Version, Version.id == Review.version_id)
        .where(_UNREAD | (_DRAFTS & Review.calibration_id.is_(None)))
        .where(Review.person_id.in_(person_ids) | Review.reviewer_id.in_(person_ids))
        .order_by(Review.id)
    )
    for row, person, title in db.execute(reviews):
        if row.finished_at is None and row.reviewer_id in person_ids:
            words = lazy("Your review of %(name)s is not finished", name=person.full_name)
            since = local_day(row.begun_at, zone)
            yield Waiting(row.reviewer_id, f"review-draft:{row.id}", words, f"/reviews/{row.id}/score", since)
        elif row.finished_at is not None and row.person_id in person_ids:
            words = lazy("A review of your work: “%(title)s”", title=title)
            yield Waiting(
                row.person_id, f"review:{row.id}", words, f"/reviews/{row.id}", local_day(row.finished_at, zone)
            )


def _appeals(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """Open appeals, for those nearest above the person who did not review."""
    query = (
        select(ReviewAppeal, Review, Person, Team.path)
        .join(Review, Review.id == ReviewAppeal.review_id)
        .join(Person, Person.id == Review.person_id)
        .join(Team, Team.id == Person.team_id)
        .where(ReviewAppeal.outcome.is_(None), Review.state == State.FINISHED.value)
        .order_by(ReviewAppeal.id)
    )
    found = db.execute(query).all()
    if not found:
        return
    held = held_on(today)
    deciding = db.execute(select(held.c.person_id, held.c.path).where(held.c.permission_set.in_(DECIDING))).all()
    for one, row, person, path in found:
        able = [
            (len(reach or ""), who)
            for who, reach in deciding
            if path.startswith(reach or "") and who not in {row.reviewer_id, row.person_id}
        ]
        nearest = {who for depth, who in able if depth == max(able)[0]}
        if person.manager_id not in {None, row.reviewer_id}:
            nearest = {person.manager_id}
        words = lazy("%(name)s has appealed a review", name=person.full_name)
        for who in sorted(nearest.intersection(person_ids)):
            since = local_day(one.at, web.site().zone)
            yield Waiting(who, f"review-appeal:{one.id}", words, f"/reviews/{row.id}", since)


def _calibrations(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:  # noqa: ARG001 -- as above
    """Calibrations in which these people have not scored yet."""
    done = exists().where(
        Review.calibration_id == ReviewCalibration.id,
        Review.reviewer_id == ReviewCalibrationSeat.person_id,
        Review.state == State.FINISHED.value,
    )
    query = (
        select(ReviewCalibrationSeat.person_id, ReviewCalibration, Version.title)
        .join(ReviewCalibration, ReviewCalibration.id == ReviewCalibrationSeat.calibration_id)
        .join(Version, Version.id == ReviewCalibration.version_id)
        .where(ReviewCalibrationSeat.person_id.in_(person_ids), ReviewCalibration.opened_at.is_(None), ~done)
        .order_by(ReviewCalibration.id)
    )
    for person_id, one, title in db.execute(query):
        words = lazy("Score “%(title)s” with the others, each for themselves", title=title)
        since = local_day(one.made_at, web.site().zone)
        yield Waiting(person_id, f"review-calibration:{one.id}", words, f"/reviews/calibrations/{one.id}", since)


NOTICES = (
    WaitingFor(
        _reviews,
        or_(
            exists().where(_UNREAD, Review.person_id.in_(_PEOPLE)),
            exists().where(_DRAFTS, Review.reviewer_id.in_(_PEOPLE)),
        ),
    ),
    WaitingFor(
        _appeals,
        and_(exists().where(ReviewAppeal.outcome.is_(None)), or_(leads_anybody(_PEOPLE), holds_anything(_PEOPLE))),
    ),
    WaitingFor(
        _calibrations,
        exists().where(
            ReviewCalibrationSeat.person_id.in_(_PEOPLE),
            ReviewCalibration.id == ReviewCalibrationSeat.calibration_id,
            ReviewCalibration.opened_at.is_(None),
        ),
    ),
)
