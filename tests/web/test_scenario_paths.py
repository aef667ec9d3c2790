"""What people choose: first plays only, numbers only, and only about people whom one may count."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.moment import NOW
from tests.school import School
from tests.web.test_scenario_map import LAMP
from training.content.queries import edition
from training.content.release import Change
from training.core.permissions import PermissionSet
from training.scenarios.files import LATE
from training.scenarios.game.rules import Game
from training.scenarios.models import ScenarioPlay, ScenarioTurn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

PATHS = "/scenarios/lamp/paths"
RIGHT, WRONG = ("ask", "swap"), ("shrug", "no")


class Players:
    """People who have played."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.version = School(house.app).publish("scenario", "lamp", LAMP)

    def play(self, choices: Sequence[str], *, team: int | None = None, first: bool = True, version: int = 0) -> int:
        """A play of somebody new; one whose choices lead to no ending is still open."""
        person = self.house.person(f"Player{self.version}", team=team)
        with self.house.app.app_context(), self.house.database.writing() as db:
            found = edition(db, version or self.version)
            game, play = (
                Game(found.model),
                ScenarioPlay(
                    person_id=person,
                    document_id=found.document_id,
                    version_id=found.id,
                    pace="as-set",
                    started_at=NOW,
                    is_first=first,
                ),
            )
            db.add(play)
            db.flush()
            position = game.start
            for number, choice in enumerate(choices, start=1):
                values = list(position.values)
                db.add(
                    ScenarioTurn(
                        play_id=play.id,
                        number=number,
                        turn_id=position.place,
                        choice_id=choice,
                        values=values,
                        points={},
                        at=NOW,
                        seconds=5,
                    )
                )
                position = game.after(position, choice)
            if game.ending(position):
                play.finished_at, play.ending = NOW, position.place
            return play.id


@pytest.fixture
def players(house: House) -> Players:
    return Players(house)


@pytest.fixture
def author(house: House, players: Players) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.AUTHOR))


def words(browser: FlaskClient, address: str = PATHS) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))).split())


def test_below_five_plays_nothing_is_told(players: Players, author: FlaskClient) -> None:
    for _ in range(4):
        players.play(WRONG)
    text = words(author)
    assert "Too few to tell" in text
    assert "4 first plays of version 1 are finished." in text
    assert "%" not in text
    players.play(WRONG)
    assert "5 first plays of version 1." in words(author)


def test_turns_are_sorted_by_how_often_people_go_wrong(players: Players, author: FlaskClient) -> None:
    for _ in range(3):
        players.play(RIGHT)
    for _ in range(2):
        players.play(("ask", "no"))
    for _ in range(5):
        players.play(("shrug", "no"))
    text = words(author)
    assert "10 first plays of version 1." in text
    second = "second They wait. 10 70 % 30 % Here is a new one. Best 0 % One moment. 70 % No. Best"
    first = "first Customer: It <flickers> & hums. 10 50 % 50 % May I see it? Best 50 % They all do. 0 % silence"
    # Whoever shrugged cannot do better than “no” any more: only the two who had asked were wrong there.
    assert second not in text
    assert second.replace("10 70 %", "10 20 %") in text
    assert first in text
    assert text.index(first) < text.index("second They wait.")


def test_silence_is_wrong_and_counted(players: Players, author: FlaskClient) -> None:
    for _ in range(5):
        players.play((LATE, "no"))
    assert "10 0 %" not in words(author)
    assert "5 100 % 0 % May I see it? 0 % They all do. 100 % silence" in words(author)


def test_a_choice_that_only_goes_round_is_wrong_and_a_turn_may_be_met_twice_in_a_play(
    players: Players, author: FlaskClient
) -> None:
    for _ in range(5):
        players.play(("ask", "wait", "swap"))
    assert "second They wait. 5 50 % 50 % Here is a new one. Best 50 % One moment. 0 % No." in words(author)


def test_replays_and_open_plays_do_not_count(players: Players, author: FlaskClient) -> None:
    for _ in range(5):
        players.play(RIGHT)
    for _ in range(5):
        players.play(WRONG, first=False)
        players.play(("shrug",))
    assert "first Customer: It <flickers> & hums. 5 0 % 100 % May I see it?" in words(author)


def test_a_turn_to_which_few_came_tells_nothing_and_one_to_which_nobody_came_says_so(
    house: House, author: FlaskClient
) -> None:
    more = LAMP.replace("{id: no, text: No., go: gone}", "{id: no, text: No., go: third}").replace(
        "endings:\n",
        "  - {id: third, text: Well?, choices: [{id: bye, text: Bye., score: {care: 1}, go: gone}]}\nendings:\n",
    )
    players = Players.__new__(Players)
    players.house = house
    players.version = School(house.app).publish("scenario", "lamp", more, change=Change.BEHAVIOUR)
    for _ in range(6):
        players.play(RIGHT)
    assert "third Well? Nobody came here" in words(author)
    players.play(("ask", "no", "bye"))
    assert "third Well? Too few to tell" in words(author)


def test_endings_are_counted(players: Players, author: FlaskClient) -> None:
    for choices in (*[RIGHT] * 4, *[WRONG] * 3):
        players.play(choices)
    assert "glad Good ending: They are glad 4" in words(author)
    assert "gone Poor ending: They leave 3" in words(author)


def test_the_heat_of_a_turn_is_on_the_map_too(players: Players, author: FlaskClient) -> None:
    for choices in (*[RIGHT] * 6, *[WRONG] * 4):
        players.play(choices)
    text = author.get(PATHS).get_data(as_text=True)
    assert re.search(r'<a id="box-first" href="#part-first" class="turn" data-level="3"', text)
    assert re.search(r'<a id="box-second" href="#part-second" class="turn">', text)


def test_each_version_is_counted_by_itself(house: House, players: Players, author: FlaskClient) -> None:
    for _ in range(5):
        players.play(WRONG)
    newer = School(house.app).publish(
        "scenario", "lamp", LAMP.replace("They wait.", "They look."), change=Change.EDITORIAL
    )
    assert "0 first plays of version 2 are finished." in words(author)
    assert "5 first plays of version 1." in words(author, f"{PATHS}?version=1")
    for _ in range(6):
        players.play(RIGHT, version=newer)
    text = words(author)
    assert "6 first plays of version 2." in text
    assert "1, played 5 times" in text


def test_managers_count_their_own_people_only(house: House, players: Players) -> None:
    boss = house.person("Grace Lindqvist")
    shop = house.team("Canal Side", house.root, leader=boss)
    for _ in range(5):
        players.play(WRONG, team=shop)
        players.play(RIGHT)
    text = words(house.browser(boss))
    assert "5 first plays of version 1." in text
    assert "5 100 %" in text


def test_nobody_is_named(players: Players, author: FlaskClient) -> None:
    for _ in range(9):
        players.play(WRONG)
    assert "Player" not in words(author)


def test_learners_see_nothing_of_it(house: House, players: Players) -> None:
    assert house.browser(house.person("Nora Brandt")).get(PATHS).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_plays_as_for_few(
    players: Players, author: FlaskClient, statements: Any
) -> None:
    for _ in range(5):
        players.play(WRONG)
    author.get(PATHS)
    with statements() as few:
        author.get(PATHS)
    for _ in range(10):
        players.play(RIGHT)
    with statements() as many:
        author.get(PATHS)
    assert len(many.texts) == len(few.texts) <= 10
