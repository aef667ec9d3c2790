"""Where the parts of a picture go."""

from hypothesis import given, settings
from hypothesis import strategies as st

from training.core import charts
from training.core.scales import LETTER, Scale, scale_of, ticks
from training.method import funnel

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


@settings(max_examples=40)
@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_a_scale_holds_every_value_between_round_ends(values: list[float]) -> None:
    scale = scale_of(values)
    hair = 1e-6 * (scale.high - scale.low)
    assert scale.low - hair <= min(values) <= max(values) <= scale.high + hair
    assert 0 <= scale.place(min(values)) <= scale.place(max(values)) <= 100
    assert 1 <= len(ticks(scale.low, scale.high)) <= 12


def test_ticks_are_numbers_that_people_count_in() -> None:
    assert ticks(0.58, 0.98, 4) == (0.6, 0.7, 0.8, 0.9)
    assert ticks(0, 250, 4) == (0, 100, 200)
    assert ticks(-3, 12, 4) == (0, 5, 10)
    assert ticks(7, 7) == (7,)


def test_a_scale_never_shows_more_than_all() -> None:
    assert scale_of([0.71, 0.99], least=0, most=1) == Scale(0.7, 1.0)
    assert scale_of([1.0, 1.0], least=0, most=1).high == 1
    assert scale_of([float("nan"), float("inf")]) == Scale(0.0, 1.0)


def test_a_funnel_draws_what_matters_on_top_and_no_limit_where_there_is_none() -> None:
    found = funnel.shares([90, 40, 20], [100, 60, 20], 0.88)
    units = [charts.Unit(60, 0.67, out=True, name="Jonas"), charts.Unit(100, 0.9), charts.Unit(20, 1.0)]
    picture = charts.funnel(units, charts.Limits.of(found), target=0.85, write=percent, write_size=str)
    assert [dot.mark for dot in picture.dots] == ["", "", "out"]
    assert picture.has("usual")
    assert not picture.has("shift")
    heights = {curve.kind: [float(pair.split(",")[1]) for pair in curve.points.split()] for curve in picture.curves}
    assert 0.0 not in heights["far"]
    assert all(charts.TOP <= tick.at <= charts.BOTTOM for tick in picture.up)


def test_higher_values_lie_higher_and_more_readings_further_on() -> None:
    found = funnel.shares([90, 40], [100, 60], 0.8)
    few, many = charts.funnel(
        [charts.Unit(60, 0.67), charts.Unit(100, 0.9)],
        charts.Limits.of(found),
        target=None,
        write=percent,
        write_size=str,
    ).dots
    assert few.x < many.x
    assert few.y > many.y


def test_a_run_has_a_line_for_each_phase_and_leaves_gaps_alone() -> None:
    steps = [
        charts.Step(0.8, 0.8, 0.7, 0.9, "1 June"),
        charts.Step(None, 0.8, 0.8, 0.8, "8 June"),
        charts.Step(0.9, 0.9, 0.85, 0.95, "15 June", mark="out", phase="New rota"),
    ]
    picture = charts.run_chart(steps, target=0.85, write=percent)
    runs = [curve.points.split() for curve in picture.curves if curve.kind == "run"]
    assert [len(points) for points in runs] == [1, 1]
    assert [phase.text for phase in picture.phases] == ["New rota"]
    assert [dot.mark for dot in picture.dots] == ["", "out"]
    assert charts.run_chart([], target=None, write=percent).dots == ()


def test_a_limit_that_is_none_leaves_the_picture() -> None:
    steps = [charts.Step(0.9, 0.9, 0.7, 1.0, "1 June"), charts.Step(0.9, 0.9, 0.75, 0.99, "8 June")]
    picture = charts.run_chart(steps, target=0.85, write=percent)
    high = picture.curves[1].points.split()
    assert [float(point.split(",")[1]) < 0 for point in high] == [True, True, False, False]


@settings(max_examples=40)
@given(st.lists(st.text("ab", min_size=1, max_size=14), min_size=1, max_size=9))
def test_words_of_the_foot_never_touch_and_the_last_is_always_there(words: list[str]) -> None:
    steps = [charts.Step(0.5, 0.5, 0.4, 0.6, word) for word in words]
    across = charts.run_chart(steps, target=None, write=percent).across
    assert across[-1].text == words[-1]
    edges = []
    for tick in across:
        wide = len(tick.text) * LETTER
        start = {"start": tick.at, "middle": tick.at - wide / 2, "end": tick.at - wide}[tick.anchor]
        edges += [start, start + wide]
    assert edges == sorted(edges)
    assert edges[0] >= -1e-9
    assert edges[-1] <= 100 + 1e-9


def test_an_interval_around_the_target_proves_nothing_and_is_drawn_open() -> None:
    spans = charts.intervals([(-0.02, 0.01, 0.04), (0.01, 0.04, 0.07)], target=0.0, write=percent)
    assert [row.mark for row in spans.rows] == ["open", ""]
    assert spans.target is not None
    assert spans.rows[0].low < spans.target < spans.rows[1].low
