"""People's own figures: who sees them, who is told of a look at them, and what they say."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import needing
from tests.house import House, actor, rows
from tests.measuring import publish_standards
from tests.moment import NOW, TODAY
from tests.shelf import put
from training.content.queries import live
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.diagnosis.actions_looks import note_look
from training.diagnosis.models import Diagnosis, FigureLook, Finding
from training.diagnosis.queries_whose import led_nearest
from training.metrics.actions import Observed, keep
from training.people.models import Person
from training.people.queries_leading import leaders_by_team, nearest

DAY = timedelta(days=1)
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Shops:
    """A region with a shop and a counter in it; each has a leader, and one person has a manager elsewhere."""

    def __init__(self, house: House) -> None:
        self.boss = house.person("Grace Okafor")
        self.region = house.team("North", house.root, leader=self.boss)
        self.shop = house.team("Canal Side", self.region)
        self.ruth = house.person("Ruth Adeyemi", team=self.shop)
        house.lead(self.shop, self.ruth)
        self.counter = house.team("Counter", self.shop)
        self.nora = house.person("Nora Brandt", team=self.counter)
        self.mentor = house.person("Tom Lindqvist", team=self.region)
        self.jonas = house.person("Jonas Weber", team=self.counter, manager_id=self.mentor)
        self.people = (self.boss, self.ruth, self.nora, self.mentor, self.jonas)


@pytest.fixture
def shops(house: House) -> Shops:
    return Shops(house)


def test_figures_are_seen_by_the_nearest_leader_and_the_manager_and_nobody_above(
    shops: Shops, database: Database
) -> None:
    with database.reading() as db:
        seen = {
            one: set(db.scalars(select(Person.id).where(led_nearest(actor(one, PermissionSet.TEAM_MANAGER)))))
            for one in shops.people
        }
        leaders = leaders_by_team(db)
        for person in db.scalars(select(Person)):
            assert {one for one in seen if person.id in seen[one]} == nearest(
                person.team.path, leaders, but=person.id
            ) | ({person.manager_id} - {None})
    assert seen == {
        shops.boss: {shops.ruth, shops.mentor},
        shops.ruth: {shops.nora, shops.jonas},
        shops.nora: set(),
        shops.mentor: {shops.jonas},
        shops.jonas: set(),
    }


def test_a_look_is_a_fact_once_a_day_and_never_at_ones_own(shops: Shops, database: Database) -> None:
    for who in (shops.ruth, shops.ruth, shops.nora):
        with database.writing() as db:
            note_look(db, actor(who), shops.nora, NOW, TODAY)
    with database.reading() as db:
        assert [(one.person_id, one.by_id, one.on) for one in rows(db, FigureLook)] == [(shops.nora, shops.ruth, TODAY)]
        facts = db.scalars(select(Entry).where(Entry.kind == "figures.looked")).all()
        assert [(one.subject_id, one.actor_id) for one in facts] == [(shops.nora, shops.ruth)]


@dataclass
class Reviewed:
    """A team of six of whom Nora is found to be low, and another standard that was only counted."""

    nora: int
    ruth: int
    others: list[int]


@pytest.fixture
def reviewed(app: Flask, house: House, shops: Shops, database: Database) -> Reviewed:
    publish_standards(app)
    others = [house.person(f"Colleague {letter}", team=shops.counter) for letter in "ABCDE"]
    with app.app_context(), database.writing() as db:
        told = [
            Observed(f"{day} {slug}", slug, NOW - timedelta(days=day), Decimal(value), shops.nora)
            for day in range(1, 61)
            for slug, value in (("solved-first-time", int(day % 3 > 0)), ("answered-by-third-ring", day % 27))
        ]
        keep(db, "calls", told, now=NOW)
        standard = live(db, "standard", "solved-first-time")
        assert standard is not None
        diagnosis = Diagnosis(
            standard_id=standard.document_id, version_id=standard.id, scope="people", stands=True, made_at=NOW
        )
        diagnosis.first, diagnosis.last = TODAY - timedelta(days=90), TODAY
        diagnosis.model, diagnosis.fingerprint, diagnosis.verdict = "eb-1", "", "skill"
        diagnosis.n, diagnosis.missed, diagnosis.remarks = 900, 190, ["mix-disagrees"]
        diagnosis.figures = {"needed": [90, 140]}
        db.add(diagnosis)
        db.flush()
        people = [(shops.nora, "skill", "act", 0.26, 0.83), *((one, "met", "", 0.15, 0.05) for one in others)]
        for who, verdict, listed, raw, chance in people:
            found = Finding(diagnosis_id=diagnosis.id, team_id=shops.counter, person_id=who, verdict=verdict)
            found.listed, found.n, found.raw, found.likely, found.since = listed, 140, raw, raw - 0.02, TODAY
            found.raw_low, found.raw_high, found.low, found.high = raw - 0.07, raw + 0.08, raw - 0.08, raw + 0.03
            found.chance, found.expires_on = chance, TODAY + timedelta(days=91)
            db.add(found)
    return Reviewed(shops.nora, shops.ruth, others)


def page(house: House, who: int, path: str = "/diagnosis/me", status: int = 200) -> str:
    answer = house.browser(who).get(path)
    assert answer.status_code == status
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split()) if status == 200 else ""


@ONE_DATABASE
def test_oneself_and_the_leader_read_the_same_sentence_and_the_look_is_shown(house: House, reviewed: Reviewed) -> None:
    own = page(house, reviewed.nora)
    theirs = page(house, reviewed.ruth, f"/diagnosis/people/{reviewed.nora}")
    for text in (own, theirs):
        assert "83 % sure that this is really below the standard and below the team’s usual" in text
        assert "likely 71–82 % met, from 140 readings" in text
        assert "104 of 140, 74 % met" in text
        assert "to decide which training helps, and nothing else" in text
        assert "Until 11 June 2026, then it is deleted." in text
        assert "who had the harder contacts" in text
        assert "Only counted so far" in text
        assert "Colleague" not in text, "Nobody else is named."
    assert "Nobody but you" in own
    assert "Ruth Adeyemi" not in own.split("Who looked at your figures")[0]
    again = page(house, reviewed.nora)
    assert "Ruth Adeyemi 12 March 2026" in again.split("Who looked at your figures")[1]


@ONE_DATABASE
def test_nobody_else_sees_them(house: House, reviewed: Reviewed, shops: Shops) -> None:
    outsiders = [shops.boss, shops.jonas, reviewed.others[0]]
    for permission_set in (PermissionSet.AUDITOR, PermissionSet.ADMINISTRATOR, PermissionSet.TEAM_MANAGER):
        outsiders.append(house.someone_with(permission_set, name=f"Some {permission_set.value}"))
    for who in outsiders:
        page(house, who, f"/diagnosis/people/{reviewed.nora}", 404)
    page(house, reviewed.ruth, "/diagnosis/people/99999", 404)
    assert house.browser(reviewed.nora).get(f"/diagnosis/people/{reviewed.nora}").location.endswith("/diagnosis/me")
    with house.database.reading() as db:
        assert rows(db, FigureLook) == [], "Who was refused has not looked."


@ONE_DATABASE
def test_the_way_there_stands_on_the_persons_page_for_their_leader_only(
    house: House, reviewed: Reviewed, shops: Shops
) -> None:
    way = f"/diagnosis/people/{reviewed.nora}"
    assert way in house.browser(reviewed.ruth).get(f"/people/{reviewed.nora}").text
    assert way not in house.browser(shops.boss).get(f"/people/{reviewed.nora}").text
    assert "/diagnosis/me" in house.browser(reviewed.nora).get("/account").text


@ONE_DATABASE
def test_what_has_expired_or_is_of_few_is_not_told(house: House, reviewed: Reviewed) -> None:
    with house.database.writing() as db:
        db.execute(update(Finding).where(Finding.person_id.in_(reviewed.others[:2])).values(expires_on=TODAY - DAY))
    assert "Fewer than five people" in page(house, reviewed.nora)
    with house.database.writing() as db:
        db.execute(update(Finding).values(expires_on=TODAY - DAY))
    text = page(house, reviewed.nora)
    assert "% sure" not in text
    assert "40 of 60, 66 % met" in text
    assert "Nothing is measured yet" in page(house, reviewed.others[0])


@ONE_DATABASE
def test_what_was_found_stays_in_the_unit_by_which_it_was_judged(app: Flask, house: House) -> None:
    shop = needing.Shop(app, house)
    shop.diagnosed({shop.jonas: "act"})
    shop.diagnosed(team="process")
    in_minutes = needing.STANDARD.replace(
        "measure: proportion\ntarget: 85", "measure: mean\ndirection: lower\ntarget: 30"
    )
    put(app, "standard", needing.SLUG, in_minutes + "unit: minutes\nchanges: {measure: behaviour}\n")
    for address in ("/diagnosis/me", f"/needs/{shop.needs()[0].id}"):
        page = unescape(house.browser(shop.jonas).get(address).text).replace("\xa0", " ")
        assert "likely 71–82 % met" in page
    page = unescape(house.browser(shop.ruth).get(f"/diagnosis/{needing.SLUG}").text)
    assert "Not reviewed yet" in page  # what is measured by now is in another unit
    assert "0.3 minutes" not in page
