"""A scorecard to review by in tests, and reviews made through the actions that pages use."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from tests.house import actor
from tests.moment import NOW
from tests.shelf import put
from training.content.queries import live
from training.core.permissions import Actor
from training.scorecards.actions import Happened, begin, finish
from training.scorecards.rules import Given, How

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
