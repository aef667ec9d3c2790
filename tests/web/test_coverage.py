"""Pages of coverage over a small house: one transaction, three standards, a lesson, and what they lack."""

import csv
import io
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house import House
from tests.library import publish
from tests.moment import NOW
from training.content.actions import retire
from training.core.permissions import Actor, PermissionSet
from training.coverage.queries import MEASURED

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SEEN, TOLD, PAID = "seen-at-once", "told-how-long", "paid-in-a-minute"
SALE = """\
title: A sale
summary: The customer has what they came for.
lanes: [counter-staff, team-leader]
steps:
  - {id: greet, title: Look up, role: counter-staff, helps: [team-leader], standards: [seen-at-once]}
  - {id: pay, title: Take the money, role: counter-staff, standards: [paid-in-a-minute]}
"""
LESSON = """\
---
title: Greeting a customer
summary: You can greet a customer.
---

## Look up {#look-up step=a-sale/greet}

Look up.

## About us {#about}

We began in 1971.
"""
BANK = """\
title: Greeting questions
summary: What to do first.
questions:
  - {id: first, type: true-false, text: Look up first., answer: true, explanation: They see it., standard: seen-at-once}
"""
QUIZ = "title: Greeting quiz\nsummary: What to do first.\nitems:\n  - {bank: greeting, draw: 1}\n"
PROGRAMME = """\
title: Counter
summary: Can serve alone.
roles: [counter-staff]
validity: 12 months
requirements:
  - {id: read, module: greeting}
  - {id: quiz, quiz: greeting}
"""
PROMISE = """\
---
title: Our word
summary: What we promise.
sort: promise
---

## Back the same day {#same-day}

We ring back.
"""
PROFILE = "title: Leads\nsummary: Leads.\nrole: team-leader\nsteps: [a-sale/pay]\n"


def standard(title: str) -> str:
    return f"title: {title}\nsummary: A promise.\nmeasure: proportion\ntarget: 90\n"


@pytest.fixture
def shop(app: Flask, house: House) -> House:
    """Everything above, published, with somebody in each of its roles."""
    house.role(house.person("Sam Whitlock"))
    house.role(house.person("Tom Adler"), "Team leader")
    for slug, title in ((SEEN, "Seen at once"), (TOLD, "Told how long"), (PAID, "=Paid in a minute")):
        publish(app, "standard", standard(title), slug=slug)
    publish(app, "transaction", SALE, slug="a-sale")
    for kind, text in (("module", LESSON), ("bank", BANK), ("quiz", QUIZ), ("programme", PROGRAMME)):
        publish(app, kind, text, slug="greeting")
    publish(app, "policy", PROMISE, slug="our-word")
    publish(app, "profile", PROFILE, slug="team-leader")
    return house


def text_of(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(answer.get_data(as_text=True)).split())


def test_an_empty_house_is_told_where_to_begin(house: House) -> None:
    page = text_of(house.administrator(), "/coverage")
    assert "<h1>No standard is written down yet</h1>" in page
    assert "Begin with one promise" in page


def test_the_finding_comes_first_and_each_hole_has_the_way_that_fills_it(shop: House) -> None:
    browser = shop.administrator()
    page = text_of(browser, "/coverage")
    assert "<h1>2 of 3 standards are taught to nobody</h1>" in page
    holes = text_of(browser, "/coverage/holes")
    for sentence, act, url in (
        ("Nobody is taught “Told how long”.", "Write a lesson", "/documents/new?kind=module&slug=told-how-long"),
        (
            "Nobody is taught “=Paid in a minute”.",
            "Add it to “Greeting a customer”",
            "/documents/module/greeting/edit",
        ),
        ("Nothing measures “Seen at once”.", "See how it is measured", "/standards/seen-at-once"),
        ("No role carries “Told how long”.", "Keep it at a step", "/documents?kind=transaction"),
        ("No step keeps the promise “Back the same day”.", "Keep it at a step", "/documents?kind=transaction"),
        (
            "No standard needs “About us” in “Greeting a customer”.",
            "Say what it serves",
            "/documents/module/greeting/edit",
        ),
        (
            "Each of these thinks that it owns “Take the money”: Counter staff, Team leader.",
            "Settle it",
            "/documents/transaction/a-sale/edit",
        ),
        (
            "Team leader: 1 step that “Greeting a customer” teaches, and no programme of the role asks for it.",
            "Write a programme for the role",
            "/documents/new?kind=programme",
        ),
    ):
        assert f'<span>{sentence}</span> <a class="button quiet" href="{url}">{act}</a>' in holes
    assert "Nobody is taught “Seen at once”" not in holes
    assert "No question and no scenario asks about “Seen at once”" not in holes


def test_holes_are_narrowed_by_sort_role_and_transaction(shop: House) -> None:
    browser = shop.administrator()
    assert "<h1>1 thing is missing</h1>" in text_of(browser, "/coverage/holes?sort=unkept")
    page = text_of(browser, "/coverage/holes?role=team-leader&sort=unmeasured")
    assert "Nothing measures “Seen at once”." in page
    assert "=Paid in a minute" not in page
    assert "Told how long" not in text_of(browser, "/coverage/holes?transaction=a-sale")
    assert "<h1>Nothing is missing</h1>" in text_of(browser, "/coverage/holes?role=nobody")
    page = text_of(browser, "/coverage?gaps=1&transaction=a-sale")
    assert ">Take the money</a>" in page
    assert ">Look up</a>" not in page


def test_who_writes_no_documents_is_led_to_where_it_is_explained(shop: House) -> None:
    leader = shop.browser(shop.someone_with(PermissionSet.TEAM_MANAGER, team=shop.team("Counter", shop.root)))
    page = text_of(leader, "/coverage/holes")
    assert (
        '<span>Nobody is taught “Told how long”.</span> <a class="button quiet" href="/coverage/standards/told-' in page
    )
    assert '"/documents' not in page.partition("<main")[2].partition("</main>")[0]
    page = text_of(leader, f"/coverage/standards/{SEEN}")
    assert "1 part that only authors of documents see." in page
    assert "Look up first." not in page
    assert shop.browser(shop.person()).get("/coverage").status_code == 404


def test_a_domain_below_says_of_which_standards_figures_arrive(app: Flask, shop: House) -> None:
    app.extensions[MEASURED].append(lambda _db: {SEEN, "a-standard-that-is-gone"})
    browser = shop.administrator()
    holes = text_of(browser, "/coverage/holes?sort=unmeasured")
    assert "Seen at once" not in holes
    assert "Told how long" in holes


def test_what_was_computed_is_told_until_something_is_published_or_retired(app: Flask, shop: House) -> None:
    browser, path = shop.administrator(), "/coverage/holes?sort=untaught"
    assert "<h1>2 things are missing</h1>" in text_of(browser, path)
    publish(app, "module", LESSON.replace("step=a-sale/greet", "standard=told-how-long"), slug="told")
    assert "<h1>1 thing is missing</h1>" in text_of(browser, path)
    with app.app_context(), shop.database.writing() as db:
        retire(db, Actor.house(), "module", "told", now=NOW)
    assert "<h1>2 things are missing</h1>" in text_of(browser, path)


def test_a_standard_shows_what_serves_it_and_who_learns_it(shop: House) -> None:
    browser = shop.administrator()
    page = text_of(browser, f"/coverage/standards/{SEEN}")
    assert '<a href="/learn/greeting/look-up">Look up</a> <small>Module · Greeting a customer</small>' in page
    assert "Look up first." in page
    assert "Through its steps" in page
    assert '<a href="/coverage/roles/counter-staff">Counter staff</a> <small>owns</small></span> <span' in page
    assert "not asked to learn it" in page  # by the team leader, whom no programme asks
    assert "No script has words for it." in page
    assert "<code>standard=seen-at-once</code>" in page
    step = text_of(browser, "/coverage/transactions/a-sale/greet")
    assert "<code>step: a-sale/greet</code>" in step
    for path in ("/coverage/standards/nothing", "/coverage/transactions/a-sale/nothing", "/coverage/roles/nothing"):
        assert browser.get(path).status_code == 404


def test_by_role_one_sees_what_is_carried_and_whether_it_is_learned(shop: House) -> None:
    browser = shop.administrator()
    page = text_of(browser, "/coverage/roles")
    assert "<h1>2 roles are not taught everything that they carry</h1>" in page
    assert '<td data-mark="direct">owns<span class="unseen">, learns it</span></td>' in page
    assert '<td data-mark="through">helps<span class="unseen">, not asked to learn it</span></td>' in page
    page = text_of(browser, "/coverage/roles/counter-staff")
    assert "<h1>Counter staff: taught 1 of 2 standards</h1>" in page
    seen = page.partition(">Seen at once</a>")[2].partition("</tr>")[0]
    assert seen.count(", asked of the role") == 2  # the lesson, and the question that the quiz may draw
    page = text_of(browser, "/coverage/roles/team-leader")
    assert "<h1>Team leader: taught 0 of 1 standard</h1>" in page
    assert "No programme names this role" in page


def test_the_table_opens_safely_and_counts_both_ways(shop: House) -> None:
    answer = shop.administrator().get("/coverage.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    found = {line["Name"]: line for line in lines}
    assert found[PAID]["Title"] == "'=Paid in a minute"
    assert (found[SEEN]["Lessons"], found[SEEN]["Lessons, through what belongs to it"]) == ("0", "1")
    assert (found[SEEN]["Owned by"], found[SEEN]["Helped by"]) == ("Counter staff", "Team leader")
    assert found["a-sale/greet"]["Transaction"] == "A sale"
    assert found[TOLD]["Missing"].startswith("Taught to nobody, ")


def test_a_bigger_house_costs_no_more_statements(app: Flask, shop: House, statements: Any) -> None:
    browser = shop.administrator()
    paths = (
        "/coverage",
        "/coverage/holes",
        "/coverage/roles",
        "/coverage/roles/counter-staff",
        f"/coverage/standards/{SEEN}",
    )
    for path in paths:
        browser.get(path)
    before = []
    for path in paths:
        with statements() as seen:
            browser.get(path)
        before.append(len(seen))
    for number in range(4):
        publish(app, "standard", standard(f"Standard {number}"), slug=f"s-{number}")
        publish(app, "transaction", SALE.replace("seen-at-once", f"s-{number}"), slug=f"sale-{number}")
        publish(app, "module", LESSON.replace("a-sale/greet", f"sale-{number}/greet"), slug=f"m-{number}")
    for path in paths:
        browser.get(path)
    after = []
    for path in paths:
        with statements() as seen:
            browser.get(path)
        after.append(len(seen))
    assert after == before
    assert max(after) <= 9
