"""A feedback form, its addresses, and customers who answer on the page that they see."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.house import actor
from tests.moment import NOW
from tests.shelf import put
from training.feedback.actions import say, secret_key
from training.feedback.actions_addresses import NewAddress, make_address
from training.feedback.models import FeedbackAddress
from training.feedback.queries_say import found_by
from training.feedback.rules import Sort, Token, token_for
from training.feedback.rules_values import Said

FORM = """\
title: At the counter
summary: Three questions on the way out.
owner: Head of service
heading: How was it today?
greeting: It takes less than half a minute.
questions:
  - {id: satisfied, type: faces, text: How satisfied are you with your visit?, standard: customers-are-satisfied}
  - {id: again, type: yes-no, text: Did you get what you came for?, standard: solved-first-time}
  - {id: tell, type: recommend, text: How likely are you to send a friend to us?}
  - id: what
    type: pick
    text: What did we help you with?
    options:
      - {id: buying, text: Finding or buying something}
      - {id: return, text: A return or a repair}
      - {id: other, text: Something else}
  - {id: why, type: text, text: What should we know?, help: Good or bad. A sentence is enough.}
thanks: Thank you. We read every word.
thanks_by_name: true
contact: true
translations:
  - language: de
    heading: Wie war es heute?
    greeting: Es dauert keine halbe Minute.
    thanks: Danke. Wir lesen jedes Wort.
    questions:
      - {id: satisfied, text: Wie zufrieden sind Sie mit Ihrem Besuch?}
      - {id: again, text: "Haben Sie bekommen, weswegen Sie gekommen sind?"}
      - {id: tell, text: Wie wahrscheinlich schicken Sie jemanden zu uns?}
      - id: what
        text: Wobei haben wir Ihnen geholfen?
        options:
          - {id: buying, text: Etwas finden oder kaufen}
          - {id: return, text: Rückgabe oder Reparatur}
          - {id: other, text: Etwas anderes}
      - {id: why, text: Was sollen wir wissen?, help: Ein Satz genügt.}
  - language: ar
    heading: كيف كانت زيارتك اليوم؟
    greeting: أقل من نصف دقيقة.
    thanks: شكرًا لك. نقرأ كل كلمة.
    questions:
      - {id: satisfied, text: ما مدى رضاك عن الخدمة التي قُدمت لك؟}
      - {id: again, text: هل حصلت على ما جئت من أجله؟}
      - {id: tell, text: ما احتمال أن ترسل إلينا صديقًا؟}
      - id: what
        text: بماذا ساعدناك؟
        options:
          - {id: buying, text: إيجاد شيء أو شراؤه}
          - {id: return, text: إرجاع أو إصلاح}
          - {id: other, text: شيء آخر}
      - {id: why, text: ماذا ينبغي أن نعرف؟, help: تكفي جملة واحدة.}
"""
STANDARDS = {
    "customers-are-satisfied": "measure: mean\ndirection: higher\ntarget: 4.5\nunit: points\nleast: 1\nmost: 5\n",
    "solved-first-time": "measure: proportion\ntarget: 90\n",
}
SLUG = "asked-at-the-counter"


def put_form(app: Flask, text: str = FORM, slug: str = SLUG) -> str:
    """Publish the form and the standards that it names; returns its slug."""
    for name, measured in STANDARDS.items():
        put(app, "standard", name, f"title: {name}\nsummary: A promise.\n{measured}")
    put(app, "feedback", slug, text)
    return slug


def an_address(db: Session, maker: int, team: int, *, slug: str = SLUG, **values: Any) -> FeedbackAddress:
    """An address on a counter; other values go to its row."""
    wanted = NewAddress(slug, team, Sort.COUNTER, "Counter, Harbour Street")
    made = make_address(db, actor(maker), wanted, now=NOW)
    for name, value in values.items():
        setattr(made, name, value)
    db.flush()
    return made


def said(db: Session, address: FeedbackAddress, nonce: str, *, at: datetime = NOW, trap: str = "", **what: Any) -> str:
    """What a customer said, kept as the page keeps it; returns the code of the receipt."""
    found = found_by(db, address.say_code)
    assert found is not None
    told = Said(what.pop("marks", {}), what.pop("texts", {}), **what)
    token = Token(at - timedelta(minutes=1), nonce)
    receipt = say(db, found, told, token, trap=trap, many=False, language="en", now=at, today=at.date())
    assert receipt is not None
    return receipt


def answer(
    client: FlaskClient, say_code: str, *, opened: datetime = NOW - timedelta(minutes=1), nonce: str = "", **fields: str
) -> TestResponse:
    """Send the page as somebody does who opened it a minute ago; fields are named without “q-”."""
    named = {
        (name if name in ("thank", "may_show", "contact", "website") else f"q-{name}"): text
        for name, text in fields.items()
    }
    with client.application.app_context():
        token = token_for(secret_key(), say_code, opened, nonce or None)
    return client.post(f"/say/{say_code}", data={"token": token, **named})
