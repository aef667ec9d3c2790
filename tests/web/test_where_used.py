"""Where something is used, for authors and for everybody else."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.library import MODULE, publish, publish_all
from tests.moment import TODAY
from training.content.queries_uses import by_item, uses_for
from training.core.permissions import Actor, Held, PermissionSet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

AUTHOR = Actor(1, held=(Held(PermissionSet.AUTHOR, ""),))
READER = Actor(2, held=(Held(PermissionSet.STAFF, ""),))
POLICY = """\
---
title: For the phones
summary: Only for them.
roles: [phone-agent]
audience: roles
standards: [third-ring]
---

## We pick up {#pick-up}

Within three rings.
"""
STANDARD = "title: Answered by the third ring\nsummary: Nobody waits.\nmeasure: time\nlimit: 20 seconds\ntarget: 90\n"


def test_a_use_says_which_part_it_is_and_where_it_is_read(app: Flask, db: Session, statements: Any) -> None:
    publish(app, "standard", STANDARD, slug="third-ring")
    publish(app, "module", MODULE.replace("#pick-up", "#pick-up standard=third-ring"))
    publish(app, "policy", POLICY)
    with statements() as seen:
        uses = uses_for(db, AUTHOR, "standard", "third-ring", today=TODAY)
    assert len(seen) == 2
    assert [(use.label, use.title, use.block_title, use.url) for use in uses] == [
        ("Module", "Taking a call", "Pick up", "/learn/phone/pick-up"),
        ("Policy", "For the phones", "", "/policies/phone"),
    ]
    # Who is in none of its roles does not learn of the policy.
    assert [use.kind for use in uses_for(db, READER, "standard", "third-ring", today=TODAY)] == ["module"]


def test_the_questions_of_a_quiz_are_for_authors(app: Flask, db: Session) -> None:
    publish(app, "standard", STANDARD, slug="third-ring")
    publish_all(app)
    publish(
        app,
        "bank",
        "title: Rings\nsummary: Rings.\nquestions:\n- {id: many, type: true-false, text: Secret, answer: true,"
        " explanation: Because., standard: third-ring}\n",
        slug="rings",
    )
    (use,) = uses_for(db, AUTHOR, "standard", "third-ring", today=TODAY)
    assert (use.block_title, use.url) == ("Secret", "/documents/bank/rings")
    assert uses_for(db, READER, "standard", "third-ring", today=TODAY) == []
    groups = by_item(uses_for(db, AUTHOR, "bank", "phone", today=TODAY))
    assert [(item, [use.slug for use in uses]) for item, uses in groups] == [(None, ["phone"]), ("rings", ["phone"])]
