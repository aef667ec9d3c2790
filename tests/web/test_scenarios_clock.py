"""A turn against the clock: the server's time counts, silence is an answer, and who is called away loses nothing."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.moment import NOW
from tests.stage_play import URL, begin, facts, play_through, plays, put_scenario, said, say
from training.core.clock import FixedClock
from training.core.db import Database
from training.scenarios.models import ScenarioTurn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""


@pytest.fixture
def nora(house: House) -> FlaskClient:
    put_scenario(house.app)
    return house.browser(house.person("Nora Brandt"))


def at_the_clock(browser: FlaskClient, pace: str = "set") -> str:
    """A play whose second turn, with 20 seconds, is shown now."""
    play = begin(browser, pace)
    say(browser, play, 1, "listen")
    return play


def wait(clock: FixedClock, seconds: float) -> None:
    clock.at += timedelta(seconds=seconds)


def test_the_page_tells_what_is_left_and_a_script_what_it_needs(nora: FlaskClient, clock: FixedClock) -> None:
    play = at_the_clock(nora)
    wait(clock, 4.5)
    page = nora.get(play).text
    assert "You have 16 seconds to answer" in page
    assert 'data-left="15.5"' in page
    assert 'id="pause-form"' in page
    assert "Pause and leave" in page


def test_a_turn_without_a_clock_has_nothing_to_pause(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    page = nora.get(play).text
    assert "data-turn-clock" not in page
    assert "Pause" not in page
    nora.post(f"{play}/1/pause")
    assert plays(database)[0].paused_at is None


@pytest.mark.parametrize(("seconds", "heard"), [(19, "look"), (22.5, "look"), (23.5, "late"), (90000, "late")])
def test_what_comes_after_the_time_and_a_little_grace_is_silence(
    nora: FlaskClient, clock: FixedClock, database: Database, seconds: float, heard: str
) -> None:
    play = at_the_clock(nora)
    wait(clock, seconds)
    assert nora.post(f"{play}/2", data={"choice": "look"}).status_code == 303
    assert said(database, play) == ["listen", heard]


@pytest.mark.parametrize(("pace", "heard"), [("set", "late"), ("twice", "look"), ("none", "look")])
def test_anybody_may_have_more_time(
    nora: FlaskClient, clock: FixedClock, database: Database, pace: str, heard: str
) -> None:
    play = at_the_clock(nora, pace)
    wait(clock, 41)
    nora.post(f"{play}/2", data={"choice": "look"})
    assert said(database, play) == ["listen", heard]


def test_the_pace_makes_no_difference_to_the_result(nora: FlaskClient, database: Database) -> None:
    for pace in ("set", "none"):
        play = at_the_clock(nora, pace)
        say(nora, play, 2, "look")
        say(nora, play, 3, "refund")
    first, second = facts(database)
    assert {**first.facts, "play": 0} == {**second.facts, "play": 0}


def test_an_unknown_pace_is_refused(nora: FlaskClient, database: Database) -> None:
    reply = nora.post(f"{URL}/start", data={"pace": "slow"})
    assert reply.status_code == 422
    assert "<title>Error: The lamp that flickers" in reply.text
    assert plays(database) == []


def test_silence_is_an_answer_when_the_time_is_up(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora)
    wait(clock, 10)
    early = nora.post(f"{play}/2", data={"silence": "1"})
    assert early.status_code == 422
    assert "There is still time" in early.text
    wait(clock, 10)
    for _ in range(2):
        assert nora.post(f"{play}/2", data={"silence": "1"}).status_code == 303
    page = nora.get(play).text
    for words in ("No answer in time", "Silence sounds like no.", "from 4 to 2"):
        assert words in page
    assert said(database, play) == ["listen", "late"]


def test_a_choice_after_silence_finds_the_silence(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora)
    wait(clock, 30)
    for choice in ("look", "look", "promise"):
        assert nora.post(f"{play}/2", data={"choice": choice}).status_code == 303
    assert said(database, play) == ["listen", "late"]


def test_without_a_clock_nobody_can_be_silent(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora, "none")
    wait(clock, 9000)
    assert nora.post(f"{play}/2", data={"silence": "1"}).status_code == 422
    assert said(database, play) == ["listen"]


def test_who_comes_back_too_late_is_told_and_goes_on(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora)
    wait(clock, 600)
    page = nora.get(play).text
    assert "The time for this turn is over" in page
    assert "May I see the receipt?" not in page
    nora.post(f"{play}/2", data={"silence": "1"})
    assert said(database, play) == ["listen", "late"]


def test_a_pause_hides_the_turn_and_gives_the_full_time_again(
    nora: FlaskClient, clock: FixedClock, database: Database
) -> None:
    play = at_the_clock(nora)
    wait(clock, 15)
    assert nora.post(f"{play}/2/pause").location == play
    page = nora.get(play).text
    assert "Paused" in page
    assert "May I see the receipt?" not in page
    wait(clock, 3600)
    assert nora.post(f"{play}/2", data={"choice": "look"}).status_code == 409
    nora.post(f"{play}/2/go-on")
    assert "You have 20 seconds to answer" in nora.get(play).text
    wait(clock, 15)
    nora.post(f"{play}/2", data={"choice": "look"})
    assert said(database, play) == ["listen", "look"]
    with database.reading() as db:
        assert db.get_one(ScenarioTurn, (1, 2)).seconds == 15


def test_leaving_pauses(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora)
    assert nora.post(f"{play}/2/pause", data={"then": "leave"}).location == "/"
    assert plays(database)[0].paused_at == NOW
    wait(clock, 86400)
    assert "Paused" in nora.get(play).text


def test_after_a_pause_the_pace_may_be_another(nora: FlaskClient, clock: FixedClock) -> None:
    play = at_the_clock(nora)
    nora.post(f"{play}/2/pause")
    nora.post(f"{play}/2/go-on", data={"pace": "twice"})
    assert "You have 40 seconds to answer" in nora.get(play).text
    nora.post(f"{play}/2/go-on", data={"pace": "none"})  # it is shown already
    assert "You have 40 seconds to answer" in nora.get(play).text


def test_a_pause_cannot_undo_that_the_time_is_over(nora: FlaskClient, clock: FixedClock, database: Database) -> None:
    play = at_the_clock(nora)
    wait(clock, 24)
    nora.post(f"{play}/2/pause")
    assert plays(database)[0].paused_at is None
    assert "The time for this turn is over" in nora.get(play).text


def test_a_pause_that_arrives_after_the_decision_changes_nothing(nora: FlaskClient, database: Database) -> None:
    play = at_the_clock(nora)
    say(nora, play, 2, "look")
    nora.post(f"{play}/2/pause")
    assert plays(database)[0].paused_at is None


def test_the_debrief_tells_the_time_that_was_used(nora: FlaskClient, clock: FixedClock) -> None:
    play = at_the_clock(nora)
    wait(clock, 12)
    say(nora, play, 2, "look")
    say(nora, play, 3, "refund")
    assert "12 of 20 seconds used" in nora.get(f"{play}/debrief").text
    play_through(nora)
