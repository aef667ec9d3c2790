"""Reviews from cells to findings: whose problem it is, what is kept, and what must never be said."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.diagnosing import SOLVED, last_word, of_people, reviewed, told, verdicts
from tests.house import House
from tests.library import publish
from tests.measuring import publish_standards, standard_text
from tests.moment import NOW, TODAY
from training.core.db import Database
from training.core.ledger import Entry
from training.diagnosis.actions_review import expire
from training.diagnosis.check import check_weeks
from training.diagnosis.models import Diagnosis, Finding, WeekOfCells
from training.diagnosis.queries import PEOPLE, findings_of_person, people_are_due
from training.diagnosis.queries_again import reckon_again
from training.diagnosis.queries_rules import rules_now
from training.metrics.actions import Observed, keep, withdraw
from training.metrics.actions_cells import rebuild_cells
from training.people.models import Person

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def standards(app: Flask, house: House) -> None:
    publish_standards(app)


def crew(house: House, name: str, size: int = 8) -> tuple[int, list[int]]:
    team = house.team(name, house.root)
    return team, [house.person(f"{name} {number}", team=team) for number in range(size)]


def test_a_low_team_is_a_matter_of_the_process_and_one_low_person_of_skill(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _low, of_low = crew(house, "Harbour")
    _fine, of_fine = crew(house, "Market")
    _mixed, of_mixed = crew(house, "Station")
    shares = [0.10, 0.12, 0.11, 0.13, 0.10, 0.12, 0.11, 0.12]
    told(database, dict(zip(of_low, [share + 0.22 for share in shares], strict=True)))
    told(database, dict(zip(of_fine, shares, strict=True)))
    told(database, dict(zip(of_mixed, [*shares[:7], 0.42], strict=True)))
    reckoned = reviewed(app, people=True)
    teams = last_word(db, reckoned)
    assert verdicts(db, teams) == {"Harbour": "process", "Market": "met", "Station": "skill"}
    assert (teams.verdict, teams.n, teams.first.weekday()) == ("both", 8 * 3 * 120, 0)
    found = of_people(db, last_word(db, reckoned, PEOPLE))
    assert {person for person, one in found.items() if one.listed == "act"} == {of_mixed[7]}
    low, usual, other = found[of_mixed[7]], found[of_fine[0]], found[of_low[0]]
    assert (low.verdict, low.n, low.raw) == ("skill", 120, pytest.approx(50 / 120))
    assert low.low < low.likely < low.raw  # drawn towards the others
    assert low.raw_low < low.raw < low.raw_high
    assert (usual.verdict, other.verdict) == ("met", "process")
    assert low.expires_on == TODAY + timedelta(weeks=13)
    ((_diagnosis, kept),) = findings_of_person(db, of_mixed[7], today=TODAY)
    assert kept.id == low.id
    assert db.scalar(select(func.count()).where(Entry.kind == "standard.reviewed")) == 2


@ONLY_SQLITE
def test_the_same_cells_are_not_reckoned_twice_and_what_says_the_same_takes_its_place(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict.fromkeys(people, 0.35))
    first = reviewed(app)
    before = last_word(db, first)
    number, since = before.id, verdicts(db, before)
    assert reviewed(app).scopes == ()
    told(database, dict.fromkeys(people, 0.36), readings=8, days=4, seed=8)
    again = reviewed(app, today=TODAY + timedelta(days=1))
    after = last_word(db, again)
    assert (after.id, after.n, verdicts(db, after)) == (number, 8 * 128, since)
    assert not again.result.is_fitted if again.result else False
    assert set(db.scalars(select(Finding.since))) == {YESTERDAY}
    told(database, dict.fromkeys(people, 0.02), readings=900, seed=9)
    better = last_word(db, reviewed(app, today=TODAY + timedelta(days=2)))
    assert (better.id > number, better.verdict) == (True, "met")
    assert db.scalars(select(Diagnosis.stands).order_by(Diagnosis.id)).all() == [False, True]


def test_a_correction_far_back_is_seen_and_gives_what_a_review_from_nothing_gives(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict.fromkeys(people, 0.15))
    reviewed(app)
    long_ago = NOW - timedelta(days=50)
    with app.app_context(), database.writing() as writing:
        values = [Observed(f"more{one}", SOLVED, long_ago, Decimal(0), one) for one in people]
        keep(writing, "phones", values, now=NOW)
    reckoned = reviewed(app)
    assert [week.until for week in reckoned.weeks] == [(TODAY - timedelta(days=46)).toordinal()]
    with database.writing() as writing:
        writing.query(WeekOfCells).delete()
    anew = reviewed(app)
    assert (anew.fingerprint, anew.gathered.readings) == (reckoned.fingerprint, 8 * 121)
    assert len(anew.weeks) == 14
    db.rollback()
    assert check_weeks(db) == []
    # Also where cells are made anew, and where readings go.
    with database.writing() as writing:
        rebuild_cells(writing, anew.standard.document_id)
    assert len(reviewed(app).weeks) == 10
    with app.app_context(), database.writing() as writing:
        withdraw(writing, "phones", [f"more{one}" for one in people])
    assert reviewed(app).gathered.readings == 8 * 120


@ONLY_SQLITE
def test_a_diagnosis_can_be_reckoned_again_and_says_when_readings_have_changed(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict(zip(people, [0.1, 0.15, 0.2, 0.12, 0.4, 0.13, 0.15, 0.1], strict=True)))
    number = last_word(db, reviewed(app, people=True), PEOPLE).id
    found = reckon_again(db, number)
    assert (found.is_same, found.n, found.differing) == (True, 960, 0)
    told(database, dict.fromkeys(people, 0.9), readings=30, seed=3)
    db.rollback()
    changed = reckon_again(db, number)
    assert (changed.is_same, changed.same_cells, changed.n, changed.differing) == (False, False, 1200, 1)


@ONLY_SQLITE
def test_who_left_stays_in_the_figures_and_who_changed_teams_is_two(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    other = house.team("Market", house.root)
    told(database, dict.fromkeys(people, 0.1))
    with database.writing() as writing:
        writing.execute(
            update(Person).where(Person.id == people[0]).values(hired_on=None, left_on=TODAY - timedelta(days=20))
        )
    told(database, {people[1]: 0.1}, team=other, seed=2)
    reckoned = reviewed(app, people=True)
    assert (reckoned.gathered.tallies.units, reckoned.gathered.readings) == (9, 9 * 120)
    found = last_word(db, reckoned, PEOPLE)
    rows = db.execute(select(Finding.person_id, Finding.team_id).where(Finding.diagnosis_id == found.id)).all()
    assert {(people[1], _team), (people[1], other), (people[0], _team)} <= {tuple(row) for row in rows}


@ONLY_SQLITE
def test_what_names_nobody_tells_of_its_team_and_finds_no_person(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    for name, share in (("Harbour", 0.4), ("Market", 0.05), ("Station", 0.06)):
        told(database, {None: share}, team=house.team(name, house.root), readings=400)
    told(database, {None: 0.9}, readings=50, seed=4)  # and these do not even name a team
    reckoned = reviewed(app, people=True)
    diagnosis = last_word(db, reckoned, PEOPLE)
    assert of_people(db, diagnosis) == {}
    assert verdicts(db, diagnosis)["Market"] == "met"
    assert set(verdicts(db, diagnosis)) == {"Harbour", "Market", "Station"}
    assert "skill" not in verdicts(db, diagnosis).values()
    assert (diagnosis.n, diagnosis.remarks) == (1250, [])


@ONLY_SQLITE
def test_what_was_picked_by_hand_is_left_out_and_said(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict.fromkeys(people, 0.1))
    told(database, {people[0]: 0.9}, readings=60, stratum="telephone picked", seed=5)
    reckoned = reviewed(app)
    diagnosis = last_word(db, reckoned)
    assert (diagnosis.n, diagnosis.verdict) == (960, "met")
    assert diagnosis.figures["left_out"] == {"picked": 60}


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("size", "share", "remark"),
    [
        (0, 0.0, "no-data"),
        (1, 0.3, "one-unit"),
        (6, 0.3, "one-team"),
        (6, 0.0, "all-met"),
        (6, 1.0, "all-missed"),
    ],
)
def test_what_cannot_be_said_is_a_remark_and_never_a_wrong_figure(  # noqa: PLR0917 -- fixtures and cases
    app: Flask, db: Session, database: Database, house: House, size: int, share: float, remark: str
) -> None:
    _team, people = crew(house, "Harbour", size)
    told(database, dict.fromkeys(people, share), readings=40)
    reckoned = reviewed(app, people=True)
    for scope in ("teams", "people"):
        diagnosis = last_word(db, reckoned, scope)
        assert remark in diagnosis.remarks
        assert diagnosis.n == size * 40
    assert all(one.listed == "" for one in of_people(db, diagnosis).values())
    assert "NaN" not in str(diagnosis.figures)


@ONLY_SQLITE
def test_counts_and_means_are_reviewed_in_their_own_units(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    sales, points = [], []
    for person in people:
        for number in range(60):
            at, key = NOW - timedelta(days=number + 1), f"{person}-{number}"
            count = Decimal(int(number % 5 == 0))
            sales.append(Observed(key, "complaints-per-thousand-sales", at, count, person, exposure=Decimal(20)))
            points.append(Observed(key, "customers-are-satisfied", at, Decimal(4 + number % 2), person))
    with app.app_context(), database.writing() as writing:
        keep(writing, "tills", [*sales, *points], now=NOW)
    counted = last_word(db, reviewed(app, slug="complaints-per-thousand-sales"))
    (team,) = db.scalars(select(Finding).where(Finding.diagnosis_id == counted.id))
    assert (counted.verdict, counted.missed, team.raw) == ("process", 96, pytest.approx(0.01))
    assert team.raw_low < 0.01 < team.raw_high
    rated = last_word(db, reviewed(app, slug="customers-are-satisfied"))
    (team,) = db.scalars(select(Finding).where(Finding.diagnosis_id == rated.id))
    assert (team.raw, rated.missed) == (pytest.approx(4.5), 0)


@ONLY_SQLITE
def test_a_stricter_target_is_reviewed_anew_without_a_new_reading(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict.fromkeys(people, 0.12))
    assert last_word(db, reviewed(app)).verdict == "met"
    publish(
        app,
        "standard",
        standard_text(SOLVED, "measure: proportion\ntarget: 95\nchanges: {measure: behaviour}"),
        slug=SOLVED,
    )
    reckoned = reviewed(app)
    assert last_word(db, reckoned).verdict == "process"
    assert not reckoned.weeks


@ONLY_SQLITE
def test_what_was_found_of_a_person_goes_when_its_days_are_over(
    app: Flask, db: Session, database: Database, house: House
) -> None:
    _team, people = crew(house, "Harbour")
    told(database, dict.fromkeys(people, 0.12))
    reckoned = reviewed(app, people=True)
    rules = rules_now(db).model
    standard_id = reckoned.standard.document_id
    assert not people_are_due(db, standard_id, rules, today=TODAY + timedelta(days=60))
    assert people_are_due(db, standard_id, rules, today=TODAY + timedelta(days=95))
    with database.writing() as writing:
        assert expire(writing, today=TODAY + timedelta(weeks=13)) == 0
        assert expire(writing, today=TODAY + timedelta(weeks=13, days=1)) == 8
    db.rollback()
    assert db.scalars(select(Finding.person_id).distinct()).all() == [None]
    assert findings_of_person(db, people[0], today=TODAY) == []
