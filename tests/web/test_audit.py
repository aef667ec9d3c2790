"""Standing on any date: who was certified, against which versions, and that the past stays as it was."""

import re
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import School
from training.content.release import Change
from training.core import ledger
from training.core.permissions import PermissionSet
from training.people import actions as people

DAY = timedelta(days=1)


@pytest.fixture
def school(house: House) -> School:
    school = School(house.app)
    school.open(at=NOW - 100 * DAY)
    return school


@pytest.fixture
def shop(house: House, school: School) -> dict[str, int]:
    """Mina is certified since a month, Omar is late, Grace leads them and is asked nothing, Sam left last week."""
    shop = house.team("Canal Side", house.root)
    found = {"shop": shop, "counter": house.team("Counter", shop)}
    found["grace"] = house.person("Grace Lindqvist", team=shop, hired_on=None)
    house.lead(shop, found["grace"])
    for name in ("Mina Rahimi", "Omar Haddad", "Sam Whitlock"):
        key = name.split()[0].lower()
        found[key] = house.person(name, team=found["counter"], hired_on=TODAY - 90 * DAY)
        house.role(found[key], since=TODAY - 90 * DAY)
    school.follow(found["mina"], found["omar"], found["sam"], at=NOW - 90 * DAY)
    school.done(found["mina"], at=NOW - 41 * DAY)
    school.passed(found["mina"], at=NOW - 40 * DAY)
    with house.app.test_request_context(), house.database.writing() as db:
        ruth = actor(found["grace"])
        last = TODAY - 7 * DAY
        people.end_employment(db, ruth, found["sam"], last_day=last, now=NOW - 7 * DAY, today=last)
    return found


def asked(browser: FlaskClient, day: date, **more: object) -> str:
    answer = browser.get("/audit", query_string={"on": day.isoformat(), **more})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def auditor(house: House) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.AUDITOR))


def test_a_past_day_shows_who_was_certified_and_against_which_versions(house: House, shop: dict[str, int]) -> None:
    browser = auditor(house)
    page = asked(browser, TODAY - 10 * DAY)
    assert "Certified on 2 March 2026: 1 of 3 people" in page
    assert "Counter, version 1" in page
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}, from 31 January 2026 to 30 January 2027", page)
    assert re.search(r"Version 1, fact \d+ of the ledger", page)
    assert "Certified on 30 January 2026: 0 of 3 people" in asked(browser, TODAY - 41 * DAY)


def pack_of(house: House, browser: FlaskClient, folder: Path, **question: object) -> Path:
    """A pack unpacked."""
    with house.database.writing() as db:
        ledger.seal(db)
    answer = browser.post("/audit/pack", data=question)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with zipfile.ZipFile(BytesIO(answer.data)) as pack:
        pack.extractall(folder)
    return folder


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "check.py"], cwd=folder, capture_output=True, text=True, check=False)


def test_a_pack_checks_itself_and_notices_one_changed_byte_in_any_file(
    house: House, shop: dict[str, int], tmp_path: Path
) -> None:
    folder = pack_of(house, auditor(house), tmp_path / "pack", on=TODAY - 10 * DAY)
    assert (checked(folder).returncode, checked(folder).stdout) == (0, "Everything fits.\n")
    names = {path.name for path in folder.iterdir()}
    assert names == {
        *("report.pdf", "standings.csv", "evidence.csv", "certificates.csv", "versions.csv", "ledger.jsonl"),
        *("manifest.json", "manifest.sha256", "check.py", "README.txt"),
    }
    for name in names - {"check.py", "manifest.sha256"}:
        good = (folder / name).read_bytes()
        place = len(good) // 2
        (folder / name).write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert checked(folder).returncode == 1, name
        (folder / name).write_bytes(good)
