"""A scenario to play in tests: a return without a receipt, with a clock, a condition, a loop and three endings."""

from collections.abc import Iterable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.shelf import put
from training.core.db import Database
from training.core.ledger import Entry
from training.scenarios.models import ScenarioPlay, ScenarioTurn

SCENARIO = """\
title: The lamp that flickers
summary: You can take a lamp back so that somebody comes again.
roles: [counter-staff]
skills: [listening, authority]
minutes: 4
pass_mark: 70
situation: Eleven in the morning at the counter. A woman puts a lamp down.
state:
  - {id: patience, label: Her patience, start: 3, most: 5, shown: true}
  - {id: receipt, label: You have seen the receipt, shown: true}
  - {id: promised, label: A promise was made}
turns:
  - id: hello
    who: Customer
    text: This lamp flickers. I have had it for a week.
    choices:
      - id: listen
        text: I am sorry. Tell me what it does.
        score: {listening: 2}
        set: {patience: +1}
        feedback: She may tell it once, and you have heard it.
        go: receipt
        step: Hear it out
        standard: Nobody has to say it twice
      - id: rules
        text: Have you read our rules?
        set: {patience: -1}
        feedback: She came with a lamp and gets a paper.
        go: receipt
      - {id: wait, text: One moment., go: hello}
  - id: receipt
    who: Customer
    text: It is dangerous. What will you do?
    seconds: 20
    late:
      set: {patience: -2}
      feedback: Silence sounds like no.
      go:
        - {when: patience < 2, go: left}
        - {go: money}
    choices:
      - id: look
        text: May I see the receipt?
        score: {listening: 1}
        set: {receipt: true}
        feedback: Now you know that you may.
        go: money
      - id: promise
        text: We will see.
        set: {promised: true}
        go: money
  - id: money
    text: She looks at her watch.
    choices:
      - id: refund
        text: Here is your money.
        when: receipt and patience >= 2
        score: {authority: 2, listening: 0}
        feedback: Within what you may decide, and at once.
        go: solved
      - id: voucher
        text: I can give you a voucher.
        score: {authority: 1}
        go: voucher
      - id: send-away
        text: Come back with the manager.
        set: {patience: -3}
        go: left
endings:
  - {id: solved, title: She comes again, text: She takes the money and a new lamp., outcome: good}
  - {id: voucher, title: A voucher, text: She takes it without a word., outcome: fair}
  - {id: left, title: She leaves, text: The lamp stays on the counter., outcome: poor}
"""

URL = "/scenarios/flickering-lamp"
BEST = ("listen", "look", "refund")
FAIR = ("rules", "look", "voucher")
POOR = ("listen", "look", "send-away")


def put_scenario(app: Flask, text: str = SCENARIO) -> int:
    """Publish the scenario, or its next version, in which every part asks for other behaviour."""
    kind = app.extensions["library"].kinds["scenario"]
    blocks = kind.blocks(kind.parse(text, "lamp.yaml"))
    return put(app, "scenario", "flickering-lamp", text, dict.fromkeys(blocks, "behaviour"))


def begin(browser: FlaskClient, pace: str = "set") -> str:
    """The address of the play that a press on Start leads to."""
    reply = browser.post(f"{URL}/start", data={"pace": pace})
    assert reply.status_code == 303, reply.text
    return reply.location


def say(browser: FlaskClient, play: str, number: int, choice: str) -> None:
    """Decide a turn and go on to the next one."""
    reply = browser.post(f"{play}/{number}", data={"choice": choice})
    assert (reply.status_code, reply.location) == (303, play), reply.text
    browser.post(f"{play}/{number + 1}/go-on")


def play_through(browser: FlaskClient, choices: Iterable[str] = BEST) -> str:
    """A try from its start to its ending; returns its address."""
    play = begin(browser)
    for number, choice in enumerate(choices, start=1):
        say(browser, play, number, choice)
    return play


def plays(database: Database) -> list[ScenarioPlay]:
    with database.reading() as db:
        return list(db.scalars(select(ScenarioPlay).order_by(ScenarioPlay.id)))


def said(database: Database, play: str) -> list[str]:
    """What was decided in a play, in order."""
    play_id = int(play.rsplit("/", 1)[1])
    query = select(ScenarioTurn.choice_id).where(ScenarioTurn.play_id == play_id).order_by(ScenarioTurn.number)
    with database.reading() as db:
        return list(db.scalars(query))


def facts(database: Database) -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind.startswith("scenario.")).order_by(Entry.id)))
