"""Readings that the site itself tells, and the cells that they add up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.measuring import cells, publish_standards, readings
from tests.moment import NOW
from training.core.permissions import PermissionSet
from training.metrics import queries_cells
from training.metrics.actions import Observed, faults, keep, withdraw
from training.metrics.queries_cells import Window
from training.people.models import Person

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SOLVED = Observed("C1", "solved-first-time", NOW, Decimal(1), stratum="orders")


@pytest.fixture(autouse=True)
def standards(app: Flask, house: House) -> None:
    publish_standards(app)


def test_readings_told_twice_or_otherwise_count_once_and_can_be_taken_back(db: Session, house: House) -> None:
    nora = house.person()
    first = replace(SOLVED, person_id=nora)
    wait = Observed("C1", "answered-by-third-ring", NOW, Decimal("20.2"), person_id=nora)
    assert keep(db, "phones", [first, wait], now=NOW).new == 2
    assert keep(db, "phones", [first, wait], now=NOW).unchanged == 2
    assert keep(db, "phones", [replace(first, value=Decimal(0), stratum="returns")], now=NOW).changed == 1
    day = date(2026, 3, 12).toordinal()
    solved, answered = sorted({reading[2] for reading in readings(db)}, reverse=True)
    assert cells(db) == {
        (solved, day, house.root, nora, "returns"): (1, 1, 0, 0, 100, 1000, 1000),
        # The last fifth of a second made it late.
        (answered, day, house.root, nora, ""): (1, 1, 21, 441, 100, 1000, 1000),
    }
    withdraw(db, "phones", ["C1", "not there"])
    assert cells(db) == {}
    assert readings(db) == []


@ONLY_SQLITE
def test_a_reading_belongs_to_the_day_at_the_site(db: Session, house: House) -> None:
    keep(db, "phones", [replace(SOLVED, at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))], now=NOW + timedelta(days=90))
    ((_standard, day, team, person, _stratum),) = cells(db)
    assert (date.fromordinal(day), team, person) == (date(2026, 6, 2), 0, 0)


@ONLY_SQLITE
def test_who_goes_to_another_team_leaves_behind_what_was_measured_in_the_old_one(db: Session, house: House) -> None:
    nora, shop = house.person(), house.team("Harbour", house.root)
    keep(db, "phones", [replace(SOLVED, person_id=nora)], now=NOW)
    db.get_one(Person, nora).team_id = shop
    again = [replace(SOLVED, person_id=nora), replace(SOLVED, person_id=nora, external_id="C2")]
    assert keep(db, "phones", again, now=NOW).unchanged == 1
    assert {key[2]: sums[0] for key, sums in cells(db).items()} == {house.root: 1, shop: 1}


@ONLY_SQLITE
def test_what_cannot_be_is_left_out_and_disturbs_nobody(db: Session, house: House) -> None:
    wrong = [
        replace(SOLVED, standard="nobody-wrote-it"),
        replace(SOLVED, standard="answered-by-third-ring", value=Decimal(-3)),
        replace(SOLVED, standard="customers-are-satisfied", value=Decimal(11)),
        replace(SOLVED, at=NOW + timedelta(days=2)),
    ]
    assert keep(db, "phones", [*wrong, SOLVED], now=NOW).new == 1


@ONLY_SQLITE
def test_a_reading_that_was_picked_one_time_in_ten_weighs_ten(db: Session, house: House) -> None:
    keep(db, "scorecards", [replace(SOLVED, probability=0.1, value=Decimal(0))], now=NOW)
    (sums,) = cells(db).values()
    assert sums[-2:] == (10_000, 10_000)
    with pytest.raises(ValueError, match="between 0 and 1"):
        keep(db, "scorecards", [replace(SOLVED, probability=1.5)], now=NOW)


@ONLY_SQLITE
def test_whose_limit_stands_still_at_night_says_what_was_kept(db: Session, house: House) -> None:
    late = replace(SOLVED, standard="answered-by-third-ring", value=Decimal(500))
    keep(db, "complaints", [late, replace(late, external_id="C2", met=True)], now=NOW)
    (sums,) = cells(db).values()
    assert sums[:2] == (2, 1)


@ONLY_SQLITE
def test_whoever_reckons_gets_cells_by_window_and_team_with_those_who_left(
    db: Session, house: House, statements: Any
) -> None:
    shop = house.team("Harbour", house.root)
    ada, tom = house.person("Ada Quist", team=shop), house.person("Tom Ek", left_on=date(2026, 3, 5))
    told = [
        replace(SOLVED, external_id="C1", person_id=ada),
        replace(SOLVED, external_id="C2", person_id=tom, value=Decimal(0), at=NOW - timedelta(days=9)),
        replace(SOLVED, external_id="C3", person_id=tom, at=NOW - timedelta(days=10)),
        replace(SOLVED, external_id="C4"),
    ]
    keep(db, "phones", told, now=NOW)
    db.flush()
    window = Window.back_from(NOW.date(), 10)
    with statements() as seen:
        found = list(queries_cells.cells(db, "solved-first-time", window))
    assert len(seen) == 1
    assert [(cell.person_id, cell.team_id, cell.n, cell.missed) for cell in found] == [
        (tom, house.root, 1, 1),
        (None, None, 1, 0),
        (ada, shop, 1, 0),
    ]
    below = list(queries_cells.cells(db, "solved-first-time", window, team_paths=[f"/{house.root}/{shop}/"]))
    assert [cell.person_id for cell in below] == [ada]
    manager = actor(ada, PermissionSet.TEAM_MANAGER, f"/{house.root}/{shop}/")
    assert queries_cells.sums_within(db, manager, "solved-first-time", window).n == 1
    everything = actor(ada, PermissionSet.AUDITOR)
    by_team = queries_cells.sums_by_team(db, everything, "solved-first-time", window)
    assert {team: sums.share_met for team, sums in by_team.items()} == {house.root: 0.0, shop: 1.0, None: 1.0}


@ONLY_SQLITE
def test_a_count_is_counted_against_its_exposure(db: Session, house: House) -> None:
    month = Observed("may", "complaints-per-thousand-sales", NOW, Decimal(3), exposure=Decimal(1500))
    keep(
        db, "complaints", [month, replace(month, external_id="june", value=Decimal(1), exposure=Decimal(500))], now=NOW
    )
    everything = actor(1, PermissionSet.AUDITOR)
    window = Window.back_from(NOW.date(), 1)
    assert queries_cells.sums_within(db, everything, "complaints-per-thousand-sales", window).rate(1000) == 2.0


@ONLY_SQLITE
def test_readings_from_outside_hear_what_is_wrong_with_each(db: Session, house: House) -> None:
    wrong = [
        SOLVED,
        replace(SOLVED, value=Decimal(5)),
        replace(SOLVED, external_id="C2", standard="nobody-wrote-it"),
        replace(SOLVED, external_id="C3", at=NOW + timedelta(days=2), person_id=999, exposure=Decimal(0)),
    ]
    said = [(problem.line, problem.message) for problem in faults(db, wrong, where="push", now=NOW)]
    assert said == [
        (2, "5 cannot be: “Solved first time” goes from 0 to 1."),
        (2, "“C1” stands here and in number 1."),
        (3, "“nobody-wrote-it” is not a published standard."),
        (4, "0 cannot be what a count is counted against."),
        (4, "This time lies in the future."),
        (4, "This person is not known."),
    ]
