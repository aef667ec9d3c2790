"""The pages of an import: upload, reading, dry run, and what is written in the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.house import House
from tests.moment import NOW
from tests.rules.roster.reading import ANNA, DATA, HEADER
from training.core.clock import FixedClock
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.core.worker import Worker
from training.people.models import Person
from training.people.roster.actions import hold_still
from training.people.roster.models import RosterUpload

CLEAN = (DATA / "roster.csv").read_bytes()
MESSY = (DATA / "roster-messy.csv").read_bytes()


def upload(browser: FlaskClient, data: bytes | str, name: str = "people.csv") -> TestResponse:
    content = data.encode() if isinstance(data, str) else data
    # Written out here: the client would leave a large body in a file that it never closes.
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + b"\r\n--cut--\r\n"
    return browser.post("/people/import", data=body, content_type="multipart/form-data; boundary=cut")


def uploaded(browser: FlaskClient, data: bytes | str, name: str = "people.csv") -> str:
    """The address of the dry run of a file that was taken."""
    answer = upload(browser, data, name)
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/columns")


def digest_in(page: TestResponse) -> str:
    return page.text.partition('name="digest" value="')[2].partition('"')[0]


def people_in(db: Session) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(Person)) or 0


@pytest.fixture
def browser(house: House) -> FlaskClient:
    return house.administrator()


def test_a_roster_comes_in_by_four_pages_and_the_result_leads_to_the_invitations(
    browser: FlaskClient, db: Session
) -> None:
    address = uploaded(browser, CLEAN, "roster.csv")
    reading = browser.get(f"{address}/columns")
    assert "233 rows, 12 columns" in reading.text
    assert '<option selected value="manager_id">' in reading.text
    page = browser.get(address)
    assert "233 people are new." in page.text
    assert "“Company” is taken as the whole of Juniper &amp; Vale." in browser.get(f"{address}?show=doubts").text
    answer = browser.post(address, data={"digest": digest_in(page)})
    assert (answer.status_code, answer.location) == (303, "/people/import/done")
    done = browser.get("/people/import/done")
    assert "roster.csv" in done.text
    assert 'href="/people/invitations"' in done.text
    assert people_in(db) == 234
    assert db.scalars(select(RosterUpload)).all() == []
    assert browser.get(address).status_code == 404


def test_the_same_file_again_would_change_nothing_and_offers_nothing_to_press(browser: FlaskClient) -> None:
    address = uploaded(browser, HEADER + ANNA)
    browser.post(address, data={"digest": digest_in(browser.get(address))})
    page = browser.get(uploaded(browser, HEADER + ANNA))
    assert "Nothing would change" in page.text
    assert 'name="digest"' not in page.text


def test_bad_rows_are_listed_with_their_numbers_and_can_be_saved_as_a_list(browser: FlaskClient, db: Session) -> None:
    address = uploaded(browser, MESSY, "roster-messy.csv")
    page = browser.get(address)
    assert "12 things have to be mended first" in page.text
    assert "There is no such day as “31/02/2026”." in page.text
    assert 'name="digest"' not in page.text
    saved = browser.get(f"{address}/problems.csv")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "\r\n9,Problem,First day: There is no such day as “31/02/2026”.," in saved.get_data(as_text=True)
    assert browser.post(address, data={"digest": "anything"}).status_code == 409
    assert people_in(db) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "This is not a spreadsheet file."),
        (b"x" * (10 * 1024**2 + 1), "This file is larger than 10 MB."),
    ],
)
def test_a_file_that_is_no_roster_is_refused_at_once(
    browser: FlaskClient, data: bytes, words: str, db: Session
) -> None:
    answer = upload(browser, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.scalars(select(RosterUpload)).all() == []


def test_a_file_has_to_be_chosen(browser: FlaskClient) -> None:
    answer = browser.post("/people/import", data={})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_file_far_too_large_is_not_even_read(browser: FlaskClient) -> None:
    assert upload(browser, b"x" * (12 * 1024**2)).status_code == 413


def posted(**changes: Any) -> dict[str, Any]:
    return {"scope": "everybody", "date_order": "", "top": "", "encoding": "", "delimiter": "", **changes}


def test_columns_that_are_not_recognised_can_be_said_and_are_kept(browser: FlaskClient) -> None:
    address = uploaded(browser, "Kennzeichen,Vorname,Nachname,Abt\n1,Anna,Berg,Shop\n")
    assert browser.get(address).location == f"{address}/columns"
    reading = browser.get(f"{address}/columns")
    assert "No column was recognised as “Employee number”." in reading.text
    chosen = posted(column_0="employee_id", column_1="first_name", column_2="last_name", column_3="team")
    answer = browser.post(f"{address}/columns", data=chosen)
    assert answer.location == address
    assert "1 person is new." in browser.get(address).text
    assert '<option selected value="team">' in browser.get(f"{address}/columns").text


def test_two_columns_for_one_field_are_refused_and_what_was_chosen_stays(browser: FlaskClient) -> None:
    address = uploaded(browser, "id,Vorname,x\n1,Anna,Berg\n")
    chosen = posted(column_0="employee_id", column_1="first_name", column_2="first_name")
    answer = browser.post(f"{address}/columns", data=chosen)
    assert answer.status_code == 422
    assert "Two columns hold the same: “Vorname” and “x”" in answer.text
    assert answer.text.count('<option selected value="first_name">') == 2


def test_an_encoding_and_a_separator_can_be_chosen(browser: FlaskClient) -> None:
    address = uploaded(browser, "id;Vorname;Nachname\n1;Jiří;Dvořák\n".encode("cp1250"))
    again = posted(encoding="Windows-1252", column_0="employee_id", column_1="first_name", column_2="last_name")
    assert browser.post(f"{address}/columns", data=again | {"then": "again"}).location == f"{address}/columns"
    assert "Dvoøák" in browser.get(f"{address}/columns").text
    one_column = browser.post(f"{address}/columns", data=again | {"delimiter": ","})
    assert one_column.location == f"{address}/columns"
    assert "1 row, 1 column" in browser.get(f"{address}/columns").text


def test_the_order_of_dates_is_asked_and_the_answer_is_used(browser: FlaskClient, db: Session) -> None:
    text = "employee_id,first_name,last_name,hired_on\n1,Anna,Berg,03/04/2024\n"
    address = uploaded(browser, text)
    assert "can be read with the day or the month first" in browser.get(address).text
    columns = {f"column_{place}": name for place, name in enumerate(text.partition("\n")[0].split(","))}
    browser.post(f"{address}/columns", data=posted(date_order="month-first", **columns))
    browser.post(address, data={"digest": digest_in(browser.get(address))})
    assert str(db.scalars(select(Person.hired_on).where(Person.employee_number == "1")).one()) == "2024-03-04"


def test_missing_people_are_shown_and_marked_as_left_when_that_is_asked(
    browser: FlaskClient, house: House, db: Session
) -> None:
    house.person("Otto Other", employee_number="X9")
    address = uploaded(browser, HEADER + ANNA)
    assert "Otto Other" in browser.get(f"{address}?show=gone").text
    columns = {f"column_{place}": name for place, name in enumerate(HEADER.strip().split(","))}
    browser.post(f"{address}/columns", data=posted(missing_left_on="2026-03-10", **columns))
    page = browser.get(address)
    assert "1 person leaves." in page.text
    browser.post(address, data={"digest": digest_in(page)})
    assert str(db.scalars(select(Person.left_on).where(Person.employee_number == "X9")).one()) == "2026-03-10"


def test_changes_are_shown_as_what_was_and_what_will_be(browser: FlaskClient, house: House) -> None:
    house.person("Anna Berg", employee_number="E1", email="anna@example.com")
    page = browser.get(f"{uploaded(browser, HEADER + ANNA.replace('Berg', 'Dahl'))}?show=changed")
    assert "Family name: <del>Berg</del> <ins>Dahl</ins>" in page.text
    assert "<del>Juniper &amp; Vale</del> <ins>Juniper &amp; Vale › Shop</ins>" in page.text


def test_a_plan_that_is_no_longer_true_is_shown_anew_instead_of_carried_out(
    browser: FlaskClient, house: House, db: Session
) -> None:
    address = uploaded(browser, HEADER + ANNA)
    seen = digest_in(browser.get(address))
    house.person("Anna Berg", employee_number="E1")
    answer = browser.post(address, data={"digest": seen})
    assert answer.status_code == 409
    assert "People have changed since you looked." in answer.text
    assert people_in(db) == 2
    assert browser.post(address, data={"digest": digest_in(answer)}).location == "/people/import/done"


def test_a_second_import_waits_for_the_first_and_then_shows_what_is_left_to_do(
    browser: FlaskClient, house: House, db: Session
) -> None:
    address = uploaded(browser, HEADER + ANNA)
    digest = digest_in(browser.get(address))
    with ThreadPoolExecutor(1) as pool:
        with house.database.writing() as first:
            hold_still(first)
            second = pool.submit(browser.post, address, data={"digest": digest})
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            first.add(Person(employee_number="E1", given_name="Anna", family_name="Dahl", team_id=house.root))
        answer = second.result(timeout=20)
    assert answer.status_code == 409
    assert "1 person changes." in answer.text
    assert people_in(db) == 2


def test_pressing_twice_imports_once(browser: FlaskClient, db: Session) -> None:
    address = uploaded(browser, HEADER + ANNA)
    digest = digest_in(browser.get(address))
    assert browser.post(address, data={"digest": digest}).status_code == 303
    assert browser.post(address, data={"digest": digest}).status_code == 404
    assert people_in(db) == 2
    assert len(db.scalars(select(Entry).where(Entry.kind == "roster.imported")).all()) == 1


def test_a_file_belongs_to_the_one_who_uploaded_it(browser: FlaskClient, house: House) -> None:
    address = uploaded(browser, HEADER + ANNA)
    other = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, name="Ida Other"))
    for page in (address, f"{address}/columns", f"{address}/problems.csv"):
        assert other.get(page).status_code == 404
    assert other.post(address, data={"digest": "x"}).status_code == 404
    assert "people.csv" in browser.get("/people/import").text
    assert "people.csv" not in other.get("/people/import").text


def test_an_administrator_of_one_team_imports_nothing(house: House) -> None:
    shop = house.team("Shop", house.root)
    browser = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR, team=shop))
    assert browser.get("/people/import").status_code == 404
    assert upload(browser, HEADER + ANNA).status_code == 404
    assert browser.get("/people/export.csv").status_code == 404


def test_only_the_newest_files_of_a_person_are_kept_and_all_go_after_a_day(
    browser: FlaskClient, house: House, clock: FixedClock, db: Session
) -> None:
    for name in ("a.csv", "b.csv", "c.csv", "d.csv"):
        uploaded(browser, HEADER + ANNA, name)
    assert sorted(db.scalars(select(RosterUpload.name))) == ["b.csv", "c.csv", "d.csv"]
    db.rollback()
    worker = Worker(house.app)
    for hours in (0, 25):
        clock.at = NOW + timedelta(hours=hours)
        worker.beat()
        worker.run_due()
    assert db.scalars(select(RosterUpload.name)).all() == []


def test_a_file_can_be_thrown_away(browser: FlaskClient, db: Session) -> None:
    address = uploaded(browser, HEADER + ANNA)
    assert browser.post(f"{address}/discard").location == "/people/import"
    assert db.scalars(select(RosterUpload)).all() == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_everybody_can_be_saved_as_a_file_that_imports_back(browser: FlaskClient, ending: str) -> None:
    address = uploaded(browser, CLEAN)
    browser.post(address, data={"digest": digest_in(browser.get(address))})
    file = browser.get(f"/people/export.{ending}")
    assert f"people 2026-03-12.{ending}" in file.headers["Content-Disposition"]
    again = browser.get(uploaded(browser, file.data, f"people.{ending}"))
    assert "Nothing would change" in again.text
    assert "234 people stay as they are." in again.text
