"""What several people decide about needs in the same moment: each counts, and nothing is there twice."""

import pytest
from flask import Flask

from tests.house import House
from tests.needing import Shop, browser
from tests.web.test_quizzes_at_once import at_once

# SQLite has one writer at a time anyway.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_who_sees_the_same_process_in_the_same_moment_opens_one_need(app: Flask, house: House) -> None:
    shop = Shop(app, house)
    shop.diagnosed(dict.fromkeys(shop.people, "act"))
    tabs = [(browser(shop), f"/needs/{one.id}/decide") for one in shop.needs()]
    said = {"do": "process", "words": "The phones were down."}
    replies = at_once(*(lambda tab=tab, place=place: tab.post(place, data=said) for tab, place in tabs))
    assert [reply.status_code for reply in replies] == [303] * len(tabs)
    assert [one.state for one in shop.needs() if one.person_id] == ["dismissed"] * len(tabs)
    assert len([one for one in shop.needs() if one.kind == "process"]) == 1
