"""Two tabs, two devices, a double click in a play: one of them decides, and what it decided stays."""

import pytest
from flask.testing import FlaskClient

from tests.house import House
from tests.stage_play import URL, begin, facts, play_through, plays, put_scenario, said, say
from tests.web.test_quizzes_at_once import TABS, at_once
from training.core.db import Database


@pytest.fixture
def tabs(house: House) -> list[FlaskClient]:
    """Browsers of one person."""
    put_scenario(house.app)
    nora = house.person("Nora Brandt")
    return [house.browser(nora) for _ in range(TABS)]


def test_starting_in_several_tabs_begins_one_play(tabs: list[FlaskClient], database: Database) -> None:
    replies = at_once(*(lambda tab=tab: tab.post(f"{URL}/start") for tab in tabs))
    assert {reply.status_code for reply in replies} == {303}
    assert len({reply.location for reply in replies}) == 1
    assert len(plays(database)) == 1


def test_of_different_choices_at_once_exactly_one_wins(tabs: list[FlaskClient], database: Database) -> None:
    play = begin(tabs[0])
    choices = ("listen", "rules")
    replies = at_once(
        *(
            lambda tab=tab, choice=choice: tab.post(f"{play}/1", data={"choice": choice})
            for tab, choice in zip(tabs, choices, strict=False)
        )
    )
    by_status = {reply.status_code: choice for reply, choice in zip(replies, choices, strict=True)}
    assert sorted(by_status) == [303, 409]
    assert said(database, play) == [by_status[303]]


def test_the_same_choice_in_several_tabs_is_one_decision(tabs: list[FlaskClient], database: Database) -> None:
    play = begin(tabs[0])
    replies = at_once(*(lambda tab=tab: tab.post(f"{play}/1", data={"choice": "listen"}) for tab in tabs))
    assert {reply.status_code for reply in replies} == {303}
    assert said(database, play) == ["listen"]


def test_the_ending_in_several_tabs_is_one_result(tabs: list[FlaskClient], database: Database) -> None:
    play = begin(tabs[0])
    say(tabs[0], play, 1, "listen")
    say(tabs[0], play, 2, "look")
    at_once(*(lambda tab=tab: tab.post(f"{play}/3", data={"choice": "refund"}) for tab in tabs))
    assert len(facts(database)) == 1
    assert said(database, play) == ["listen", "look", "refund"]


def test_pressing_play_again_in_several_tabs_is_one_replay(tabs: list[FlaskClient], database: Database) -> None:
    play = play_through(tabs[0])
    replies = at_once(*(lambda tab=tab: tab.post(f"{play}/again", data={"number": "2"}) for tab in tabs))
    assert len({reply.location for reply in replies}) == 1
    assert len(plays(database)) == 2
