"""How a small shop serves, written down: its transaction with standards and words, its policies, a role profile."""

from flask import Flask

from tests.shelf import put

SERVICE = """\
title: Household goods over the counter
summary: People find what they need.
"""
QUALITY = """\
title: Solved the first time
summary: Nobody has to come back for the same thing.
measure: proportion
target: 80
met_from: 4
unit: points
how_measured: The second question of the form.
"""
SPEED = """\
title: Seen at once
summary: Whoever comes in is seen.
owner: Head of service
roles: [counter-staff]
measure: time
limit: 10 seconds
target: 90
guard: solved-first-time
why: Being seen is half of being served.
how_measured: Two hours of watching a week.
skills:
  - {skill: greeting, weight: 3}
  - {skill: calm-under-pressure, weight: 5}
"""
TRANSACTION = """\
title: A sale
summary: The customer leaves with the right thing.
service: household-goods
lanes: [counter-staff, team-leader]
steps:
  - id: greet
    title: See who comes in
    role: counter-staff
    customer: Comes in.
    do: [Look up, Say when]
    say: ["Good morning, I am with you in a minute."]
    clock: {starts: the customer is in the door, limit: 10 seconds}
    standards: [seen-at-once]
    promises: [our-promises/see]
  - id: settle
    title: Settle a price
    role: counter-staff
    helps: [team-leader]
    authority: {text: Settle a difference in price alone, up_to: 20, then: team-leader, waits: true, within: 5 minutes}
  - id: decide
    title: Decide beyond the limit
    role: team-leader
    hand_over: The receipt, and what was said already
    clock: {starts: the colleague asks, limit: 5 minutes}
  - id: thank
    title: Thank them
    role: counter-staff
    hand_over: What was decided
"""
SCRIPT = """\
title: Somebody is waiting
summary: They know that you have seen them.
situation: A queue.
step: a-sale/greet
lines:
  - id: name
    when: Somebody stands in line.
    say: I am with you in two minutes.
    why: A number makes waiting short.
"""
PROFILE = """\
title: Counter staff
summary: The first face of the shop.
role: counter-staff
owner: Head of service
purpose: Nobody leaves without having been seen.
skills:
  - {skill: greeting, weight: 5}
characteristics:
  - {id: patience, title: Patience, text: Waits without sighing., hire_for: true}
  - {id: order, title: Order}
interview:
  - id: angry
    text: Tell us about somebody who was angry with you.
    shows: patience
    follow_up: What did you say first?
    weak: Explains why the other was wrong.
    fair: Stayed polite and waited.
    strong: Heard what was behind it.
  - id: queue
    text: Eight wait and the till breaks down. What do you do?
    shows: greeting
    weak: Looks at the till.
    fair: Calls somebody.
    strong: Speaks to the eight first.
"""
VISION = """\
---
title: Why we are here
summary: So that a home works.
sort: handbook
---

## A home that works {#home}

People come with something that does **not** work.
"""
VALUE = """\
---
title: We look up
summary: People before things.
sort: value
standards: [seen-at-once]
---

## What it means {#means}

A person goes before a pallet.
"""
PROMISES = """\
---
title: Our promises
summary: What customers may count on.
sort: promise
owner: Managing director
---

## We see you {#see}

Within ten seconds.

## We call back {#call}

On the same day.
"""
LEADERS = """\
---
title: For leaders only
summary: How we settle what goes beyond.
sort: handbook
roles: [team-leader]
audience: roles
---

## The limit {#limit}

Two hundred and fifty.
"""


def open_shop(app: Flask) -> None:
    """Publish all of it."""
    put(app, "service", "household-goods", SERVICE)
    put(app, "standard", "solved-first-time", QUALITY)
    put(app, "standard", "seen-at-once", SPEED)
    put(app, "policy", "our-promises", PROMISES)
    put(app, "transaction", "a-sale", TRANSACTION)
    put(app, "script", "somebody-is-waiting", SCRIPT)
    put(app, "profile", "counter-staff", PROFILE)
    put(app, "policy", "vision", VISION)
    put(app, "policy", "we-look-up", VALUE)
    put(app, "policy", "for-leaders", LEADERS)
