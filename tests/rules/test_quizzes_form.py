"""What a quiz asks: drawn by a seed, never twice the same question, and frozen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.rules import Bank, Candidate, Form, NothingToAsk, Pick, Recipe, build_form

ids = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
candidates = st.builds(Candidate, ids, st.lists(ids, max_size=5, unique=True).map(tuple))
banks = st.builds(
    Bank, st.integers(1, 9), st.lists(candidates, min_size=1, max_size=8, unique_by=lambda found: found.id).map(tuple)
)
seeds = st.integers(0, 2**31 - 1)


@st.composite
def recipes(draw: st.DrawFn) -> tuple[Recipe, dict[str, Bank]]:
    """A recipe that names some questions and draws some more, over two banks."""
    found = {"calls": draw(banks), "greeting": draw(banks)}
    picks = []
    for slug, bank in found.items():
        for candidate in draw(st.lists(st.sampled_from(bank.candidates), max_size=3, unique_by=lambda one: one.id)):
            picks.append(Pick(slug, question=candidate.id))
        picks.append(Pick(slug, draw=draw(st.integers(1, 10))))
    return Recipe(tuple(draw(st.permutations(picks))), shuffle=draw(st.booleans())), found


@given(recipes(), seeds)
def test_the_same_seed_gives_the_same_form(case: tuple[Recipe, dict[str, Bank]], seed: int) -> None:
    assert build_form(*case, seed) == build_form(*case, seed)


@given(recipes(), seeds)
def test_a_form_asks_as_many_questions_as_the_recipe_says_and_the_banks_have(
    case: tuple[Recipe, dict[str, Bank]], seed: int
) -> None:
    recipe, found = case
    wanted = 0
    for slug, bank in found.items():
        named = sum(pick.bank == slug and pick.question is not None for pick in recipe.picks)
        drawn = sum(pick.draw for pick in recipe.picks if pick.bank == slug)
        wanted += named + min(drawn, len(bank.candidates) - named)
    assert len(build_form(recipe, found, seed)) == wanted


@given(recipes(), seeds)
def test_every_item_is_a_question_of_its_bank_with_all_its_options_and_none_comes_twice(
    case: tuple[Recipe, dict[str, Bank]], seed: int
) -> None:
    recipe, found = case
    # Banks are told apart by their place here, as two of them may have been given the same version number.
    numbered = {slug: Bank(number, bank.candidates) for number, (slug, bank) in enumerate(found.items(), start=1)}
    form = build_form(recipe, numbered, seed)
    options = {
        (bank.version, candidate.id): sorted(candidate.options)
        for bank in numbered.values()
        for candidate in bank.candidates
    }
    asked = [(item.version, item.question) for item in form.items]
    assert len(set(asked)) == len(asked)
    assert all(options[item.version, item.question] == sorted(item.options) for item in form.items)


@given(recipes(), seeds)
def test_without_shuffling_items_follow_the_recipe_and_options_the_author(
    case: tuple[Recipe, dict[str, Bank]], seed: int
) -> None:
    recipe, found = case
    form = build_form(Recipe(recipe.picks, shuffle=False), found, seed)
    order = {
        slug: {candidate.id: place for place, candidate in enumerate(bank.candidates)} for slug, bank in found.items()
    }
    place = 0
    for pick in recipe.picks:
        if pick.question is not None:
            assert form.items[place].question == pick.question
            place += 1
            continue
        named = sum(other.bank == pick.bank and other.question is not None for other in recipe.picks)
        drawn = form.items[place : place + min(pick.draw, len(order[pick.bank]) - named)]
        places = [order[pick.bank][item.question] for item in drawn]
        assert places == sorted(places)
        place += len(drawn)


@given(recipes(), seeds)
def test_a_form_survives_being_kept_as_json(case: tuple[Recipe, dict[str, Bank]], seed: int) -> None:
    form = build_form(*case, seed)
    assert Form.from_json(json.loads(json.dumps(form.as_json()))) == form


def test_shuffling_moves_questions_and_options() -> None:
    bank = Bank(1, tuple(Candidate(f"q{number}", ("a", "b", "c", "d")) for number in range(10)))
    forms = {build_form(Recipe((Pick("calls", draw=10),)), {"calls": bank}, seed) for seed in range(20)}
    assert len(forms) == 20
    assert len({form.items[0].question for form in forms}) > 3
    assert len({form.items[0].options for form in forms}) > 3


def test_a_question_whose_order_means_something_keeps_it() -> None:
    bank = Bank(1, (Candidate("statement"),))
    assert build_form(Recipe((Pick("calls", draw=1),)), {"calls": bank}, 7).items[0].options == ()


def test_a_recipe_whose_banks_have_nothing_left_cannot_be_asked() -> None:
    with pytest.raises(NothingToAsk):
        build_form(Recipe((Pick("calls", question="gone"),)), {"calls": Bank(1, (Candidate("here"),))}, 1)
    with pytest.raises(NothingToAsk):
        build_form(Recipe((Pick("calls", draw=3),)), {}, 1)


def test_an_item_is_found_by_its_number_only() -> None:
    form = build_form(Recipe((Pick("calls", draw=2),)), {"calls": Bank(1, (Candidate("a"), Candidate("b")))}, 1)
    assert {form.item(1), form.item(2)} == set(form.items)
    assert [form.item(number) for number in (-1, 0, 3)] == [None, None, None]
