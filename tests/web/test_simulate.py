"""The simulator’s page and command: one’s own numbers to begin with, sentences, and clear refusals."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from tests.house import House
from tests.measuring import publish_standards
from tests.moment import NOW
from training.cli import training
from training.core.permissions import PermissionSet
from training.metrics.actions import Observed, keep

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NUMBERS = "people=12&teams=1&readings=130&standard=85&usual=88&gap=10&share=10"


def text_of(answer: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())  # type: ignore[attr-defined] # a response


def test_the_page_begins_with_ones_own_numbers_and_says_what_they_show(app: Flask, house: House) -> None:
    publish_standards(app)
    staff = [house.person(f"Person {letter}") for letter in "ABCDEF"]
    with app.app_context(), house.database.writing() as db:
        told = [
            Observed(f"{day} {who}", "solved-first-time", NOW - timedelta(days=day), Decimal(int(day % 8 > 0)), who)
            for who in staff
            for day in range(1, 41)
        ]
        keep(db, "calls", told, now=NOW)
    browser = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER))
    answer = browser.get("/diagnosis/simulate")
    assert answer.status_code == 200
    for field, value in (("people", 6), ("readings", 40), ("standard", 80), ("usual", 88)):
        assert re.search(f'name="{field}"[^>]*value="{value}(\\.0)?"', answer.text), field
    text = text_of(answer)
    assert "Of 6 people with 40 readings each, somebody 10 points below the usual is found in" in text
    assert "These are those of your own teams" in text
    assert "This site says “no effect worth having”" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("people=many", "Not a valid integer value."),
        ("people=100000", "Write a number from 2 to 200."),
        ("gap=NaN", "Write a number from 1 to 60."),
        ("gap=1", "so there is nothing to find"),
        ("readings=", "Give a number."),
    ],
)
def test_numbers_that_cannot_be_are_refused_at_their_field(house: House, change: str, said: str) -> None:
    name = change.split("=", maxsplit=1)[0]
    query = "&".join(part if not part.startswith(f"{name}=") else change for part in NUMBERS.split("&"))
    answer = house.browser(house.someone_with(PermissionSet.AUDITOR)).get(f"/diagnosis/simulate?{query}")
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_the_command_says_it_in_sentences_and_refuses_what_cannot_be(app: Flask) -> None:
    def run(*words: str) -> tuple[int, str]:
        found = CliRunner().invoke(
            training, ["needs", "simulate", *words], obj=ScriptInfo(create_app=lambda: app, set_debug_flag=False)
        )
        return found.exit_code, found.output

    code, said = run("--reviews", "10", "--seed", "5")
    assert code == 0, said
    assert "Of 12 people with 130 readings each, somebody 10 points below the usual is found in" in said
    assert "cannot tell" in said
    code, said = run("--people", "1", "--gap", "70")
    assert code == 1
    assert "people: Write a number from 2 to 2,000." in said
    assert "gap: Write a number from 1 to 60." in said
