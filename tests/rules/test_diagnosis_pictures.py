"""What the pictures beside a finding show, and when a level is said to have drifted."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from training.diagnosis.pictures import chart_of, funnel_of, run_of, target_of
from training.diagnosis.queries_sums import Dot
from training.diagnosis.rules_drift import Drift, base_of, drift
from training.diagnosis.words_pages import drift_words
from training.standards.files_standard import Standard, parse

MONDAY = date(2026, 1, 5)
SHARE = parse("title: A\nsummary: A.\ntarget: 85\n", "a.yaml")
COUNT = parse("title: A\nsummary: A.\nmeasure: count\ntarget: 2\nper: 1000\nexposure: sales\n", "a.yaml")
MEAN = parse("title: A\nsummary: A.\nmeasure: mean\ntarget: 240\ndirection: lower\nunit: seconds\n", "a.yaml")


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> Iterator[None]:
    with Flask(__name__).app_context():
        yield


def people(*met: int, of: int = 140) -> list[Dot]:
    return [Dot(one, of, n=of) for one in met]


def weeks(*met: int, of: int = 140, people: int = 9) -> dict[date, Dot]:
    return {MONDAY + timedelta(weeks=at): Dot(one, of, n=of, people=people) for at, one in enumerate(met)}


def test_one_person_outside_is_counted_and_nobody_is_named() -> None:
    drawn = funnel_of(SHARE, people(80, *[124] * 11))
    assert drawn is not None
    assert drawn.title == "One person lies outside"
    assert drawn.says == "12 people against how often it was measured: One person lies outside."
    assert [dot.mark for dot in drawn.picture.dots].count("out") == 1
    assert not any(dot.name for dot in drawn.picture.dots)
    assert drawn.table[2][-1] == ["Below the limits", "1 person", "140", "57 % met"]
    same = funnel_of(SHARE, people(*[124] * 12), of_teams=True)
    assert same is not None
    assert same.title == "No team lies outside of what chance makes"


def test_where_many_differ_nobody_lies_outside_and_yet_they_are_not_said_to_be_alike() -> None:
    drawn = funnel_of(SHARE, people(*[410] * 5, *[530] * 10, of=600))
    assert drawn is not None
    assert drawn.title == "People lie farther apart than chance makes"
    assert not drawn.picture.has("out")


def test_fewer_than_five_people_and_fewer_than_four_weeks_are_no_picture() -> None:
    assert funnel_of(SHARE, people(80, 124, 124, 124)) is None
    assert funnel_of(SHARE, [*people(80, 124, 124, 124), Dot(0, 0)]) is None
    assert run_of(SHARE, weeks(120, 120, 120)) is None
    assert run_of(SHARE, weeks(*[120] * 9, people=4)) is None
    assert run_of(SHARE, {}) is None


def test_weeks_are_said_to_lie_outside_or_on_one_side_or_neither() -> None:
    steady = run_of(SHARE, weeks(120, 124, 118, 122, 121, 119, 123, 120))
    assert steady is not None
    assert steady.title == "No week lies outside of what chance makes"
    fell = run_of(SHARE, weeks(120, 124, 118, 122, 121, 119, 123, 60))
    assert fell is not None
    assert fell.title == "One week lies outside of what chance makes, that from 23 February 2026"
    moved = run_of(SHARE, weeks(*[124, 122] * 4, *[116, 118] * 4))
    assert moved is not None
    assert moved.title == "Eight weeks or more lie on one side of the usual, from 5 January 2026 on"


def test_weeks_of_few_people_are_passed_over_and_empty_ends_cut_off() -> None:
    found = weeks(0, 120, 124, 118, 122, 60)
    found[MONDAY] = Dot(0, 0, people=0)
    found[MONDAY + timedelta(weeks=5)] = Dot(60, 140, people=3, n=140)
    drawn = run_of(SHARE, found)
    assert drawn is not None
    assert len(drawn.picture.dots) == 4
    assert "outside" in drawn.title
    assert all("42 %" not in cell for row in drawn.table[2] for cell in row)


def test_counts_and_means_are_drawn_in_their_own_unit() -> None:
    rates = funnel_of(COUNT, [Dot(one, 1000.0, n=9) for one in (1, 2, 1, 2, 3, 30)])
    means = funnel_of(MEAN, [Dot(240.0 * 50, 50, 50 * (240.0**2 + 900), n=50) for _one in range(6)])
    assert rates is not None
    assert means is not None
    assert rates.picture.across[-1].text.endswith("sales")
    assert (target_of(COUNT), target_of(MEAN), target_of(SHARE)) == (0.002, 240, 0.85)
    assert means.table[2] == [["Within", "6 people", "300", "240 seconds"]]


def daily(standard: Standard, *levels: tuple[int, float], seed: int = 4, weekend: float = 0.1) -> Drift | None:
    """What is said of days that follow each other with these levels, 40 readings a day, the weekend always worse."""
    chance = Random(seed)  # noqa: S311 -- a test
    shares = [level for count, level in levels for _day in range(count)]
    days = [MONDAY + timedelta(days=at) for at in range(len(shares))]
    dots = [
        Dot(sum(chance.random() < share - weekend * (day.weekday() > 4) for _one in range(40)), 40)
        for day, share in zip(days, shares, strict=True)
    ]
    chart = chart_of(standard, dots, leave_out=range(base_of(len(dots)), len(dots)))
    return drift(days, [one.size for one in dots], chart)


def test_a_level_that_falls_for_good_is_found_with_about_its_day() -> None:
    found = daily(SHARE, (50, 0.9), (40, 0.8))
    assert found is not None
    assert not found.is_up
    assert abs((found.since - (MONDAY + timedelta(days=50))).days) <= 10
    assert drift_words(SHARE, found).startswith("Since about")
    assert drift_words(SHARE, found).endswith("it seems to be worse than before: small differences that add up.")
    assert drift_words(MEAN, found).endswith("better than before: small differences that add up.")
    assert drift_words(SHARE, None) == ""


def test_a_steady_level_is_seldom_called_a_drift_in_spite_of_its_weekends() -> None:
    assert sum(daily(SHARE, (90, 0.9), seed=seed, weekend=0.3) is not None for seed in range(20)) <= 2
    assert daily(SHARE, (30, 0.9)) is None  # too few days
    assert daily(SHARE, (90, 1.2)) is None  # nothing varies


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
@settings(max_examples=40)
def test_no_picture_fails_whatever_was_measured(pairs: list[tuple[int, int]]) -> None:
    dots = [Dot(min(pair), max(pair), n=max(pair), squares=float(min(pair) ** 2)) for pair in pairs]
    for standard in (SHARE, COUNT, MEAN):
        funnel_of(standard, dots)
        run_of(standard, {MONDAY + timedelta(weeks=at): one for at, one in enumerate(dots)})
        drift([MONDAY] * len(dots), [one.size for one in dots], chart_of(standard, dots))
