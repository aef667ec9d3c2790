"""Observing somebody: filled in, signed with a passphrase, seen by the learner; and everybody who may not."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.watching import ALONE, CHECKLIST, NOT_YET, SLUG, appointed, observed, put_checklist
from training.accounts import hashing
from training.checklists.actions_assessors import appoint, withdraw
from training.checklists.check import check_observations
from training.checklists.models import Observation, ObservationSignature
from training.checklists.queries_people import people_to_see
from training.content.queries import live
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.problems import Problems
from training.people.models import Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORDS = "copper lantern sunday gravel"
HASH = hashing.hash_of(WORDS)
PLAN = {"plan": "Say the first words to three colleagues.", "next_on": "2026-03-26"}


class Shop:
    """Priya leads the counter and was appointed, Nora works there; Sam leads somewhere else."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.version = put_checklist(house.app)
        self.counter = house.team("Counter", house.root)
        self.priya = self.somebody("Priya Raman", leads=self.counter)
        self.nora = self.somebody("Nora Brandt")
        house.role(self.nora)
        house.role(house.person("Lena Fox"), "Team leader")
        self.appoint(self.priya)
        self.url = f"/observe/{SLUG}/{self.nora}"

    def somebody(self, name: str, *, leads: int | None = None, team: int | None = None) -> int:
        person = self.house.person(name, team=team or self.counter)
        self.house.account(person, passphrase_hash=HASH)
        if leads:
            self.house.lead(leads, person)
        return person

    def appoint(self, person: int) -> int:
        with self.house.app.app_context(), self.house.database.writing() as db:
            return appointed(db, person)

    def browser(self, person: int) -> FlaskClient:
        return self.house.browser(person)


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def filled(shop: Shop, levels: dict[str, str | None], **more: Any) -> dict[str, Any]:
    chosen = {f"level-{name}": level or "unseen" for name, level in levels.items()}
    moment = {"version": shop.version, "begun": int(NOW.timestamp() * 1000), "base": 0, "key": "a-key"}
    return {**moment, **chosen, **more}


def sign(browser: FlaskClient, url: str, passphrase: str = WORDS, **more: str) -> Any:
    seen = re.search(r'name="seen" [^>]*value="(\d+)"', browser.get(url).text)
    return browser.post(f"{url}/sign", data={"passphrase": passphrase, "seen": seen[1] if seen else "", **more})


def facts(database: Database, kind: str = "observation.") -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind.startswith(kind)).order_by(Entry.id)))


def rows(database: Database) -> list[Observation]:
    with database.reading() as db:
        return list(db.scalars(select(Observation).order_by(Observation.id)))


def test_what_was_seen_counts_from_the_signature_on_and_the_learner_reads_it(shop: Shop, database: Database) -> None:
    priya, nora = shop.browser(shop.priya), shop.browser(shop.nora)
    assert "Nora Brandt" in priya.get(f"/observe/{SLUG}").text
    assert "Eyes up first, then the screen." in priya.get(shop.url).text
    comments = {"comment-greets": "You looked up at once.", "comment": "A calm morning."}
    url = priya.post(shop.url, data=filled(shop, ALONE, **comments)).location
    assert "1 observation waits for your signature" in priya.get("/observe").text
    assert nora.get(url).status_code == 404
    assert facts(database) == []
    page = priya.get(url).text
    assert "I watched this person at work myself." in page
    wrong = sign(priya, url, "not the one")
    assert wrong.status_code == 422
    assert "This is not your passphrase. Nothing is signed yet." in wrong.text
    assert facts(database) == []
    assert sign(priya, url).status_code == 303
    (fact,) = facts(database)
    assert (fact.kind, fact.subject_id, fact.actor_id, fact.version_id) == (
        "observation.passed",
        shop.nora,
        shop.priya,
        shop.version,
    )
    with database.reading() as db:
        signature = db.scalars(select(ObservationSignature)).one()
    assert fact.facts == {
        "slug": SLUG,
        "title": "A refund, seen",
        "version": 1,
        "observation": 1,
        "levels": ALONE,
        "second": None,
        "sha256": signature.version_sha256,
    }
    assert signature.meaning.startswith("I watched this person at work myself.")
    assert "A refund, seen" in nora.get("/observations").text
    told = nora.get(url).text
    assert "You looked up at once." in told
    assert "A calm morning." in told
    assert nora.post(f"{url}/remarks", data={"text": "The queue was short."}).status_code == 303
    assert "The queue was short." in priya.get(url).text
    assert sign(priya, url).status_code == 303
    assert len(facts(database)) == 1


def test_not_yet_is_only_said_with_a_plan_and_a_day_and_both_see_them(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    url = priya.post(shop.url, data=filled(shop, NOT_YET)).location
    answer = sign(priya, url)
    assert answer.status_code == 422
    assert "Say what happens until the next time." in answer.text
    assert "Choose a day from today on" in sign(priya, url, **PLAN | {"next_on": "2026-03-11"}).text
    assert facts(database) == []
    assert sign(priya, url, **PLAN).status_code == 303
    assert [one.kind for one in facts(database)] == ["observation.not-yet"]
    told = shop.browser(shop.nora).get("/observations").text
    assert "Say the first words to three colleagues." in told
    assert "Priya Raman looks again on Thursday 26 March" in told
    assert "26 March 2026" in priya.get("/observe").text


def test_what_is_not_rated_is_named_and_nothing_is_signed(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    url = priya.post(shop.url, data=filled(shop, {"greets": "alone"}, then="leave")).location
    assert url == "/observe"
    page = priya.get("/observations/1").text
    assert "2 criteria are not rated." in page
    answer = priya.post("/observations/1/sign", data={"passphrase": WORDS, "seen": "1"})
    assert "“Asks for the receipt, not for a reason” is not rated yet." in answer.text
    assert facts(database) == []
    again = priya.get(shop.url).text
    assert re.search(r'name="level-greets" value="alone" checked', again)


def test_nobody_observes_themselves_or_without_the_skill_or_out_of_reach(shop: Shop, database: Database) -> None:
    sam = shop.somebody("Sam Whitlock", leads=shop.house.team("Phones", shop.house.root))
    ben = shop.somebody("Ben Okafor", leads=shop.counter)
    shop.appoint(shop.nora)
    shop.appoint(sam)
    for person, words in (
        (shop.nora, "Nobody observes themselves."),
        (ben, "Only those observe who have passed"),
        (sam, "You do not look after this person, or not any more."),
    ):
        browser = shop.browser(person)
        page = browser.get(shop.url)
        assert words in page.text if person != sam else page.status_code == 404
        answer = browser.post(shop.url, data=filled(shop, ALONE), headers={"Accept": "application/json"})
        assert answer.status_code == 409
        assert words in answer.json["message"]
    gone = shop.house.person("Grace Lindqvist", team=shop.counter, left_on=TODAY - timedelta(1))
    answer = shop.browser(shop.priya).post(
        f"/observe/{SLUG}/{gone}", data=filled(shop, ALONE), headers={"Accept": "application/json"}
    )
    assert "did not work here any more on that day" in answer.json["message"]
    early = filled(shop, ALONE, begun=int((NOW - timedelta(days=2)).timestamp() * 1000))
    answer = shop.browser(shop.priya).post(
        f"/observe/{SLUG}/{gone}", data=early, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200
    assert [row.learner_id for row in rows(database)] == [gone]


def test_who_has_passed_observes_the_next_one_where_their_role_does(shop: Shop, db: Session) -> None:
    tom = shop.somebody("Tom Adler")
    shop.house.role(tom, "Team leader")
    browser = shop.browser(tom)
    assert "Only those observe who have passed" in browser.get(shop.url).text
    with shop.house.app.app_context(), shop.house.database.writing() as writing:
        observation = observed(writing, actor(shop.priya), tom, ALONE)
    assert "Eyes up first" in browser.get(shop.url).text
    listed = people_to_see(db, actor(shop.priya), live_one(db), today=TODAY)
    assert [one.name for one in listed.waiting] == ["Nora Brandt"]
    shop.browser(shop.priya).post(f"/observations/{observation}/void", data={"reason": "I mistook him for Ben."})
    assert "Only those observe who have passed" in browser.get(shop.url).text
    elsewhere = shop.house.person("Ada Novak", team=shop.house.team("Phones", shop.house.root))
    assert browser.get(f"/observe/{SLUG}/{elsewhere}").status_code == 404


def live_one(db: Session) -> Any:
    return live(db, "checklist", SLUG)


def test_a_taken_back_pass_is_revoked_and_stays_readable_with_its_reason(shop: Shop, database: Database) -> None:
    priya, nora = shop.browser(shop.priya), shop.browser(shop.nora)
    url = priya.post(shop.url, data=filled(shop, ALONE)).location
    sign(priya, url)
    assert nora.post(f"{url}/void", data={"reason": "I did not like it."}).status_code == 404
    assert priya.post(f"{url}/void", data={}).status_code == 422
    assert priya.post(f"{url}/void", data={"reason": "It was another colleague."}).status_code == 303
    assert [one.kind for one in facts(database)] == ["observation.passed", "observation.voided"]
    (revoked,) = facts(database, "revoked")
    assert (revoked.subject_id, revoked.facts) == (shop.nora, {"reason": "It was another colleague."})
    assert "It was another colleague." in nora.get(url).text
    assert priya.post(f"{url}/void", data={"reason": "Again."}).status_code == 404


def test_an_observation_keeps_the_version_that_was_on_the_screen(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    url = priya.post(shop.url, data=filled(shop, ALONE, then="leave")).location
    newer = CHECKLIST.replace("Eyes up first", "Eyes up and a nod")
    put_checklist(shop.house.app, newer, {"greets": "behaviour"})
    page = priya.get(shop.url).text
    assert "Eyes up first" in page
    assert "You began with version 1, so this one stays with it." in page
    assert "A newer version of this checklist asks for something else since." in priya.get("/observations/1").text
    sign(priya, "/observations/1")
    (fact,) = facts(database)
    assert (fact.version_id, fact.facts["version"]) == (shop.version, 1)
    assert "Eyes up and a nod" in priya.get(f"{shop.url}?new=1").text
    assert url == "/observe"


def test_two_sign_where_the_checklist_says_so_and_a_difference_is_not_yet(shop: Shop, database: Database) -> None:
    shop.version = put_checklist(shop.house.app, CHECKLIST + "second_observer: true\n", {"frame": "behaviour"})
    tom = shop.somebody("Tom Adler", leads=shop.counter)
    priya, second, nora = shop.browser(shop.priya), shop.browser(tom), shop.browser(shop.nora)
    url = priya.post(shop.url, data=filled(shop, ALONE)).location
    assert sign(priya, url).status_code == 303
    assert facts(database) == []
    yes = {"agrees": "yes", "passphrase": WORDS}
    for who in (nora, priya, second):  # the learner, the first observer, and one without the skill
        assert who.post(f"{url}/second", data=yes).status_code in {404, 422}
    assert facts(database) == []
    shop.appoint(tom)
    assert "Waits for a second observer" in second.get("/observe").text
    assert second.post(f"{url}/second", data=yes | {"passphrase": "no"}).status_code == 422
    assert second.post(f"{url}/second", data=yes).status_code == 303
    (fact,) = facts(database)
    assert (fact.kind, fact.actor_id, fact.facts["second"]) == ("observation.passed", shop.priya, tom)
    other = priya.post(shop.url, data=filled(shop, ALONE, key="another")).location
    sign(priya, other)
    no = {"agrees": "no", "words": "", "passphrase": WORDS}
    assert second.post(f"{other}/second", data=no).status_code == 422
    second.post(f"{other}/second", data=no | {"words": "I heard a “why”."})
    assert [one.kind for one in facts(database)] == ["observation.passed", "observation.not-yet"]
    told = nora.get(other).text
    assert "Tom Adler saw it differently:" in told
    assert "I heard a “why”." in told
    assert "Look again on Thursday 26 March" in told
    with shop.house.app.app_context(), database.reading() as reading:
        assert check_observations(reading) == []


def test_the_check_finds_what_was_changed_behind_a_signature(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    sign(priya, priya.post(shop.url, data=filled(shop, ALONE)).location)
    with shop.house.app.app_context(), database.writing() as writing:
        assert check_observations(writing) == []
        writing.get_one(Observation, 1).comment = "Outstanding."
        writing.flush()
        assert check_observations(writing) == [f"Observation 1 is not what person {shop.priya} signed."]


def test_passphrases_are_not_guessed_here_either(shop: Shop, database: Database) -> None:
    priya = shop.browser(shop.priya)
    url = priya.post(shop.url, data=filled(shop, ALONE)).location
    tries = [sign(priya, url, f"guess {number}").status_code for number in range(11)]
    assert tries == [422] * 10 + [429]
    assert sign(priya, url).status_code == 429
    assert facts(database) == []


def test_an_observer_who_may_no_more_cannot_sign_and_keeps_what_they_wrote(
    shop: Shop, database: Database, clock: FixedClock
) -> None:
    priya = shop.browser(shop.priya)
    url = priya.post(shop.url, data=filled(shop, ALONE, comment="A calm morning.")).location
    with database.writing() as writing:
        writing.get_one(Person, shop.nora).team_id = shop.house.root
    answer = sign(priya, url)
    assert answer.status_code == 422
    assert "You do not look after this person, or not any more." in answer.text
    assert "A calm morning." in answer.text
    assert facts(database) == []


def test_somebody_has_to_be_the_first_and_nobody_appoints_themselves(shop: Shop, db: Session, app: Flask) -> None:
    ruth, author = shop.somebody("Ruth Adeyemi"), shop.somebody("Ines Duarte")
    for person, permissions in ((ruth, PermissionSet.ADMINISTRATOR), (author, PermissionSet.AUTHOR)):
        shop.house.grant(person, permissions)
    page = f"/checklists/{SLUG}/assessors"
    number = db.get_one(Person, ruth).employee_number
    assert shop.browser(author).post(page, data={"person": number}).status_code == 303
    assert "Ruth Adeyemi" in shop.browser(shop.nora).get(page).text
    assert "Appoint somebody" not in shop.browser(shop.nora).get(page).text
    assert shop.browser(shop.nora).post(page, data={"person": number}).status_code == 422
    assert shop.browser(ruth).post(page, data={"person": number}).status_code == 422
    with app.app_context(), shop.house.database.writing() as writing:
        found = live_one(writing)
        again = appoint(writing, actor(author), found, number, now=NOW)
        assert again.id == ruth
        with pytest.raises(Problems):
            appoint(writing, actor(shop.priya, PermissionSet.TEAM_MANAGER, "/9/"), found, number, now=NOW)
        withdraw(writing, actor(ruth), found, 2, now=NOW)
    kinds = [one.kind for one in facts(shop.house.database, "assessor.")]
    assert kinds == ["assessor.appointed", "assessor.withdrawn"]


def test_observers_far_from_the_others_are_named_and_nobody_else(shop: Shop, database: Database) -> None:
    others = [shop.somebody(name) for name in ("Tom Adler", "Ben Okafor", "Ada Novak")]
    learners = [shop.somebody(f"Lee {number}") for number in range(10)]
    with shop.house.app.app_context(), database.writing() as writing:
        for person in others:
            appointed(writing, person)
        see = partial(observed, writing, at=NOW - timedelta(1))
        for learner in learners:
            see(actor(shop.priya), learner, NOT_YET)
            for person in others[:2]:
                see(actor(person), learner, ALONE)
        for learner in learners[:7]:
            see(actor(others[2]), learner, NOT_YET)
    author = shop.somebody("Ines Duarte")
    shop.house.grant(author, PermissionSet.AUTHOR)
    page = shop.browser(author).get(f"/checklists/{SLUG}/observers").text
    assert "Priya Raman" in page
    assert "0 of 10, less often than the others" in page
    assert "Ada Novak" not in page
    assert "1 observer has fewer than 8 observations" in page
    assert shop.browser(shop.nora).get(f"/checklists/{SLUG}/observers").status_code == 404


def test_everything_about_a_checklist_can_be_read_before(shop: Shop) -> None:
    nora = shop.browser(shop.nora)
    assert "What a colleague looks for" in nora.get("/checklists").text
    assert "No “why”." in nora.get(f"/checklists/{SLUG}").text
    assert "Needed here: With help." in nora.get(f"/checklists/{SLUG}").text
    assert "Only what is signed there counts." in nora.get(f"/checklists/{SLUG}/paper").text
