"""Somebody certified eleven months ago, and what they remember of it: to be refreshed in tests."""

import re
from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from tests.house import House
from tests.moment import NOW, TODAY
from tests.school import School
from training.certification.models import Assignment
from training.content.models import Document
from training.content.release import Change
from training.core.db import Database
from training.core.jobs import enqueue
from training.practice.models import PracticeCard

CERTIFIED = NOW - timedelta(days=345)
"""Ten days into the window in which a yearly certificate may be renewed."""

ANNIVERSARY = date(2027, 3, 31)
"""The last day of the certificate after it was renewed in time."""

MODULE = """\
---
title: Calls
summary: You can take a call.
skills: [listening, promises]
---
## Pick up {#pick-up minutes=4}

Within three rings.

```question
id: rings
type: true-false
text: Three rings at most.
answer: true
skills: [listening]
```

## Hear it out {#hear minutes=6}

To the end.

```question
id: to-the-end
type: true-false
text: Callers come to the end.
answer: true
skills: [listening]
```

## Promise {#promise minutes=5}

Say by when.

```question
id: by-when
type: true-false
text: A promise has a time.
answer: true
skills: [promises]
```
"""
QUESTION = """\
  - id: {id}
    type: true-false
    text: Is {id} right?
    answer: true
    skills: [{skill}]
"""
BANK = "title: Questions\nsummary: About calls.\nquestions:\n" + "".join(
    QUESTION.format(id=f"{skill}-{number}", skill=skill) for skill in ("listening", "promises") for number in range(6)
)
QUIZ = "title: Calls, the quiz\nsummary: Ten of them.\nminutes: 10\nitems:\n  - {bank: calls, draw: 10}\n"
RIGHT = "true"
OWN, ASKED = (
    ("rings", "to-the-end", "by-when"),
    tuple(f"{skill}-{number}" for skill in ("listening", "promises") for number in range(6)),
)


class Refreshing:
    """Nora holds the certificate of counter staff since 1 April of last year; today it may be renewed."""

    def __init__(self, app: Flask, house: House) -> None:
        self.app, self.house, self.school = app, house, School(app)
        self.database: Database = app.extensions["database"]
        before = CERTIFIED - timedelta(days=60)
        first = MODULE.replace("Say by when.", "Say that it will be done.")
        self.school.publish("module", "calls", first, at=before - timedelta(days=9))
        self.school.publish("module", "calls", MODULE, at=before, change=Change.BEHAVIOUR)
        self.school.publish("bank", "calls", BANK, at=before)
        self.school.publish("quiz", "calls", QUIZ, at=before)
        self.programme = self.school.programme(at=before)
        self.nora = house.person("Nora Brandt", hired_on=date(2025, 1, 7))
        house.role(self.nora, since=before.date())
        self.school.follow(self.nora, at=before)
        self.school.done(self.nora, at=CERTIFIED)
        self.school.passed(self.nora, at=CERTIFIED)
        self.browser = house.browser(self.nora)
        self.night(at=NOW)

    def night(self, *, at: datetime) -> None:
        """What a night does: standings that change by the passing of time alone."""
        with self.database.writing() as db:
            enqueue(db, "standing.nightly", now=at)
        self.school.work()

    def remembers(self, *items: str, stability: float = 400.0, slug: str = "calls", **more: object) -> None:
        """What practice knows of these questions: asked last week, with so many days of stability."""
        kinds = {"module": OWN, "bank": ASKED}
        with self.database.writing() as db:
            documents = {
                row.kind: row.id for row in db.execute(select(Document.kind, Document.id).where(Document.slug == slug))
            }
            for item in items:
                kind = next(kind for kind, known in kinds.items() if item in known)
                where = (
                    PracticeCard.person_id == self.nora,
                    PracticeCard.document_id == documents[kind],
                    PracticeCard.item == item,
                )
                db.query(PracticeCard).where(*where).delete()
                db.execute(
                    insert(PracticeCard).values(
                        person_id=self.nora,
                        document_id=documents[kind],
                        kind="question",
                        item=item,
                        met_on=CERTIFIED.date(),
                        due_on=TODAY + timedelta(days=30),
                        last_on=TODAY - timedelta(days=7),
                        stability=stability,
                        difficulty=5.0,
                        **more,
                    )
                )

    def begin(self) -> str:
        """The address of a refresher that was begun just now."""
        with self.database.reading() as db:
            assignment = db.scalars(select(Assignment.id).where(Assignment.person_id == self.nora)).one()
        answer = self.browser.post("/refresh", data={"assignment": assignment})
        assert answer.status_code == 303, answer.text
        return str(answer.location)


def work(browser: FlaskClient, url: str, *, wrong: int = 0) -> list[str]:
    """Go through a refresher to its end; returns the addresses of its parts. The first `wrong` answers are wrong."""
    seen = []
    for _step in range(80):
        page = browser.get(url).text
        found = re.search(r'class="button" href="(/refresh/\d+/\d+)"', page)
        if found is None:
            return seen
        part = found[1]
        seen.append(part)
        place = browser.get(part)
        while place.status_code == 303 and not place.location.endswith("/result"):
            answer = "false" if wrong > 0 else RIGHT
            wrong -= 1
            sent = browser.post(place.location, data={"answer": answer, "then": "next"})
            assert sent.status_code == 303, sent.text
            place = sent if sent.location.endswith("/result") else browser.get(part)
        if place.status_code == 200:
            for question in re.findall(r'name="question" value="([^"]+)"', place.text):
                browser.post(f"{part}/check", data={"question": question, f"answer-{question}": RIGHT})
            assert browser.post(part).status_code == 303
    raise AssertionError("It does not end")
