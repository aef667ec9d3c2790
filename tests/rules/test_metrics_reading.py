"""What cells of a file mean: times in a zone, units, yes and no; and ids that came twice."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.problems import Problems
from training.metrics import seen
from training.metrics.files_mapping import Measured, parse
from training.metrics.files_values import BadValueError, converter
from training.metrics.rules_judging import Yardstick
from training.metrics.rules_times import BadTimeError, Days, Times, is_pattern

DUBLIN = ZoneInfo("Europe/Dublin")
WAIT = Yardstick(1, "wait", "Wait", "time", limit=20, met_from=100, least=0, most=3600)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), st.sampled_from(["first", "second"]))  # noqa: DTZ001 -- local
def test_a_local_time_is_the_moment_that_the_zone_says(local: datetime, which: str) -> None:
    times = Times("iso", DUBLIN, "first" if which == "first" else "second")
    aware = local.replace(tzinfo=DUBLIN, fold=int(which == "second"), microsecond=0)
    if aware.astimezone(UTC).astimezone(DUBLIN).replace(tzinfo=None) != local.replace(microsecond=0):
        with pytest.raises(BadTimeError, match="did not exist"):
            times.seconds(local.isoformat())
    else:
        assert times.seconds(local.isoformat()) == int(aware.timestamp())
        assert Days(DUBLIN).of(int(aware.timestamp())) == local.toordinal()


@pytest.mark.parametrize(
    ("written", "text", "moment"),
    [
        ("iso", "2026-05-04T16:05:10Z", "2026-05-04T16:05:10+00:00"),
        ("DD.MM.YYYY HH:mm", "4.5.2026 16:05", "2026-05-04T15:05:00+00:00"),
        ("MM/DD/YY hh:mm AM", "05/04/26 12:05 am", "2026-05-03T23:05:00+00:00"),
        ("YYYY-MM-DD HH:mm:ss Z", "2026-05-04 16:05:10 +0200", "2026-05-04T14:05:10+00:00"),
        ("DD.MM.YYYY HH:mm", "2026-05-04T16:05:00", "2026-05-04T15:05:00+00:00"),  # as workbooks hold it
        ("unix", "1777910710", "2026-05-04T16:05:10+00:00"),
    ],
)
def test_times_are_read_as_the_source_writes_them(written: str, text: str, moment: str) -> None:
    assert Times(written, DUBLIN).seconds(text) == datetime.fromisoformat(moment).timestamp()


def test_an_hour_that_came_twice_is_refused_until_it_is_said_which_one() -> None:
    with pytest.raises(BadTimeError, match="came twice"):
        Times("iso", DUBLIN).seconds("2026-10-25T01:30:00")
    first, second = (Times("iso", DUBLIN, which).seconds("2026-10-25T01:30:00") for which in ("first", "second"))
    assert second - first == 3600
    for wrong in ("12.13.2026", "0026-05-04", "", "9999-12-31T23:59:59"):
        with pytest.raises(BadTimeError, match="not a time"):
            Times("iso", DUBLIN).seconds(wrong)
    assert not is_pattern("DD.MM.YYYY hh:mm")  # morning or evening?


@pytest.mark.parametrize(
    ("fields", "text", "value"),
    [
        ({"unit": "seconds"}, "20", "20"),
        ({"unit": "minutes", "decimal": ","}, "1,5", "90"),
        ({"unit": "milliseconds"}, "1500", "1.5"),
        ({"unit": "hh:mm:ss"}, "1:05:30", "3930"),
        ({"unit": "hh:mm:ss"}, "75:30", "4530"),
        ({"unit": "per cent"}, "85 %", "85"),
        ({"unit": "number", "decimal": ","}, "1.234,5", "1234.5"),
        ({"unit": "yes/no"}, "TRUE", "1"),
        ({"unit": "yes/no", "yes": ["ja"], "no": ["nein"]}, "Nein", "0"),
        ({"met_when": {"values": ["Very good", "Good"]}}, "good", "1"),
        ({"met_when": {"at_most": "60"}, "unit": "minutes"}, "2", "0"),
        ({"met_when": {"at_least": "9"}}, "9", "1"),
    ],
)
def test_a_cell_becomes_a_number_in_the_unit_of_its_standard(fields: dict[str, object], text: str, value: str) -> None:
    measured = Measured.model_validate({"standard": "wait", "column": "Wait", **fields})
    assert converter(measured)(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1e5", "٣", "1,5", "--1", "NaN", "1:75", "=1+1", "1" * 20])
@pytest.mark.parametrize("unit", ["seconds", "number", "hh:mm:ss", "yes/no"])
def test_what_is_no_value_is_refused_in_words(unit: str, text: str) -> None:
    with pytest.raises(BadValueError, match=r"is not|is neither"):
        converter(Measured.model_validate({"standard": "wait", "column": "Wait", "unit": unit}))(text)


def test_a_point_where_the_comma_is_the_decimal_sign_parts_thousands_or_is_refused() -> None:
    read = converter(Measured.model_validate({"standard": "wait", "column": "Wait", "decimal": ","}))
    assert read("12.345.678,9") == Decimal("12345678.9")
    with pytest.raises(BadValueError):
        read("1.5")


def test_a_begun_second_counts_whole_and_nothing_else_is_rounded_away() -> None:
    assert [WAIT.missed(WAIT.exact(Decimal(text))) for text in ("20", "20.01")] == [0, 1]
    mean = Yardstick(1, "csat", "CSAT", "mean", limit=0, met_from=100, least=100, most=500)
    assert (mean.exact(Decimal("4.335")), mean.missed(100), mean.impossible(501)) == (434, 0, True)


@given(st.lists(st.sampled_from(["a", "b 1", "c", "ü", "e", "f", "g"]), max_size=25), st.integers(1, 30))
def test_ids_that_came_twice_are_found_whether_they_lie_on_disk_or_not(ids: list[str], held: int) -> None:
    before, seen._HELD = seen._HELD, held
    try:
        with seen.Seen() as ids_seen:
            for line, external_id in enumerate(ids, 2):
                ids_seen.add(external_id, line)
            found = list(ids_seen.twice())
    finally:
        seen._HELD = before
    assert Counter(external_id for external_id, _first, _again in found) == Counter(ids) - Counter(set(ids))
    assert all(first == ids.index(external_id) + 2 and again > first for external_id, first, again in found)


def test_a_mapping_says_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(Problems) as caught:
        parse(
            "title: Calls\nid: [a]\ntime: {columns: [b], zone: Nowhere, format: dd-mm}\nreadings:\n"
            "  - {standard: wait, column: c, unit: fortnights}\n  - {standard: Wait, column: c, met_when: {}}\n",
            "calls.yaml",
        )
    said = "\n".join(str(problem) for problem in caught.value.problems)
    for part in ("“Nowhere” is no time zone", "“dd-mm” does not say how a time is written", "“Wait” may hold only"):
        assert part in said
    assert "exactly one of" in said
    assert "calls.yaml:5" in said
