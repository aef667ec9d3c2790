"""Where we miss: what a review found, told to those who look after teams, and nobody named."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.complaining import noted
from tests.house import House, actor
from tests.knowing import put_questions, sat
from tests.library import publish
from tests.moment import NOW
from tests.reviewing import reviewed as reviewed_call
from tests.shelf import put
from training.content.queries import live
from training.core.jobs import Job
from training.core.permissions import PermissionSet
from training.diagnosis.actions_review import review
from training.diagnosis.jobs import NIGHT
from training.diagnosis.models import Finding
from training.diagnosis.queries import PEOPLE, TEAMS
from training.diagnosis.queries_failing import complaint_causes
from training.diagnosis.queries_sums import by_day, by_week, measured
from training.metrics.actions import Observed, keep
from training.metrics.queries_cells import Window
from training.people.models import Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SLUG = "solved-first-time"
STANDARD = """\
title: Solved the first time
summary: Nobody has to call twice.
measure: proportion
target: 85
skills:
  - {skill: listening, weight: 2}
"""
SCORECARD = """\
title: A call, reviewed
summary: Nobody had to say anything twice.
items:
  - {id: names, text: "Says the shop, then the own name"}
  - {id: solved, text: "Solves it, or says what happens next", standard: solved-first-time}
"""
PAGE = f"/diagnosis/{SLUG}"
DAY = timedelta(days=1)


class Shop:
    """Three teams: at the counter everybody is low, on the phones one is, and the workshop is three people."""

    def __init__(self, house: House) -> None:
        self.house = house
        publish(house.app, "standard", STANDARD, slug=SLUG)
        self.ruth, self.grace, self.tom = (house.person(name) for name in ("Ruth Adeyemi", "Grace Lind", "Tomas Novak"))
        self.counter = house.team("Counter", house.root, leader=self.ruth)
        self.phones = house.team("Phones", house.root, leader=self.grace)
        self.workshop = house.team("Workshop", house.root, leader=self.tom)
        self.low = 0
        readings: list[Observed] = []
        for team, people, usual in ((self.counter, 7, 60), (self.phones, 8, 95), (self.workshop, 3, 50)):
            for number in range(people):
                person = house.person(f"Person{team}x{number} Someone", team=team)
                met = 60 if team == self.phones and number == 0 else usual
                self.low = person if met != usual else self.low
                readings += of(person, met, 120)
        with house.app.app_context(), house.database.writing() as db:
            keep(db, "calls", readings, now=NOW)

    def review(self) -> None:
        with self.house.app.app_context(), self.house.database.writing() as db:
            found = live(db, "standard", SLUG)
            assert found is not None
            review(db, found, scopes=(TEAMS, PEOPLE), now=NOW, today=NOW.date())

    def read(self, person: int, path: str = PAGE) -> str:
        return self.house.browser(person).get(path).get_data(as_text=True)


def of(person: int, met: int, count: int) -> list[Observed]:
    """So many readings of a person over eleven weeks, of which so many per cent met the standard, spread evenly."""
    return [
        Observed(f"{person}-{number}", SLUG, day(number), Decimal(int((number * 37) % 100 < met)), person)
        for number in range(count)
    ]


def day(number: int) -> datetime:
    return NOW - timedelta(days=2 + number % 77, minutes=number)


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


@pytest.fixture
def reviewed(shop: Shop) -> Shop:
    shop.review()
    return shop


def test_before_there_are_figures_or_a_review_the_page_says_what_comes(house: House) -> None:
    browser = house.administrator()
    assert "Nothing is measured yet" in browser.get("/diagnosis/").get_data(as_text=True)
    shop = Shop(house)
    page = browser.get("/diagnosis/").get_data(as_text=True)
    assert "The first review runs tonight" in page
    assert "Review now" in page
    assert "Not reviewed yet" in browser.get(PAGE).get_data(as_text=True)
    assert "Review now" not in shop.read(house.someone_with(PermissionSet.AUDITOR, name="Ann Auditor"), "/diagnosis/")


def test_a_review_can_be_asked_for_and_waits_once(shop: Shop) -> None:
    browser = shop.house.administrator()
    assert browser.post("/diagnosis/review").status_code == 303
    browser.post("/diagnosis/review")
    with shop.house.database.reading() as db:
        assert len(db.scalars(select(Job).where(Job.kind == NIGHT)).all()) == 1
    auditor = shop.house.someone_with(PermissionSet.AUDITOR)
    assert shop.house.browser(auditor).post("/diagnosis/review").status_code == 404


def test_the_leader_of_a_low_team_is_sent_to_the_process(reviewed: Shop) -> None:
    page = reviewed.read(reviewed.ruth)
    assert "The whole team is low: look at the process first." in page
    assert "sure that the team’s usual is below the standard: likely" in page
    assert "Counted as it stands:" in page
    assert "from 840 readings" in page
    assert "Phones" not in page
    assert "Workshop" not in page
    assert "1 standard needs somebody" in reviewed.read(reviewed.ruth, "/diagnosis/")


def test_the_leader_of_a_steady_team_sees_that_it_is_a_skill_and_that_one_person_needs_care(reviewed: Shop) -> None:
    page = reviewed.read(reviewed.grace)
    assert "The team as a whole is steady: look at the skill of a few, not at the process." in page
    assert "1 person to look at with care" in page
    assert f'href="/diagnosis/people/{reviewed.low}"' in page


def test_nobody_is_named_and_only_the_nearest_leader_is_led_to_a_person(reviewed: Shop) -> None:
    people = {
        "administrator": reviewed.house.someone_with(PermissionSet.ADMINISTRATOR, name="Ada Min"),
        "auditor": reviewed.house.someone_with(PermissionSet.AUDITOR, name="Ann Auditor"),
        "leader": reviewed.grace,
    }
    for who, person in people.items():
        page = reviewed.read(person)
        assert "Someone" not in page, who
        assert ("look at with care" in page) == (who == "leader"), who
        assert 'class="dot' in page, who
    house_page = reviewed.read(people["auditor"])
    assert "1 team of 2 is low as a whole" in house_page or "Some teams are low as a whole" in house_page


def test_a_team_of_fewer_than_five_is_neither_compared_nor_drawn(reviewed: Shop) -> None:
    own = reviewed.read(reviewed.tom)
    assert "Fewer than five people" in own
    assert "50 % met" not in own
    assert 'class="dot' not in own
    assert "Too few people" in reviewed.read(reviewed.tom, "/diagnosis/")
    whole = reviewed.house.administrator().get(PAGE).get_data(as_text=True)
    assert "fewer than five people, not shown" in whole
    assert "Teams with fewer than five measured people are not compared or drawn" in whole
    assert len(re.findall(r'<circle class="dot', whole.split('<ul class="legend">')[0])) == 15


def test_other_peoples_teams_cannot_be_asked_for(reviewed: Shop) -> None:
    browser = reviewed.house.browser(reviewed.ruth)
    assert browser.get(f"{PAGE}?team={reviewed.counter}").status_code == 200
    for wrong in (reviewed.phones, 10**12, "x", -1):
        assert browser.get(f"{PAGE}?team={wrong}").status_code == 404, wrong
    assert browser.get("/diagnosis/no-such-standard").status_code == 404
    assert reviewed.house.browser(reviewed.low).get(PAGE).status_code == 404


def test_a_page_takes_a_bounded_number_of_queries(reviewed: Shop, statements: Any) -> None:
    browser = reviewed.house.administrator()
    for path, most in (("/diagnosis/", 9), (PAGE, 32), (f"/standards/{SLUG}", 30)):
        browser.get(path)
        with statements() as seen:
            assert browser.get(path).status_code == 200
        assert len(seen) <= most, (path, len(seen))


def test_how_a_verdict_comes_about_is_told_with_the_rules_that_hold(app: Flask, reviewed: Shop) -> None:
    page = reviewed.read(reviewed.ruth, "/diagnosis/how")
    assert "95 % sure" in page
    assert "20 readings" in page
    panel = reviewed.read(reviewed.ruth, f"/standards/{SLUG}")
    assert "What the last review found" in panel
    assert "The whole team is low" in panel
    assert "What the last review found" not in reviewed.read(reviewed.low, f"/standards/{SLUG}")


def test_who_knows_and_who_does_is_counted_of_five_and_more(app: Flask, reviewed: Shop) -> None:
    with reviewed.house.database.reading() as db:
        of_team = select(Finding).where(Finding.person_id.is_not(None), Finding.team_id == reviewed.phones)
        people = [one.person_id or 0 for one in db.scalars(of_team)]
    versions = put_questions(app)
    for person in people[:4]:
        sat(reviewed.house, versions, person, "12345")
    assert "Too little is known yet" in reviewed.read(reviewed.grace)
    for person in people[4:]:
        sat(reviewed.house, versions, person, "1")
    page = reviewed.read(reviewed.grace)
    figures = re.findall(r'<p class="figure">(\d+)</p>', page)
    assert figures == ["1", "3", "0", "4"]  # the one who is low knows it: coach
    assert "Coach, or look at the process" in page


def test_what_is_missed_most_and_complained_about_stands_beside(app: Flask, reviewed: Shop) -> None:
    put(app, "scorecard", "a-call-reviewed", SCORECARD)
    boss = actor(reviewed.house.someone_with(PermissionSet.ADMINISTRATOR, name="Ada Min"))
    with reviewed.house.database.reading() as db:
        people = db.scalars(select(Person.id).where(Person.team_id == reviewed.counter)).all()
    with app.test_request_context(), reviewed.house.database.writing() as db:
        for number, person in enumerate(people[:4]):
            reviewed_call(db, boss, person, {"solved": "no", "names": "yes"}, reference=f"C-{number}")
    assert "Missed most" not in reviewed.read(reviewed.ruth)  # four people could be told apart
    with app.test_request_context(), reviewed.house.database.writing() as db:
        for number, person in enumerate(people[4:]):
            reviewed_call(db, boss, person, {"solved": "yes", "names": "yes"}, reference=f"D-{number}")
        for number in range(2):
            noted(db, actor(people[0]), f"k{number}", at=NOW - DAY, step="a-call/solve")
        window = Window.back_from(NOW.date(), 90)
        causes = complaint_causes(db, SLUG, frozenset({("a-call", "solve")}), window, [reviewed.counter])
        assert [one.count for one in causes] == [2]
        assert complaint_causes(db, SLUG, frozenset(), window, [reviewed.counter]) == []
        assert complaint_causes(db, SLUG, frozenset({("a-call", "solve")}), window, [reviewed.phones]) == []
    page = reviewed.read(reviewed.ruth)
    assert "Missed most" in page
    assert "4 of 7" in page
    assert "Says the shop" not in page  # a line that serves something else
    assert "Missed most" not in reviewed.read(reviewed.grace)


def test_what_was_picked_by_hand_counts_neither_by_week_nor_by_day(reviewed: Shop) -> None:
    window = Window((NOW - timedelta(days=90)).date(), NOW.date())
    by_hand = [
        replace(one, external_id=f"{one.external_id}-picked", stratum="call picked", value=Decimal(0))
        for one in of(reviewed.low, 0, 30)
    ]
    with reviewed.house.app.app_context(), reviewed.house.database.writing() as db:
        standard = live(db, "standard", SLUG)
        assert standard is not None
        asked = db, standard.document_id, standard.model, window, [reviewed.phones]
        before = by_day(*asked), measured(*asked).by_week
        keep(db, "calls", by_hand, now=NOW)
        assert (by_day(*asked), measured(*asked).by_week) == before
        assert by_week(*asked) == before[1]
