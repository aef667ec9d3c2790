"""Guards beside a standard: what was planted in readings and reviews is said, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.library import publish
from tests.measuring import standard_text
from tests.moment import NOW, TODAY
from tests.reviewing import SLUG, put_scorecard
from training.content.queries import live
from training.core.db import Database
from training.core.permissions import Actor, PermissionSet
from training.diagnosis.actions_limits import count_near_limits
from training.diagnosis.queries_guards import Guard, Guarded, guards_of
from training.metrics.actions import Observed, keep
from training.metrics.queries_cells import Window
from training.scorecards.models import Review, ReviewInteraction

SECOND_DATABASE_SAYS_THE_SAME = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WEEKS = 6
WINDOW = Window.back_from(TODAY - timedelta(days=1), WEEKS * 7)
FAST, GOOD = "picked-up-in-time", "solved-at-once"


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def staff(app: Flask, house: House) -> list[int]:
    """Six people who answer calls; the standard of speed is guarded by the one of quality."""
    publish(app, "standard", standard_text(GOOD, "measure: proportion\ntarget: 80"), slug=GOOD)
    publish(
        app,
        "standard",
        standard_text(FAST, f"measure: time\nlimit: 20 seconds\ntarget: 90\nguard: {GOOD}"),
        slug=FAST,
    )
    return [house.person(f"Person {letter}") for letter in "ABCDEF"]


def calls(db: Session, staff: list[int], *, rushed: bool = False, parked: bool = False, weeks: int = 2 * WEEKS) -> None:
    """Calls on every day of some weeks. Rushed, the second half is quicker and solved less often; parked, waits of up
    to four seconds too long are noted as just in time."""
    random, told = Random(5), []  # noqa: S311 -- invented waits, no secret
    for day in range(1, weeks * 7 + 1):
        at = NOW - timedelta(days=day)
        hurry = rushed and day <= WEEKS * 7
        for who in staff:
            for call in range(4):
                wait = max(1, round(random.gammavariate(2, 6 if hurry else 9)))
                if parked and 20 < wait <= 24:
                    wait = 20
                solved = random.random() < (0.62 if hurry else 0.84)
                number = f"{day} {who} {call}"
                told += [
                    Observed(number, FAST, at, Decimal(wait), who),
                    Observed(number, GOOD, at, Decimal(int(solved)), who),
                ]
    keep(db, "calls", told, now=NOW)


def guards(database: Database, who: Actor, slug: str) -> list[Guard]:
    with database.reading() as db:
        return list(guards_of(db, who, slug, WINDOW))


def test_parked_calls_are_said_to_bunch_once_they_are_counted(database: Database, staff: list[int]) -> None:
    with database.writing() as db:
        calls(db, staff, parked=True, weeks=WEEKS)
    assert guards(database, actor(1), FAST) == []
    with database.writing() as db:
        count_near_limits(db, WINDOW)
        count_near_limits(db, WINDOW)
    [found] = guards(database, actor(1), FAST)
    assert found.kind is Guarded.BUNCHING
    assert "just inside the limit" in found.sentence
    assert found.remedy
    assert guards(database, actor(1, PermissionSet.STAFF), FAST) == [], "Nothing of teams that one may not see."


@SECOND_DATABASE_SAYS_THE_SAME
def test_of_fewer_than_five_people_nothing_is_said_and_neither_of_steady_service(
    database: Database, staff: list[int]
) -> None:
    with database.writing() as db:
        calls(db, staff[:4], parked=True, rushed=True)
        count_near_limits(db, WINDOW)
    assert guards(database, actor(1), FAST) == []
    with database.writing() as db:
        calls(db, staff)
        count_near_limits(db, WINDOW)
    assert guards(database, actor(1), FAST) == []
    assert guards(database, actor(1), "no-such-standard") == []


@SECOND_DATABASE_SAYS_THE_SAME
def test_speed_at_the_cost_of_quality_is_said_of_both(database: Database, staff: list[int]) -> None:
    with database.writing() as db:
        calls(db, staff, rushed=True)
    for slug, other in ((FAST, GOOD), (GOOD, FAST)):
        [found] = guards(database, actor(1), slug)
        assert found.kind is Guarded.PAIR
        assert "its guard, worse by" in found.sentence
        assert found.url == f"/diagnosis/{other}"


@SECOND_DATABASE_SAYS_THE_SAME
def test_a_hard_reviewer_is_named_to_those_who_lead_reviews_only(
    app: Flask, house: House, database: Database, staff: list[int]
) -> None:
    put_scorecard(app)
    reviewers = [house.person(f"{name} Reviewer") for name in ("Fair", "Even", "Hard")]
    with database.writing() as db:
        found = live(db, "scorecard", SLUG)
        assert found is not None
        measured = next(item.standard for item in found.model.items if item.standard)
        random = Random(2)  # noqa: S311 -- invented scores
        for number in range(150):
            who, by = staff[number % 6], reviewers[number % 5 % 3]
            call = ReviewInteraction(
                person_id=who, channel="call", reference=f"call {number}", at=NOW, how="random", added_by_id=by
            )
            call.added_at = NOW
            db.add(call)
            db.flush()
            score = round(random.gauss(68 if by == reviewers[2] else 82, 6))
            review = Review(interaction_id=call.id, document_id=found.document_id, version_id=found.id)
            review.person_id, review.reviewer_id, review.state, review.is_blind = who, by, "finished", True
            review.begun_at = review.finished_at = NOW - timedelta(days=number % 30)
            review.answers, review.score, review.passed = {}, score, True
            db.add(review)
    [named] = guards(database, actor(1, PermissionSet.TEAM_MANAGER), measured)
    assert named.kind is Guarded.SEVERITY
    assert named.sentence.startswith("Hard Reviewer marks")
    [unnamed] = guards(database, actor(1, PermissionSet.AUDITOR), measured)
    assert "Reviewer marks" not in unnamed.sentence
    assert guards(database, actor(1, PermissionSet.STAFF), measured) == []
