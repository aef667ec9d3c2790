"""Small documents to publish in tests."""

from flask import Flask

from tests.moment import NOW
from training.content import actions
from training.content.models import Version
from training.content.queries import live
from training.content.release import Change
from training.core.db import Database
from training.core.permissions import Actor

BANK = """\
title: Phone questions
summary: What to say on the phone.
questions:
  - id: rings
    type: single
    text: When do you answer?
    options:
      - {id: a, text: Within three rings, correct: true}
      - {id: b, text: When it suits me, feedback: It suits nobody else.}
    explanation: People hang up after the fourth.
  - id: name
    type: true-false
    text: Say your name first.
    answer: true
    explanation: People want to know whom they speak to.
"""
QUIZ = (
    "title: Phone quiz\nsummary: What to say.\nitems:\n  - {bank: phone, question: rings}\n  - {bank: phone, draw: 1}\n"
)
MODULE = """\
---
title: Taking a call
summary: You can take a call.
---

## Pick up {#pick-up}

Pick up within three rings.

## Say hello {#say-hello}

Say your name.

```question
id: first-words
type: true-false
text: Say your name first.
answer: true
explanation: People want to know whom they speak to.
```
"""
PROGRAMME = """\
title: Phone agent
summary: Can be left alone with a phone.
roles: [phone-agent]
validity: 12 months
requirements:
  - {id: calls, module: phone}
  - {id: quiz, quiz: phone}
"""
ALL = (("module", MODULE), ("bank", BANK), ("quiz", QUIZ), ("programme", PROGRAMME))


def publish(
    app: Flask, kind: str, text: str, *, slug: str = "phone", by: int | None = None, **changes: str
) -> Version | None:
    """Publish a text over whatever is live; `changes` class the changed blocks, with _ for -."""
    database: Database = app.extensions["database"]
    classes = {block.replace("_", "-"): Change(change) for block, change in changes.items()}
    with app.app_context(), database.writing() as db:
        before = live(db, kind, slug)
        wanted = actions.Publication(kind, slug, text, before.id if before else None, classes)
        return actions.publish(db, Actor(by), wanted, now=NOW)


def publish_all(app: Flask) -> None:
    """A module, a bank, a quiz and a programme, all named “phone”."""
    for kind, text in ALL:
        publish(app, kind, text)
