"""Standing on any date: who was certified, against which versions, and that the past stays as it was."""

import csv
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import fields
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import School
from training.certification.models import Award, AwardWithdrawal
from training.cli import training
from training.core import ledger
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.people import actions as people
from training.people.models import Person, RolePeriod
from training.reports import views_exports

DAY = timedelta(days=1)
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


@on_one_database
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


@on_one_database
def test_a_leader_asks_about_their_own_people_and_makes_no_pack(house: House, shop: dict[str, int]) -> None:
    outsider = house.person("Wei Nair", team=house.root)
    browser = house.browser(shop["grace"])
    page = asked(browser, TODAY - 10 * DAY)
    assert "Mina Rahimi" in page
    assert "Wei Nair" not in page
    assert browser.post("/audit/pack", data={"on": TODAY.isoformat()}).status_code == 404
    assert "/audit/pack" not in page
    assert house.browser(outsider).get("/audit").status_code == 404


def test_who_has_left_is_there_on_the_days_before_and_gone_after(house: House, shop: dict[str, int]) -> None:
    browser, last = auditor(house), TODAY - 7 * DAY
    assert "Sam Whitlock" in asked(browser, last)
    assert "Sam Whitlock" not in asked(browser, last + DAY)
    with house.app.test_request_context(), house.database.writing() as db:
        people.resume_employment(db, actor(shop["grace"]), shop["sam"], now=NOW)
    assert "Sam Whitlock" not in asked(browser, TODAY - 3 * DAY), "in between they were away"
    assert "Sam Whitlock" in asked(browser, TODAY)


def test_a_team_is_asked_for_as_it_was_and_says_where_nobody_knows(house: House, shop: dict[str, int]) -> None:
    browser, north = auditor(house), house.team("North", house.root)
    with house.app.test_request_context(), house.database.writing() as db:
        mina = db.get_one(Person, shop["mina"])
        facts = {field.name: getattr(mina, field.name) for field in fields(people.PersonFacts)}
        for team, day in ((north, 20), (shop["counter"], 5)):
            wanted = people.PersonFacts(**facts | {"team_id": team})
            people.edit_person(db, actor(shop["grace"]), mina.id, wanted, now=NOW - day * DAY, today=TODAY - day * DAY)
    assert "Mina Rahimi" in asked(browser, TODAY - 10 * DAY, team=north)
    assert "Mina Rahimi" not in asked(browser, TODAY - 10 * DAY, team=shop["shop"])
    page = asked(browser, TODAY - 10 * DAY, q="mina")
    assert "Counter staff, North</small>" in page
    assert "Counter staff, Counter (today’s team)" in asked(browser, TODAY - 10 * DAY, q="omar")
    assert "Mina Rahimi" in asked(browser, TODAY - 30 * DAY, team=shop["shop"])


def test_what_was_erased_still_counts(house: House, shop: dict[str, int], tmp_path: Path) -> None:
    browser = auditor(house)
    with house.database.writing() as db:
        ledger.erase(db, shop["mina"])
    assert "Certified on 2 March 2026: 1 of 3 people" in asked(browser, TODAY - 10 * DAY)
    folder = pack_of(house, browser, tmp_path / "pack", on=TODAY - 10 * DAY)
    assert checked(folder).stdout == "Everything fits.\n"
    facts = [json.loads(line) for line in (folder / "ledger.jsonl").read_text().splitlines()]
    assert {fact["payload"] for fact in facts if fact["subject_id"] == shop["mina"]} == {None}


@on_one_database
def test_a_table_is_safe_in_a_spreadsheet_and_noted_in_the_ledger(house: House, shop: dict[str, int]) -> None:
    with house.database.writing() as db:
        db.get_one(Person, shop["omar"]).given_name = "=1+1"
    answer = auditor(house).post("/audit/table", data={"on": TODAY.isoformat(), "q": "haddad"})
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["Name"] for row in rows} == {"'=1+1 Haddad"}
    assert [row["Requirement"] for row in rows] == ["Calls", "Calls, the quiz"]
    with house.database.reading() as db:
        fact = db.scalars(select(Entry).where(Entry.kind == "audit.exported")).one()
    assert fact.facts["question"] == {"day": TODAY.isoformat(), "text": "haddad"}
    assert fact.facts["sha256"] == hashlib.sha256(answer.data).hexdigest()


@on_one_database
def test_for_many_people_the_worker_makes_the_file_for_its_asker_alone(
    house: House, shop: dict[str, int], school: School, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    monkeypatch.setitem(views_exports.AT_ONCE, "pack", 2)
    browser = auditor(house)
    place = browser.post("/audit/pack", data={"on": TODAY.isoformat()}).location
    assert "It waits for its turn." in browser.get(place).get_data(as_text=True)
    assert browser.get(f"{place}/file").status_code == 404
    school.work()
    page = browser.get(place).get_data(as_text=True)
    assert "Certified on 12 March 2026: 1 of 2 people" in page
    with browser.get(f"{place}/file") as answer, zipfile.ZipFile(BytesIO(answer.data)) as pack:
        assert hashlib.sha256(pack.read("manifest.json")).hexdigest() in page
    assert auditor(house).get(place).status_code == 404
    clock.at = NOW + 8 * DAY
    with house.app.app_context(), house.database.writing() as db:
        enqueue(db, "audit.forget", now=clock.at)
    school.work()
    assert list((house.app.extensions["settings"].data_dir / "audit").iterdir()) == []


def command(house: House, *words: str) -> Result:
    obj = ScriptInfo(create_app=lambda: house.app)
    return CliRunner().invoke(training, ["audit", *words], obj=obj, catch_exceptions=False)


@on_one_database
def test_the_command_tells_who_was_certified_and_names_what_is_not_there(house: House, shop: dict[str, int]) -> None:
    told = command(house, "--on", "2026-03-02", "--team", "counter", "--programme", "counter")
    assert told.exit_code == 0
    assert [line.split("  ")[1:4] for line in told.stdout.splitlines()] == [
        ["Omar Haddad", "Counter 1", "Overdue"],
        ["Mina Rahimi", "Counter 1", "Certified"],
        ["Sam Whitlock", "Counter 1", "Overdue"],
    ]
    wrong = command(house, "--team", "North", "--person", "T999")
    assert (wrong.exit_code, wrong.stderr.count("is not there")) == (1, 2)
    assert command(house, "--on", "2026-03-13").exit_code == 2


@on_one_database
def test_with_the_whole_chain_a_pack_proves_the_last_seal(
    house: House, shop: dict[str, int], school: School, tmp_path: Path
) -> None:
    for day in (2, 1):
        school.fact("quiz.failed", shop["omar"], at=NOW - day * DAY, score=40)
    with house.database.writing() as db:
        ledger.seal(db)
    made = command(house, "--on", "2026-03-02", "--pack", str(tmp_path / "pack.zip"), "--chain")
    assert made.exit_code == 0
    folder = tmp_path / "pack"
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        pack.extractall(folder)
    assert checked(folder).stdout == "Everything fits.\n"
    rows = (folder / "chain.jsonl").read_text().splitlines()
    (folder / "chain.jsonl").write_text("\n".join(row for row in rows if "2026-03-10" not in row))
    assert "chain.jsonl has gaps." in checked(folder).stdout
    assert command(house, "--pack", str(tmp_path / "pack.zip")).exit_code == 1, "it is there already"


@on_one_database
def test_a_certificate_outlives_its_role_until_it_is_withdrawn(house: House, shop: dict[str, int], db: Session) -> None:
    period = db.scalars(select(RolePeriod).where(RolePeriod.person_id == shop["mina"])).one()
    period.until_on = TODAY - 21 * DAY
    db.commit()
    School(house.app).follow(shop["mina"], at=NOW - 20 * DAY)
    award = db.scalars(select(Award)).one()
    award.revoked_on, award.revoked_at = TODAY - 5 * DAY, NOW - 5 * DAY
    kept = {"withdrawn_on": award.revoked_on, "withdrawn_at": award.revoked_at, "withdrawn_reason": "A slip."}
    db.add(AwardWithdrawal(award_id=award.id, **kept))
    db.commit()
    browser = auditor(house)
    assert '"met">Held, not asked' in asked(browser, TODAY - 10 * DAY, q="mina")
    assert '"unknown">Nothing asked' in asked(browser, TODAY - 5 * DAY, q="mina")
