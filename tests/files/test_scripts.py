"""Scripts as files: what authors are told, what they are warned of, and that each comes back as it was."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counter import SCRIPT
from tests.files.documents import lines, optional_texts, slugs, texts
from training.content.schema import canonical
from training.core.problems import Problems
from training.scripts.files import KIND, MOST_WORDS, Script

PLAIN = "step: Taking it back\nstandard: Settled within five minutes\n"
LINKED = SCRIPT.replace(PLAIN, "step: a-return/decide\nstandard: refund-decided-at-once\n")
patient = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def warned(text: str) -> list[str]:
    source = KIND.read(text, "f")
    found = [fault.problem("f", source.lines) for fault in KIND.warn(source.model)]
    assert all(problem.remedy for problem in found)
    return [f"{problem.line}: {problem.message}" for problem in found]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("go: swap", "go: swop", "24: “swop” leads nowhere: no line has this id. Did you mean “swap”?"),
        ("id: swap", "id: end", "“end” stands for something else here"),
        ("id: swap", "id: frame", "“frame” stands for something else here"),
        ("id: swap", "id: money", "The id “money” is here twice."),
        ("Here is {amount}", "Here is {amuont}", "“{amuont}” is to be filled in, but is not one of the blanks."),
        ("must: [Thank you", "must: [Thanks", "19: “Thanks for bringing it back” has to be said"),
        ("wording: required", "wording: exact", "“exact” is not possible for wording."),
        ("seconds: 60", "seconds: soon", "seconds: “soon” is not a whole number."),
        ("review_on: 2026-09-30", "review_on: 30.9.2026", "6: review_on: “30.9.2026” is not a day."),
        ("roles: [counter-staff, phone-agent]", "audience: roles", "and it names none."),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_a_remedy(old: str, new: str, told: str) -> None:
    with pytest.raises(Problems) as caught:
        KIND.read(SCRIPT.replace(old, new), "f")
    assert all(problem.remedy for problem in caught.value.problems)
    assert told in " ".join(str(problem) for problem in caught.value.problems)


def test_a_script_with_everything_has_no_warning() -> None:
    assert warned(LINKED) == []


def test_plain_words_for_a_step_or_a_standard_point_at_nothing_and_are_warned_of() -> None:
    assert warned(SCRIPT) == [
        "8: “Taking it back” points at no step, so “where used” does not know of it.",
        "9: “Settled within five minutes” points at no standard, so “where used” does not know of it.",
    ]


def test_an_author_is_warned_of_what_is_seldom_meant() -> None:
    assert warned(LINKED.replace("owner: Head of service\n", "")) == ["1: Nobody answers for this script."]
    without_review = LINKED.replace("review_on: 2026-09-30\n", "")
    assert warned(without_review) == ["1: It is not said when somebody looks at this script again."]
    assert warned(LINKED.replace("    why: The choice is theirs.\n", "")) == ["38: “swap” has no reason."]
    long = "Which one would you like? " + "Take your time. " * 20
    assert warned(LINKED.replace("Which one would you like?", long.strip())) == [
        "40: “swap” has 65 words; nobody remembers so many."
    ]
    assert warned(LINKED.replace("go: swap", "go: money")) == [
        "38: No line leads to “swap”, so it never comes up at the counter."
    ]


def test_a_review_that_is_past_is_no_fault_of_the_file() -> None:
    assert warned(LINKED.replace("2026-09-30", "2020-01-01")) == []


def test_the_template_of_a_new_script_can_be_published() -> None:
    KIND.parse(KIND.template, "f")
    assert MOST_WORDS == 60


_avoid = st.fixed_dictionaries({"say": lines, "instead": lines, "why": optional_texts})
_line = st.fixed_dictionaries(
    {
        "id": slugs.filter(lambda slug: slug not in {"end", "frame"}),
        "when": texts,
        "say": texts.map(lambda text: text.replace("{", "(").replace("}", ")")),
        "wording": st.sampled_from(["suggested", "required"]),
        "why": optional_texts,
        "avoid": st.lists(_avoid, max_size=2),
        "authority": st.none() | lines,
        "seconds": st.none() | st.integers(1, 3600),
        "also": st.lists(lines, max_size=2),
    }
)


@st.composite
def scripts(draw: st.DrawFn) -> dict[str, Any]:
    """Any script that an author could write, with branches that lead somewhere and words out of its lines."""
    found = draw(st.lists(_line, min_size=1, max_size=4, unique_by=lambda line: line["id"]))
    targets = st.sampled_from([*(line["id"] for line in found), "end"])
    for line in found:
        line["branches"] = draw(st.lists(st.fixed_dictionaries({"case": lines, "go": targets}), max_size=3))
        words = [word for word in line["say"].split() if len(word) < 100]
        line["must"] = draw(st.lists(st.sampled_from(words), max_size=2)) if words else []
    return {
        "title": draw(lines),
        "summary": draw(lines),
        "roles": draw(st.lists(slugs, max_size=3)),
        "situation": draw(texts),
        "review_on": draw(st.none() | st.dates().map(str)),
        "blanks": draw(
            st.lists(st.fixed_dictionaries({"id": slugs, "label": lines}), max_size=2, unique_by=lambda one: one["id"])
        ),
        "avoid": draw(st.lists(_avoid, max_size=2)),
        "lines": found,
    }


@given(scripts())
@patient
def test_a_script_comes_back_from_its_file(value: dict[str, Any]) -> None:
    model = Script.model_validate(value)
    text = KIND.to_text(model)
    again = KIND.parse(text, "file")
    assert again == model
    assert KIND.to_text(again) == text
    assert KIND.load(canonical(model)) == model
    assert set(KIND.blocks(model)) == {"frame", *model.line_ids}
