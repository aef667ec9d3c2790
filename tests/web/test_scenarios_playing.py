"""Playing a scenario by hand: turn by turn, kept on the server, resumed anywhere, once only whatever is sent."""

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.shelf import document_of
from tests.stage_play import (
    BEST,
    FAIR,
    POOR,
    SCENARIO,
    URL,
    begin,
    facts,
    play_through,
    plays,
    put_scenario,
    said,
    say,
)
from training.core.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""


@pytest.fixture
def version(house: House) -> int:
    return put_scenario(house.app)


@pytest.fixture
def nora(house: House, version: int) -> FlaskClient:
    return house.browser(house.person("Nora Brandt"))


def test_the_way_from_the_first_page_to_a_pass(nora: FlaskClient, version: int, database: Database) -> None:
    intro = nora.get(URL).text
    for words in ("The lamp that flickers", "A woman puts a lamp down", "about 4 minutes", "1 turn", "70\u00a0%"):
        assert words in intro
    play = begin(nora)
    turn = nora.get(play).text
    for words in ("Turn 1", "Customer", "This lamp flickers.", "Her patience", "3 of 5", "Tell me what it does."):
        assert words in turn
    assert "A promise was made" not in turn  # kept in mind, not shown
    assert nora.post(f"{play}/1", data={"choice": "listen"}).location == play
    feedback = nora.get(play).text
    for words in (
        "You chose",
        "I am sorry.",
        "you have heard it",
        "from 3 to 4",
        "The next turn has a clock: 20 seconds",
    ):
        assert words in feedback
    assert "It is dangerous" not in feedback  # the next turn is shown when its clock begins
    assert nora.post(f"{play}/2/go-on").location == play
    second = nora.get(play).text
    assert "You have 20 seconds to answer" in second
    assert "The conversation so far" in second
    say(nora, play, 2, "look")
    assert "Here is your money." in nora.get(play).text
    nora.post(f"{play}/3", data={"choice": "refund"})
    ending = nora.get(play).text
    for words in ("Within what you may decide", "She comes again", f'href="{play}/debrief"'):
        assert words in ending
    assert said(database, play) == list(BEST)
    (row,) = plays(database)
    assert (row.score, row.best, row.passed, row.ending, row.is_first) == (5, 5, True, "solved", True)
    (fact,) = facts(database)
    assert (fact.kind, fact.version_id) == ("scenario.passed", version)
    assert fact.document_id == document_of(database, "flickering-lamp")
    assert fact.facts == {
        "slug": "flickering-lamp",
        "title": "The lamp that flickers",
        "version": 1,
        "play": row.id,
        "score": 100.0,
        "pass_mark": 70,
        "ending": "solved",
        "turns": {"hello": True, "receipt": True, "money": True},
    }


@pytest.mark.parametrize(("choices", "score"), [(FAIR, 40.0), (POOR, 60.0)])
def test_too_few_points_or_a_bad_ending_do_not_pass_and_are_recorded_too(
    nora: FlaskClient, database: Database, choices: tuple[str, ...], score: float
) -> None:
    play_through(nora, choices)
    (fact,) = facts(database)
    assert fact.kind == "scenario.failed"
    assert fact.facts["score"] == score
    assert fact.facts["turns"]["money"] is False


def test_a_turn_that_comes_twice_was_chosen_well_if_it_was_both_times(nora: FlaskClient, database: Database) -> None:
    play_through(nora, ("wait", *BEST))
    assert facts(database)[0].facts["turns"]["hello"] is False


def test_with_feedback_at_the_end_one_turn_follows_the_other(house: House, database: Database) -> None:
    put_scenario(house.app, SCENARIO.replace("pass_mark: 70", "pass_mark: 70\nfeedback: end"))
    nora = house.browser(house.person("Nora Brandt"))
    play = begin(nora)
    nora.post(f"{play}/1", data={"choice": "listen"})
    page = nora.get(play).text
    assert "It is dangerous" in page
    assert "you have heard it" not in page
    nora.post(f"{play}/2", data={"choice": "look"})
    nora.post(f"{play}/3", data={"choice": "refund"})
    assert "Within what you may decide" not in nora.get(play).text
    assert "Within what you may decide" in nora.get(f"{play}/debrief").text
    assert len(facts(database)) == 1


def test_a_choice_that_changes_nothing_one_sees_is_followed_by_the_next_turn_at_once(nora: FlaskClient) -> None:
    play = begin(nora)
    nora.post(f"{play}/1", data={"choice": "wait"})
    page = nora.get(play).text
    assert "Turn 2" in page
    assert "This lamp flickers." in page


def test_the_same_choice_sent_twice_is_made_once(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    for _ in range(3):
        reply = nora.post(f"{play}/1", data={"choice": "listen"})
        assert (reply.status_code, reply.location) == (303, play)
    assert said(database, play) == ["listen"]


def test_a_decision_cannot_be_taken_back(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    say(nora, play, 1, "listen")
    reply = nora.post(f"{play}/1", data={"choice": "rules"})
    assert reply.status_code == 409
    assert "That turn is already decided" in reply.text
    assert "It is dangerous" in reply.text  # where it stands now
    assert said(database, play) == ["listen"]


def test_sending_the_last_decision_again_ends_the_play_once(nora: FlaskClient, database: Database) -> None:
    play = play_through(nora)
    assert nora.post(f"{play}/3", data={"choice": "refund"}).status_code == 303
    assert nora.post(f"{play}/3", data={"choice": "voucher"}).status_code == 409
    assert nora.post(f"{play}/4", data={"choice": "refund"}).status_code == 404
    assert len(facts(database)) == 1


@pytest.mark.parametrize("number", ["0", "2", "99", "99999999999999999999"])
def test_a_turn_that_is_not_there_yet_is_not_found(nora: FlaskClient, database: Database, number: str) -> None:
    play = begin(nora)
    assert nora.post(f"{play}/{number}", data={"choice": "look"}).status_code in {404, 405}
    assert nora.get(f"{play}/{number}").status_code == 404
    assert said(database, play) == []


@pytest.mark.parametrize("choice", ["", "forged", "look", "late"])
def test_what_is_not_on_offer_is_refused_with_its_reason(nora: FlaskClient, database: Database, choice: str) -> None:
    play = begin(nora)
    reply = nora.post(f"{play}/1", data={"choice": choice})
    assert reply.status_code == 422
    assert "<title>Error: Turn 1" in reply.text
    assert 'href="#choice"' in reply.text
    assert "This lamp flickers." in reply.text
    assert said(database, play) == []


def test_a_choice_whose_condition_does_not_hold_is_neither_shown_nor_taken(
    nora: FlaskClient, database: Database
) -> None:
    play = begin(nora)
    say(nora, play, 1, "listen")
    say(nora, play, 2, "promise")
    assert "Here is your money." not in nora.get(play).text
    assert nora.post(f"{play}/3", data={"choice": "refund"}).status_code == 422
    assert said(database, play) == ["listen", "promise"]


def test_nothing_is_decided_while_the_feedback_is_read(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    nora.post(f"{play}/1", data={"choice": "listen"})
    reply = nora.post(f"{play}/2", data={"choice": "look"})
    assert reply.status_code == 409
    assert "That turn was not shown" in reply.text
    assert said(database, play) == ["listen"]


def test_going_on_is_for_the_turn_that_comes_next(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    nora.post(f"{play}/1", data={"choice": "listen"})
    for number in (1, 3):
        nora.post(f"{play}/{number}/go-on")
        assert plays(database)[0].shown_at is None
    nora.post(f"{play}/2/go-on")
    assert plays(database)[0].shown_at is not None


def test_leaving_keeps_everything_and_another_device_goes_on(nora: FlaskClient, house: House) -> None:
    play = begin(nora)
    say(nora, play, 1, "listen")
    intro = nora.get(URL).text
    assert "You are at turn 2." in intro
    assert f'href="{play}">Continue' in intro
    assert f'href="{play}">Continue' in nora.get("/scenarios").text
    assert "It is dangerous" in nora.get(play).text
    assert nora.get(f"{play}/2").location == play


def test_starting_again_while_a_play_is_open_goes_on_with_it(nora: FlaskClient, database: Database) -> None:
    play = begin(nora)
    say(nora, play, 1, "listen")
    assert begin(nora) == play
    assert len(plays(database)) == 1


def test_another_persons_play_is_not_found(nora: FlaskClient, house: House, database: Database) -> None:
    finished = play_through(nora)
    for stranger in (house.browser(house.person("Tom Walsh")), house.administrator()):
        for page in ("", "/1", "/debrief"):
            assert stranger.get(finished + page).status_code == 404
        for page in ("/1", "/1/go-on", "/1/pause", "/again"):
            assert stranger.post(finished + page, data={"choice": "listen", "number": "1"}).status_code == 404
    assert len(plays(database)) == 1


def test_a_publish_in_the_middle_does_not_touch_the_play(nora: FlaskClient, house: House, database: Database) -> None:
    play = begin(nora)
    put_scenario(
        house.app, SCENARIO.replace("It is dangerous.", "It smells.").replace("pass_mark: 70", "pass_mark: 99")
    )
    say(nora, play, 1, "listen")
    assert "It is dangerous." in nora.get(play).text
    say(nora, play, 2, "look")
    say(nora, play, 3, "refund")
    assert facts(database)[0].facts["version"] == 1
    second = begin(nora)
    say(nora, second, 1, "listen")
    assert "It smells." in nora.get(second).text


def test_the_first_try_at_each_version_is_marked(nora: FlaskClient, house: House, database: Database) -> None:
    play_through(nora)
    play_through(nora)
    put_scenario(house.app, SCENARIO.replace("It is dangerous.", "It smells."))
    play_through(nora)
    play_through(house.browser(house.person("Tom Walsh")))
    assert [one.is_first for one in plays(database)] == [True, False, True, True]


def test_a_scenario_for_another_role_is_not_found(house: House) -> None:
    put_scenario(house.app, SCENARIO.replace("roles: [counter-staff]", "roles: [counter-staff]\naudience: roles"))
    nora, tom = house.person("Nora Brandt"), house.person("Tom Walsh")
    house.role(tom)
    assert house.browser(nora).get(URL).status_code == 404
    assert house.browser(nora).post(f"{URL}/start").status_code == 404
    assert "The lamp" not in house.browser(nora).get("/scenarios").text
    assert house.browser(tom).get(URL).status_code == 200


def test_the_pages_are_read_in_few_queries(nora: FlaskClient, statements) -> None:
    finished = play_through(nora)
    play = begin(nora)
    say(nora, play, 1, "listen")
    for page in (play, f"{finished}/debrief", URL, "/scenarios"):
        nora.get(page)
    for page, most in ((play, 1), (finished, 1), (f"{finished}/debrief", 1), (URL, 3), ("/scenarios", 4)):
        with statements() as seen:
            nora.get(page)
        own = [text for text in seen.texts if "scenario" in text or "document" in text or "role.slug" in text]
        assert len(own) <= most, seen.texts
    with statements() as seen:
        nora.post(f"{play}/2", data={"choice": "look"})
    own = [text for text in seen.texts if "scenario" in text]
    assert len(own) <= 4, seen.texts  # lock, read, keep the decision, show the next turn
