"""Looking back on a play, and playing again from any turn without harm to what was."""

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.stage_play import BEST, FAIR, POOR, SCENARIO, URL, begin, facts, play_through, plays, put_scenario, said, say
from training.core.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""


@pytest.fixture
def nora(house: House) -> FlaskClient:
    put_scenario(house.app)
    return house.browser(house.person("Nora Brandt"))


def replay(browser: FlaskClient, play: str, number: int) -> str:
    reply = browser.post(f"{play}/again", data={"number": str(number)})
    assert reply.status_code == 303
    return reply.location


def test_the_debrief_of_the_best_play_has_nothing_better(nora: FlaskClient) -> None:
    page = nora.get(f"{play_through(nora)}/debrief").text
    assert "Passed, with 100\u00a0%" in page
    assert "You earned 5 of the 5 points" in page
    assert page.count("Well chosen") == 3
    assert "There was better" not in page
    assert "The step: Hear it out. The standard: Nobody has to say it twice." in " ".join(page.split())
    assert "3 of 3 points" in page  # in listening


def test_the_debrief_tells_turn_by_turn_what_would_have_been_better_and_why(nora: FlaskClient) -> None:
    page = nora.get(f"{play_through(nora, FAIR)}/debrief").text
    assert "Not yet: 40\u00a0%, and 70\u00a0% is needed" in page
    first, third = page[page.index('id="turn-1"') : page.index('id="turn-2"')], page[page.index('id="turn-3"') :]
    for words in ("Have you read our rules?", "There was better", "Tell me what it does.", "you have heard it"):
        assert words in first
    assert "from 3 to 2" in first
    assert "0 of 2 points" in first
    assert "Within what you may decide, and at once." in third


LONGER_WAY = """\
title: Two ways to the same
summary: You can take your time.
skills: [listening]
situation: At the counter.
turns:
  - id: first
    text: They begin to tell.
    choices:
      - {id: all, text: Tell me all of it., score: {listening: 2}, feedback: Heard at once., go: good}
      - {id: some, text: What is it?, score: {listening: 1}, feedback: Half of it., go: second}
      - {id: none, text: Next., feedback: They leave., go: left}
  - id: second
    text: They go on.
    choices:
      - {id: rest, text: And then?, score: {listening: 1}, feedback: Now all of it., go: good}
      - {id: stop, text: I see., feedback: They stop., go: good}
endings:
  - {id: good, title: Heard, text: All is said., outcome: good}
  - {id: left, title: Gone, text: They left., outcome: poor}
"""


def test_fewer_points_than_there_were_are_no_mistake_while_the_best_is_in_reach(house: House) -> None:
    put_scenario(house.app, LONGER_WAY)
    nora = house.browser(house.person("Nora Brandt"))
    page = nora.get(f"{play_through(nora, ('some', 'rest'))}/debrief").text
    first, second = page[page.index('id="turn-1"') : page.index('id="turn-2"')], page[page.index('id="turn-2"') :]
    assert "The best was still in reach" in first
    assert "1 of 2 points" in first
    assert "Well chosen" in second


def test_a_bad_ending_is_said_so_whatever_the_points(nora: FlaskClient) -> None:
    page = nora.get(f"{play_through(nora, POOR)}/debrief").text
    assert "Not yet: it came to a bad end" in page
    assert "Play again from the start" in page


def test_before_the_ending_there_is_no_debrief(nora: FlaskClient) -> None:
    play = begin(nora)
    assert nora.get(f"{play}/debrief").location == play
    assert nora.post(f"{play}/again", data={"number": "1"}).status_code == 404


def test_a_replay_begins_at_its_turn_and_is_no_evidence(nora: FlaskClient, database: Database) -> None:
    first = play_through(nora, FAIR)
    again = replay(nora, first, 3)
    assert again != first
    page = nora.get(again).text
    assert "Turn 3" in page
    assert "A replay, just for you" in page
    assert said(database, again) == ["rules", "look"]
    say(nora, again, 3, "refund")
    assert "This was a replay from turn 3" in nora.get(f"{again}/debrief").text
    assert len(facts(database)) == 1
    before, after = plays(database)
    assert (before.passed, before.score, before.is_first) == (False, 2, True)
    assert (after.score, after.is_first, after.from_play_id, after.from_number) == (3, False, before.id, 3)
    intro = nora.get(URL).text
    assert "A replay from turn 3" in intro
    assert f'href="{first}/debrief"' in intro
    assert "Your best result: 40\u00a0%" in nora.get("/scenarios").text


def test_a_replay_of_a_replay_is_one_too(nora: FlaskClient, database: Database) -> None:
    again = replay(nora, play_through(nora), 2)
    for number, choice in enumerate(("promise", "voucher"), start=2):
        say(nora, again, number, choice)
    third = replay(nora, again, 3)
    assert said(database, third) == ["listen", "promise"]


def test_the_same_button_twice_is_one_replay(nora: FlaskClient, database: Database) -> None:
    play = play_through(nora)
    assert replay(nora, play, 2) == replay(nora, play, 2)
    assert len(plays(database)) == 2


def test_a_replay_that_was_decided_wrongly_can_be_begun_anew(nora: FlaskClient, database: Database) -> None:
    play = play_through(nora)
    left = replay(nora, play, 2)
    say(nora, left, 2, "promise")
    again = replay(nora, play, 2)
    assert again != left
    assert said(database, again) == ["listen"]


def test_another_turn_takes_the_place_of_a_replay_that_was_left(nora: FlaskClient, database: Database) -> None:
    play = play_through(nora)
    left = replay(nora, play, 2)
    say(nora, left, 2, "promise")
    again = replay(nora, play, 3)
    assert nora.get(again).status_code == 200
    assert nora.get(left).status_code == 404
    assert nora.post(f"{left}/3", data={"choice": "voucher"}).status_code == 404
    assert said(database, again) == ["listen", "look"]
    assert "A replay" not in nora.get(URL).text  # it came to no ending


@pytest.mark.parametrize("number", ["0", "4", "-1", "99999999999999999999"])
def test_a_turn_that_was_not_played_cannot_be_played_again(nora: FlaskClient, number: str) -> None:
    play = play_through(nora)
    assert nora.post(f"{play}/again", data={"number": number}).status_code == 404


def test_an_open_try_does_not_give_way_to_a_replay(nora: FlaskClient, database: Database) -> None:
    first = play_through(nora)
    second = begin(nora)
    reply = nora.post(f"{first}/again", data={"number": "2"})
    assert (reply.status_code, reply.location) == (303, second)
    assert "You are in the middle of this one" in nora.get(second).text
    assert len(plays(database)) == 2


def test_a_new_try_takes_the_place_of_an_open_replay(nora: FlaskClient, database: Database) -> None:
    again = replay(nora, play_through(nora, FAIR), 2)
    assert "Continue the replay" in nora.get(URL).text
    assert "Continue the replay" in nora.get("/scenarios").text
    second = begin(nora)
    assert second != again
    for number, choice in enumerate(BEST, start=1):
        say(nora, second, number, choice)
    assert [fact.kind for fact in facts(database)] == ["scenario.failed", "scenario.passed"]
    assert "Your best result: 100\u00a0%" in nora.get("/scenarios").text


def test_a_replay_stays_on_the_version_of_its_play(nora: FlaskClient, house: House) -> None:
    play = play_through(nora)
    put_scenario(house.app, SCENARIO.replace("It is dangerous.", "It smells."))
    assert "It is dangerous." in nora.get(replay(nora, play, 2)).text


def test_what_is_for_my_roles_comes_first_and_the_list_says_how_far_i_am(house: House) -> None:
    put_scenario(house.app)
    nora = house.person("Nora Brandt")
    browser = house.browser(nora)
    assert "All scenarios" in browser.get("/scenarios").text
    house.role(nora)
    page = browser.get("/scenarios").text
    assert "For your work" in page
    assert "About 4 minutes." in page
    assert "best result" not in page
    play_through(browser)
    assert "Passed" in browser.get("/scenarios").text


def test_an_empty_list_says_what_a_scenario_is(house: House) -> None:
    page = house.browser(house.person("Nora Brandt")).get("/scenarios").text
    assert "There is no scenario for you yet" in page
    assert "/documents/new?kind=scenario" in house.administrator().get("/scenarios").text


def test_only_authors_are_shown_the_way_to_the_map(nora: FlaskClient, house: House) -> None:
    assert f"{URL}/map" not in nora.get(URL).text
    assert f'href="{URL}/map"' in house.administrator().get(URL).text
