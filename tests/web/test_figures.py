"""Bringing files of figures in through the browser, from a file nobody has seen to what it adds up to."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.house import House
from tests.measuring import publish_standards
from tests.moment import NOW
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.metrics.actions import Observed, keep
from training.metrics.files_mapping import presets
from training.metrics.models import Cell, ReadingAlias, ReadingImport, ReadingSource
from training.metrics.models_tokens import MetricToken
from training.metrics.queries_cells import Sums
from training.metrics.words import preset_words
from training.metrics.words_figures import figure
from training.standards.files_standard import parse

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CALLS = """\
call_id,started_at,employee_id,queue,wait_seconds,resolved
C1,2026-03-09T09:00:00,T001,orders,12,yes
C2,2026-03-09T09:10:00,T001,orders,45,no
C3,2026-03-10T10:00:00,Nobody,returns,8,yes
"""
WISHES = {
    "holds-0": "id",
    "holds-1": "time",
    "holds-2": "person-number",
    "holds-3": "stratum",
    "holds-4": "standard:answered-by-third-ring",
    "unit-4": "seconds",
    "holds-5": "standard:solved-first-time",
    "unit-5": "yes/no",
    "zone": "Europe/Dublin",
}


@pytest.fixture
def house_with_standards(house: House) -> House:
    publish_standards(house.app)
    house.person("Nora Brandt")
    return house


@pytest.fixture
def browser(house_with_standards: House) -> FlaskClient:
    return house_with_standards.browser(house_with_standards.someone_with(PermissionSet.ADMINISTRATOR))


def work(app: Flask) -> None:
    """Do what waits to be done."""
    worker = Worker(app)
    while worker.step():
        pass


def file(text: str = CALLS, name: str = "calls.csv") -> Any:
    return io.BytesIO(text.encode()), name


def begin(browser: FlaskClient, text: str = CALLS) -> str:
    """Hand a file of a new source in; returns where it leads."""
    data = {"title": "Telephone system", "preset": "", "file": file(text)}
    answer = browser.post("/figures/sources/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    return str(answer.location)


def test_a_file_is_matched_looked_at_taken_in_and_adds_up(
    app: Flask, browser: FlaskClient, house_with_standards: House
) -> None:
    columns = begin(browser)
    page = browser.get(columns).get_data(as_text=True)
    assert page.count('value="id" selected') == 1  # call_id is recognised
    looked = browser.post(columns, data=WISHES)
    assert looked.status_code == 303
    page = browser.get(looked.location).get_data(as_text=True)
    assert "3 rows, ready to be taken in" in page
    assert "Nobody" in page
    taken = browser.post(looked.location)
    assert "being taken in" in browser.get(taken.location).get_data(as_text=True)
    work(app)
    page = browser.get(taken.location).get_data(as_text=True)
    assert "calls.csv is in" in page
    with house_with_standards.database.reading() as db:
        assert sum(db.scalars(select(Cell.n)).all()) == 6
        assert sum(db.scalars(select(Cell.missed)).all()) == 2
    assert "66 %" not in browser.get("/figures/standards/solved-first-time").get_data(as_text=True)
    assert "Telephone system" in browser.get("/figures/sources").get_data(as_text=True)


def test_a_repeated_file_is_read_as_remembered_and_changes_nothing(app: Flask, browser: FlaskClient) -> None:
    looked = browser.post(begin(browser), data=WISHES).location
    browser.post(looked)
    work(app)
    again = browser.post(
        "/figures/sources/telephone-system/file", data={"file": file()}, content_type="multipart/form-data"
    )
    taken = browser.post(again.location)
    work(app)
    assert "Nothing changed" in browser.get(taken.location).get_data(as_text=True)


def test_what_is_wrong_is_said_row_by_row_and_the_choices_stay(browser: FlaskClient) -> None:
    columns = begin(browser, CALLS.replace("C2,", "C1,").replace(",8,", ",-3,"))
    nothing = browser.post(columns, data={"holds-0": "team", "zone": "Nowhere"})
    page = nothing.get_data(as_text=True)
    assert nothing.status_code == 422
    assert "No column tells one contact from another." in page
    assert 'value="team" selected' in page
    page = browser.get(browser.post(columns, data=WISHES).location).get_data(as_text=True)
    assert "2 rows have to be mended first" in page
    for words in ("A time of -3 seconds cannot be", "stands here and in line 2", "Row 4"):
        assert words in page


def test_who_an_unknown_name_is_can_be_said_later(
    app: Flask, browser: FlaskClient, house_with_standards: House
) -> None:
    browser.post(browser.post(begin(browser), data=WISHES).location)
    work(app)
    assert "Nobody" in browser.get("/figures/sources/telephone-system/people").get_data(as_text=True)
    with house_with_standards.database.reading() as db:
        alias = db.scalars(select(ReadingAlias)).one()
    refused = browser.post(f"/figures/people/{alias.id}", data={"number": "T999"})
    assert (refused.status_code, "T999" in refused.get_data(as_text=True)) == (422, True)
    assert browser.post(f"/figures/people/{alias.id}", data={"number": "T001"}).status_code == 303
    with house_with_standards.database.reading() as db:
        assert 0 not in db.scalars(select(Cell.person_id)).all()


def test_every_ready_way_to_read_a_file_has_a_name(app: Flask) -> None:
    with app.test_request_context():
        assert set(preset_words()) == set(presets())


def test_a_token_is_shown_once_and_can_be_ended(browser: FlaskClient, house_with_standards: House) -> None:
    begin_columns = begin(browser)
    browser.post(begin_columns, data=WISHES)
    url = "/figures/sources/telephone-system"
    assert browser.post(f"{url}/tokens", data={"title": ""}).status_code == 422
    page = browser.post(f"{url}/tokens", data={"title": "Nightly"}).get_data(as_text=True)
    with house_with_standards.database.reading() as db:
        token = db.scalars(select(MetricToken)).one()
    assert token.secret_hash not in page
    assert "Nightly" in browser.get(url).get_data(as_text=True)
    assert browser.post(f"/figures/tokens/{token.id}/end").status_code == 303
    assert "Ended" in browser.get(url).get_data(as_text=True)


def test_how_files_are_read_can_be_written_as_text_and_a_slip_loses_nothing(
    browser: FlaskClient, house_with_standards: House
) -> None:
    browser.post(begin(browser), data=WISHES)
    url = "/figures/sources/telephone-system/mapping"
    assert "answered-by-third-ring" in browser.get(url).get_data(as_text=True)
    wrong = browser.post(url, data={"text": "title: Mine\nid: [call_id]\ncolour: red\n"})
    assert (wrong.status_code, "colour: red" in wrong.get_data(as_text=True)) == (422, True)
    right = "title: Mine\nid: [call_id]\ntime: {columns: [started_at], zone: UTC}\n"
    right += "readings:\n  - {standard: solved-first-time, column: resolved, unit: yes/no}\n"
    assert browser.post(url, data={"text": right}).status_code == 303
    with house_with_standards.database.reading() as db:
        assert db.scalars(select(ReadingSource.title)).all() == ["Mine"]


@pytest.mark.parametrize("text", ["", "\x00\x01\x02", "PK\x03\x04nothing"])
def test_what_is_no_table_is_refused_in_a_sentence(browser: FlaskClient, text: str) -> None:
    answer = browser.get(begin(browser, text))
    assert answer.status_code == 422
    assert "cannot be read" in answer.get_data(as_text=True)


def test_a_file_that_is_not_there_and_a_name_that_leads_elsewhere_are_no_pages(browser: FlaskClient) -> None:
    for path in ("x" * 64, "0" * 64, "..%2Fsecret.key"):
        assert browser.get(f"/figures/sources/telephone-system/files/{path}?name=x").status_code == 404
    columns = begin(browser)
    assert browser.get(columns.replace("telephone-system/", "Telephone_system/")).status_code == 404


def test_a_figure_of_fewer_than_five_people_shows_nowhere(browser: FlaskClient, house_with_standards: House) -> None:
    house = house_with_standards
    people = [house.person(f"Somebody {number}") for number in range(5)]
    pages = ("/figures/", "/figures/standards/solved-first-time", "/standards/solved-first-time")

    def told(number: int) -> list[bool]:
        readings = [
            Observed(f"{person} {one}", "solved-first-time", NOW - timedelta(days=1), Decimal(one % 3 > 0), person)
            for person in people[:number]
            for one in range(30)
        ]
        with house.app.app_context(), house.database.writing() as db:
            keep(db, "calls", readings, now=NOW)
        return ["66 %" in browser.get(page).get_data(as_text=True) for page in pages]

    assert told(4) == [False, False, False]
    assert told(5) == [True, True, True]


def test_below_thirty_readings_a_figure_says_neither_kept_nor_below(app: Flask) -> None:
    standard = parse("title: Solved\nsummary: It is.\nmeasure: proportion\ntarget: 80\n", "solved.yaml")
    with app.test_request_context():
        assert [figure(standard, Sums(n=n, missed=n // 3)).kept for n in (0, 29, 30, 300)] == [None, None, False, False]
        assert figure(standard, Sums(n=30, missed=6)).kept is True


def test_a_leader_sees_figures_of_teams_and_no_sources(house_with_standards: House) -> None:
    leader = house_with_standards.browser(house_with_standards.someone_with(PermissionSet.TEAM_MANAGER))
    assert leader.get("/figures/").status_code == 200
    assert leader.get("/figures/sources").status_code == 404
    with house_with_standards.database.reading() as db:
        assert db.scalars(select(ReadingImport)).all() == []
