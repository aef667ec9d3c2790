"""Services and transactions as everybody reads them, and a service made from a model."""

import re

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.shelf import put
from training.content.models import Draft
from training.core.permissions import PermissionSet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PROMISES = """\
---
title: Our promises
summary: What customers may count on.
sort: promise
---

## The shelf price {#price}

You pay the lower of two prices.

## We open on time {#open}

At nine.
"""
MODEL = """\
title: A service with a promise
summary: What every service has.
model: true
parts:
  - {id: seen, title: Somebody sees you}
"""
SERVICE = """\
title: Goods over the counter
summary: You find what fits.
based_on: with-a-promise
customer: People nearby.
wants: [I want the thing that fits.]
outcomes:
  - {id: seen-soon, text: They were seen, measure: Counted at the door, target: 9 of 10}
parts:
  - {id: buying, title: Buying with advice, transaction: a-sale}
  - {id: wrapping, title: Wrapping, sort: enhancing}
"""
PACKAGE = "title: Moving in\nsummary: All at once.\nbundles: [goods]\n"
SALE = """\
title: A sale
summary: The customer has what fits.
limit: 3 days
steps:
  - id: greet
    title: Greet
    role: counter-staff
    helps: [team-leader]
    customer: Comes in.
    frustration: Nobody looks up.
    clock: {starts: The customer comes in, limit: 10 seconds}
    promises: [promises/price]
    next:
      - {to: refund, when: They bring something back}
      - {to: pay}
  - id: refund
    title: Refund
    role: team-leader
    authority: {text: May refund, up_to: 250, then: shop-manager, within: 5 minutes, waits: true}
    next: [{to: greet, when: They want something else}, {to: end}]
  - id: pay
    title: Pay
    role: counter-staff
    clock: {starts: They have chosen, limit: 2 working days}
"""
LEADER = "title: Team leader\nsummary: Leads.\nrole: team-leader\nsteps: [a-sale/pay]\n"
LESSON = """\
---
title: Greeting
summary: You can greet.
service: goods
---

## Look up {#look-up step=a-sale/greet}

Look up.
"""


def house_that_serves_in(house: House) -> House:
    """A house with three roles, a service and how it runs."""
    for name in ("Counter staff", "Team leader", "Shop manager"):
        house.role(house.person(f"First {name}"), name)
    for kind, slug, text in (
        ("policy", "promises", PROMISES),
        ("service", "with-a-promise", MODEL),
        ("transaction", "a-sale", SALE),
        ("service", "goods", SERVICE),
        ("service", "moving-in", PACKAGE),
        ("profile", "leader", LEADER),
        ("module", "greeting", LESSON),
    ):
        put(house.app, kind, slug, text)
    return house


@pytest.fixture
def house_that_serves(house: House) -> House:
    return house_that_serves_in(house)


@pytest.fixture
def nora(house_that_serves: House) -> FlaskClient:
    return house_that_serves.browser(house_that_serves.person("Nora Brandt"))


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.text


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def part(html: str, item: str) -> str:
    """The words of the section with this id."""
    found = re.search(rf'<section class="criterion" id="{item}">.*?</section>', html, re.DOTALL)
    assert found is not None
    return words_of(found[0])


def test_a_house_without_services_says_what_one_is(house: House) -> None:
    assert "will stand here" in page(house.browser(house.person("Nora Brandt")), "/services")
    author = house.browser(house.someone_with(PermissionSet.AUTHOR))
    assert 'href="/documents/new?kind=service"' in page(author, "/services")


def test_a_service_shows_what_surrounds_it(nora: FlaskClient) -> None:
    text = words_of(page(nora, "/services/goods"))
    for words in ("I want the thing that fits.", "Counted at the door: 9 of 10", "Enhancing: makes it better Wrapping"):
        assert words in text
    for words in ("A sale 3 steps", "Greeting", "Made from A service with a promise", "In the package Moving in"):
        assert words in text
    assert "/services/with-a-promise/make" not in page(nora, "/services/with-a-promise")
    assert nora.get("/services/nothing").status_code == 404


def test_a_step_says_who_when_how_and_where_it_goes_on(nora: FlaskClient) -> None:
    html = page(nora, "/transactions/a-sale")
    greet, refund = part(html, "greet"), part(html, "refund")
    for words in ("Who Counter staff helped by Team leader", "Within 10 seconds", "Promise kept The shelf price"):
        assert words in greet
    for words in ("They bring something back: 2. Refund", "Otherwise: 3. Pay", "Taught in Greeting"):
        assert words in greet
    for words in ("Beyond: Shop manager, within 5 minutes", "The customer waits meanwhile", "Otherwise: it ends here"):
        assert words in refund
    drawing = words_of(html)
    assert "back to 1 Greet" in drawing
    assert "After 1" in drawing
    assert "To settle" not in drawing


def test_whoever_looks_after_it_is_told_what_to_settle(house_that_serves: House) -> None:
    leader = house_that_serves.browser(house_that_serves.someone_with(PermissionSet.AUTHOR))
    text = words_of(page(leader, "/transactions/a-sale"))
    for words in (
        "Each of them thinks that it is theirs: Counter staff, Team leader. Two owners",
        "It changes hands at “Refund”, and the customer may have to say it again.",
        "the customer waits up to 5 minutes for an approval",
        "“Pay” has a clock, but no standard",
        "Nowhere is it said how the customer reaches a human being.",
        "On some days its steps may take longer together than the whole may, 3 days: Greet (10 seconds), Pay",
    ):
        assert words in text
    listed = words_of(page(leader, "/services"))
    assert "Promises that no step keeps" in listed
    assert "We open on time" in listed
    assert "The shelf price" not in listed


def test_a_service_made_from_a_model_is_a_draft_that_names_it(house_that_serves: House) -> None:
    author = house_that_serves.browser(house_that_serves.someone_with(PermissionSet.AUTHOR))
    url = "/services/with-a-promise/make"
    assert author.post(url, data={"title": " "}).status_code == 422
    answer = author.post(url, data={"title": "Help  by telephone"})
    assert answer.location == "/documents/service/help-by-telephone/edit"
    with house_that_serves.database.reading() as db:
        source = db.query(Draft).one().source
    assert source.startswith("title: Help by telephone\n")
    assert "based_on: with-a-promise\n" in source
    assert "Somebody sees you" in source
    assert "model" not in source
    assert "Nothing in it is wrong" not in page(author, answer.location)
    again = author.post(url, data={"title": "Help by telephone"})
    assert again.status_code == 422
    assert "There is a document of this kind and name already." in again.text
    assert author.get("/services/goods/make").status_code == 404


def test_a_step_is_found_and_an_author_sees_it_as_readers_do(house_that_serves: House) -> None:
    author = house_that_serves.browser(house_that_serves.someone_with(PermissionSet.AUTHOR))
    assert 'href="/transactions/a-sale#refund"' in page(author, "/search?q=refund")
    preview = page(author, "/documents/transaction/a-sale/versions/1")
    assert 'data-lane="2"' in preview
    assert "Beyond: Shop manager" in part(preview, "refund")
    assert "Enhancing: makes it better" in page(author, "/documents/service/goods/versions/1")
