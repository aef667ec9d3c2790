"""A scorecard to review by in tests, and reviews made through the actions that pages use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.house import actor
from tests.moment import NOW
from tests.shelf import put
from training.content.library import Edition
from training.content.queries import live, live_of
from training.core.permissions import Actor
from training.people.models import Person
from training.scorecards.actions import Happened, begin, begin_on, finish
from training.scorecards.actions_appeals import appeal
from training.scorecards.actions_calibrations import show
from training.scorecards.actions_samples import Row, Wanted, draw_sample
from training.scorecards.models import (
    ReviewAppeal,
    ReviewCalibration,
    ReviewCalibrationSeat,
    ReviewInteraction,
    ReviewSample,
)
from training.scorecards.rules import Given, How
from training.scorecards.rules_sampling import Per

DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Dublin")
VISIT = "a-visit-at-the-counter"
SLUG = "a-call-reviewed"
STANDARD = """\
title: Solved the first time
summary: Nobody has to call twice.
measure: proportion
target: 85
"""
HOLD = """\
title: A minute on hold at most
summary: Nobody waits longer without a word.
measure: time
limit: 1 minute
target: 90
"""
SCORECARD = """\
title: A call, reviewed
summary: Nobody had to say anything twice.
roles: [phone-agent]
owner: Head of service
channels: [call, ticket]
sections:
  - {id: opening, title: Opening}
items:
  - id: names
    section: opening
    text: Says the shop, then the own name
    look_for: In this order.
    skills: [calls]
  - id: solved
    text: Solves it, or says what happens next
    look_for: What, by when, who.
    standard: solved-first-time
    weight: 3
  - id: secret
    text: Asks for no number of a card
    critical: true
    standard: hold-at-most-a-minute
  - id: tone
    text: Sounds as if there was time
    answers:
      - {id: cold, title: Hurried, points: 0}
      - {id: fine, title: Calm, points: 2}
      - {id: warm, title: Warm, points: 3}
    needed: fine
  - id: hold
    text: Asks before the hold
    optional: true
    step: While they wait
"""
GOOD = {"names": "yes", "solved": "yes", "secret": "yes", "tone": "warm", "hold": "not-up"}
WEAK = GOOD | {"solved": "no"}
FORM = {f"answer-{name}": answer for name, answer in GOOD.items()}


def put_scorecard(app: Flask) -> int:
    """Publish two standards, of which an answer can speak for one, and the scorecard; returns the id of its version."""
    put(app, "standard", "solved-first-time", STANDARD)
    put(app, "standard", "hold-at-most-a-minute", HOLD)
    return put(app, "scorecard", SLUG, SCORECARD)


def answers(given: Mapping[str, str], **notes: str) -> dict[str, Given]:
    """What a reviewer said; `notes` are quotes by item."""
    return {name: Given(answer, quote=notes.get(name, "")) for name, answer in given.items()}


def reviewed(
    db: Session,
    reviewer: Actor | int,
    person: int,
    given: Mapping[str, str] = GOOD,
    *,
    reference: str = "C-1",
    at: datetime = NOW - timedelta(days=2),
    finished: bool = True,
    slug: str = SLUG,
    channel: str = "call",
) -> int:
    """A review by the live scorecard, finished unless it shall stay a draft; returns its id."""
    who = actor(reviewer) if isinstance(reviewer, int) else reviewer
    found = live(db, "scorecard", slug)
    assert found is not None
    happened = Happened(person, channel, reference, at, How.PICKED)
    review = begin(db, who, found, happened, now=at + timedelta(hours=1))
    if finished:
        quote = {"solved": "I would have to ask somebody, could you call again tomorrow?"}
        finish(db, who, review, answers(given, **quote), "Calm all the way.", now=at + timedelta(hours=2))
    return review


def best(found: Edition, **other: str) -> dict[str, str]:
    """The best answer to every item, but for those that are named."""
    return {item.id: other.get(item.id, item.ladder[-1].id) for item in found.model.items}


def visited(db: Session, reviewer: Actor, person: int, found: Edition, reference: str) -> int:
    """A visit that a reviewer has begun to review; returns the id of the review."""
    happened = Happened(person, found.model.fits[0], reference, NOW - 2 * DAY, How.PICKED)
    return begin(db, reviewer, found, happened, now=NOW - DAY)


def appealed(db: Session, reviewer: Actor, person: int, found: Edition, reference: str = "till 2, 14:05") -> int:
    """A review with two misses and quotes, one of them appealed; returns its id."""
    missed = [item.id for item in found.model.items if not item.critical and not item.optional][:2]
    review = visited(db, reviewer, person, found, reference)
    weak = best(found, **{name: next(iter(item.points)) for name in missed if (item := found.model.item(name))})
    said = "“Yes?” – and the eyes stayed on the screen.", "I would have to ask."
    quotes = dict(zip(missed, said, strict=False))
    finish(db, reviewer, review, answers(weak, **quotes), "Calm, but: " + " ".join(said), now=NOW - DAY)
    appeal(db, actor(person), review, item=missed[0], reason="I was on the telephone.", now=NOW, zone=ZONE)
    return review


def appeal_of(db: Session, review: int) -> int:
    return db.scalars(select(ReviewAppeal.id).where(ReviewAppeal.review_id == review)).one()


def sampled(db: Session, reviewer: Actor, person: int, found: Edition, *, size: int = 2) -> ReviewSample:
    """A sample of twelve visits of somebody."""
    number, channel = db.get_one(Person, person).employee_number, found.model.fits[0]
    rows = [Row(line, f"V-{line}", number, NOW - line * DAY, channel, 240) for line in range(2, 14)]
    return draw_sample(db, reviewer, found, rows, Wanted(size, Per.PERSON, "a seed", channel), now=NOW)[0]


def calibrating(db: Session, leader: Actor, others: Mapping[int, Mapping[str, str]], sample: ReviewSample) -> int:
    """A calibration with what some have scored already; whoever leads it scores too. Returns its id."""
    interaction = db.scalars(select(ReviewInteraction).where(ReviewInteraction.sample_id == sample.id)).first()
    found = live_of(db, sample.document_id)
    assert interaction is not None
    assert found is not None
    row = ReviewCalibration(
        interaction_id=interaction.id,
        document_id=sample.document_id,
        version_id=found.id,
        led_by_id=leader.person_id,
        made_at=NOW,
        agreed={},
    )
    db.add(row)
    db.flush()
    db.add_all(ReviewCalibrationSeat(calibration_id=row.id, person_id=one) for one in {leader.person_id, *others})
    db.flush()
    for person, given in others.items():
        review = begin_on(db, actor(person), found, interaction, now=NOW, calibration_id=row.id)
        finish(db, actor(person), review, answers(given), "", now=NOW)
    return row.id


def much_reviewed(db: Session, ruth: Actor, tom: Actor, nora: int) -> dict[str, Any]:
    """What every page of reviews can show: by the name of a parameter what makes sense for Ruth, who leads Nora."""
    found = live(db, "scorecard", VISIT)
    assert found is not None
    assert ruth.person_id is not None
    assert tom.person_id is not None
    finish(db, tom, visited(db, tom, ruth.person_id, found, "till 1"), answers(best(found)), "", now=NOW - DAY)
    review = appealed(db, tom, nora, found)
    sample = sampled(db, ruth, nora, found)
    calibration = calibrating(db, ruth, {tom.person_id: best(found, seen="no"), ruth.person_id: best(found)}, sample)
    show(db, ruth, calibration, now=NOW)
    return {
        "scorecard_slug": VISIT,
        "review_id": review,
        "draft_review_id": visited(db, ruth, nora, found, "till 3, 16:40"),
        "appeal_id": appeal_of(db, review),
        "sample_id": sample.id,
        "interaction_id": db.scalars(
            select(func.max(ReviewInteraction.id)).where(ReviewInteraction.sample_id == sample.id)
        ).one(),
        "calibration_id": calibration,
    }
