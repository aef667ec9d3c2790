"""The simulator: the same seed says the same, large gaps are found, and a useless lesson is called none."""

from dataclasses import replace

import pytest

from training.core.problems import Problems
from training.diagnosis.rules_simulate import MOST_ON_PAGE, Given, situation_of
from training.method.simulate import Rates, Situation, findable, process_found, useless

COMPANY = Situation()


def test_the_same_seed_gives_the_same_and_another_one_others() -> None:
    first, again, other = (findable(COMPANY, reviews=2, fits=1, seed=seed) for seed in (3, 3, 4))
    assert first == again
    assert first.naive != other.naive


def test_the_figures_of_twelve_people_lie_about_where_the_method_says() -> None:
    found = findable(COMPANY, reviews=40, fits=4)
    assert (found.act.weak, found.act.fine) == (40, 40 * 11)
    assert 0.15 < found.act.power < 0.6, "METHOD: 37 %"
    assert found.act.power <= found.look.power < 0.9, "METHOD: 70 %"
    assert found.act.false < 0.01
    assert found.look.false < 0.05
    assert found.naive.power > 0.9
    assert found.naive.false > 0.08
    assert found.naive.wrong > 0.4
    assert found.half is not None
    assert found.mostly is not None
    assert 130 < found.half < found.mostly < 600


def test_more_readings_find_more() -> None:
    few = findable(replace(COMPANY, readings=40), reviews=8, fits=1)
    many = findable(replace(COMPANY, readings=600), reviews=8, fits=1)
    assert few.act.power < 0.3
    assert many.act.power > 0.8
    assert many.act.false == 0


def test_a_team_that_is_low_as_a_whole_is_a_matter_of_the_process() -> None:
    assert process_found(Situation(people=20, teams=2, readings=200), reviews=5) == 1
    assert process_found(Situation(people=4, readings=10, gap=0.04), reviews=5) < 1


def test_a_useless_lesson_looks_useful_before_and_after_and_is_not_called_so() -> None:
    lesson = useless(Situation(people=60, readings=80), rounds=150)
    assert lesson.rise > 0.04
    assert lesson.naive > 0.8 * lesson.rounds
    assert lesson.helped < 0.07 * lesson.rounds
    assert lesson.helped + lesson.nothing + lesson.worse + lesson.unclear == lesson.rounds
    alone = useless(Situation(people=3, readings=80), rounds=20)
    assert (alone.few, alone.unclear) == (20, 20)


@pytest.mark.parametrize(
    "odd",
    [
        Situation(people=2, readings=10),
        Situation(people=5, usual=0.995, standard=0.99, gap=0.6),
        Situation(people=6, usual=0.5, standard=0.9, gap=0.3),
        Situation(people=4, share=0.5, teams=2, readings=15),
    ],
)
def test_odd_companies_have_figures_too(odd: Situation) -> None:
    found, lesson = findable(odd, reviews=2, fits=1), useless(odd, rounds=5)
    for rates in (found.act, found.look, found.naive):
        assert 0 <= rates.power <= 1
        assert 0 <= rates.false <= 1
        assert rates.error > 0
    assert lesson.rise == lesson.rise, "Never not a number."


def test_nothing_found_is_not_surely_nothing() -> None:
    assert Rates(found=0, weak=20, named=0, fine=0).error > 0.02
    assert (Rates(0, 0, 0, 0).power, Rates(0, 0, 0, 0).wrong) == (0, 0)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (Given(people=1, readings=3, gap=float("nan")), {"people", "readings", "gap"}),
        (Given(people=MOST_ON_PAGE + 1), {"people"}),
        (Given(teams=7), {"teams"}),
        (Given(gap=2), {"gap"}),
        (Given(usual=8, gap=9), {"gap"}),
        (Given(standard=100, usual=0), {"standard", "usual"}),
    ],
)
def test_numbers_that_cannot_be_are_named_all_at_once(given: Given, named: set[str]) -> None:
    with pytest.raises(Problems) as refused:
        situation_of(given, most_people=MOST_ON_PAGE)
    assert {problem.where for problem in refused.value.problems} == named
    assert situation_of(Given()) == COMPANY
