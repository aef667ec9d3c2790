"""Sums of cells by week, and what a review makes of them: nothing is lost, and nothing is counted twice."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.diagnosis.files import ReviewRules
from training.diagnosis.rules_findings import has_moved
from training.diagnosis.rules_tallies import aim_of, gather
from training.diagnosis.rules_weeks import COLUMNS, alike, monday_of, pack, rows_of, together, unpack, week_of
from training.method.settings import Thresholds
from training.method.tallies import Measure
from training.standards.files_standard import Standard

Record = tuple[Any, ...]
_small, _large = st.integers(0, 3), st.integers(0, 10**12)
_records = st.lists(
    st.builds(
        lambda key, n, sums: (*key, n, min(n, sums[0] % 7), 1 + n % 5, *sums, *(one / 7 for one in sums)),
        st.tuples(_small, _small, st.integers(1, 3)),
        st.integers(1, 50),
        st.tuples(_large, _large, _large),
    ),
    max_size=12,
    unique_by=lambda record: record[:3],
).map(sorted)


@given(st.lists(_records, max_size=4))
@settings(max_examples=40)
def test_weeks_add_up_to_what_each_of_them_holds(weeks: list[list[Record]]) -> None:
    wanted: defaultdict[Record, list[float]] = defaultdict(lambda: [0] * (len(COLUMNS) - 3))
    for week in weeks:
        for record in week:
            kept = wanted[record[:3]]
            for place, value in enumerate(record[3:]):
                kept[place] += value
    rows = together(unpack(pack(rows_of(week))) for week in weeks)
    expected = rows_of([(*key, *sums) for key, sums in sorted(wanted.items())])
    assert alike(rows, expected)
    for measure in Measure:
        gathered = gather(rows, measure, picked=[2])
        left = sum(sums[0] for key, sums in wanted.items() if key[2] == 2)
        assert gathered.left_out.get("picked", 0) == left
        assert gathered.readings + left == rows.readings
        units = sorted({key[:2] for key in wanted if key[2] != 2})
        team = gathered.tallies.team
        assert list(zip(gathered.teams[team].tolist(), gathered.people.tolist(), strict=True)) == units
        assert sum(total[2] for total in gathered.totals()) == gathered.readings


def test_one_more_reading_is_another_fingerprint_and_the_same_is_the_same() -> None:
    record = (1, 2, 1, 5, 1, 1, 0, 0, 500, 0.2, 0.0, 0.0)
    aim, thresholds = aim_of(Standard(title="-", summary="-", target=Decimal(85))), Thresholds()

    def told(*records: Record) -> str:
        return gather(together([rows_of(records)]), Measure.SHARE).fingerprint(aim, thresholds)

    assert told(record) == told(record)
    others = [(*record[:place], record[place] + 1, *record[place + 1 :]) for place in range(6)]
    assert len({told(record), *(told(one) for one in others)}) == 7
    stricter = aim_of(Standard(title="-", summary="-", target=Decimal(90)))
    assert gather(rows_of([record]), Measure.SHARE).fingerprint(stricter, thresholds) != told(record)


def test_a_week_begins_on_its_monday_and_a_window_too() -> None:
    assert monday_of(week_of(date(2026, 3, 15))) == date(2026, 3, 9)
    assert week_of(date(2026, 3, 16)) == week_of(date(2026, 3, 15)) + 1
    rules = ReviewRules(title="-", summary="-")
    assert rules.first_day(date(2026, 3, 11)) == date(2025, 12, 8)
    assert (date(2026, 3, 11) - date(2025, 12, 8)).days == 13 * 7 + 2


def test_usual_rules_are_the_thresholds_of_the_method_and_gaps_go_along() -> None:
    assert ReviewRules(title="-", summary="-").thresholds() == Thresholds()
    wider = ReviewRules(title="-", summary="-", least_gap=6, gap=10).thresholds()
    assert (wider.least_gap, wider.least_part) == (0.06, pytest.approx(0.4))
    assert (wider.gap, wider.deviation) == (0.1, pytest.approx(0.28))


@pytest.mark.parametrize(
    ("changed", "moved"),
    [
        ({}, False),
        ({"n": 11_900.0, "raw": 0.16}, False),
        ({"n": 12_600.0}, True),
        ({"n": 7_900.0}, True),
        ({"teams": 14}, True),
        ({"units": 70}, True),
        ({"raw": 0.166}, True),
        ({"raw": 0.134}, True),
    ],
)
def test_a_fit_is_used_until_readings_people_or_the_whole_have_moved(changed: dict[str, float], moved: bool) -> None:
    before = {"n": 10_000.0, "raw": 0.15, "teams": 10, "units": 100}
    assert has_moved(before, before | changed, least=0.03) is moved


def test_targets_are_in_the_units_of_the_sums() -> None:
    def aim(**values: Any) -> tuple[str, float, bool]:
        found = aim_of(Standard(title="-", summary="-", **values))
        return found.measure.value, found.target, found.higher_is_worse

    assert aim(target="85") == ("share", 0.15, True)
    assert aim(target="100") == ("share", 0.0, True)
    assert aim(measure="count", target="2", per=1000, exposure="sales") == ("count", 0.002, True)
    assert aim(measure="mean", target="4.5", direction="higher") == ("mean", 4.5, False)
    assert aim(measure="mean", target="300", direction="lower") == ("mean", 300.0, True)


def test_nothing_at_all_is_nothing_and_no_failure() -> None:
    rows = together([])
    assert (len(rows), len(unpack(pack(rows)))) == (0, 0)
    gathered = gather(rows, Measure.MEAN)
    assert (gathered.readings, gathered.tallies.units, gathered.totals()) == (0, 0, [])
    assert np.isfinite(gathered.tallies.n).all()
