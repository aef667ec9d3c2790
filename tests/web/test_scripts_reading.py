"""The list of scripts, a script to read, its cue card, and what authors are told."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.counter import LINES, SCRIPT, URL, put_script
from tests.house import House
from tests.moment import TODAY
from training.core.clock import FixedClock
from training.core.permissions import PermissionSet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

ONLY_PHONES = SCRIPT.replace("[counter-staff, phone-agent]", "[phone-agent]\naudience: roles")


@pytest.fixture
def nora(house: House) -> FlaskClient:
    """Counter staff, with a script of theirs to read; there are phone agents too."""
    put_script(house.app)
    house.role(house.person("Omar Haddad"), "Phone agent")
    person = house.person("Nora Brandt")
    house.role(person)
    return house.browser(person)


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_line_is_cue_words_and_reason_with_an_anchor(nora: FlaskClient) -> None:
    page = nora.get(URL).text
    for line in LINES:
        assert f'id="{line}"' in page
    said = words_of(page)
    assert "They put it on the counter." in said
    assert "Good morning, the customer. Thank you for bringing it back." in said
    assert "Nobody has to defend a reason." in said
    assert "You may refund up to 50 alone." in said
    assert "Ask the team leader above 50." in said
    assert "Within 1 minute." in said
    assert "Settled within five minutes" in said
    assert "Counter staff, Phone agent" in said
    assert "Head of service" in said
    assert "30 September 2026" in said


def test_a_gap_is_a_label_and_never_braces(nora: FlaskClient) -> None:
    for page in (URL, f"{URL}/card", f"{URL}/live", f"{URL}/live/money"):
        text = nora.get(page).text
        assert "{customer}" not in text
        assert "{amount}" not in text
    assert 'data-gap="customer" data-label="the customer">the customer</span>' in nora.get(URL).text


def test_what_has_to_be_said_is_marked_and_how_exactly_is_told(nora: FlaskClient) -> None:
    page = nora.get(URL).text
    assert "<mark>Thank you for bringing it back</mark>" in page
    said = words_of(page)
    assert "Say it your way, and keep what is marked" in said
    assert "Say it in these words" in said


def test_words_to_avoid_stand_beside_those_to_take(nora: FlaskClient) -> None:
    said = words_of(nora.get(URL).text)
    assert "Not That is our policy. But Here is what I can do, the customer. A policy is a wall." in said
    assert "Not I have to ask. But I will do it now." in said


def test_branches_lead_to_their_lines_and_say_where_it_ends(nora: FlaskClient) -> None:
    page = nora.get(URL).text
    assert '<a href="#swap">They want another one</a></span> <span class="soft">Line 4</span>' in page
    assert '<span>They go</span> <span class="soft">That is the end</span>' in page


def test_the_page_leads_to_the_counter_the_rehearsal_and_the_card(nora: FlaskClient) -> None:
    page = nora.get(URL).text
    for place in ("live", "rehearse", "card"):
        assert f'href="{URL}/{place}"' in page


def test_a_cue_card_holds_cue_line_limits_authority_and_what_it_is(nora: FlaskClient) -> None:
    page = nora.get(f"{URL}/card").text
    said = words_of(page)
    assert "They put it on the counter. Within 1 minute." in said
    assert "Thank you for bringing it back." in said
    assert "Ask the team leader above 50." in said
    assert "That is our policy. → Here is what I can do, the customer." in said
    assert "Not I have to ask." in said
    assert "Juniper & Vale. Version 1 of 12 March 2026. Head of service" in said.replace("&amp;", "&")
    assert "data-print" in page


def test_the_review_that_is_due_is_told_to_authors_only(nora: FlaskClient, house: House, clock: FixedClock) -> None:
    author = house.browser(house.someone_with(PermissionSet.AUTHOR))
    put_script(house.app, SCRIPT.replace("2026-09-30", "2026-03-12"))
    assert "due for a review" not in author.get(URL).text
    clock.at += timedelta(days=1)
    assert "This script is due for a review." in author.get(URL).text
    assert "Overdue" in author.get(URL).text
    assert "due for a review" not in nora.get(URL).text
    assert "Overdue" not in nora.get(URL).text


def test_scripts_of_my_roles_come_first(nora: FlaskClient, house: House) -> None:
    put_script(house.app, ONLY_PHONES.replace("audience: roles\n", "").replace("A refund", "A call"), slug="a-call")
    put_script(house.app, SCRIPT.replace("A refund", "Zebra crossing"), slug="zebra")
    page = nora.get("/scripts").text
    places = [page.index(word) for word in ("For your work", "A refund", "Zebra crossing", "For other roles", "A call")]
    assert places == sorted(places)
    assert '<form action="/search" role="search">' in page
    assert 'placeholder="What do I say when …"' in page


def test_what_is_only_for_other_roles_is_not_found(nora: FlaskClient, house: House) -> None:
    put_script(house.app, ONLY_PHONES, slug="phones")
    assert "/scripts/phones" not in nora.get("/scripts").text
    for page in ("", "/card", "/live", "/live/money", "/rehearse", "/rehearse/1"):
        assert nora.get(f"/scripts/phones{page}").status_code == 404
    assert nora.post("/scripts/phones/rehearse").status_code == 404
    assert nora.post("/scripts/phones/rehearse/1", data={"line": "greet", "rating": "had"}).status_code == 404
    agent = house.person("Amira Haddad")
    house.role(agent, "Phone agent", since=TODAY)
    assert house.browser(agent).get("/scripts/phones").status_code == 200


def test_an_empty_list_teaches_and_authors_may_begin(house: House) -> None:
    page = house.browser(house.person("Nora Brandt")).get("/scripts").text
    assert "There is no script for you yet" in page
    author = house.browser(house.someone_with(PermissionSet.AUTHOR))
    assert 'href="/documents/new?kind=script">Write a script' in author.get("/scripts").text


def test_authors_see_a_script_as_its_readers_do(nora: FlaskClient, house: House) -> None:
    author = house.browser(house.someone_with(PermissionSet.AUTHOR))
    said = words_of(author.get("/documents/script/a-refund/versions/1").text)
    for words in ("Good morning, the customer. Thank you", "Not That is our policy. But", "You may refund up to 50"):
        assert words in said


def test_pages_ask_little_however_many_scripts_there_are(nora: FlaskClient, house: House, statements) -> None:
    def asked(page: str) -> int:
        nora.get(page)
        with statements() as seen:
            nora.get(page)
        return len(seen)

    nora.post(f"{URL}/rehearse")
    with_one = asked("/scripts")
    for number in range(12):
        put_script(house.app, slug=f"refund-{number}")
        nora.post(f"/scripts/refund-{number}/rehearse")
    assert asked("/scripts") == with_one <= 7
    assert asked(URL) <= 6
    assert asked(f"{URL}/live/money") <= 4
    assert asked(f"{URL}/rehearse/1") <= 5


def test_signed_out_nobody_reads(client: FlaskClient, nora: FlaskClient) -> None:
    assert client.get(URL).location.startswith("/sign-in?next=")


def test_a_script_that_does_not_exist_is_not_found(nora: FlaskClient) -> None:
    for page in ("", "/card", "/live", "/live/end", "/rehearse", "/rehearse/1"):
        assert nora.get(f"/scripts/nothing{page}").status_code == 404
