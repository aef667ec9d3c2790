"""A script at the counter: one line on one screen, what may happen, and the way back as it was walked."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.counter import SCRIPT, URL, put_script
from tests.house import House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

LIVE = f"{URL}/live"


@pytest.fixture
def nora(house: House) -> FlaskClient:
    put_script(house.app)
    return house.browser(house.person("Nora Brandt"))


def ways(page: str) -> dict[str, str]:
    """What can happen, and where it leads."""
    found = re.findall(r'<a class="choice" href="([^"]+)"[^>]*>(.*?)</a>', page)
    return {re.sub(r"<[^>]+>", "", text): unescape(url) for url, text in found}


def back_of(page: str) -> str | None:
    found = re.search(r'<a class="back" href="([^"]+)" rel="prev"', page)
    return unescape(found[1]) if found else None


def test_it_begins_with_the_first_line_and_asks_what_happens(nora: FlaskClient) -> None:
    page = nora.get(LIVE).text
    assert "Line 1 of 4" in page
    assert "They put it on the counter." in page
    assert "What happens?" in page
    assert ways(page) == {
        "They want the money": f"{LIVE}/money?by=greet",
        "They want another one": f"{LIVE}/swap?by=greet",
    }
    assert back_of(page) is None


def test_a_line_without_branches_leads_to_the_next_cue(nora: FlaskClient) -> None:
    page = nora.get(f"{LIVE}/money?by=greet").text
    assert ways(page) == {"They have the money.": f"{LIVE}/goodbye?by=greet.money"}
    assert 'rel="next"' in page


def test_the_way_back_is_the_way_that_was_walked(nora: FlaskClient) -> None:
    address = LIVE
    walked = []
    for choice in ("They want another one", "They ask for the money after all", "They have the money.", "They go"):
        page = nora.get(address).text
        walked.append(address.replace(LIVE, f"{LIVE}/greet") if address == LIVE else address)
        address = ways(page)[choice]
    assert address == f"{LIVE}/end?by=greet.swap.money.goodbye"
    while walked:
        back = back_of(nora.get(address).text)
        assert back == walked.pop()
        address = back
    assert back_of(nora.get(address).text) is None


def test_a_way_that_nobody_can_have_walked_is_left_out(nora: FlaskClient) -> None:
    for forged in ("goodbye", "..", "x" * 5000, "<script>", "%00"):
        answer = nora.get(f"{LIVE}/money", query_string={"by": forged})
        assert answer.status_code == 200
        assert back_of(answer.text) is None
    assert back_of(nora.get(f"{LIVE}/money?by=goodbye.greet").text) == f"{LIVE}/greet"


def test_the_authority_of_the_line_goes_before_that_of_the_script(nora: FlaskClient) -> None:
    swap = nora.get(f"{LIVE}/swap").text
    assert "Ask the team leader above 50." in swap
    assert "You may refund up to 50 alone." not in swap
    assert "You may refund up to 50 alone." in nora.get(f"{LIVE}/money").text


def test_a_timed_line_says_its_limit_in_words_without_any_script(nora: FlaskClient) -> None:
    page = nora.get(LIVE).text
    assert "Within 1 minute." in page
    assert 'data-seconds="60"' in page
    assert 'data-clock="a-refund greet"' in page
    assert "data-seconds" not in nora.get(f"{LIVE}/money").text


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (90, "90 seconds"), (60, "1 minute"), (3600, "60 minutes")]
)
def test_lengths_of_time_are_said_as_people_say_them(house: House, seconds: int, words: str) -> None:
    put_script(house.app, SCRIPT.replace("seconds: 60", f"seconds: {seconds}"))
    assert f"Within {words}." in house.browser(house.person("Nora Brandt")).get(LIVE).text


def test_only_a_start_begins_the_clocks_anew(nora: FlaskClient) -> None:
    assert 'data-begins="a-refund"' in nora.get(LIVE).text
    assert "data-begins" not in nora.get(f"{LIVE}/greet").text


def test_only_the_gaps_of_this_line_are_to_be_filled(nora: FlaskClient) -> None:
    assert 'name="customer"' in nora.get(LIVE).text
    assert 'name="amount"' not in nora.get(LIVE).text
    assert "data-fill" not in nora.get(f"{LIVE}/goodbye").text


def test_the_end_leads_to_the_next_customer(nora: FlaskClient) -> None:
    page = nora.get(f"{LIVE}/end?by=greet.swap").text
    assert "That was the last line" in page
    assert f'href="{LIVE}"' in page
    assert back_of(page) == f"{LIVE}/swap?by=greet"


def test_a_line_that_is_gone_leads_to_the_script_with_a_word(nora: FlaskClient) -> None:
    reply = nora.get(f"{LIVE}/long-gone", follow_redirects=True)
    assert reply.request.path == URL
    assert "That line is not in this script any more." in reply.text


def test_the_last_line_of_the_file_leads_to_the_end(house: House) -> None:
    short = SCRIPT[: SCRIPT.index("  - id: money")].replace("go: money", "go: end").replace("go: swap", "go: greet")
    put_script(house.app, short[: short.index("    branches:")])
    page = house.browser(house.person("Nora Brandt")).get(LIVE).text
    assert ways(page) == {"That was the last line": f"{LIVE}/end?by=greet"}
