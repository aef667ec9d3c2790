"""What an author of a scorecard is told."""

import pytest

from tests.reviewing import SCORECARD
from training.core.problems import Problems
from training.scorecards.files import KIND, parse

WRONG = [
    ("needed: fine", "needed: hot", "“hot” is none of the answers"),
    ("needed: fine", "needed: cold", "lowest answer, so nobody could miss this"),
    ("points: 2", "points: 3", "gives no more points than the answer above it"),
    ("section: opening\n", "section: openning\n", "Did you mean “opening”?"),
    ("{id: warm,", "{id: not-up,", "stands for something else here"),
    ("id: secret", "id: names", "The id “names” is here twice"),
    ("[call, ticket]", "[call, call]", "“call” is here twice"),
    ("weight: 3", "weight: 11", "Choose a number from 1 to 10"),
]


@pytest.mark.parametrize(("was", "becomes", "said"), WRONG)
def test_a_slip_is_named_with_its_place_and_a_remedy(was: str, becomes: str, said: str) -> None:
    assert was in SCORECARD
    with pytest.raises(Problems) as caught:
        parse(SCORECARD.replace(was, becomes, 1), "content/scorecards/a-call.yaml")
    assert said in str(caught.value)
    assert all(problem.line for problem in caught.value.problems)


def test_an_item_that_serves_nothing_is_allowed_with_a_warning() -> None:
    warned = [fault.message for fault in KIND.warn(parse(SCORECARD, "a-call.yaml"))]
    assert "A failed “Sounds as if there was time” names no lesson." in warned
    assert "A failed “Says the shop, then the own name” names no lesson." not in warned


def test_a_scorecard_of_which_everything_may_be_left_out_is_refused() -> None:
    with pytest.raises(Problems, match="could come to nothing"):
        parse("title: T\nsummary: S\nitems:\n  - {id: a, text: A, optional: true}\n", "t.yaml")
