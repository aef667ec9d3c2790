"""Files of readings: the same cells whatever way they came, and a sentence for whatever is wrong with them."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.measuring import HEADER, cells, publish_standards, readings, take_in, written
from training.core.db import Database
from training.core.permissions import PermissionSet
from training.core.problems import Problems
from training.core.web import NotFound
from training.core.worker import Worker
from training.metrics import actions_import
from training.metrics.actions import Observed, keep, withdraw
from training.metrics.actions_aliases import assign_alias
from training.metrics.actions_cells import rebuild_cells, standards_with_readings
from training.metrics.actions_reading import Intake, prepare
from training.metrics.check import check_cells
from training.metrics.files_mapping import parse, presets
from training.metrics.models import Cell, Reading, ReadingAlias, ReadingImport, ReadingSource

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def company(app: Flask, house: House) -> tuple[int, int]:
    """Standards, a team in a shop, and two people, one of whom has left."""
    publish_standards(app)
    shop = house.team("Harbour", house.root)
    phones = house.team("Phones", shop)
    house.person("Nora Brandt", team=phones, employee_number="E1", email="nora@example.com")
    house.person("Tom Ek", team=phones, employee_number="E2", left_on=datetime(2026, 5, 1, tzinfo=UTC).date())
    return shop, phones


def call(number: int, who: str = "E1", wait: int = 7, csat: str = "", solved: str = "1") -> str:
    day = 1 + number % 3
    team, promised = "Company/Harbour/Phones", number % 2
    return f"C{number},2026-05-0{day}T16:05:10,{who},{team},orders,{wait},267,{solved},{promised},1,{csat}"


def test_a_file_becomes_cells_and_comes_again_and_corrected(app: Flask, db: Session, tmp_path: Path) -> None:
    first = [call(1), call(2, wait=30), call(3, "E2", csat="4"), call(4, "E9")]
    outcome = take_in(app, written(tmp_path, *first), now=LATER, batch=3)
    # Waiting, handling, solved each; a promise in two; a mark in one.
    assert outcome.written.new == 3 * 4 + 2 + 1
    assert outcome.report is not None
    assert outcome.report.unknown_people == {"E9": 1}
    assert check_cells(db) == []
    again = take_in(app, written(tmp_path, *first), now=LATER)
    assert (again.written.nothing, again.written.unchanged) == (True, 15)
    corrected = take_in(app, written(tmp_path, call(2, wait=3), call(3, "E2")), now=LATER)
    assert (corrected.written.changed, corrected.written.removed) == (1, 1)
    db.rollback()
    assert check_cells(db) == []
    before = cells(db)
    assert sum(sums[1] for sums in before.values()) == 0
    assert all(key[2] for key in before)  # everybody’s team is known by its path, whatever the company is called there
    db.rollback()
    with app.extensions["database"].writing() as writing:
        for standard in standards_with_readings(writing):
            rebuild_cells(writing, standard)
    assert cells(db) == before


rows = st.dictionaries(
    st.integers(0, 12),
    st.tuples(st.sampled_from(["E1", "E2", "E9", ""]), st.integers(0, 60), st.sampled_from(["", "1", "5"])),
    min_size=1,
    max_size=10,
)


@ONLY_SQLITE
@given(rows, rows, st.randoms(use_true_random=False), st.integers(1, 7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_streamed_shuffled_repeated_and_corrected_files_give_the_cells_of_one_clean_one(
    app: Flask,
    db: Session,
    tmp_path: Path,
    earlier: dict[int, Any],
    final: dict[int, Any],
    chance: random.Random,
    batch: int,
) -> None:
    def lines(of: dict[int, Any]) -> list[str]:
        shuffled = [call(number, *values) for number, values in of.items()]
        chance.shuffle(shuffled)
        return shuffled

    forget_everything(app)
    take_in(app, written(tmp_path, *lines({**earlier, **final})), now=LATER, batch=1000)
    clean = cells(db), readings(db)
    db.rollback()
    forget_everything(app)
    take_in(app, written(tmp_path, *lines(earlier)), now=LATER, batch=batch)
    half = dict(list(final.items())[: len(final) // 2])
    take_in(app, written(tmp_path, *lines(half or final)), now=LATER, batch=batch)
    take_in(app, written(tmp_path, *lines(final)), now=LATER, batch=batch)
    take_in(app, written(tmp_path, *lines(final)), now=LATER, batch=batch + 1)
    assert (cells(db), readings(db)) == clean
    assert check_cells(db) == []
    db.rollback()


def forget_everything(app: Flask) -> None:
    """Readings and cells; sources and names keep their ids, so that two ways can be compared."""
    with app.extensions["database"].writing() as db:
        for table in (Cell, Reading):
            db.execute(delete(table))
        for source in db.scalars(select(ReadingSource)):
            source.settled = None
