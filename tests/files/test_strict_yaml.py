from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.naughty import NAUGHTY
from training.content.source import decode
from training.content.yaml import load
from training.content.yaml_text import dump
from training.core.problems import Problem, Problems


def refused(text: str, first_line: int = 1) -> list[tuple[int | None, str]]:
    with pytest.raises(Problems) as caught:
        load(text, "file.yaml", first_line)
    assert all(problem.where == "file.yaml" and problem.remedy for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


SURPRISES = "no yes on off y n true null ~ 12:30 1.10 2026-01-01 0o7 0x1F 1e3 1_000 .inf 007 = Null NO -0"


@pytest.mark.parametrize("written", SURPRISES.split())
def test_a_plain_word_is_loaded_as_it_is_written(written: str) -> None:
    assert load(f"a: {written}\nb: [{written}]\n{written}: c", "f").value == {
        "a": written,
        "b": [written],
        written: "c",
    }


def test_an_empty_value_is_an_empty_text() -> None:
    assert load("a:\nb: ''", "f").value == {"a": "", "b": ""}


def test_an_empty_file_is_an_empty_mapping() -> None:
    assert load("", "f").value == {}
    assert load("# only a remark\n", "f").value == {}


def test_every_part_keeps_its_line() -> None:
    loaded = load("a: x\nlist:\n  - one\n  - key: two\n    more: |\n      three\n      four\n", "f", first_line=10)
    assert loaded.lines == {
        (): 10,
        ("a",): 10,
        ("list",): 11,
        ("list", 0): 12,
        ("list", 1): 13,
        ("list", 1, "key"): 13,
        ("list", 1, "more"): 14,
    }


def test_the_line_of_what_stands_in_no_file_is_that_of_what_is_around_it() -> None:
    loaded = load("questions:\n  - id: a\n    options: [x, y]\n", "f")
    assert loaded.line(("questions", 0, "single", "options", 1, "text")) == 3
    assert loaded.line(("questions", 0, "explanation")) == 2
    assert loaded.line(("title",)) == 1


def test_a_key_that_is_there_twice_is_named_with_both_lines() -> None:
    assert refused("a: 1\nb: 2\na: 3\n", 5) == [(7, "“a” is here twice; the first is on line 5.")]


def test_every_problem_is_told_at_once() -> None:
    lines = [line for line, _message in refused("a: &x 1\nb: *x\nc: !!int 3\na: 2\n<<: {d: 1}\n")]
    assert lines == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb:\n\t- x", 3, "tab"),
        ("a: 1\n  \tb: 2", 2, "tab"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ('a: "x\nb: 2\n', 1, "quotation mark"),
        ("a: 1\nb: 'it's here'\nc: 2", 2, "punctuation"),
        ("a: Note: this", 1, "colon"),
        ("a: [1, 2\nb: 3", 1, "bracket"),
        ("a: @home", 1, "begin with this character"),
        ("a: `x`", 1, "begin with this character"),
        ("a: b\n c: d", 2, "colon"),
        (" a: 1\nb: 2", 2, "indentation"),
        ("a:\n  - b\n c: d", 3, "indentation"),
        ("a: 1\nb", 2, "colon after its key"),
        ("? [a]\n: b", 1, "A key is a list"),
        ("a: x\x00y", 1, "character"),
        ("a: !secret x", 1, "tag"),
        ("*a : 1", 1, "points at another place"),
    ],
)
def test_a_slip_is_told_in_plain_words_with_its_line(text: str, line: int, word: str) -> None:
    found = refused(text)
    assert found[0][0] == line
    assert word in found[0][1]


def test_a_text_with_an_ampersand_inside_is_no_anchor() -> None:
    assert load("a: fish & chips\nb: wow!\nc: 5*3", "f").value == {"a": "fish & chips", "b": "wow!", "c": "5*3"}


def test_laughs_by_the_billion_cost_nothing() -> None:
    layers = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert "anchor" in refused("\n".join(layers))[0][1]


@pytest.mark.parametrize("text", ["[" * 10_000, "{a: " * 10_000, "\n".join(" " * n + "a:" for n in range(400))])
def test_deep_nesting_stops_at_once(text: str) -> None:
    assert "20 levels" in refused(text)[0][1]


def test_twenty_levels_are_enough_for_anybody() -> None:
    assert load("[" * 20 + "]" * 20, "f").value is not None
    assert "20 levels" in refused("[" * 21 + "]" * 21)[0][1]


def test_more_than_a_megabyte_is_refused_before_it_is_read() -> None:
    assert "megabyte" in refused("a: " + "x" * 1_000_000)[0][1]
    with pytest.raises(Problems, match="megabyte"):
        decode(b"x" * 1_000_001, "f")


def test_a_file_in_another_encoding_is_refused_with_the_line_of_the_first_odd_letter() -> None:
    with pytest.raises(Problems) as caught:
        decode("title: x\nsummary: Café".encode("latin-1"), "f.yaml")
    assert caught.value.problems == (
        Problem("f.yaml", 2, "The file is not saved as UTF-8.", "Save it again with the encoding UTF-8."),
    )


def test_byte_order_marks_and_foreign_line_ends_are_taken_off() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\rc", "f") == "a: 1\nb: 2\nc"


@given(st.text(max_size=200) | st.sampled_from(NAUGHTY))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for whole in (text, f"a: {text}", f"a: [{text}]", f"{text}: b"):
        with suppress(Problems):
            load(whole, "f")


signs = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff\u2028\u2029")
texts = st.text(signs | st.sampled_from("\n\n \t:#-'\""), min_size=1, max_size=40).filter(
    lambda text: text == text.strip()
)
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(texts.filter(lambda text: "\n" not in text and len(text) < 99), values.filter(bool), max_size=3))
def test_what_is_written_is_what_is_read(value: dict[str, object]) -> None:
    text = dump(value)  # type: ignore[arg-type] # of texts, lists and mappings all the way down
    if "[]" not in text and "{}" not in text:
        assert load(text, "f").value == value


@pytest.mark.parametrize(
    "text", ["a\n\tb", "a\tb", "a\n  b\n c", "a\n\n\nb", "a \nb", "- a\n- b", "#\n#", "a\n---\nb", "\\n"]
)
def test_lines_and_blanks_inside_a_text_are_kept(text: str) -> None:
    assert load(dump({"key": text, "list": [text]}), "f").value == {"key": text, "list": [text]}


def test_texts_are_written_plainly_where_nobody_could_misread_them() -> None:
    assert dump(
        {"a": "Say “hello” first", "b": "3 rings", "c": "no", "d": "Note: x", "e": "80", "f": "one\n\ntwo"}
    ) == ('a: Say “hello” first\nb: 3 rings\nc: "no"\nd: "Note: x"\ne: "80"\nf: |-\n  one\n\n  two\n')
