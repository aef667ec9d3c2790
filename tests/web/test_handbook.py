"""The handbook: one page for everybody, in the order in which it is read, with where each word of it is kept."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.serving import open_shop
from tests.shelf import put

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def read(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())


def test_an_empty_handbook_says_what_will_stand_there(house: House) -> None:
    assert "The handbook is still empty" in read(house.browser(house.person()), "/handbook")
    assert "/documents/new?kind=policy" in house.administrator().get("/handbook").text


def test_the_handbook_begins_with_the_vision_and_says_where_each_value_and_promise_is_kept(house: House) -> None:
    open_shop(house.app)
    put(
        house.app,
        "policy",
        "a-page",
        "---\ntitle: A page\nsummary: How we do.\n---\n\n## Part {#part}\n\nWords of it.\n",
    )
    put(
        house.app, "policy", "a-rule", "---\ntitle: A rule\nsummary: No.\nsort: rule\n---\n\n## Part {#part}\n\nRule.\n"
    )
    nora = house.browser(house.person("Nora Brandt"))
    page = read(nora, "/handbook")
    order = [
        "Why we are here So that a home works.",
        "We look up People before things.",
        "Where it shows Seen at once : Met when it happens within 10 seconds; we want 90 in 100.",
        "Our promises What customers may count on.",
        "Within ten seconds. Kept in “A sale”: See who comes in .",
        "On the same day.",
        "Managing director answers for it. Version 1 of 12 March 2026",
        "A page How we do.",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "A rule" not in page
    assert "Words of it." not in page
    booklet = read(nora, "/handbook/print")
    assert "Words of it." in booklet
    assert "does not work." in booklet


def test_what_is_for_leaders_stands_in_their_handbook_only(house: House) -> None:
    open_shop(house.app)
    leader = house.person("Tom Adler")
    house.role(leader, "Team leader")
    nora = house.browser(house.person("Nora Brandt"))
    for path in ("/handbook", "/handbook/print"):
        assert "For leaders only" in read(house.browser(leader), path)
        assert "For leaders only" not in read(nora, path)


def test_the_handbook_says_what_waits_for_a_signature_and_what_is_signed(house: House) -> None:
    open_shop(house.app)
    nora = house.browser(house.person("Nora Brandt"))
    assert read(nora, "/handbook").count("Read and sign it") == 3
    form = dict(re.findall(r'name="(number|sha256)" value="([^"]+)"', nora.get("/policies/our-promises").text))
    assert nora.post("/policies/our-promises", data=form).status_code == 303
    page = read(nora, "/handbook")
    assert (page.count("Read and sign it"), page.count("Signed Open it by itself")) == (2, 1)
