"""Readings that the site itself tells, and the cells that they add up to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.house import House
from tests.measuring import cells, publish_standards, readings
from tests.moment import NOW
from training.metrics.actions import Observed, keep, withdraw

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
