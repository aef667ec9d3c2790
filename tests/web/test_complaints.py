"""Complaints: noted on one page, promised by a clock, handed on, decided, closed, taken up again, and forgotten."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.house import House
from tests.moment import NOW, TODAY
from tests.school import School
from tests.waiting import what_waits
from training.complaints.models import Complaint, ComplaintEntry, ComplaintPromise
from training.complaints.notices import NOTICES
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.mail import Mail
from training.core.worker import Worker
from training.metrics.models import Reading
from training.voice.models import Improvement

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOURS = """\
title: Opening hours
summary: When customers can come.
open:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00"}
"""
STANDARDS = {
    "complaints-per-sale": "measure: count\ntarget: 2\nexposure: sales\n",
    "decided-in-time": "measure: time\ntarget: 90\nlimit: 5 working days\n",
    "call-back-kept": "measure: proportion\ntarget: 95\n",
}
RULES = """\
title: How we put things right
summary: Whoever complains is heard.
hours: shops
currency: euros
keep: 30 days
standards: {complaints: complaints-per-sale, decided: decided-in-time, call_backs: call-back-kept}
categories:
  - {id: broken, title: Broken goods, hint: It came broken., asks: [What broke], severity: danger}
  - {id: rude, title: "=How we spoke"}
severities:
  - {id: danger, title: Danger, call_back: 1 hour, decide: 1 working day, tell: [shop-manager]}
  - {id: ordinary, title: Ordinary, call_back: same working day, decide: 5 working days}
authority:
  - {role: counter-staff, up_to: 15, text: A voucher, then: team-leader}
  - {role: team-leader, up_to: 100, text: Goodwill}
"""


class Shop:
    """Nora serves at the counter, Tom leads her team, Mia belongs to another one; the rules are those above."""

    def __init__(self, house: House, clock: FixedClock) -> None:
        self.house, self.clock = house, clock
        school = School(house.app)
        school.publish("hours", "shops", HOURS)
        for slug, text in STANDARDS.items():
            school.publish("standard", slug, f"title: {slug}\nsummary: A promise.\n{text}")
        school.publish("complaint-rules", "putting-right", RULES)
        self.team = house.team("Dublin shop", house.root)
        self.nora = house.person("Nora Brandt", team=self.team)
        self.tom = house.person("Tom Adler", team=self.team)
        house.lead(self.team, self.tom)
        house.role(self.nora, "Counter staff")
        self.staff, self.leader = house.browser(self.nora), house.browser(self.tom)
        self.other = house.browser(house.person("Mia Kell", team=house.team("Cork shop", house.root)))

    def send(self, **more: str) -> TestResponse:
        """The page of noting a complaint, filled in and sent."""
        sent = {"key": key_of(self.staff, "/complaints/new"), "text": "The lamp fell apart.", "category": "rude"}
        return self.staff.post("/complaints/new", data=sent | more)

    def note(self, **more: str) -> str:
        """The address of a complaint that Nora noted."""
        answer = self.send(**more)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def all(self, kind: type[Any]) -> list[Any]:
        with self.house.database.reading() as db:
            return list(db.scalars(select(kind)))

    def waits(self, person: int) -> list[str]:
        with self.house.app.app_context(), self.house.database.reading() as db:
            found = what_waits(NOTICES, db, [person], TODAY)
            return [f"{one.path} {one.words}" for one in found if one.person_id == person]

    def work(self, at: datetime) -> None:
        self.clock.at = at
        worker = Worker(self.house.app)
        worker.beat()
        worker.run_due()

    def readings(self) -> dict[str, int]:
        """What the figures were told: 1 for a miss, by the id of the reading."""
        return {one.external_id: one.missed for one in self.all(Reading)}

    def address(self, name: str = "Till") -> str:
        """A page where customers of the team complain."""
        answer = self.leader.post("/complaints/addresses", data={"name": name, "team": str(self.team)})
        assert answer.status_code == 303
        found = re.search(r"/complain/[a-z0-9]+", self.leader.get("/complaints/addresses").text)
        assert found
        return found[0]


def key_of(client: FlaskClient, url: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', client.get(url).text)
    assert found
    return found[1]


@pytest.fixture
def shop(house: House, clock: FixedClock) -> Shop:
    return Shop(house, clock)


def test_a_complaint_is_noted_with_the_promises_of_its_severity_and_what_authority_says(shop: Shop) -> None:
    url = shop.note(contact="085 555 0101", amount="20,50", apology="I am sorry.")
    page = shop.staff.get(url).text
    assert "The lamp fell apart." in page
    assert "Call back by 18:00 today" in page
    assert "Beyond their authority" in page
    call_back, decision = shop.all(ComplaintPromise)
    assert (call_back.due_at.hour, call_back.due_at.date()) == (18, TODAY)
    assert decision.due_at.date() == TODAY + timedelta(days=7)
    offer = next(one for one in shop.all(ComplaintEntry) if one.sort == "offered")
    assert (str(offer.amount), offer.role, offer.up_to, offer.sufficed) == ("20.50", "counter-staff", 15, False)
    assert "an offer waits for your decision" in " ".join(shop.waits(shop.tom))


def test_a_sign_that_not_every_database_keeps_is_left_out(shop: Shop) -> None:
    shop.note(text="The lamp\x00 fell apart.", contact="085\x00 555 0101")
    [complaint] = shop.all(Complaint)
    assert (complaint.text, complaint.contact) == ("The lamp fell apart.", "085 555 0101")


def test_a_cause_says_how_bad_it_mostly_is_and_whose_role_hears_of_it(shop: Shop) -> None:
    mo = shop.house.person("Mo Quinn", team=shop.house.root)
    shop.house.role(mo, "Shop manager")
    shop.note(category="broken", contact="mary@example.com")
    (complaint,) = shop.all(Complaint)
    assert complaint.severity == "danger"
    assert shop.all(ComplaintPromise)[0].due_at == NOW + timedelta(hours=1)
    assert ["have to know of" in words for words in shop.waits(mo)] == [True]
    assert not any("have to know of" in words for words in shop.waits(shop.tom))


def test_what_is_sent_twice_is_noted_once(shop: Shop) -> None:
    key = key_of(shop.staff, "/complaints/new")
    first, second = shop.note(key=key), shop.note(key=key, text="Pressed again.")
    assert first == second
    assert [one.text for one in shop.all(Complaint)] == ["The lamp fell apart."]


BAD = [
    ({"text": ""}, "Say what happened."),
    ({"category": "gone"}, "Not a valid choice"),
    ({"amount": "-3"}, "An amount cannot be less than nothing."),
    ({"amount": "ten"}, "This is no amount. Write digits only, such as 15 or 12.50."),
    ({"amount": "NaN"}, "This is no amount."),
    ({"call_back_by": "2026-03-12T09:00"}, "That moment has passed."),
    ({"decide_by": "soon"}, "There is no such moment."),
    ({"owner": "999"}, "This person does not lead your team."),
]


def test_what_cannot_be_is_said_in_a_sentence_and_nothing_typed_is_lost(shop: Shop) -> None:
    for sent, sentence in BAD:
        answer = shop.send(customer="Mary Doyle", **sent)
        assert answer.status_code == 422, sent
        assert sentence in answer.text, sent
        assert "Mary Doyle" in answer.text
    assert not shop.all(Complaint)


def test_only_those_whom_it_concerns_see_it_and_a_look_at_the_customer_is_kept(shop: Shop) -> None:
    url = shop.note(customer="Mary Doyle", contact="085 555 0101")
    assert shop.other.get(url).status_code == 404
    assert shop.other.post(f"{url}/contact").status_code == 404
    assert shop.staff.post(f"{url}/close", data={}).status_code == 404
    assert "Mary Doyle" not in shop.leader.get(url).text
    assert "Mary Doyle" in shop.leader.post(f"{url}/contact").text
    assert "Mary Doyle" in shop.staff.get(url).text
    looks = [one for one in shop.all(Entry) if one.kind == "complaint.looked-at"]
    assert [one.actor_id for one in looks] == [shop.tom]
    assert "Mary" not in looks[0].payload


def test_a_complaint_is_handed_over_with_all_that_must_be_known(shop: Shop) -> None:
    url = shop.note(contact="085 555 0101")
    assert any("call the customer back by" in words for words in shop.waits(shop.nora))
    answer = shop.staff.post(f"{url}/hand-over", data={"to": str(shop.tom), "note": ""})
    assert answer.status_code == 422
    assert "It is not said what they must know." in answer.text
    shop.staff.post(f"{url}/hand-over", data={"to": str(shop.tom), "note": "She needs it by Friday."})
    assert not shop.waits(shop.nora)
    assert any("call the customer back by" in words for words in shop.waits(shop.tom))
    assert "She needs it by Friday." in shop.leader.get(url).text
    assert shop.staff.get(url).status_code == 200, "whoever noted it may follow it"


def test_a_late_promise_goes_up_and_is_told_to_the_figures_as_missed_by_whoever_had_it(shop: Shop) -> None:
    url = shop.note(contact="085 555 0101")
    shop.work(NOW)  # from now on the clock is looked at
    shop.clock.at = NOW + timedelta(hours=9)
    assert any("a promise to a customer is late" in words for words in shop.waits(shop.tom))
    shop.work(NOW + timedelta(hours=10))
    assert shop.readings() == {"1": 0, "1:1": 1}
    shop.staff = shop.house.browser(shop.nora)
    shop.staff.post(f"{url}/promises/1")
    assert shop.readings()["1:1"] == 1, "kept late is not kept"
    late = next(one for one in shop.all(Reading) if one.external_id == "1:1")
    assert (late.person_id, late.team_id) == (shop.nora, shop.team)
    assert not any("late" in words for words in shop.waits(shop.tom))


def test_it_is_called_back_decided_closed_and_taken_up_again_and_the_figures_follow(shop: Shop) -> None:
    url = shop.note(contact="085 555 0101")
    shop.staff.post(f"{url}/promises/1")
    assert shop.readings() == {"1": 0, "1:1": 0}
    assert "There are no words yet." in shop.staff.post(f"{url}/add", data={"sort": "decided"}).text
    shop.staff.post(f"{url}/add", data={"sort": "decided", "text": "A new one."})
    assert shop.readings() == {"1": 0, "1:1": 0, "1:decided": 0}
    bare = shop.leader.post(f"{url}/close", data={"outcome": "upheld", "cause": "process"})
    assert "It is not said what put it right." in bare.text
    ending = {"outcome": "upheld", "cause": "process", "text": "A new one came."}
    assert shop.leader.post(f"{url}/close", data=ending).status_code == 303
    again = shop.leader.post(f"{url}/close", data=ending, follow_redirects=True)
    assert "Nothing was changed." in again.text
    assert [one.kind for one in shop.all(Entry) if one.kind.startswith("complaint")] == ["complaint.closed"]
    shop.leader.post(f"{url}/reopen", data={"reason": "It broke again."})
    assert shop.readings() == {"1": 0, "1:1": 0}, "it is not decided any more"
    shop.leader.post(f"{url}/void", data={"reason": "It was a question."})
    assert shop.readings() == {}
    assert "makes" not in shop.leader.get("/complaints").text


def test_a_customer_complains_follows_it_and_erases_their_data(shop: Shop) -> None:
    place, customer = shop.address(), shop.house.app.test_client()
    key = key_of(customer, place)
    sent = {"key": key, "text": "The lamp fell apart.", "category": "broken", "contact": "085 555 0101"}
    quick = customer.post(place, data=sent)
    assert quick.status_code == 422
    assert "That was very quick." in quick.text
    assert "085 555 0101" in quick.text
    shop.clock.at = NOW + timedelta(minutes=1)
    assert "A field that people do not see was filled in." in customer.post(place, data={**sent, "website": "x"}).text
    assert customer.post(place, data={**sent, "key": "made up"}).status_code == 400
    first, second = (customer.post(place, data=sent).location for _ in range(2))
    assert first == second
    (complaint,) = shop.all(Complaint)
    assert (complaint.owner_id, complaint.team_id, complaint.severity) == (shop.tom, shop.team, "danger")
    page = customer.get(first).text
    assert f"Your number: {complaint.reference}" in page
    assert "We call you back by 10:42 today." in page
    assert "085 555 0101" not in page
    assert not customer.get_cookie("visit"), "customers get no cookie"
    secret = key_of(customer, first)
    customer.post(first, data={"key": secret, "text": "The bulb broke too."})
    assert "The bulb broke too." in shop.leader.get(f"/complaints/{complaint.id}").text
    customer.post(first, data={"key": secret, "then": "erase"})
    (complaint,) = shop.all(Complaint)
    assert (complaint.text, complaint.contact, complaint.customer_key) == ("", "", None)
    assert customer.get("/complain/status/made-up").status_code == 404


def test_a_flood_is_slowed_down_and_nothing_typed_is_lost(shop: Shop) -> None:
    place, customer = shop.address(), shop.house.app.test_client()
    keys = [key_of(customer, place) for _ in range(11)]
    shop.clock.at = NOW + timedelta(minutes=1)
    answers = [customer.post(place, data={"key": key, "text": "Spam.", "category": "rude"}) for key in keys]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Spam." in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_customers_are_forgotten_when_their_days_are_over_and_no_fact_names_them(shop: Shop) -> None:
    url = shop.note(customer="Mary Doyle", contact="085 555 0101", receipt="R-1")
    ending = {"outcome": "partly", "cause": "product", "text": "Mary got a new one."}
    shop.leader.post(f"{url}/close", data=ending)
    shop.work(NOW + timedelta(days=29))
    assert shop.all(Complaint)[0].customer == "Mary Doyle"
    shop.work(NOW + timedelta(days=31))
    (complaint,) = shop.all(Complaint)
    assert complaint.erased_at
    typed = (complaint.text, complaint.customer, complaint.contact, complaint.receipt, complaint.receipt_key)
    assert not any(typed)
    assert not any("Mary" in one.text for one in shop.all(ComplaintEntry))
    assert (complaint.category, complaint.outcome) == ("rude", "partly")
    facts = [one for one in shop.all(Entry) if one.kind.startswith("complaint.")]
    assert [one.kind for one in facts] == ["complaint.closed", "complaint.erased"]
    assert not any("Mary" in one.payload or "555" in one.payload for one in facts)


def test_the_export_is_safe_to_open_and_names_no_customer(shop: Shop) -> None:
    shop.note(customer="Mary Doyle", text="=SUM(A1)", service="=cmd")
    shop.note(receipt="R 1")
    answer = shop.leader.get("/complaints.csv")
    assert shop.staff.get("/complaints.csv").status_code == 404
    assert answer.text.count("\n") == 3
    assert "'=cmd" in answer.text
    assert "Mary" not in answer.text
    assert "SUM" not in answer.text
    page = shop.leader.get("/complaints").text
    assert "2 complaints: too few to say what matters most" in page


def test_the_list_asks_as_often_for_many_complaints_as_for_few(shop: Shop, statements: Any) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            shop.note(contact="085 555 0101")
        shop.leader.get("/complaints")
        with statements() as found:
            shop.leader.get("/complaints")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 24


def test_everybody_reads_what_is_being_done_and_leaders_say_it(shop: Shop) -> None:
    shop.note()
    sent = {"category": "rude", "text": "We practise greetings.", "owner": str(shop.tom), "by_on": "2026-03-20"}
    assert shop.staff.post("/voice/improvements/new", data=sent).status_code == 404
    late = shop.leader.post("/voice/improvements/new", data={**sent, "by_on": "2026-03-01"})
    assert "That day has passed." in late.text
    assert shop.leader.post("/voice/improvements/new", data=sent).status_code == 303
    page = shop.other.get("/voice").text
    assert "We practise greetings." in page
    assert "Nora" not in page
    shop.leader.post("/voice/improvements/1", data={**sent, "is_done": "y"})
    assert shop.all(Improvement)[0].done_on == TODAY


ASKS = """\
title: After a complaint
summary: Asked once a complaint is closed.
asks: after-complaint
service: putting-things-right
questions:
  - {id: satisfied, type: faces, text: How satisfied are you with how we put it right?}
"""


def test_whoever_complained_is_asked_once_how_we_did(shop: Shop) -> None:
    school = School(shop.house.app)
    school.publish("service", "putting-things-right", "title: Putting things right\nsummary: For complaints.\n")
    school.publish("feedback", "after-a-complaint", ASKS)
    url = shop.note(contact="mary@example.com", customer="Mary Doyle", service="another")
    ending = {"outcome": "upheld", "cause": "process", "text": "A new one came."}
    shop.leader.post(f"{url}/close", data=ending)
    (mail,) = shop.all(Mail)
    assert (mail.recipient, mail.private) == ("mary@example.com", True)
    link = re.search(r"/say/[a-z0-9]+", mail.text)
    assert link
    assert link[0] in shop.leader.get(url).text
    assert shop.house.app.test_client().get(link[0]).status_code == 200
