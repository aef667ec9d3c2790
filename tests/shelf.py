"""Documents to learn from in tests: a short module, a bank and a quiz, published in the way of authors."""

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from tests.moment import NOW
from tests.school import School
from training.content.actions import Publication, publish
from training.content.models import Document
from training.content.queries import live
from training.content.release import Change
from training.core.db import Database
from training.core.permissions import Actor

MODULE = """\
---
title: Taking a call
summary: You can take a call so that nobody has to repeat anything.
skills: [calls]
---

## Pick up within three rings {#pick-up minutes=2}

Say the shop, then your **name**.

> [!standard]
> Nine of ten calls are answered within three rings.

```question
id: first-words
type: single
text: The phone rings. What do you say first?
options:
  - {id: a, text: "Yes?", feedback: "They wonder whom they have reached."}
  - {id: b, text: "The shop, then my name", correct: true, feedback: "They know where they are."}
explanation: Names come first.
```

## Let them finish {#listen minutes=3}

Listen to the end, then say it back.

## Say what happens next {#end minutes=1}

What, by when, who.

```question
id: promise
type: several
text: What belongs to a promise?
options:
  - {id: what, text: "What happens", correct: true}
  - {id: when, text: "By when", correct: true}
  - {id: joke, text: "A joke"}
```
"""

BANK = """\
title: Calls
summary: Questions about calls.
questions:
  - id: first
    type: single
    text: What comes first?
    options:
      - {id: a, text: "The shop", correct: true, feedback: "They know whom they reached."}
      - {id: b, text: "My name", feedback: "That comes second."}
      - {id: c, text: "Hold the line", feedback: "Nobody has said a word yet."}
    explanation: The shop, then your name.
    skills: [calls]
  - id: note
    type: several
    text: What stands in the note?
    options:
      - {id: name, text: "The name", correct: true}
      - {id: number, text: "The number", correct: true}
      - {id: weather, text: "The weather"}
  - id: hold
    type: true-false
    text: Ask before you put somebody on hold.
    answer: true
    feedback_false: "Silence without a word feels like being forgotten."
"""

QUIZ = """\
title: Calls, quiz
summary: Three questions about calls.
minutes: 5
pass_mark: 60
shuffle: false
items:
  - {bank: calls, draw: 3}
"""

PROGRAMME = """\
title: On the telephone
summary: You can be trusted with calls.
roles: [counter-staff]
validity: 12 months
due: 30 days
requirements:
  - {id: read, module: taking-a-call}
  - {id: prove, quiz: calls-quiz, due: 40 days}
"""

RIGHT = {"first": ["a"], "note": ["name", "number"], "hold": ["true"]}
WRONG = {"first": ["b"], "note": ["weather"], "hold": ["false"]}


def put(app: Flask, kind: str, slug: str, text: str, changes: Mapping[str, str] | None = None) -> int:
    """Publish a document, or its next version; returns the id of the version."""
    database: Database = app.extensions["database"]
    classes = {block: Change(change) for block, change in (changes or {}).items()}
    with app.app_context(), database.writing() as db:
        before = live(db, kind, slug)
        wanted = Publication(kind, slug, text, before.id if before else None, classes)
        version = publish(db, Actor.house(), wanted, now=NOW)
        assert version is not None
        return version.id


def put_module(app: Flask, text: str = MODULE, changes: Mapping[str, str] | None = None) -> int:
    return put(app, "module", "taking-a-call", text, changes)


def put_quiz(app: Flask) -> int:
    put(app, "bank", "calls", BANK)
    return put(app, "quiz", "calls-quiz", QUIZ)


def put_programme(app: Flask, text: str = PROGRAMME) -> int:
    """The module, the quiz, and a programme for counter staff that asks for both."""
    put_module(app)
    put_quiz(app)
    return put(app, "programme", "telephone", text)


def follow_roles(app: Flask, *people: int) -> None:
    """What happens when a role is given: its programmes are asked for, and standings are looked at."""
    School(app).follow(*people, at=app.extensions["clock"].now())


def document_of(database: Database, slug: str) -> int:
    with database.reading() as db:
        return db.scalars(select(Document.id).where(Document.slug == slug)).one()
