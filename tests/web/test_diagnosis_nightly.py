"""Reviews that come round by themselves or by a command: when, of whom, and who is told, once."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.diagnosing import SOLVED, last_word, reviewed, told
from tests.house import House
from tests.measuring import publish_standards
from tests.moment import NOW, TODAY
from training.cli import training
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import enqueue
from training.core.worker import Worker
from training.diagnosis.check import check_weeks
from training.diagnosis.jobs import NIGHT
from training.diagnosis.models import Diagnosis, Finding, WeekOfCells
from training.diagnosis.queries import PEOPLE
from training.diagnosis.rules_weeks import pack, rows_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FINE = [0.10, 0.12, 0.11, 0.13, 0.10, 0.12, 0.11, 0.12]


class Shop:
    """Two teams with their leaders; in Station one person misses much."""

    def __init__(self, app: Flask, house: House) -> None:
        self.house, self.database = house, app.extensions["database"]
        self.ruth, self.vera, self.above = (house.person(name) for name in ("Ruth Adeyemi", "Vera Lund", "Abel Stone"))
        self.harbour = house.team("Harbour", house.root, leader=self.ruth)
        self.station = house.team("Station", house.root, leader=self.vera)
        house.lead(house.root, self.above)
        self.of_harbour = [house.person(f"Harbour {number}", team=self.harbour) for number in range(8)]
        self.of_station = [house.person(f"Station {number}", team=self.station) for number in range(8)]

    def measure(self, *, low: float = 0.22, worst: float = 0.42) -> None:
        told(self.database, dict(zip(self.of_harbour, [one + low for one in FINE], strict=True)))
        told(self.database, dict(zip(self.of_station, [*FINE[:7], worst], strict=True)))


@pytest.fixture
def shop(app: Flask, house: House) -> Shop:
    publish_standards(app)
    return Shop(app, house)


def night(app: Flask, database: Database) -> None:
    with database.writing() as db:
        enqueue(db, NIGHT, now=app.extensions["clock"].now())
    Worker(app).run_due()


def scopes(db: Session) -> list[tuple[str, bool]]:
    db.rollback()
    return [(one.scope, one.stands) for one in db.scalars(select(Diagnosis).order_by(Diagnosis.id))]


def run(app: Flask, *words: str) -> Result:
    words = ("needs", "review", *words)
    return CliRunner().invoke(training, words, obj=ScriptInfo(create_app=lambda: app), catch_exceptions=False)


def test_teams_are_reviewed_each_night_and_people_when_their_turn_has_come(
    app: Flask, clock: FixedClock, db: Session, database: Database, shop: Shop
) -> None:
    shop.measure()
    night(app, database)
    assert scopes(db) == [("teams", True), ("people", True)]
    clock.at = NOW + timedelta(days=1)
    told(database, {shop.of_harbour[0]: 0.3}, readings=10, days=1, until=TODAY, seed=2)
    night(app, database)
    assert scopes(db) == [("teams", True), ("people", True)]
    teams, people = db.scalars(select(Diagnosis).order_by(Diagnosis.id))
    assert (teams.n, people.n) == (16 * 120 + 10, 16 * 120)
    assert teams.figures["tau"] == people.figures["tau"]
    clock.at = NOW + timedelta(days=93)
    night(app, database)
    assert sorted(scopes(db)) == [("people", False), ("people", True), ("teams", False), ("teams", True)]
    # Of people only the last word is there.
    last_word_on_people = select(Diagnosis.id).where(Diagnosis.scope == PEOPLE, Diagnosis.stands)
    of_people = select(Finding.diagnosis_id).where(Finding.person_id.is_not(None)).distinct()
    assert db.scalars(of_people).all() == db.scalars(last_word_on_people).all()


def test_a_new_standard_waits_four_weeks_before_single_people_are_looked_at(
    app: Flask, db: Session, database: Database, shop: Shop
) -> None:
    told(database, dict.fromkeys(shop.of_harbour, 0.3), days=10)
    night(app, database)
    assert scopes(db) == [("teams", True)]


def test_a_verdict_that_was_gone_for_some_days_is_not_told_again(
    app: Flask, db: Session, database: Database, shop: Shop
) -> None:
    shop.measure(worst=0.11)
    found = last_word(db, reviewed(app))
    with database.writing() as writing:
        of_team = update(Finding).where(Finding.diagnosis_id == found.id, Finding.team_id == shop.harbour)
        writing.execute(of_team.values(since=TODAY - timedelta(days=40)))
    told(database, dict.fromkeys(shop.of_harbour, 0.0), readings=1200, seed=5)
    better = reviewed(app, today=TODAY + timedelta(days=3))
    assert last_word(db, better).verdict == "met"
    told(database, dict.fromkeys(shop.of_harbour, 0.8), readings=2400, seed=6)
    again = last_word(db, reviewed(app, today=TODAY + timedelta(days=6)))
    assert (again.verdict, len(scopes(db))) == ("process", 3)
    since = select(Finding.since).where(Finding.diagnosis_id == again.id, Finding.team_id == shop.harbour)
    assert db.scalar(since) == TODAY - timedelta(days=40)


def test_the_command_says_verdicts_in_sentences_and_a_dry_run_writes_nothing(
    app: Flask, db: Session, database: Database, shop: Shop
) -> None:
    assert "There are no readings of any standard yet." in run(app).output
    shop.measure()
    dry = run(app, "--dry-run", "--people")
    assert "Solved first time: Process and skill" in dry.output
    assert "Of 16 people: 1 called" in dry.output
    assert "Nothing was written" in dry.output
    assert scopes(db) == []
    assert "Nothing was written" in run(app, "--since", "2026-02-02").output
    assert run(app, "--people", "--standard", SOLVED).exit_code == 0
    assert sorted(scopes(db)) == [("people", True), ("teams", True)]
    assert "Nothing has changed since the last review." in run(app).output
    number = db.scalars(select(Diagnosis.id).where(Diagnosis.scope == PEOPLE)).one()
    assert run(app, "--again", str(number)).output.splitlines()[-1] == "It is the same."
    told(database, {shop.of_harbour[0]: 0.3}, readings=10, days=1, seed=2)
    changed = run(app, "--again", str(number))
    assert (changed.exit_code, "Readings: 1,920 then, 1,930 now." in changed.output) == (1, True)
    assert "There is no standard called “nope”." in run(app, "--standard", "nope").output
    assert "There is no diagnosis with the number 99." in run(app, "--again", "99").output


def test_sums_that_differ_from_the_cells_are_found_and_made_anew(
    app: Flask, db: Session, database: Database, shop: Shop
) -> None:
    shop.measure()
    reviewed(app)
    with database.writing() as writing:
        week = writing.scalars(select(WeekOfCells).where(WeekOfCells.n > 0)).first()
        assert week is not None
        week.rows = pack(rows_of([(shop.harbour, shop.of_harbour[0], 1, 5, 1, 1, 0, 0, 5, 0.2, 0.0, 0.0)]))
    db.rollback()
    with app.test_request_context():
        assert check_weeks(db)[0] == "The sums of 1 weeks differ from what their cells add up to."
        run(app, "--anew")
        db.rollback()
        assert check_weeks(db) == []
