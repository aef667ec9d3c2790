"""Scoring one interaction together: invite, score blind, look at it side by side, agree on a reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core import ledger
from training.core.i18n import gettext as _
from training.core.permissions import PERMISSIONS_OF, Actor, Permission, PermissionSet
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.people.models import Person
from training.people.queries_holding import held_on
from training.scorecards.actions import NotAReview, begin_on
from training.scorecards.models import Review, ReviewCalibration, ReviewCalibrationSeat, ReviewInteraction
from training.scorecards.queries import asked_by, decidable, is_among
from training.scorecards.queries_calibrations import Calibration, calibration_for
from training.scorecards.rules import NOT_UP, Given, State, mark, unanswered

REVIEWING = [one.value for one in PermissionSet if Permission.REVIEW_WRITE in PERMISSIONS_OF[one]]
FEWEST = 2


@dataclass(frozen=True)
class Invitation:
    """Who is asked to score, by number or address, and whether whoever asks scores too."""

    named: Sequence[str]
    joins: bool


def invite(
    db: Session,
    actor: Actor,
    found: Edition,
    interaction: ReviewInteraction,
    asked: Invitation,
    *,
    now: datetime,
    today: date,
) -> int:
    """Ask reviewers to score an interaction; returns the id of the calibration.

    Raises NotFound for people about whom the actor does not decide, Problems for who cannot score.
    """
    if not is_among(db, interaction.person_id, decidable(actor)):
        raise NotFound
    people, problems = _people(db, asked.named, interaction, found, today=today)
    if asked.joins and actor.person_id is not None:
        if _has_reviewed(db, actor.person_id, interaction, found):
            message = _("You have reviewed it already, so you cannot score it blind.")
            problems.append(Problem("joins", None, message, _("Lead without scoring.")))
        people.add(actor.person_id)
    if not problems and len(people) < FEWEST:
        message = _("One score alone cannot be compared.")
        problems.append(Problem("people", None, message, _("Ask at least two people.")))
    if problems:
        raise Problems(problems)
    row = ReviewCalibration(
        interaction_id=interaction.id,
        document_id=found.document_id,
        version_id=found.id,
        led_by_id=actor.person_id,
        made_at=now,
        agreed={},
    )
    db.add(row)
    db.flush()
    db.add_all(ReviewCalibrationSeat(calibration_id=row.id, person_id=person) for person in sorted(people))
    db.flush()
    return row.id


def _people(
    db: Session, named: Iterable[str], interaction: ReviewInteraction, found: Edition, *, today: date
) -> tuple[set[int], list[Problem]]:
    people, problems = set[int](), []
    for name in named:
        wanted = name.lower()
        query = select(Person).where(or_(func.lower(Person.employee_number) == wanted, Person.email == wanted))
        person: Person | None = db.scalars(query).first()
        if person is None or not _reviews(db, person.id, today):
            message = _("“%(name)s” is nobody who reviews.", name=name)
            problems.append(Problem("people", None, message, _("Name leaders, by number or e-mail.")))
        elif person.id == interaction.person_id:
            problems.append(Problem("people", None, _("Nobody scores their own work.")))
        elif _has_reviewed(db, person.id, interaction, found):
            message = _("%(name)s has reviewed it already.", name=person.full_name)
            problems.append(Problem("people", None, message, _("Ask somebody who has not.")))
        else:
            people.add(person.id)
    return people, problems


def _reviews(db: Session, person_id: int, today: date) -> bool:
    held = held_on(today)
    holds = select(held.c.person_id).where(held.c.person_id == person_id, held.c.permission_set.in_(REVIEWING))
    leads = select(Person.id).where(Person.manager_id == person_id)
    return db.scalar(holds.limit(1)) is not None or db.scalar(leads.limit(1)) is not None


def _has_reviewed(db: Session, person_id: int, interaction: ReviewInteraction, found: Edition) -> bool:
    query = select(Review.id).where(
        Review.interaction_id == interaction.id,
        Review.document_id == found.document_id,
        Review.reviewer_id == person_id,
        Review.state != State.VOID.value,
    )
    return db.scalar(query.limit(1)) is not None


def begin_scoring(db: Session, actor: Actor, calibration_id: int, *, now: datetime) -> int:
    """Begin one's own score, or go on with it; returns the id of the review. Raises NotFound once all are shown."""
    found = calibration_for(db, actor, calibration_id)
    if found.is_open or found.seat_of(actor.person_id) is None:
        raise NotFound
    return begin_on(db, actor, found.edition, found.interaction, now=now, calibration_id=calibration_id)


def show_when_all_have_scored(db: Session, actor: Actor, calibration_id: int, *, now: datetime) -> None:
    """Show the scores to all when the last one came in."""
    found = calibration_for(db, actor, calibration_id)
    if not found.is_open and len(found.scored) == len(found.seats):
        found.row.opened_at = now
        db.flush()


def show(db: Session, actor: Actor, calibration_id: int, *, now: datetime) -> None:
    """Show the scores that are there; who has not scored is left out. Only for whoever leads it; raises Problems."""
    found = _led(db, actor, calibration_id)
    if len(found.scored) < FEWEST:
        message = _("Fewer than two have scored, so there is nothing to compare.")
        raise Problems([Problem("people", None, message)])
    if not found.is_open:
        found.row.opened_at = now
        db.flush()


def _led(db: Session, actor: Actor, calibration_id: int) -> Calibration:
    query = select(ReviewCalibration).where(ReviewCalibration.id == calibration_id).with_for_update()
    db.scalars(query.execution_options(populate_existing=True)).first()
    found = calibration_for(db, actor, calibration_id)
    if found.row.led_by_id != actor.person_id:
        raise NotFound
    return found


def agree(
    db: Session, actor: Actor, calibration_id: int, *, given: Mapping[str, Given], note: str, now: datetime
) -> None:
    """Write down what all agreed on, item by item, and close the calibration; again changes nothing.

    Raises NotFound for everybody but whoever leads it, NotAReview, and Problems for an item without an answer.
    """
    found = _led(db, actor, calibration_id)
    if not found.is_open:
        raise NotFound
    if found.is_closed:
        return
    answers = {name: None if one.answer == NOT_UP else one.answer for name, one in given.items() if one.answer}
    asked = asked_by(found.scorecard)
    for name, answer in answers.items():
        item = found.scorecard.item(name)
        if item is None or (answer is not None and answer not in item.points):
            raise NotAReview(f"{name}: {answer}")
    missing = unanswered(asked, answers)
    if missing:
        items = [item for item in found.scorecard.items if item.id in missing]
        problems = [Problem("note", None, _("“%(text)s” is not answered yet.", text=item.text)) for item in items]
        raise Problems(problems)
    row = found.row
    row.agreed, row.note, row.closed_at = answers, note, now
    row.score = mark(asked, answers, found.scorecard.pass_mark).score
    db.flush()
    edition = found.edition
    ledger.record(
        db,
        "review.calibrated",
        at=now,
        actor_id=actor.person_id,
        document_id=row.document_id,
        version_id=row.version_id,
        payload={
            "slug": edition.slug,
            "title": edition.title,
            "calibration": row.id,
            "reviewers": [seat.person.id for seat in found.scored],
            "agreed": answers,
            "score": row.score,
        },
    )
