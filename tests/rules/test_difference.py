from hypothesis import given
from hypothesis import strategies as st

from training.content.rules_difference import Line, Part, difference

texts = st.lists(st.text("ab \n.", max_size=12), max_size=12).map("\n".join)


def side(lines: list[Line], other: str) -> str:
    """The text of one side: everything but what only the other has."""
    return "\n".join("".join(part.text for part in line.parts if part.kind != other) for line in lines)


def test_changed_words_are_marked_in_their_line() -> None:
    assert difference("Say your name.", "Say your full name.") == [
        Line((Part("same", "Say your "), Part("new", "full "), Part("same", "name.")))
    ]


def test_a_line_that_has_little_in_common_is_replaced_as_a_whole() -> None:
    assert difference("Pick up within three rings", "Smile: they hear it") == [
        Line((Part("gone", "Pick up within three rings"),)),
        Line((Part("new", "Smile: they hear it"),)),
    ]


def test_long_stretches_without_a_change_are_left_out() -> None:
    old = "\n".join(f"line {number}" for number in range(20))
    lines = difference(old, old.replace("line 10", "line ten"))
    assert [line.left_out for line in lines] == [8, 0, 0, 0, 0, 0, 7]


def test_the_same_text_has_no_difference() -> None:
    assert difference("a\nb", "a\nb") == []


@given(texts, texts)
def test_nothing_new_or_gone_is_left_out(old: str, new: str) -> None:
    lines = difference(old, new)
    shown_new = {part.text for line in lines for part in line.parts if part.kind == "new"}
    shown_gone = {part.text for line in lines for part in line.parts if part.kind == "gone"}
    if not any(line.left_out for line in lines) and lines:
        lengths = [len(side(lines, "gone").replace("\n", "")), len(side(lines, "new").replace("\n", ""))]
        assert lengths == [len(new.replace("\n", "")), len(old.replace("\n", ""))]
    assert all(text in new for text in shown_new)
    assert all(text in old for text in shown_gone)
