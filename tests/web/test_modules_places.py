"""Where to read again what a quiz found missing."""

from flask import Flask

from tests.house import House
from tests.shelf import MODULE, put
from training.core.db import Database
from training.modules.queries import places_to_read


def places(app: Flask, database: Database, missed: dict[str, int]) -> list[str]:
    with app.app_context(), database.reading() as db:
        return [place.url for place in places_to_read(db, missed)]


def test_a_part_that_asks_about_the_skill_is_named_rather_than_its_module(
    app: Flask, house: House, database: Database
) -> None:
    put(app, "module", "calls", MODULE.replace("explanation: Names come first.", "skills: [calls]"))
    assert places(app, database, {"calls": 1}) == ["/learn/calls/pick-up"]


def test_a_module_that_only_names_the_skill_is_named_as_a_whole(app: Flask, house: House, database: Database) -> None:
    put(app, "module", "calls", MODULE)
    assert places(app, database, {"calls": 1}) == ["/learn/calls"]


def test_the_most_helpful_places_come_first_and_what_helps_little_is_left_out(
    app: Flask, house: House, database: Database
) -> None:
    for slug, skills in (("one", "calls"), ("two", "calls, notes"), ("three", "anger"), ("four", "calls")):
        put(app, "module", slug, MODULE.replace("skills: [calls]", f"skills: [{skills}]"))
    assert places(app, database, {"calls": 2, "notes": 3, "anger": 1})[:1] == ["/learn/two"]
    assert places(app, database, {"calls": 4, "anger": 1}) == ["/learn/four", "/learn/one", "/learn/two"]


def test_nothing_is_named_for_a_skill_that_nobody_teaches(app: Flask, house: House, database: Database) -> None:
    put(app, "module", "calls", MODULE)
    assert places(app, database, {"juggling": 3}) == []
