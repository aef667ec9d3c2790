"""Things to practise in tests: a script and a scenario, and the facts that somebody rehearsed and played them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.shelf import put
from training.content.models import Document
from training.core import ledger
from training.core.db import Database
from training.practice.models import PracticeCard, PracticeReview

SCRIPT = """\
title: Picking up
summary: The caller knows whom they have reached.
skills: [call-handling]
situation: The telephone rings.
blanks:
  - {id: your-name, label: Your first name, example: Tom}
lines:
  - id: greet
    when: You pick up.
    say: Juniper & Vale, {your-name} speaking. How can I help you?
    must: [How can I help you?]
    why: The shop first, then your name.
  - id: repeat
    when: They have told you what it is about.
    say: You would like to know whether it is here.
    why: They hear that they were heard.
  - id: promise
    when: You need time.
    say: I will ring you within ten minutes.
    must: [within ten minutes]
  - id: close
    when: All is said.
    say: Thank you for ringing.
"""

SCENARIO = """\
title: The wrong colour
summary: Somebody is let down and leaves content.
skills: [listening]
situation: It is Saturday, and the queue is long.
turns:
  - id: first
    who: Customer
    text: “This is not the green that I ordered.”
    choices:
      - id: look
        text: Let us look at it together.
        score: {listening: 2}
        feedback: Two people look at one thing.
        go: second
      - id: doubt
        text: Are you sure?
        feedback: Now they have to defend themselves.
        go: second
  - id: second
    who: Customer
    text: “So what now?”
    choices:
      - {id: swap, text: I bring you the green one., score: {listening: 1}, go: happy}
      - {id: wait, text: It takes a while., score: {listening: 1}, go: happy}
endings:
  - {id: happy, title: Content, text: They go with the green one., outcome: good}
"""
LINES = ("greet", "repeat", "promise", "close")


def put_script(app: Flask, text: str = SCRIPT, slug: str = "picking-up") -> int:
    return put(app, "script", slug, text)


def put_scenario(app: Flask, text: str = SCENARIO) -> int:
    return put(app, "scenario", "the-wrong-colour", text)


def rehearsed(
    app: Flask,
    person: int,
    *,
    at: datetime,
    slug: str = "picking-up",
    shaky: Sequence[str] = (),
    lines: Sequence[str] = LINES,
) -> None:
    """Somebody rehearsed the script to its end."""
    _fact(app, "script.rehearsed", person, slug, at, lines=list(lines), shaky=list(shaky))


def played(app: Flask, person: int, *, at: datetime, turns: dict[str, bool]) -> None:
    """Somebody played the scenario to its end."""
    kind = "scenario.passed" if all(turns.values()) else "scenario.failed"
    _fact(app, kind, person, "the-wrong-colour", at, turns=turns)


def done(app: Flask, person: int, *, at: datetime, slug: str = "taking-a-call") -> None:
    """Somebody finished a module."""
    _fact(app, "module.done", person, slug, at)


def _fact(app: Flask, kind: str, person: int, slug: str, at: datetime, **payload: Any) -> None:
    database: Database = app.extensions["database"]
    with app.app_context(), database.writing() as db:
        document = db.scalars(select(Document).where(Document.slug == slug)).one()
        ledger.record(
            db,
            kind,
            at=at,
            actor_id=person,
            subject_id=person,
            document_id=document.id,
            version_id=document.live_version_id,
            payload={"slug": slug, **payload},
        )


def cards(database: Database) -> list[PracticeCard]:
    """Every card, in the order in which they came."""
    with database.reading() as db:
        return list(db.scalars(select(PracticeCard).order_by(PracticeCard.id)))


def reviews(database: Database) -> list[PracticeReview]:
    """Every answer, in the order in which they were kept."""
    with database.reading() as db:
        return list(db.scalars(select(PracticeReview).order_by(PracticeReview.id)))


def card_of(db: Session, item: str, kind: str = "question") -> PracticeCard:
    return db.scalars(select(PracticeCard).where(PracticeCard.item == item, PracticeCard.kind == kind)).one()
