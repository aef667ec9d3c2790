"""Rehearsing a script: line by line, then the whole; every rating is kept, once, and the end is evidence."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.counter import LINES, SCRIPT, URL, put_script
from tests.house import House
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.ledger import Entry
from training.scripts.models import Rehearsal

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

REHEARSE = f"{URL}/rehearse"


@pytest.fixture
def version(house: House) -> int:
    return put_script(house.app)


@pytest.fixture
def person(house: House, version: int) -> int:
    return house.person("Nora Brandt")


@pytest.fixture
def nora(house: House, person: int) -> FlaskClient:
    return house.browser(person)


def rate(browser: FlaskClient, number: int, line: str, rating: str = "had") -> str:
    """Where the rating leads."""
    answer = browser.post(f"{REHEARSE}/{number}", data={"line": line, "rating": rating})
    assert answer.status_code == 303
    return answer.location


def rehearse(browser: FlaskClient, *ratings: str) -> str:
    """Begin, rate each line as it comes, the rest as had; returns where it ended."""
    place = browser.post(REHEARSE).location
    given = iter(ratings)
    while place != REHEARSE:
        found = re.search(r'name="line" value="([^"]+)"', browser.get(place).text)
        assert found is not None
        place = rate(browser, int(place.rsplit("/", 1)[1]), found[1], next(given, "had"))
    return place


def facts(database: Database) -> list[Entry]:
    with database.reading() as db:
        return list(db.scalars(select(Entry).where(Entry.kind == "script.rehearsed").order_by(Entry.id)))


def rehearsals(database: Database) -> list[Rehearsal]:
    with database.reading() as db:
        return list(db.scalars(select(Rehearsal).order_by(Rehearsal.id)))


def test_a_whole_rehearsal_is_evidence_of_that_version(
    nora: FlaskClient, person: int, version: int, database: Database
) -> None:
    assert nora.post(REHEARSE).location == f"{REHEARSE}/1"
    places = [rate(nora, number, line) for number, line in enumerate(LINES * 2, start=1)]
    assert places == [*(f"{REHEARSE}/{number}" for number in range(2, 9)), REHEARSE]
    (fact,) = facts(database)
    assert (fact.version_id, fact.subject_id, fact.actor_id) == (version, person, person)
    assert fact.facts == {"slug": "a-refund", "title": "A refund", "version": 1, "lines": list(LINES), "shaky": []}
    page = nora.get(REHEARSE).text
    assert "You have said the whole script, on 12 March 2026." in page
    assert "Every line came" in page


def test_only_the_cue_is_open_until_the_line_is_looked_at(nora: FlaskClient) -> None:
    nora.post(REHEARSE)
    page = nora.get(f"{REHEARSE}/1").text
    cue, _, below = page.partition("<details")
    assert "They put it on the counter." in cue
    assert "Thank you for bringing it back" not in cue
    assert "Thank you for bringing it back" in below
    assert "How did it come?" in below
    assert '<details class="reveal">' in page


def test_in_the_whole_there_is_the_line_alone(nora: FlaskClient) -> None:
    nora.post(REHEARSE)
    assert "Nobody has to defend a reason." in nora.get(f"{REHEARSE}/1").text
    for number, line in enumerate(LINES, start=1):
        rate(nora, number, line)
    page = nora.get(f"{REHEARSE}/5").text
    assert "The whole script, from its cues" in page
    assert "0 of 4" in page
    assert "Nobody has to defend a reason." not in page


def test_what_did_not_come_comes_again_and_what_stays_shaky_is_told(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet", "not-yet")
    for number, line in enumerate(LINES[1:], start=2):
        rate(nora, number, line, "nearly")
    page = nora.get(f"{REHEARSE}/5").text
    assert "Once more" in page
    assert "They put it on the counter." in page
    rate(nora, 5, "greet")
    for number, line in enumerate(LINES, start=6):
        rate(nora, number, line, "nearly" if line == "swap" else "had")
    (fact,) = facts(database)
    assert fact.facts["shaky"] == ["swap"]
    page = nora.get(REHEARSE).text
    assert f'href="{URL}#swap"' in page
    assert f'href="{URL}#greet"' not in page


def test_the_place_is_kept_for_another_device(nora: FlaskClient, house: House, person: int) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    elsewhere = house.browser(person)
    assert "You are in the middle of it." in elsewhere.get(REHEARSE).text
    assert "Go on rehearsing" in elsewhere.get(URL).text
    assert "In the middle of rehearsing" in elsewhere.get("/scripts").text
    assert elsewhere.post(REHEARSE).location == f"{REHEARSE}/2"


def test_beginning_twice_is_one_rehearsal(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    nora.post(REHEARSE)
    (row,) = rehearsals(database)
    assert row.ratings == [["lines", "greet", "had"]]


def test_starting_over_forgets_what_was_rated(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    assert nora.post(REHEARSE, data={"then": "anew"}).location == f"{REHEARSE}/1"
    (row,) = rehearsals(database)
    assert row.ratings == []


def test_a_rating_sent_twice_counts_once(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    assert rate(nora, 1, "greet") == rate(nora, 1, "greet") == f"{REHEARSE}/2"
    (row,) = rehearsals(database)
    assert row.ratings == [["lines", "greet", "had"]]


def test_going_back_shows_the_rating_and_lets_it_be_changed(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    rate(nora, 2, "money")
    page = nora.get(f"{REHEARSE}/1").text
    assert "You said: Had it. You may change it." in page
    assert rate(nora, 1, "greet", "not-yet") == f"{REHEARSE}/3"
    (row,) = rehearsals(database)
    assert row.ratings == [["lines", "greet", "not-yet"], ["lines", "money", "had"]]


def test_a_rating_from_a_tab_left_behind_goes_on_where_the_other_is(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    assert rate(nora, 7, "swap") == f"{REHEARSE}/2"
    assert rate(nora, 2, "swap") == f"{REHEARSE}/2"
    assert "That line was not the next one any more." in nora.get(f"{REHEARSE}/2").text
    (row,) = rehearsals(database)
    assert len(row.ratings) == 1


@pytest.mark.parametrize("rating", ["", "perfect", "HAD"])
def test_what_is_no_rating_is_asked_for_again(nora: FlaskClient, database: Database, rating: str) -> None:
    nora.post(REHEARSE)
    refused = nora.post(f"{REHEARSE}/1", data={"line": "greet", "rating": rating})
    assert refused.status_code == 422
    assert "<title>Error:" in refused.text
    assert 'href="#rating">Choose how it came' in refused.text
    assert rehearsals(database)[0].ratings == []


def test_nothing_can_be_rated_while_no_rehearsal_is_open(nora: FlaskClient, database: Database) -> None:
    assert rate(nora, 1, "greet") == REHEARSE
    assert nora.get(f"{REHEARSE}/1").location == REHEARSE
    rehearse(nora)
    assert rate(nora, 8, "swap", "not-yet") == REHEARSE
    assert len(facts(database)) == 1
    assert rehearsals(database)[0].ratings[-1] == ["whole", "swap", "had"]


def test_a_turn_further_ahead_leads_to_the_next_one(nora: FlaskClient) -> None:
    nora.post(REHEARSE)
    assert nora.get(f"{REHEARSE}/5").location == f"{REHEARSE}/1"


def test_rehearsing_again_is_another_row_and_evidence_again(nora: FlaskClient, database: Database) -> None:
    rehearse(nora)
    assert rehearse(nora, "not-yet", "nearly") == REHEARSE
    assert len(facts(database)) == 2
    assert [row.finished_at is not None for row in rehearsals(database)] == [True, True]
    assert "Rehearsed" in nora.get("/scripts").text


def test_looking_at_pages_changes_nothing(nora: FlaskClient, database: Database) -> None:
    for page in (URL, REHEARSE, f"{REHEARSE}/1"):
        nora.get(page)
    assert rehearsals(database) == []


def test_ones_own_rehearsal_is_nobody_elses(nora: FlaskClient, house: House) -> None:
    rehearse(nora)
    other = house.browser(house.person("Tom Walsh"))
    assert "You have said the whole script" not in other.get(REHEARSE).text


CHANGED = SCRIPT.replace("Of course. Here is {amount}.", "Of course. Here is {amount}, and your receipt.")


def test_a_new_version_midway_asks_again_only_for_what_people_do_differently(
    nora: FlaskClient, house: House, database: Database
) -> None:
    nora.post(REHEARSE)
    for number, line in enumerate(LINES, start=1):
        rate(nora, number, line)
    rate(nora, 5, "greet")
    newer = put_script(house.app, CHANGED, {"money": "behaviour"})
    place = nora.post(REHEARSE).location
    assert place == f"{REHEARSE}/5"
    assert "and your receipt" in nora.get(place).text
    assert rate(nora, 5, "money") == f"{REHEARSE}/6"
    for number, line in enumerate(LINES[1:], start=6):
        rate(nora, number, line)
    (fact,) = facts(database)
    assert fact.version_id == newer
    assert fact.facts["version"] == 2


def test_a_new_wording_midway_takes_nothing_away(nora: FlaskClient, house: House) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    rate(nora, 2, "money")
    put_script(house.app, CHANGED, {"money": "clarifying"})
    assert nora.post(REHEARSE).location == f"{REHEARSE}/3"
    assert "and your receipt" in nora.get(f"{REHEARSE}/2").text


def test_a_stale_page_of_a_line_that_changed_cannot_rate_another_one(nora: FlaskClient, house: House) -> None:
    nora.post(REHEARSE)
    rate(nora, 1, "greet")
    rate(nora, 2, "money")
    put_script(house.app, CHANGED, {"money": "behaviour"})
    assert rate(nora, 3, "goodbye") == f"{REHEARSE}/2"


def test_a_script_that_lost_the_lines_still_to_be_said_is_complete(
    nora: FlaskClient, house: House, database: Database
) -> None:
    nora.post(REHEARSE)
    for number, line in enumerate((*LINES, *LINES[:3]), start=1):
        rate(nora, number, line)
    shorter = SCRIPT[: SCRIPT.index("  - id: swap")].replace("      - {case: They want another one, go: swap}\n", "")
    put_script(house.app, shorter, {"swap": "behaviour", "greet": "clarifying"})
    assert nora.get(f"{REHEARSE}/8").location == REHEARSE
    assert nora.post(REHEARSE).location == REHEARSE
    assert facts(database)[0].facts["lines"] == ["greet", "money", "goodbye"]


def test_a_change_of_what_is_said_shows_until_it_is_rehearsed_again(nora: FlaskClient, house: House) -> None:
    rehearse(nora)
    put_script(house.app, CHANGED, {"money": "behaviour"})
    assert "This script has changed since." in nora.get(REHEARSE).text
    assert "Changed since you rehearsed it" in nora.get("/scripts").text
    rehearse(nora)
    assert "This script has changed since." not in nora.get(REHEARSE).text
    assert "Changed since" not in nora.get("/scripts").text


def at_once(*acts: Any) -> list[Any]:
    """Do all of it at the same moment; returns what each came to."""
    ready = Barrier(len(acts))

    def run(act: Any) -> Any:
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_beginning_in_several_tabs_is_one_rehearsal(house: House, person: int, database: Database) -> None:
    tabs = [house.browser(person) for _ in range(6)]
    replies = at_once(*(lambda tab=tab: tab.post(REHEARSE) for tab in tabs))
    assert {reply.location for reply in replies} == {f"{REHEARSE}/1"}
    assert len(rehearsals(database)) == 1


def test_the_last_rating_in_several_tabs_is_one_proof(
    nora: FlaskClient, house: House, person: int, database: Database, clock: FixedClock
) -> None:
    nora.post(REHEARSE)
    for number, line in enumerate((*LINES, *LINES[:3]), start=1):
        rate(nora, number, line)
    tabs = [house.browser(person) for _ in range(6)]
    sent = {"line": "swap", "rating": "had"}
    replies = at_once(*(lambda tab=tab: tab.post(f"{REHEARSE}/8", data=sent) for tab in tabs))
    assert {reply.location for reply in replies} == {REHEARSE}
    assert len(facts(database)) == 1
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Rehearsal).where(Rehearsal.finished_at.is_(None))) == 0


def test_a_person_cannot_have_two_open_rehearsals_of_a_script(nora: FlaskClient, database: Database) -> None:
    nora.post(REHEARSE)
    (row,) = rehearsals(database)
    second = Rehearsal(
        person_id=row.person_id,
        document_id=row.document_id,
        version_id=row.version_id,
        ratings=[],
        started_at=row.started_at,
    )
    with pytest.raises(Exception, match=r"(?i)unique"), database.writing() as db:
        db.add(second)
