"""The map of a scenario: what is on it, what is wrong, and who sees it."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.house import House, actor
from tests.moment import NOW
from tests.school import School
from training.content.actions import Typed, new_document, save_draft
from training.core.permissions import PermissionSet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

LAMP = """\
title: The lamp that flickers
summary: You can take back what is broken.
situation: Somebody puts a lamp on the counter.
skills: [care]
state:
  - {id: patience, label: Patience, start: 2, shown: true}
  - {id: receipt, label: Receipt seen}
turns:
  - id: first
    who: Customer
    text: It <flickers> & hums.
    seconds: 20
    late: {set: {patience: -1}, go: second}
    choices:
      - {id: ask, text: May I see it?, score: {care: 2}, set: {receipt: true}, go: second}
      - {id: shrug, text: They all do., set: {patience: -2}, feedback: They hear that., go: second}
  - id: second
    text: They wait.
    choices:
      - id: swap
        text: Here is a new one.
        when: receipt or patience > 1
        score: {care: 1}
        go: [{when: patience >= 1, go: glad}, {go: gone}]
      - {id: wait, text: One moment., feedback: They sigh., go: second}
      - {id: no, text: No., go: gone}
endings:
  - {id: glad, title: They are glad, text: Thanks., outcome: good}
  - {id: gone, title: They leave, text: The door., outcome: poor}
"""
MAP = "/scenarios/lamp/map"


@pytest.fixture
def author(house: House) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.AUTHOR))


@pytest.fixture
def lamp(house: House) -> int:
    return School(house.app).publish("scenario", "lamp", LAMP)


def page(browser: FlaskClient, address: str = MAP) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def draft(house: House, text: str, slug: str = "lamp") -> None:
    me = actor(house.person())
    with house.app.app_context(), house.database.writing() as db:
        revision: Any = None
        if slug != "lamp":
            revision = new_document(db, me, "scenario", slug, now=NOW).revision
        save_draft(db, me, "scenario", slug, Typed(text, revision, None), now=NOW)


def test_one_sentence_says_what_the_map_shows(author: FlaskClient, lamp: int) -> None:
    text = words(page(author))
    assert "2 turns , 2 endings ." in text or "2 turns, 2 endings." in text
    assert "The best way earns 3 points, the worst 0; 3 are enough to pass, unless the ending is poor." in text
    assert "All ways were tried, and nothing is wrong." in text


def test_each_turn_and_ending_is_a_box_that_leads_to_its_part_of_the_table(author: FlaskClient, lamp: int) -> None:
    text = page(author)
    for item in ("first", "second", "glad", "gone"):
        assert f'<a id="box-{item}" href="#part-{item}"' in text
        assert f'id="part-{item}"' in text
    assert "Good ending" in text
    assert "Poor ending" in text


def test_what_authors_write_is_text_on_the_map(author: FlaskClient, lamp: int) -> None:
    text = page(author)
    assert "<tspan>Customer:</tspan> It &lt;flickers&gt; &amp; hums." in text
    assert "<flickers>" not in text
    assert " style=" not in text


def test_the_table_says_conditions_and_effects_in_words(author: FlaskClient, lamp: int) -> None:
    text = words(page(author))
    assert "Receipt seen, or Patience above 1" in text
    assert "Patience −2" in text
    assert "Receipt seen: from now on" in text
    assert "glad if Patience at least 1" in text
    assert "gone otherwise" in text


def test_the_best_way_is_drawn_thick_and_silence_dashed(author: FlaskClient, lamp: int) -> None:
    text = page(author)
    assert len(re.findall(r'<path class="best"', text)) == 2
    assert len(re.findall(r'<path class="late"', text)) == 1


def test_problems_of_a_draft_are_in_words_with_their_line_and_marked_at_their_box(
    house: House, author: FlaskClient, lamp: int
) -> None:
    broken = LAMP.replace("      - {id: no, text: No., go: gone}\n", "").replace(
        "{id: wait, ", "{id: wait, when: patience > 4, "
    )
    draft(house, broken)
    assert "Map of the draft" in page(author)
    text = page(author, f"{MAP}?draft=1")
    assert "Line 19: A dead end: “second” can be reached without any choice on offer." in words(text)
    assert re.search(r'<a id="box-second" href="#part-second" class="turn error"', text)
    assert "A draft. Nobody plays it until it is published." in words(text)
    assert "nothing is wrong" in page(author)  # the live version is as it was


def test_a_draft_that_cannot_be_read_has_its_problems_and_no_map(house: House, author: FlaskClient, lamp: int) -> None:
    draft(house, LAMP.replace("go: glad}", "go: happy}"))
    text = page(author, f"{MAP}?draft=1")
    assert "“happy” leads nowhere: no turn and no ending has this id." in words(text)
    assert '<svg class="map"' not in text


def test_a_draft_of_a_new_scenario_has_a_map_at_once(house: House, author: FlaskClient) -> None:
    draft(house, LAMP, "new-lamp")
    assert "A draft." in page(author, "/scenarios/new-lamp/map")
    assert author.get("/scenarios/no-lamp/map").status_code == 404


def test_learners_see_no_map(house: House, lamp: int) -> None:
    assert house.browser(house.person("Nora Brandt")).get(MAP).status_code == 404


def test_the_editor_refuses_what_the_check_finds(house: House, author: FlaskClient) -> None:
    draft(house, LAMP.replace("go: glad", "go: gone"), "sad-lamp")
    text = words(page(author, "/documents/scenario/sad-lamp/edit"))
    assert "Nobody can pass: no choices lead to an ending that is good or fair." in text


def test_authors_preview_a_scenario_turn_by_turn(house: House, author: FlaskClient) -> None:
    draft(house, LAMP, "new-lamp")
    text = page(author, "/documents/scenario/new-lamp/preview")
    assert "/scenarios/new-lamp/map?draft=1" in text
    for told in (
        "Patience: from 0 to 5, at first 2, shown to the player",
        "Only if Receipt seen, or Patience above 1.",
        "care +2",
        "Silence, after 20 seconds",
        "They hear that.",
        "→ glad if Patience at least 1; → gone",
    ):
        assert told in words(text)
