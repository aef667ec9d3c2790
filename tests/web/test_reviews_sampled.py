"""Samples that anybody can draw again, calls that several score, and how well they agree."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW
from tests.reviewing import FORM, GOOD, SLUG, WEAK, answers, put_scorecard, reviewed
from training.content.queries import live
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.people.models import Person
from training.scorecards.actions import begin_on, finish
from training.scorecards.check import check_reviews
from training.scorecards.models import Review, ReviewCalibration, ReviewInteraction, ReviewSample
from training.scorecards.queries_agreement import overview

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Phones:
    """Tom and Ruth lead the phones; Nora and Sam answer them, Kim works elsewhere."""

    def __init__(self, app: Flask, house: House) -> None:
        self.house = house
        team = house.team("Phones", house.root)
        self.tom = house.person("Tom Adler", employee_number="T1")
        self.ruth = house.person("Ruth Adeyemi", employee_number="R1")
        self.nora = house.person("Nora Brandt", team=team, employee_number="N1")
        self.sam = house.person("Sam Whitlock", team=team, employee_number="S1")
        house.person("Kim Doyle", employee_number="K1")
        house.lead(team, self.tom)
        house.lead(team, self.ruth)
        put_scorecard(app)


@pytest.fixture
def phones(app: Flask, house: House) -> Phones:
    return Phones(app, house)


CALLS = "Call ID;Agent;Start;Duration\n" + "\n".join(
    f"{agent}-{number};{agent};2026-03-1{number % 2} 09:{number:02};{60 + number}"
    for agent in ("N1", "s1", "K1")
    for number in range(10)
)


def wanted(**values: str) -> dict[str, str]:
    return {"scorecard": SLUG, "channel": "call", "size": "2", "per": "person", "pasted": CALLS} | values


def test_a_sample_is_drawn_of_ones_own_people_with_its_chances_and_can_be_drawn_again(
    phones: Phones, db: Session
) -> None:
    tom = phones.house.browser(phones.tom)
    sent: dict[str, Any] = {**wanted(pasted=""), "file": (BytesIO(CALLS.encode()), "calls.csv")}
    answer = tom.post("/reviews/samples/new", data=sent, follow_redirects=True)
    assert "Left out, because you do not lead them: K1." in answer.text
    assert "chance of 20 in 100" in answer.text
    drawn = db.scalars(select(ReviewInteraction)).all()
    assert sorted(one.person_id for one in drawn) == [phones.nora] * 2 + [phones.sam] * 2
    assert {(one.how, one.probability, one.reference[0].upper()) for one in drawn} <= {
        ("random", 0.2, "N"),
        ("random", 0.2, "S"),
    }
    assert check_reviews(db) == []
    begun = tom.post(f"/reviews/interactions/{drawn[0].id}/review").location
    assert tom.post(begun, data=FORM | {"then": "finish"}).status_code == 303
    assert "1 of 4 reviewed" in tom.get("/reviews/samples/1").text
    assert phones.house.browser(phones.nora).get("/reviews/samples/1").status_code == 404
    db.rollback()
    with phones.house.database.writing() as writing:
        writing.get_one(ReviewSample, 1).seed = "another"
    assert check_reviews(db) == ["Sample 1 of reviews is not what its seed draws."]


REFUSED = [
    ({"pasted": "Call ID;Start\nA;2026-03-10 09:00"}, "no column “person”"),
    ({"pasted": "id,person,at\nA,N1,yesterday\nB,N1,2026-03-10 09:00\nC,N1,soon"}, "“soon” is no time"),
    ({"pasted": "id,person,at\nA,K1,2026-03-10 09:00"}, "Nobody in this list"),
    ({"pasted": "id,person,at\nA,N1,2027-03-10 09:00"}, "lies in the future"),
    ({"pasted": "id,person,at,channel\nA,N1,2026-03-10 09:00,fax"}, "“fax” is none of"),
    ({"pasted": "id,person,at,seconds\nA,N1,2026-03-10 09:00,-3"}, "“-3” are no seconds"),
    ({"pasted": ""}, "Choose a file, or paste the list"),
    ({"size": "0"}, "Number must be between"),
]


@ON_SQLITE
def test_a_list_that_cannot_be_drawn_from_is_refused_in_a_sentence_and_nothing_is_kept(
    phones: Phones, db: Session
) -> None:
    tom = phones.house.browser(phones.tom)
    for values, said in REFUSED:
        answer = tom.post("/reviews/samples/new", data=wanted(**values))
        assert (answer.status_code, said in answer.text) == (422, True), said
    assert db.scalars(select(ReviewSample)).all() == []


@ON_SQLITE
def test_a_calibration_is_blind_until_all_have_scored_and_ends_with_what_was_agreed(
    phones: Phones, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        reviewed(writing, phones.tom, phones.nora, finished=False)
    tom, ruth = phones.house.browser(phones.tom), phones.house.browser(phones.ruth)
    invite = "/reviews/interactions/1/calibrate"
    for wrong, said in (("N1", "nobody who reviews"), ("T1", "has reviewed it already")):
        assert said in ruth.post(invite, data={"scorecard": SLUG, "people": wrong}).text
    ida = phones.house.someone_with(PermissionSet.TEAM_MANAGER, name="Ida Falk", team=phones.house.root)
    asked = {"scorecard": SLUG, "people": phones.house.get(Person, ida).employee_number, "joins": "y"}
    url = ruth.post(invite, data=asked).location
    assert tom.get(url).status_code == 404, "He was not asked."
    other = phones.house.browser(ida)
    weak = {**FORM, "answer-solved": "no", "quote-solved": "Call again."}
    for browser, sent in ((ruth, FORM), (other, weak)):
        page = browser.get(url).text
        assert "Side by side" not in page
        assert "Nora" not in page
        own = browser.post(f"{url}/score").location
        browser.post(own, data={**sent, "then": "finish"})
    assert "Look at it side by side" in other.get(url).text
    assert "2 answers" in other.get(url).text
    assert other.post(f"{url}/agree", data=FORM | {"note": "Mine."}).status_code == 404
    assert ruth.post(f"{url}/agree", data=FORM | {"answer-solved": "", "note": "So."}).status_code == 422
    assert ruth.post(f"{url}/agree", data=FORM | {"note": "A time is a solution."}).status_code == 303
    row = db.scalars(select(ReviewCalibration)).one()
    assert (row.score, row.closed_at is not None) == (100, True)
    assert "A time is a solution." in other.get(url).text
    kinds = db.scalars(select(Entry.kind).where(Entry.kind.startswith("review."))).all()
    assert kinds == ["review.calibrated"], "It counts for nobody."
    assert "Nothing of your work" in phones.house.browser(phones.nora).get("/reviews").text


@ON_SQLITE
def test_agreement_counts_pairs_that_did_not_know_of_each_other_and_says_when_they_are_too_few(
    phones: Phones, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        found = live(writing, "scorecard", SLUG)
        assert found is not None
        for number in range(22):
            first = reviewed(writing, phones.tom, phones.nora, GOOD, reference=f"C-{number}")
            row = writing.get_one(Review, first)
            interaction = writing.get_one(ReviewInteraction, row.interaction_id)
            second = begin_on(writing, actor(phones.ruth), found, interaction, now=NOW)
            said = WEAK if number < 11 else GOOD
            finish(writing, actor(phones.ruth), second, answers(said), "", now=NOW)
            if number == 0:
                writing.get_one(Review, second).is_blind = False
    reader = actor(phones.tom, PermissionSet.AUDITOR)
    seen = overview(db, reader, found)
    solved = next(one.agreement for one in seen.items if one.item.id == "solved")
    assert (seen.pairs, solved.count) == (21, 21)
    assert solved.raw == pytest.approx(11 / 21)
    assert solved.kappa == pytest.approx(0), "One of them always says yes, so the rest is chance."
    assert {one.name: round(one.severity.mean or 0) for one in seen.reviewers} == {
        "Ruth Adeyemi": round(-50 * 10 / 21),
        "Tom Adler": round(50 * 10 / 21),
    }
    auditor = phones.house.someone_with(PermissionSet.AUDITOR, name="Ada Quinn")
    page = phones.house.browser(auditor).get("/reviews/agreement").text
    assert "Two reviewers say the same on" in page
    assert "Nora" not in page
    with database.writing() as writing:
        for row in writing.scalars(select(Review).where(Review.id > 10)):
            row.is_blind = False
    assert "Too few" in phones.house.browser(phones.tom).get("/reviews/agreement").text
