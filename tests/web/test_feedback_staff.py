"""What the staff see and do: only about their own teams, with each look at a contact written down."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.asking import an_address, answer, put_form, said
from tests.house import House, rows
from tests.moment import NOW, TODAY
from tests.waiting import what_waits
from training.core.db import Database
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.feedback.actions import ask_again
from training.feedback.check import check_feedback
from training.feedback.models import FeedbackAddress, FeedbackAnswer, OutreachCustomer, OutreachRefusal
from training.feedback.notices import NOTICES
from training.feedback.queries_voice import Share, heard

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Shop:
    """Two shops with a manager and an address each, where customers have answered."""

    def __init__(self, house: House) -> None:
        self.house, app = house, house.app
        put_form(app)
        self.mine, self.other = house.team("Canal Side", house.root), house.team("Fennel Street", house.root)
        self.ruth = house.someone_with(PermissionSet.TEAM_MANAGER, team=self.mine)
        self.tom = house.someone_with(PermissionSet.TEAM_MANAGER, team=self.other, name="Tom Adler")
        self.browser, self.elsewhere = house.browser(self.ruth), house.browser(self.tom)
        with app.test_request_context(), house.database.writing() as db:
            self.address = an_address(db, self.ruth, self.mine)
            self.address_id = self.address.id
            self.say("a", {"satisfied": 5}, {"why": "Carried to the car."}, db=db, thanks_name="Nora", may_show=True)
            self.say("b", {"satisfied": 2}, {"why": "=HYPERLINK(1)"}, db=db, contact="+353861234567")

    def say(self, nonce: str, marks: dict[str, Any], texts: dict[str, str], *, db: Any, **what: Any) -> str:
        return said(db, self.address, nonce, marks=marks, texts=texts, **what)

    def answers(self) -> list[FeedbackAnswer]:
        with self.house.database.reading() as db:
            return rows(db, FeedbackAnswer)

    def facts(self, kind: str) -> list[dict[str, Any]]:
        with self.house.database.reading() as db:
            return [one.facts for one in db.scalars(select(Entry).where(Entry.kind == kind))]


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def test_a_manager_makes_an_address_for_the_own_team_alone(shop: Shop) -> None:
    wanted = {"form_slug": "asked-at-the-counter", "sort": "receipt", "place": "Receipts", "person_number": ""}
    made = shop.browser.post("/feedback/new", data={**wanted, "team_id": shop.mine})
    assert made.status_code == 303
    page = shop.browser.get(made.location).text
    assert re.search(r"/say/[2-9a-z]{12}", page)
    assert "<svg" in shop.browser.get(f"{made.location}/sheet").text
    assert shop.browser.post("/feedback/new", data={**wanted, "team_id": shop.other}).status_code == 422
    assert shop.elsewhere.get(made.location).status_code == 404
    assert shop.elsewhere.post(f"{made.location}/close").status_code == 404
    shop.browser.post(f"{made.location}/close")
    with shop.house.database.reading() as db:
        last = db.scalars(select(FeedbackAddress).order_by(FeedbackAddress.id.desc())).first()
    assert last is not None
    assert shop.browser.get(f"/say/{last.say_code}").status_code == 410


def test_a_contact_is_shown_on_demand_written_down_and_gone_when_done(shop: Shop) -> None:
    asked = shop.answers()[1].id
    where = f"/feedback/answers/{asked}"
    for path in ("/feedback/answers", "/feedback/answers.csv", where):
        assert "+353861234567" not in shop.browser.get(path).text
    assert "Nobody waits" not in shop.browser.get("/feedback/answers?show=open").text
    assert "+353861234567" in shop.browser.post(f"{where}/contact").text
    assert shop.facts("feedback.contact-seen") == [{"answer": asked, "team": shop.mine}]
    assert shop.elsewhere.post(f"{where}/contact").status_code == 404
    shop.browser.post(f"{where}/done")
    assert [one.contact for one in shop.answers()] == [None, None]
    assert "Nobody waits" in shop.browser.get("/feedback/answers?show=open").text


def test_the_nearest_leader_is_told_that_a_customer_waits(shop: Shop, app: Flask) -> None:
    shop.house.lead(shop.house.root, shop.tom)
    with app.test_request_context(), shop.house.database.reading() as db:
        assert [one.person_id for one in what_waits(NOTICES, db, [shop.ruth, shop.tom], TODAY)] == [shop.tom]
    shop.house.lead(shop.mine, shop.ruth)
    with app.test_request_context(), shop.house.database.reading() as db:
        [told] = what_waits(NOTICES, db, [shop.ruth, shop.tom], TODAY)
    assert (told.person_id, told.path) == (shop.ruth, f"/feedback/answers/{shop.answers()[1].id}")


def test_the_check_says_when_something_outlives_its_days(shop: Shop, app: Flask) -> None:
    with app.app_context(), shop.house.database.reading() as db:
        assert check_feedback(db) == []
        app.extensions["clock"].at = NOW + timedelta(days=93)
        assert check_feedback(db) == ["Something of 1 customer is kept longer than was promised."]


def test_an_auditor_reads_and_reaches_nobody(shop: Shop) -> None:
    auditor = shop.house.browser(shop.house.someone_with(PermissionSet.AUDITOR, name="Ada Novak"))
    where = f"/feedback/answers/{shop.answers()[1].id}"
    assert "Show how to reach them" not in auditor.get(where).text
    assert auditor.post(f"{where}/contact").status_code == 404


def test_the_file_is_safe_to_open_and_holds_the_own_teams_only(shop: Shop) -> None:
    table = list(csv.reader(io.StringIO(shop.browser.get("/feedback/answers.csv").get_data().decode("utf-8-sig"))))
    told = {(row[7], row[8]) for row in table[1:]}
    assert ("why", "'=HYPERLINK(1)") in told
    assert ("satisfied", "5") in told
    assert len(list(csv.reader(io.StringIO(shop.elsewhere.get("/feedback/answers.csv").text)))) == 1


def test_a_filter_that_nobody_could_mean_is_no_filter(shop: Shop) -> None:
    for query in ("since=0001-01-01&until=9999-12-31", "team=99999999999", "show=x&page=-1", "until=soon"):
        page = shop.browser.get(f"/feedback/answers?{query}")
        assert page.status_code == 200
        assert "2 answers" in page.text, query


def test_everything_of_a_customer_is_erased_by_contact_in_the_own_teams(shop: Shop) -> None:
    assert shop.elsewhere.post("/feedback/erase", data={"whose": "+353 86 1234567"}).status_code == 303
    assert shop.answers()[1].contact is not None
    assert shop.browser.post("/feedback/erase", data={"whose": "who knows"}).status_code == 422
    shop.browser.post("/feedback/erase", data={"whose": "+353 86 1234567"})
    gone = shop.answers()[1]
    assert (gone.contact, gone.texts, gone.marks) == (None, {}, {"satisfied": 2})
    assert shop.facts("feedback.erased") == [{"answers": 1, "customers": 0}]


def test_everybody_reads_only_what_its_writer_let_be_shown(shop: Shop, app: Flask) -> None:
    with app.app_context(), shop.house.database.writing() as db:
        shop.say("c", {"satisfied": 1}, {"why": "Long queue."}, db=db, may_show=True)
        shop.say("d", {"satisfied": 1}, {"why": "www.spam.example"}, db=db, may_show=True)
        week = heard(db, since=NOW - timedelta(days=7), until=NOW + timedelta(days=1))
    assert (week.answers, week.share) == (3, Share(1, 3))
    assert [(one.name, one.text) for one in week.thanks] == [("Nora", "Carried to the car.")]
    assert [one.text for one in week.quotes] == ["Long queue."]


LIST = "name;phone;last seen;shoe size\nAoife Byrne;086 765 4321;2025-06-01;38\n;no number;;\n"


def brought(shop: Shop) -> str:
    file = (io.BytesIO(LIST.encode()), "silent.csv")
    sent = shop.browser.post("/feedback/outreach/import", data={"team_id": shop.mine, "file": file})
    assert sent.status_code == 303
    return str(sent.location)


def test_a_list_is_looked_at_kept_asked_from_and_left_in_peace(shop: Shop, app: Flask, client: FlaskClient) -> None:
    draft = brought(shop)
    look = shop.browser.get(draft).text
    assert "0867654321" in look
    assert "38</td>" not in look
    assert "Line 3" in look
    assert "No customers are on your list" in shop.browser.get("/feedback/outreach").text
    assert shop.elsewhere.post(draft).status_code == 404
    shop.browser.post(draft)
    listed = shop.browser.get("/feedback/outreach").text
    assert "Aoife Byrne" in listed
    assert "0867654321" not in listed
    asking = shop.browser.post("/feedback/outreach/1/ask").text
    code = re.search(r"/say/([2-9a-z]{12})", asking)
    assert code
    assert "0867654321" in asking
    assert shop.facts("feedback.customer-asked") == [{"customer": 1, "team": shop.mine}]
    assert "Nobody is to be asked today" in shop.browser.get("/feedback/outreach").text
    assert answer(client, code[1], satisfied="4").status_code == 303
    assert client.get(f"/say/{code[1]}").status_code == 410
    shop.browser.post("/feedback/outreach/1/leave-in-peace")
    shop.browser.post(brought(shop))
    with app.app_context(), shop.house.database.writing() as db:
        assert rows(db, OutreachCustomer) == []
        assert len(rows(db, OutreachRefusal)) == 1
        assert ask_again(db, about_team_id=shop.mine, reference="C-1", contact="(086) 765-4321", now=NOW) == ""


def test_a_draft_that_nobody_confirms_goes_by_itself(shop: Shop, app: Flask, database: Database) -> None:
    brought(shop)
    clock = app.extensions["clock"]
    clock.at = NOW + timedelta(days=2)
    with database.writing() as db:
        enqueue(db, "feedback.forget", now=clock.at)
    while Worker(app).step():
        pass
    with database.reading() as db:
        assert rows(db, OutreachCustomer) == []
