from hypothesis import given, settings
from hypothesis import strategies as st

from training.policies.rules import WEIGHTS, Part, PartChange, State, Step, changes_between, state_of

ids = st.sampled_from("abcd")
texts = st.sampled_from(["", "We wait.", "We wait a minute.", "Nobody waits.\nNobody asks."])
policies = st.dictionaries(ids, texts, max_size=4).map(
    lambda parts: [Part(item, item.upper(), text) for item, text in parts.items()]
)
weighed = st.lists(st.dictionaries(ids, st.sampled_from(WEIGHTS), max_size=4), max_size=3)
few = settings(max_examples=60)


def test_only_a_version_that_asks_for_something_else_asks_for_a_new_signature() -> None:
    assert state_of(None, live=1, needs=1) is State.UNSIGNED
    assert state_of(3, live=3, needs=2) is State.SIGNED
    assert state_of(2, live=3, needs=2) is State.REWORDED
    assert state_of(1, live=3, needs=2) is State.CHANGED


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
@few
def test_signing_a_later_version_never_leaves_more_to_sign(signed: int, live: int, needs: int) -> None:
    order = [State.UNSIGNED, State.CHANGED, State.REWORDED, State.SIGNED]
    needs = min(needs, live)
    ranks = [order.index(state_of(number, live=live, needs=needs)) for number in (None, *range(1, signed + 1))]
    assert ranks == sorted(ranks)
    assert state_of(live, live=live, needs=needs) is State.SIGNED


def test_a_part_is_as_heavy_as_its_heaviest_change() -> None:
    old, new = [Part("a", "A", "One."), Part("b", "B", "Two.")], [Part("a", "A", "Three."), Part("b", "B", "Four.")]
    found = changes_between(old, new, [{"a": "behaviour", "b": "editorial"}, {"a": "editorial"}])
    assert [(change.id, change.weight, change.is_editorial) for change in found] == [
        ("a", "behaviour", False),
        ("b", "editorial", True),
    ]


def test_what_is_gone_is_told_after_what_is_there() -> None:
    found = changes_between([Part("a", "A", "One."), Part("b", "B", "Two.")], [Part("b", "B", "Two.")], [])
    assert [(change.id, change.step) for change in found] == [("a", Step.GONE)]
    assert [part.kind for line in found[0].lines for part in line.parts] == ["gone"]


def test_a_heading_is_compared_where_it_is_another_one() -> None:
    (change,) = changes_between([Part("a", "Before", "One.")], [Part("a", "After", "One.")], [])
    assert [[part.text for part in line.parts] for line in change.lines] == [["Before"], ["After"], ["One."]]


def test_another_picture_is_a_change_without_words() -> None:
    old, new = (Part("a", "A", "Look.", (("card.svg", sha256),)) for sha256 in ("0", "1"))
    assert changes_between([old], [new], [{"a": "clarifying"}]) == (
        PartChange("a", "A", Step.CHANGED, "clarifying", ()),
    )


@given(policies, policies, weighed)
@few
def test_each_side_can_be_read_out_of_the_difference(
    old: list[Part], new: list[Part], weights: list[dict[str, str]]
) -> None:
    found = changes_between(old, new, weights)
    before, after = {part.id: part for part in old}, {part.id: part for part in new}
    for change in found:
        for side, other in ((before, "new"), (after, "gone")):
            said = "".join(p.text for line in change.lines for p in line.parts if p.kind != other)
            kinds = {p.kind for line in change.lines for p in line.parts}
            if change.id in side:
                assert said == side[change.id].text.replace("\n", "")
            else:
                assert kinds <= {other}
    told = {change.id for change in found}
    assert told == {item for item in before | after if before.get(item) != after.get(item)}
