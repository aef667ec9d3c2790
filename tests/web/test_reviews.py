"""Reviewing a call: who may, what is signed, who reads it, what is appealed, and what the figures hear of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.reviewing import FORM, GOOD, SLUG, WEAK, answers, put_scorecard, reviewed
from tests.shelf import put_module
from tests.waiting import what_waits
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.metrics.models import Reading
from training.people.models import Team
from training.scorecards.actions import NotAReview, finish
from training.scorecards.check import check_reviews
from training.scorecards.models import Review, ReviewAppeal, ReviewInteraction
from training.scorecards.notices import NOTICES

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Shop:
    """Ruth leads the shop, Tom the phones in it and works there too, Nora and Sam answer calls."""

    def __init__(self, app: Flask, house: House) -> None:
        self.house = house
        shop = house.team("Canal Side", house.root)
        self.phones = house.team("Phones", shop)
        self.ruth = house.person("Ruth Adeyemi", team=shop, employee_number="R1")
        self.tom = house.person("Tom Adler", team=self.phones, employee_number="T1")
        self.nora = house.person("Nora Brandt", team=self.phones, employee_number="N1")
        self.sam = house.person("Sam Whitlock", team=self.phones, employee_number="S1")
        house.lead(shop, self.ruth)
        house.lead(self.phones, self.tom)
        put_scorecard(app)
        put_module(app)

    def leader(self, person: int) -> Any:
        team = self.phones if person == self.tom else self.house.root
        with self.house.database.reading() as db:
            return actor(person, PermissionSet.TEAM_MANAGER, db.get_one(Team, team).path)


@pytest.fixture
def shop(app: Flask, house: House) -> Shop:
    return Shop(app, house)


def new(person: str = "N1", **values: str) -> dict[str, str]:
    told = {"scorecard": SLUG, "person": person, "channel": "call", "reference": "C-1"}
    return told | {"at": "2026-03-10T09:05", "how": "picked"} | values


def facts(db: Session, kind: str) -> list[Entry]:
    db.rollback()
    return list(db.scalars(select(Entry).where(Entry.kind == kind).order_by(Entry.id)))


def missed(db: Session) -> dict[str, int]:
    """By external id, whether a reading says that its standard was missed."""
    db.rollback()
    return {one.external_id: one.missed for one in db.scalars(select(Reading))}


def test_a_call_is_reviewed_on_one_page_signed_once_and_read_by_whoever_took_it(shop: Shop, db: Session) -> None:
    tom, nora = shop.house.browser(shop.tom), shop.house.browser(shop.nora)
    url = tom.post("/reviews/new", data=new()).location
    assert url == "/reviews/1/score"
    tom.post(url, data={"answer-names": "yes", "then": "draft"})
    assert "Solves it" in (page := tom.post(url, data=FORM | {"answer-solved": "", "then": "finish"}).text)
    assert "is not answered yet" in page
    assert (
        tom.post(url, data=FORM | {"answer-solved": "no", "quote-solved": "=1+1", "then": "finish"}).status_code == 303
    )
    assert "Nothing was changed" in tom.post(url, data=FORM | {"then": "finish"}, follow_redirects=True).text
    db.rollback()
    row = db.get_one(Review, 1)
    assert (row.state, row.score, row.passed) == ("finished", 50, False)
    assert len(facts(db, "review.finished")) == 1
    assert check_reviews(db) == []
    assert "A review of your work" in str([str(one.words) for one in what_waits(NOTICES, db, [shop.nora], TODAY)])
    assert "'=1+1" in tom.post("/reviews/export").text, "A spreadsheet program must not run it."
    read = nora.get("/reviews/1").text
    assert "50 %, not passed" in read
    assert "=1+1" in read
    assert "Nobody but you and the reviewer" in read
    db.rollback()
    assert not list(what_waits(NOTICES, db, [shop.nora], TODAY))


@ON_SQLITE
def test_nobody_reviews_themselves_or_people_whom_they_do_not_lead(shop: Shop, db: Session) -> None:
    tom = shop.house.browser(shop.tom)
    assert "Nobody reviews their own work" in tom.post("/reviews/new", data=new("T1")).text
    assert "find nobody" in tom.post("/reviews/new", data=new("R1")).text
    assert "future" in tom.post("/reviews/new", data=new(at="2026-03-30T09:00")).text
    assert "not made for this channel" in tom.post("/reviews/new", data=new(channel="visit")).text
    assert "how likely it was" in tom.post("/reviews/new", data=new(how="random")).text
    assert shop.house.browser(shop.sam).get("/reviews/new").status_code == 404
    assert db.scalar(select(func.count()).select_from(Review)) == 0
    tom.post("/reviews/new", data=new(how="random", share="12.5"))
    db.rollback()
    assert db.get_one(ReviewInteraction, 1).probability == 0.125


@ON_SQLITE
def test_a_second_review_by_the_same_reviewer_and_what_no_page_sends_are_refused(
    shop: Shop, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        reviewed(writing, shop.tom, shop.nora)
        draft = reviewed(writing, shop.tom, shop.sam, finished=False)
    tom = shop.house.browser(shop.tom)
    assert "reviewed this interaction already" in tom.post("/reviews/new", data=new()).text
    url = f"/reviews/{draft}/score"
    for wrong in ({"answer-greets": "yes"}, {"answer-names": "warm"}, {"answer-names": "not-up"}):
        assert tom.post(url, data=FORM | wrong | {"then": "finish"}).status_code == 422
    assert "fit" in tom.post(url, data=FORM | {"note-names": "x" * 3_000, "then": "finish"}).text
    assert shop.house.browser(shop.ruth).post(url, data=FORM).status_code == 404
    with pytest.raises(NotAReview):
        finish(db, actor(shop.tom), draft, answers(GOOD | {"greets": "yes"}), "", now=NOW)


@ON_SQLITE
def test_only_the_person_the_reviewer_and_the_direct_manager_read_a_review_and_each_look_is_seen(
    shop: Shop, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        review = reviewed(writing, shop.ruth, shop.nora)
    url = f"/reviews/{review}"
    far_up = shop.house.someone_with(PermissionSet.ADMINISTRATOR, name="Ines Okafor")
    for person in (shop.sam, far_up, shop.house.someone_with(PermissionSet.AUDITOR, name="Ada Quinn")):
        assert shop.house.browser(person).get(url).status_code == 404
    tom = shop.house.browser(shop.tom)
    assert "Nora Brandt" in tom.get("/reviews/others").text
    assert facts(db, "review.looked") == []
    for _again in range(2):
        assert tom.get(url).status_code == 200
    assert [(one.subject_id, one.actor_id) for one in facts(db, "review.looked")] == [(shop.nora, shop.tom)]
    assert "Tom Adler" in shop.house.browser(shop.nora).get(url).text
    assert tom.post("/reviews/export").text.count("Nora Brandt") == 5
    assert len(facts(db, "review.looked")) == 1, "A file on the same day is the same look."


@ON_SQLITE
@pytest.mark.usefixtures("db")
def test_a_missed_item_names_the_lesson_that_teaches_it(shop: Shop, database: Database) -> None:
    with database.writing() as writing:
        review = reviewed(writing, shop.tom, shop.nora, WEAK | {"names": "no"})
    page = shop.house.browser(shop.nora).get(f"/reviews/{review}").text
    assert '<a href="/learn/taking-a-call">Taking a call</a>' in page
    assert "No lesson teaches this yet" in page


def test_an_appeal_is_answered_by_somebody_else_and_readings_follow(
    shop: Shop, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        review = reviewed(writing, shop.tom, shop.nora, WEAK)
    key = f"1:{db.get_one(Review, review).document_id}:solved"
    assert missed(db) == {key: 1}
    nora, tom, ruth = (shop.house.browser(one) for one in (shop.nora, shop.tom, shop.ruth))
    said = {"item": "solved", "reason": "I called back at four; it is in the ticket."}
    assert shop.house.browser(shop.sam).post(f"/reviews/{review}/appeals", data=said).status_code == 404
    assert nora.post(f"/reviews/{review}/appeals", data=said).status_code == 303
    assert nora.post(f"/reviews/{review}/appeals", data=said).status_code == 422
    db.rollback()
    found = what_waits(NOTICES, db, [shop.tom, shop.ruth, shop.nora], TODAY)
    waits = [one.person_id for one in found if "appeal" in one.key]
    assert waits == [shop.ruth]
    decision = {"outcome": "changed", "becomes": "yes", "words": "The ticket says so."}
    assert tom.post("/reviews/appeals/1", data=decision).status_code == 404
    assert ruth.post("/reviews/appeals/1", data=decision | {"becomes": ""}).status_code == 422
    assert ruth.post("/reviews/appeals/1", data=decision).status_code == 303
    db.rollback()
    one, row = db.get_one(ReviewAppeal, 1), db.get_one(Review, review)
    assert (row.score, row.passed) == (50, False), "What was signed stays."
    assert (one.score, one.passed, one.was, one.becomes) == (100, True, "no", "yes")
    page = nora.get(f"/reviews/{review}").text
    assert "100 %, passed" in page
    assert "Signed with 50 %" in page
    assert missed(db) == {key: 0}
    assert [one.facts["score_before"] for one in facts(db, "review.decided")] == [50]
    assert check_reviews(db) == []


@ON_SQLITE
@pytest.mark.usefixtures("db")
def test_appeals_end_with_their_time(shop: Shop, database: Database, clock: Any) -> None:
    with database.writing() as writing:
        review = reviewed(writing, shop.tom, shop.nora, WEAK)
    clock.at = NOW + timedelta(days=30)
    nora = shop.house.browser(shop.nora)
    assert "You see something differently" not in nora.get(f"/reviews/{review}").text
    said = {"item": "solved", "reason": "Too late."}
    assert nora.post(f"/reviews/{review}/appeals", data=said).status_code == 422


@ON_SQLITE
def test_a_review_that_is_taken_back_takes_its_readings_along(shop: Shop, database: Database, db: Session) -> None:
    with database.writing() as writing:
        first = reviewed(writing, shop.tom, shop.nora, WEAK)
        reviewed(writing, shop.ruth, shop.nora, GOOD)
    assert list(missed(db).values()) == [1], "The first review speaks for the call."
    tom = shop.house.browser(shop.tom)
    assert tom.post(f"/reviews/{first}/void", data={"reason": "The wrong call."}).status_code == 303
    db.rollback()
    assert list(missed(db).values()) == [0], "Now the second one does."
    shop.house.browser(shop.ruth).post("/reviews/2/void", data={"reason": "The wrong call too."})
    assert missed(db) == {}
    assert "The wrong call." in shop.house.browser(shop.nora).get(f"/reviews/{first}").text
    assert tom.post("/reviews/new", data=new()).location == "/reviews/3/score"


@ON_SQLITE
def test_whoever_reviews_a_call_too_sees_the_other_review_only_after_their_own(
    shop: Shop, database: Database, db: Session
) -> None:
    with database.writing() as writing:
        first = reviewed(writing, shop.ruth, shop.nora, WEAK)
    tom = shop.house.browser(shop.tom)
    assert "Review it too" in tom.get("/reviews/others").text
    own = tom.post(f"/reviews/{first}/second").location
    assert "Finish your own review first" in tom.get(f"/reviews/{first}").text
    tom.post(own, data=FORM | {"then": "finish"})
    assert "50 %, not passed" in tom.get(f"/reviews/{first}").text
    db.rollback()
    assert db.get_one(Review, 2).is_blind
    ruth = shop.house.browser(shop.ruth)
    assert ruth.post(f"/reviews/{first}/second").status_code == 404
    with database.writing() as writing:
        known = reviewed(writing, shop.ruth, shop.sam)
    tom.get(f"/reviews/{known}")
    assert "Review it too" not in tom.get("/reviews/others").text
    tom.post(f"/reviews/{known}/second")
    db.rollback()
    assert not db.get_one(Review, 4).is_blind, "He had read what Ruth thought of it."
