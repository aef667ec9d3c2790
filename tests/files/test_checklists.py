"""Checklists beyond what makes a file right: what need not be written, the parts, and what search finds."""

from tests.watching import CHECKLIST
from training.checklists.files import KIND, USUAL


def test_levels_and_the_sentence_are_there_without_being_written() -> None:
    model = KIND.parse(CHECKLIST, "f")
    assert model.steps == USUAL
    assert [level.title for level in model.ladder] == ["Not yet", "With help", "Alone"]
    assert [model.needed_of(one) for one in model.criteria] == ["alone", "with-help", "alone"]
    assert model.sentence.startswith("I watched this person at work myself.")
    assert "levels" not in KIND.to_text(model)


def test_a_change_of_one_criterion_is_a_change_of_that_part() -> None:
    before = KIND.blocks(KIND.parse(CHECKLIST, "f"))
    after = KIND.blocks(KIND.parse(CHECKLIST.replace("No “why”.", "No “why” at all."), "f"))
    assert [block for block in before if before[block] != after[block]] == ["asks"]
    second = KIND.blocks(KIND.parse(CHECKLIST + "second_observer: true\n", "f"))
    assert [block for block in before if before[block] != second[block]] == ["frame"]


def test_search_finds_each_criterion_at_its_place() -> None:
    found = list(KIND.findable(KIND.parse(CHECKLIST, "f")))
    assert [one.block for one in found] == [None, "greets", "asks", "bell"]
    assert found[1].answer == "Eyes up first, then the screen."
    assert KIND.place("refund-seen", found[1].block) == "/checklists/refund-seen#greets"
