from hypothesis import given
from hypothesis import strategies as st

from training.content.rules import BlockChanges, Moved, block_changes, moved

blocks = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("xyz"))
sums = st.sampled_from(["one", "two", "three"])


def test_blocks_are_compared_by_their_id() -> None:
    old = {"greet": "x", "ask": "y", "close": "z"}
    new = {"close": "z", "ask": "changed", "thank": "x"}
    assert block_changes(old, new) == BlockChanges(added=("thank",), changed=("ask",), removed=("greet",))


@given(blocks, blocks)
def test_every_block_is_in_one_place_only(old: dict[str, str], new: dict[str, str]) -> None:
    found = block_changes(old, new)
    assert set(found.added) == set(new) - set(old)
    assert set(found.removed) == set(old) - set(new)
    assert {block for block in new if block in old and new[block] != old[block]} == set(found.changed)
    assert set(found.to_class) <= set(new)


def test_moving_a_block_is_no_change_of_it() -> None:
    assert block_changes({"a": "x", "b": "y"}, {"b": "y", "a": "x"}).to_class == ()


@given(sums, st.none() | sums, st.none() | sums)
def test_only_a_file_that_moved_alone_may_replace_what_is_live(file: str, live: str | None, base: str | None) -> None:
    state = moved(file=file, live=live, base=base)
    if file == live:
        assert state is Moved.NEITHER
    elif live is None or live == base:
        assert state is Moved.FILE
    elif file == base:
        assert state is Moved.LIVE
    else:
        assert state is Moved.BOTH
