"""Going through a script: ways on, lines that nobody reaches, and the way back to where one came from."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from training.scripts.rules import END, LONGEST_WALK, Outline, Ways, reached, walked, ways_on

names = st.sampled_from([*"abcdefgh", END])
outlines = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.lists(names, max_size=3)), min_size=1, unique_by=lambda one: one[0]
).map(lambda found: [(line, [go for go in branches if go == END or go in dict(found)]) for line, branches in found])

OUTLINE: Outline = [("greet", ["money", "swap"]), ("money", []), ("goodbye", [END]), ("swap", ["money", END])]


def walks(ways: Ways, first: str) -> st.SearchStrategy[list[str]]:
    """Lines as somebody could walk them, the last one being where they are."""

    def further(path: list[str]) -> st.SearchStrategy[list[str]]:
        return st.sampled_from([[*path, go] for go in ways[path[-1]]]) if path[-1] in ways else st.just(path)

    start = st.just([first])
    for _ in range(8):
        start = start.flatmap(lambda path: st.just(path) | further(path))
    return start


def test_a_line_without_branches_leads_to_the_one_below_it_and_the_last_to_the_end() -> None:
    ways = ways_on(OUTLINE)
    assert ways["greet"] == ("money", "swap")
    assert ways["money"] == ("goodbye",)
    assert ways_on([("only", [])])["only"] == (END,)


def test_a_line_that_no_way_leads_to_is_not_reached() -> None:
    assert reached(ways_on(OUTLINE), "greet") == {"greet", "money", "goodbye", "swap"}
    assert reached(ways_on([("a", ["c"]), ("b", []), ("c", [])]), "a") == {"a", "c"}


def test_the_way_to_a_line_is_kept_as_far_as_it_can_be_true() -> None:
    ways = ways_on(OUTLINE)
    assert walked(ways, ["greet", "swap"], "money") == ("greet", "swap")
    assert walked(ways, ["goodbye", "swap"], "money") == ("swap",)
    assert walked(ways, ["greet"], "goodbye") == ()
    assert walked(ways, ["forged", ""], "money") == ()
    assert walked(ways, ["greet", "swap"], END) == ("greet", "swap")


@given(outlines, st.data())
def test_whoever_goes_back_comes_to_where_they_were(outline: Outline, data: st.DataObject) -> None:
    ways = ways_on(outline)
    *path, here = data.draw(walks(ways, outline[0][0]))
    assert walked(ways, path, here) == tuple(path)
    while path:
        here = path.pop()
        assert walked(ways, path, here) == tuple(path)


@given(outlines, st.lists(st.text("abcdefghx", max_size=2), max_size=60), names)
def test_whatever_an_address_says_only_a_possible_way_is_believed(outline: Outline, path: list[str], here: str) -> None:
    ways = ways_on(outline)
    kept = walked(ways, path, here)
    assert list(kept) == path[len(path) - len(kept) :]
    assert len(kept) <= LONGEST_WALK
    for line, following in pairwise((*kept, here)):
        assert following in ways[line]


@given(outlines, st.data())
def test_every_line_of_a_walk_is_reached(outline: Outline, data: st.DataObject) -> None:
    ways, first = ways_on(outline), outline[0][0]
    walk = data.draw(walks(ways, first))
    assert set(walk) - {END} <= reached(ways, first)
