"""A script to say in tests, published in the way of authors."""

from collections.abc import Mapping

from flask import Flask

from tests.shelf import put

SCRIPT = """\
title: A refund
summary: They leave with their money and no need to explain.
roles: [counter-staff, phone-agent]
situation: Somebody brings something back.
owner: Head of service
review_on: 2026-09-30
authority: You may refund up to 50 alone.
step: Taking it back
standard: Settled within five minutes
blanks:
  - {id: customer, label: the customer, example: Ms Novak}
  - {id: amount, label: the amount}
avoid:
  - {say: That is our policy., instead: "Here is what I can do, {customer}.", why: A policy is a wall.}
lines:
  - id: greet
    when: They put it on the counter.
    say: Good morning, {customer}. Thank you for bringing it back.
    must: [Thank you for bringing it back]
    why: Nobody has to defend a reason.
    seconds: 60
    branches:
      - {case: They want the money, go: money}
      - {case: They want another one, go: swap}
  - id: money
    when: “I want my money.”
    say: Of course. Here is {amount}.
    wording: required
    why: The money is theirs.
    avoid:
      - {say: I have to ask., instead: I will do it now.}
  - id: goodbye
    when: They have the money.
    say: See you soon.
    why: The last words stay.
    branches:
      - {case: They go, go: end}
  - id: swap
    when: They look at the shelf.
    say: Which one would you like?
    why: The choice is theirs.
    authority: Ask the team leader above 50.
    branches:
      - {case: They ask for the money after all, go: money}
      - {case: They have found one, go: end}
"""
SLUG = "a-refund"
URL = f"/scripts/{SLUG}"
LINES = ("greet", "money", "goodbye", "swap")


def put_script(app: Flask, text: str = SCRIPT, changes: Mapping[str, str] | None = None, slug: str = SLUG) -> int:
    """Publish the script, or its next version; returns the id of the version."""
    return put(app, "script", slug, text, changes)
