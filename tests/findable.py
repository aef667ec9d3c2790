"""Documents to search in tests: a script for everybody, one for a role only, a module."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.shelf import MODULE, put

REFUND = """\
title: A return without a reason
summary: They leave with their money.
roles: [counter-staff]
situation: Somebody brings something back.
authority: Up to 50 alone.
blanks:
  - {id: customer, label: Name of the customer}
lines:
  - id: hello
    when: They put a bag on the counter.
    say: Thank you for bringing it back, {customer}. What would you like best?
    must: [What would you like best]
    why: The choice is theirs.
    also: [refund, money back]
  - id: receipt
    when: “I’ve lost the receipt.” Häßlich, and it is late.
    say: No harm done. The card will do.
    authority: Without asking.
    also: [proof of purchase]
"""
SECRET = """\
title: A threat on the telephone
summary: You stay calm, and the police know.
roles: [phone-agent]
audience: roles
situation: Somebody threatens the shop.
lines:
  - id: bomb
    when: They speak of a bombardment, and want the refund.
    say: I hear you. Where is it?
    also: [evacuation]
"""


def put_all(app: Flask) -> None:
    put(app, "script", "a-return", REFUND)
    put(app, "script", "a-threat", SECRET)
    put(app, "module", "taking-a-call", MODULE)


def ask(browser: FlaskClient, text: str, **more: Any) -> dict[str, Any]:
    """What the page tells a script."""
    answer = browser.get("/search", query_string={"q": text, **more}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def urls(found: dict[str, Any]) -> list[str]:
    return [answer["url"] for answer in found["answers"]]


def text_of(pieces: list[list[str]]) -> str:
    return "".join(text for _sort, text in pieces)
