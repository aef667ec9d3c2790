"""Each verdict, remark and figure of a review has its sentence."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from training.diagnosis.words import (
    MEANINGS,
    REMARKS,
    STATES,
    VERDICTS,
    chip_of,
    counted_sentence,
    headline,
    person_sentence,
    remark_sentences,
    team_sentence,
    team_sure,
)
from training.diagnosis.words_figures import counted_words, gap_words, level_words, needed_words, span_words, sure_words
from training.method.diagnosis import Remark, Verdict
from training.standards.files_standard import Standard, parse


def standard(measure: str = "proportion", **more: Any) -> Standard:
    lines = {"title": "Call back", "summary": "In two hours.", "measure": measure, "target": "85", **more}
    return parse("".join(f"{key}: {value}\n" for key, value in lines.items()), "call-back.yaml")


CALL_BACK = standard()
COMPLAINTS = standard("count", target="2", per=1000, exposure="sales")
SHORT = standard("mean", target="240", unit="seconds", direction="lower")
CONTENT = standard("mean", target="4.2", unit="of 5", direction="higher")


@dataclass
class One:
    """A finding about 140 call-backs of which 104 were in time."""

    verdict: str = "skill"
    listed: str = "act"
    n: int = 140
    raw: float = 36 / 140
    low: float = 0.18
    high: float = 0.285
    chance: float = 0.835


def test_a_person_is_told_how_sure_it_is_what_is_likely_and_from_how_many_readings() -> None:
    likely = "likely 71–82 % met, from 140 readings."
    assert person_sentence(CALL_BACK, One()) == (
        f"83 % sure that this is really below the standard and below the team’s usual: {likely}"
    )
    assert person_sentence(CALL_BACK, One(), name="Jonas Okafor").startswith(
        "83 % sure that Jonas Okafor is really below"
    )
    assert person_sentence(CALL_BACK, One("met", listed="")) == f"Nothing to do: {likely}"
    assert person_sentence(CALL_BACK, One("unclear", listed="", n=40), needed=(88.2, 140)) == (
        "Not enough readings yet: 40 of the 90–140 that it takes."
    )
    assert person_sentence(CALL_BACK, One("process", listed="")).startswith(
        "As the whole team: look at the process first."
    )
    assert person_sentence(CALL_BACK, One("process", listed="", low=0.05, high=0.09)) == (
        "Nothing to do here, though the team as a whole is low: likely 91–95 % met, from 140 readings."
    )


def test_where_less_is_better_being_low_is_being_above() -> None:
    assert "above what we want and above the team’s usual" in person_sentence(SHORT, One(low=260, high=290))
    assert "likely 260–290 seconds" in person_sentence(SHORT, One(low=260, high=290))
    assert "Nora Brandt is really above what we want" in person_sentence(COMPLAINTS, One(), name="Nora Brandt")
    assert headline(SHORT, "process", ["process"]) == "The whole team is above what we want: look at the process first."
    assert "is above what we want: likely 2–3.1 in 1,000 sales" in team_sure(COMPLAINTS, One(low=0.002, high=0.0031))


def test_a_team_that_is_low_as_a_whole_points_at_the_process() -> None:
    found = One("process", "", 212, 0.36, 0.32, 0.4, 0.972)
    assert team_sentence(CALL_BACK, found) == "The whole team is low: look at the process first."
    assert team_sure(CALL_BACK, found) == (
        "97 % sure that the team’s usual is below the standard: likely 60–68 % met, from 212 readings."
    )
    assert counted_sentence(CALL_BACK, found) == "Counted as it stands: 136 of 212, 64 % met."
    assert team_sure(CALL_BACK, One("skill", "", 212, 0.2, 0.11, 0.14, 0.01)).startswith(
        "More than 99 % sure that the team’s usual, without the few who are lower, is as we want it: likely 86–89 % met"
    )
    assert team_sentence(CALL_BACK, One("unclear", n=12), needed=(80, 130)).startswith(
        "Not enough readings yet: 12 of the 80–130"
    )


@pytest.mark.parametrize(
    ("verdict", "teams", "words"),
    [
        ("process", ["process", "met", "met"], "1 team of 3 is low as a whole: look at the process there first."),
        ("process", ["process", "both", "met"], "2 teams of 3 are low as a whole"),
        ("process", ["process", "process"], "Every team misses it"),
        ("process", [], "The whole team is low: look at the process first."),
        ("both", ["both"], "a few are lower still"),
        ("both", ["both", "process"], "Every team misses it, and a few people more than their team"),
        ("both", ["process", "skill"], "Some teams are low as a whole, and in some a few people are"),
        ("skill", ["skill", "met"], "look at the skill of a few, not at the process"),
        ("unclear", ["unclear"], "Not enough is measured yet"),
        ("unclear", ["met", "unclear"], "1 team of 2 keeps it; of the others too little is known to say."),
        ("met", ["met", "met"], "It is kept."),
    ],
)
def test_what_is_found_in_many_teams_is_one_sentence(verdict: str, teams: list[str], words: str) -> None:
    assert words in headline(CALL_BACK, verdict, teams)


def test_every_verdict_and_every_remark_has_its_words() -> None:
    assert set(VERDICTS) == set(STATES) == set(MEANINGS) == set(Verdict)
    assert set(REMARKS) == set(Remark)
    assert len({str(one) for one in REMARKS.values()}) == len(Remark)
    assert remark_sentences(["clustered", "of a model to come"]) == [str(REMARKS[Remark.CLUSTERED])]
    assert chip_of("both") == ("process", "Process and skill")


def test_figures_are_said_in_the_unit_of_their_standard() -> None:
    assert level_words(CALL_BACK, 0.34) == "66 % met"  # and not 65: 1 − 0.34 is a hair below
    assert level_words(CALL_BACK, 0.1501) == "84 % met"
    assert level_words(COMPLAINTS, 0.0024) == "2.4 in 1,000 sales"
    assert level_words(CONTENT, 4.1) == "4.1 of 5"
    assert span_words(CALL_BACK, 0.20, 0.203) == "79–80 % met"
    assert span_words(CALL_BACK, 0.201, 0.203) == "79 % met"
    assert span_words(CONTENT, 4.04, 4.238) == "4.04–4.24 of 5"
    assert span_words(CONTENT, -1.5, 2) == "−1.5 to 2 of 5"
    assert counted_words(COMPLAINTS, 0.0024, 12) == "2.4 in 1,000 sales, from 12 readings"
    assert counted_words(COMPLAINTS, 9e300, 9) == "from 9 readings"  # without any sale it has no rate
    assert counted_words(CALL_BACK, 0, 0) == "no readings"
    assert gap_words(CALL_BACK, 0.06) == "6 points"
    assert gap_words(CALL_BACK, 0.01) == "1 point"
    assert gap_words(CALL_BACK, -0.06, signed=True) == "+6 points"
    assert gap_words(CALL_BACK, 0.02, signed=True) == "−2 points"
    assert gap_words(SHORT, -12, signed=True) == "−12 seconds"


def test_nothing_is_ever_certain_and_nothing_is_called_few_that_is_not() -> None:
    assert (sure_words(0.9999), sure_words(1.0), sure_words(0.001)) == (
        "More than 99 %",
        "More than 99 %",
        "Less than 1 %",
    )
    assert needed_words(40, (float("inf"), 0)) == needed_words(40, (0, 0)) == "Not enough readings yet."
    assert needed_words(130, (90, 140)) == "Too close to call yet, from 130 readings."


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 10**6))
@settings(max_examples=40)
def test_the_lower_end_of_a_span_never_stands_behind_the_upper_one(one: float, other: float, n: int) -> None:
    low, high = sorted((one, other))
    ends = [int(word) for word in span_words(CALL_BACK, low, high).removesuffix(" % met").split("–")]
    assert ends == sorted(ends)
    assert 0 <= ends[0] <= ends[-1] <= 100
    assert Decimal(counted_words(CALL_BACK, one, n).split(" ")[0].replace(",", "")) <= n


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> Any:
    app = Flask(__name__)
    with app.app_context():
        yield
