"""Something to be certified in: a module, a quiz and a programme, and the facts that fulfil them."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from tests.moment import NOW
from training.certification.actions_standing import follow
from training.certification.rules import FULFILS, TRIED
from training.content.actions import Publication, publish
from training.content.models import Document, Version
from training.content.queries import document_named, live
from training.content.release import Change
from training.core import ledger, web
from training.core.db import Database
from training.core.permissions import Actor
from training.core.worker import Worker

MODULE = """\
---
title: {title}
summary: You can do it.
---
## The first part {{#first}}

{text}
"""
BANK = """\
title: Questions about {title}
summary: What matters.
questions:
  - id: first
    type: true-false
    text: {text}
    answer: true
    explanation: It is so.
"""
QUIZ = """\
title: {title}, the quiz
summary: Ten minutes.
minutes: 10
pass_mark: 80
items:
  - {{bank: {slug}, question: first}}
"""
PROGRAMME = """\
title: {title}
summary: What people who hold it can be trusted with.
roles: [{roles}]
validity: {validity}
due: {due}
requirements:
{requirements}
"""
CALLS = "  - {id: calls, module: calls, due: 14 days}\n  - {id: calls-quiz, quiz: calls}"

# The kind of document that a fact is about.
SHOWN_BY = {fact: kind for facts in (FULFILS, TRIED) for kind, fact in facts.items()}


class School:
    """Publishes documents and writes facts, each in a transaction of its own, as requests would."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database: Database = app.extensions["database"]

    def publish(self, kind: str, slug: str, text: str, *, at: datetime = NOW, change: Change | None = None) -> int:
        """The id of the new version. With `change`, that is what every part of it did."""
        with self.app.app_context(), self.database.writing() as db:
            before = live(db, kind, slug)
            blocks = ["first", "terms", "settings", "items"] if change else []
            wanted = Publication(kind, slug, text, before.id if before else None)
            if change and before is not None:
                model = self.app.extensions["library"].kinds[kind]
                blocks = list(model.blocks(model.parse(text, slug)))
                wanted = Publication(kind, slug, text, before.id, changes=dict.fromkeys(blocks, change))
            version = publish(db, Actor.house(), wanted, now=at)
            assert version is not None
            return version.id

    def module(self, slug: str = "calls", *, at: datetime = NOW, text: str = "Pick up.", **more: Any) -> int:
        return self.publish("module", slug, MODULE.format(title=slug.capitalize(), text=text), at=at, **more)

    def quiz(self, slug: str = "calls", *, at: datetime = NOW) -> int:
        self.publish("bank", slug, BANK.format(title=slug.capitalize(), text="It is so"), at=at)
        return self.publish("quiz", slug, QUIZ.format(title=slug.capitalize(), slug=slug), at=at)

    def programme(
        self,
        slug: str = "counter",
        *,
        at: datetime = NOW,
        roles: str = "counter-staff",
        validity: str = "12 months",
        due: str = "30 days",
        requirements: str = CALLS,
        **more: Any,
    ) -> int:
        """The id of the programme's document."""
        text = PROGRAMME.format(
            title=slug.capitalize(), roles=roles, validity=validity, due=due, requirements=requirements
        )
        self.publish("programme", slug, text, at=at, **more)
        with self.database.reading() as db:
            document = document_named(db, "programme", slug)
            assert document is not None
            return document.id

    def open(self, *, at: datetime = NOW) -> int:
        """Publish a module, its quiz and a programme of both for counter staff; returns the programme's document."""
        self.module(at=at)
        self.quiz(at=at)
        return self.programme(at=at)

    def fact(self, kind: str, person: int, *, at: datetime, slug: str = "calls", **payload: Any) -> int:
        """Write down that somebody did something, against the live version; returns the entry's id."""
        with self.app.app_context(), self.database.writing() as db:
            return self.write(db, kind, person, at=at, slug=slug, **payload)

    def write(self, db: Session, kind: str, person: int, *, at: datetime, slug: str = "calls", **payload: Any) -> int:
        """The same in a transaction of the test's own."""
        document, version = _document(db, SHOWN_BY.get(kind, "module"), slug)
        entry = ledger.record(
            db,
            kind,
            at=at,
            actor_id=person,
            subject_id=person,
            document_id=document,
            version_id=version,
            payload=payload,
        )
        return entry.id

    def done(self, person: int, *, at: datetime, slug: str = "calls") -> int:
        return self.fact("module.done", person, at=at, slug=slug)

    def passed(self, person: int, *, at: datetime, slug: str = "calls", score: int = 90) -> int:
        return self.fact("quiz.passed", person, at=at, slug=slug, score=score)

    def follow(self, *people: int, at: datetime = NOW) -> None:
        """Let assignments follow the roles of people whose rows a test wrote by itself; then run what waits."""
        with self.app.app_context():
            zone = web.site().zone
            with self.database.writing() as db:
                follow(db, people, now=at, zone=zone)
        self.work()

    def work(self) -> int:
        """Run the jobs that are due; returns how many."""
        return Worker(self.app).run_due()


def _document(db: Session, kind: str, slug: str) -> tuple[int, int]:
    document = document_named(db, kind, slug)
    assert isinstance(document, Document)
    version = db.get(Version, document.live_version_id)
    assert version is not None
    return document.id, version.id
