"""Complaints: noted in one page, promised by a clock, handed on, decided, closed, and forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.house import House
from tests.moment import NOW
from tests.school import School
from training.complaints.models import ComplaintEntry, ComplaintPromise

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOURS = """\
title: Opening hours
summary: When customers can come.
open:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00"}
"""
RULES = """\
title: How we put things right
summary: Whoever complains is heard.
hours: shops
currency: euros
keep: 30 days
categories:
  - {id: broken, title: Broken goods, hint: It came broken., asks: [What broke], severity: danger}
  - {id: rude, title: How we spoke}
severities:
  - {id: ordinary, title: Ordinary, call_back: same working day, decide: 5 working days}
  - {id: danger, title: Danger, call_back: 1 hour, decide: 1 working day, tell: [shop-manager]}
authority:
  - {role: counter-staff, up_to: 15, text: A voucher, then: team-leader}
  - {role: team-leader, up_to: 100, text: Goodwill}
"""


class Shop:
    """Nora serves at the counter, Tom leads her team; the rules are those above."""

    def __init__(self, house: House) -> None:
        self.house = house
        school = School(house.app)
        school.publish("hours", "shops", HOURS)
        school.publish("complaint-rules", "putting-right", RULES)
        self.team = house.team("Dublin shop", house.root)
        self.nora = house.person("Nora Brandt", team=self.team)
        self.tom = house.person("Tom Adler", team=self.team)
        house.lead(self.team, self.tom)
        house.role(self.nora, "Counter staff")
        self.staff, self.leader = house.browser(self.nora), house.browser(self.tom)

    def note(self, **more: str) -> int:
        """A complaint that Nora noted; its id."""
        page = self.staff.get("/complaints/new").text
        key = re.search(r'name="key"[^>]*value="([^"]+)"', page)
        assert key
        sent = {"key": key[1], "text": "The lamp fell apart.", "category": "rude", **more}
        answer = self.staff.post("/complaints/new", data=sent)
        assert answer.status_code == 303, answer.text
        return int(answer.location.rpartition("/")[2])

    def all(self, kind: type[Any]) -> list[Any]:
        with self.house.database.reading() as db:
            return list(db.scalars(select(kind).order_by(kind.id)))


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def test_a_complaint_is_noted_with_the_promises_of_its_severity(shop: Shop) -> None:
    number = shop.note(contact="085 555 0101", amount="20", apology="I am sorry.")
    page = shop.staff.get(f"/complaints/{number}").text
    assert "The lamp fell apart." in page
    call_back, decision = shop.all(ComplaintPromise)
    assert (call_back.due_at.hour, call_back.due_at.date()) == (18, NOW.date())
    assert decision.due_at.date() == NOW.date() + timedelta(days=7)
    offer = next(one for one in shop.all(ComplaintEntry) if one.sort == "offered")
    assert (offer.role, offer.up_to, offer.sufficed) == ("counter-staff", 15, False)
    assert "Beyond their authority" in page
