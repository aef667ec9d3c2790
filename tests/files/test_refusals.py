"""What authors are told when a document is wrong."""

from typing import Any

import pytest

from training.certification.files import KIND as PROGRAMME
from training.content.kinds import Kind
from training.core.problems import Problems
from training.modules.files import KIND as MODULE
from training.quizzes.files import BANK, QUIZ


def refused(kind: Kind[Any], text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        kind.read(text, "f")
    assert all(problem.where == "f" and problem.remedy for problem in caught.value.problems)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


BANK_TEXT = """\
title: Phone
summary: What to say.
questions:
  - id: rings
    type: single
    text: When do you answer?
    options:
      - {id: a, text: At once, correct: true}
      - {id: b, text: Later}
    explanation: Because.
"""
QUIZ_TEXT = "title: Phone\nsummary: What to say.\nitems:\n  - {bank: phone, draw: 5}\n"
WHAT_CAN_BE_ASKED = "“module”, “quiz”, “script”, “scenario”, “checklist”, “policy”, “credential”, “practice”"
NO_MARK = "6: Nobody is given a mark for a choice."
HALF_A_CHOICE = "A choice needs “any”, how many are enough, and “of”, what there is to choose from."
PROGRAMME_TEXT = "title: Phone\nsummary: x\nroles: [agent]\nvalidity: none\nrequirements:\n  - {id: a, module: calls}\n"
MODULE_TEXT = """\
---
title: Calls
summary: You can take a call.
---

## Pick up {#pick-up}

Three rings.

> [!tip] Smile
> They hear it.

```question
id: rings
type: true-false
text: Five rings are fine.
answer: false
```
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Phone", "titel: Phone", ["1: “titel” is not known here.", "1: “title” is missing."]),
        ("title: Phone", "title: ''", ["1: title: The text is empty."]),
        ("title: Phone", "title: [a]", ["1: “title” must be a text."]),
        ("type: single", "type: singel", ["5: “singel” is not a type."]),
        ("type: single", "type: xyz", ["5: “xyz” is not a type."]),
        ("    type: single\n", "", ["4: “type” is missing."]),
        ("explanation", "explanaton", ["10: “explanaton” is not known here."]),
        ("text: Later}", "text: Later, feedbak: x}", ["9: “feedbak” is not known here."]),
        ("text: Later}", "text: Later, correct: maybe}", ["9: correct: “maybe” is neither true nor false."]),
        ("text: Later}", "text: Later, correct: true}", ["9: A second option is marked as correct."]),
        (", correct: true", "", ["7: No option is correct."]),
        ("id: b", "id: a", ["9: The id “a” is here twice."]),
        ("text: Later", "text: At once", ["9: Two options read alike."]),
        (
            "id: rings",
            "id: Three Rings",
            ["4: id: “Three Rings” may hold only small letters, digits and single hyphens."],
        ),
        ("    explanation: Because.", "    points: many", ["10: points: “many” is not a whole number."]),
        ("    explanation: Because.", "    points: 0", ["10: points: 0 is out of range."]),
        (
            "text: When do you answer?",
            'text: "a\\x07b"',
            ["6: text: The text holds the character U+0007, which cannot be used."],
        ),
    ],
)
def test_a_bank_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert old in BANK_TEXT
    assert refused(BANK, BANK_TEXT.replace(old, new, 1)) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("draw: 5", "drawn: 5", ["4: “drawn” is not known here."]),
        ("draw: 5", "draw: 5, question: x", ["4: An item needs either “question” or “draw”."]),
        ("{bank: phone, draw: 5}", "phone", ["4: This must be lines of “key: value”."]),
        ("items:\n  - {bank: phone, draw: 5}", "items: []", ["3: The quiz has no questions."]),
        ("items:\n  - {bank: phone, draw: 5}", "items: x", ["3: “items” must be a list."]),
        ("items:", "pass_mark: 101\nitems:", ["3: pass_mark: 101 is out of range."]),
        ("items:", "items:\n  - {bank: phone, draw: 2}", ["5: The bank “phone” is drawn from twice."]),
        ("draw: 5}", "question: x}\n  - {bank: phone, question: x}", ["5: This question is here twice."]),
    ],
)
def test_a_quiz_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert refused(QUIZ, QUIZ_TEXT.replace(old, new, 1)) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("none", "a year", ["4: validity: “a year” is not a length of time."]),
        ("none", "0 days", ["4: validity: “0 days” is not a length of time."]),
        ("validity: none\n", "", ["1: “validity” is missing."]),
        (", module: calls", "", [f"6: A requirement needs one of {WHAT_CAN_BE_ASKED}."]),
        (", module: calls", ", module: calls, quiz: calls", [f"6: A requirement needs one of {WHAT_CAN_BE_ASKED}."]),
        ("calls}", "calls}\n  - {id: b, module: calls}", ["7: “calls” is required twice."]),
        ("calls}", "calls}\n  - {id: a, quiz: calls}", ["7: “a” is there twice."]),
        ("[agent]", "[agent, agent]", ["3: The role “agent” is here twice."]),
        ("[agent]", "[Agent One]", ["3: roles: “Agent One” may hold only small letters, digits and single hyphens."]),
        ("roles: [agent]", "roles: [agent]\neverybody: true", ["4: It is asked of everybody, and of some only."]),
        ("roles: [agent]", "teams: [Harbour]\neverybody: true", ["4: It is asked of everybody, and of some only."]),
        # marks and days of one requirement
        ("module: calls", "module: calls, mark: 90", ["6: Nobody is given a mark for a “module”."]),
        ("module: calls", "quiz: calls, mark: 101", ["6: mark: 101 is out of range."]),
        ("module: calls", "practice: calls", ["6: It is not said how well “calls” has to be remembered."]),
        ("calls}", "calls, due: 7 days, due_on: 2027-03-31}", ["6: Both “due” and “due_on” are given."]),
        ("calls}", "calls, due_on: 31.3.2027}", ["6: due_on: “31.3.2027” is not a day."]),
        # a choice
        ("calls}", "calls, any: 1}", [f"6: {HALF_A_CHOICE}"]),
        (", module: calls", ", any: 1", [f"6: {HALF_A_CHOICE}"]),
        (", module: calls", ", of: [{id: b, quiz: calls}, {id: c, quiz: mail}]", [f"6: {HALF_A_CHOICE}"]),
        ("calls}", "calls, any: 1, of: [{id: b, quiz: calls}, {id: c, quiz: mail}]}", [f"6: {HALF_A_CHOICE}"]),
        (", module: calls", ", any: 1, mark: 90, of: [{id: b, quiz: calls}, {id: c, quiz: mail}]", [NO_MARK]),
        (
            ", module: calls",
            ", any: 1, due: 7 days, due_on: 2027-03-31, of: [{id: b, quiz: calls}, {id: c, quiz: mail}]",
            ["6: Both “due” and “due_on” are given."],
        ),
        (", module: calls", ", any: 2, of: [{id: b, quiz: calls}, {id: c, quiz: mail}]", ["6: 2 of 2 is no choice."]),
        (", module: calls", ", any: 1, of: [{id: a, quiz: calls}, {id: c, quiz: mail}]", ["6: “a” is there twice."]),
        (
            ", module: calls",
            ", any: 1, of: [{id: b, quiz: calls, mark: soon}, {id: c}]",
            [f"6: A requirement needs one of {WHAT_CAN_BE_ASKED}.", "6: mark: “soon” is not a whole number."],
        ),
        # what comes first, and what is open to whom
        ("calls}", "calls, after: [b]}", ["6: “b” is to come first, but there is no such requirement."]),
        ("calls}", "calls, after: [a]}", ["6: Each of these waits for the next, so none can begin: a → a."]),
        (
            "calls}",
            "calls, after: [c]}\n  - {id: b, quiz: calls, after: [a]}\n  - {id: c, script: calls, after: [b]}",
            ["6: Each of these waits for the next, so none can begin: a → c → b → a."],
        ),
        (
            ", module: calls",
            ", after: [d], any: 1, of: [{id: b, quiz: x}, {id: c, quiz: y}]}\n  - {id: d, script: z, after: [c]",
            ["7: Each of these waits for the next, so none can begin: d → c → d."],
        ),
        (
            "requirements:",
            "gates: [{id: alone, title: May serve alone, needs: [a, b]}]\nrequirements:",
            ["5: “May serve alone” needs “b”, which is no requirement here."],
        ),
        (
            "requirements:",
            "gates:\n  - {id: alone, title: May serve alone, needs: []}\n  - {id: alone, title: x, needs: [a]}\n"
            "requirements:",
            ["6: Nothing leads to “May serve alone”.", "7: The id “alone” is here twice."],
        ),
        # days and lengths of time
        ("none", "12 months\nends_on: 02-29", ["5: ends_on: “02-29” is not a day of every year."]),
        ("none", "12 months\nends_on: 31 March", ["5: ends_on: “31 March” is not a day of every year."]),
        (
            "none",
            "18 months\nends_on: 03-31",
            ["5: A certificate that ends on a day of the year holds for whole years."],
        ),
        ("none", "none\nends_on: 03-31", ["5: A certificate that ends on a day of the year holds for whole years."]),
        ("none", "none\nrenew: 30 days", ["5: What holds for good is never renewed."]),
        ("none", "12 months\ngrace: 12 months", ["5: “grace” is as long as the validity itself."]),
        ("none", "1 year\nrenew: 12 months", ["5: “renew” is as long as the validity itself."]),
        ("none", "30 days\ngrace: 5 weeks", ["5: “grace” is as long as the validity itself."]),
        (
            "none",
            "none\nasked_from: 2027-04-01\nasked_until: 2027-03-31",
            ["6: It is asked until a day before the one from which it is asked."],
        ),
        ("none", "none\nasked_from: 2027-04-01\ndue_on: 2027-03-31", ["6: It is due before it is asked."]),
        ("none", "none\nleave: waiting", ["5: “waiting” is not possible for leave."]),
    ],
)
def test_a_programme_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert refused(PROGRAMME, PROGRAMME_TEXT.replace(old, new, 1)) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("---\ntitle", "title", ["1: The head of the file is missing."]),
        ("---\n\n##", "\n\n##", ["1: The head of the file does not end."]),
        (" {#pick-up}", "", ["6: The block “Pick up” has no id."]),
        ("{#pick-up}", "{#Pick_Up}", ["6: id: “Pick_Up” may hold only small letters, digits and single hyphens."]),
        ("{#pick-up}", "{#pick-up minutes=soon}", ["6: minutes: “soon” is not a whole number."]),
        ("{#pick-up}", "{#pick-up minute=2}", ["6: “minute=2” is not known in a heading."]),
        ("## Pick", "##Pick", ["6: There is no space after ##."]),
        ("## Pick up", "Hello.\n\n## Pick up", ["6: There is text before the first block."]),
        (
            "Three rings.",
            "# Three rings",
            ["8: A heading with one # is not used here; the title stands in the head of the file."],
        ),
        ("Three rings.", "```\ncode", ["14: A question begins inside the fence of line 8."]),
        ("[!tip]", "[!tipp]", ["10: “tipp” is not a kind of call-out."]),
        (
            "Three rings.",
            "![](media/a.svg)",
            ["8: The picture “media/a.svg” has no words for those who cannot see it."],
        ),
        (
            "Three rings.",
            "Three\nrings ![x](https://example.com/a.png)",
            ["9: “https://example.com/a.png” is not a file of the media folder."],
        ),
        ("```question", "```questions", ["13: “questions” is not known here."]),
        ("answer: false", "answr: false", ["14: “answer” is missing.", "17: “answr” is not known here."]),
        ("answer: false", "answer: no", ["17: answer: “no” is neither true nor false."]),
        ("answer: false", "answer: [", ["17: A bracket is opened here and not closed."]),
        ("type: true-false", "type: text", ["15: “text” is not a type."]),
        ("summary:", "blocks: []\nsummary:", ["3: “blocks” is not known here."]),
        (
            "summary: You can take a call.",
            "summary: You can take a call.\nchanges: {pick: editorial}",
            ["4: “pick” stands under “changes” but is no part of the document."],
        ),
        (
            "summary: You can take a call.",
            "summary: You can take a call.\nchanges: {pick-up: editoral}",
            ["4: “editoral” is not possible for pick-up."],
        ),
    ],
)
def test_a_module_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert old in MODULE_TEXT
    assert refused(MODULE, MODULE_TEXT.replace(old, new, 1)) == told


@pytest.mark.parametrize(
    ("kind", "text", "remedy"),
    [
        (BANK, BANK_TEXT.replace("title", "titel"), "Did you mean “title”?"),
        (BANK, BANK_TEXT.replace("explanation", "explanaton"), "Did you mean “explanation”?"),
        (BANK, BANK_TEXT.replace("text: Later}", "text: x, feedbak: x}"), "Did you mean “feedback”?"),
        (BANK, BANK_TEXT.replace("single", "singel"), "Did you mean “single”?"),
        (BANK, BANK_TEXT.replace("id: rings", "id: Drei Töne"), "Write, for example, “drei-tone”."),
        (QUIZ, QUIZ_TEXT.replace("draw", "zzz"), "Choose one of: bank, draw, question."),
        (MODULE, MODULE_TEXT.replace("[!tip]", "[!tipp]"), "Choose tip."),
        (MODULE, MODULE_TEXT.replace("answer: false", "answr: false"), "Did you mean “answer”?"),
        (MODULE, MODULE_TEXT.replace(" {#pick-up}", ""), "Add one that never changes: “{#pick-up}”."),
        (MODULE, MODULE_TEXT.replace("## Pick", "changes: x\n## Pick"), "Put a heading above it"),
    ],
)
def test_the_remedy_names_what_was_probably_meant(kind: Kind[Any], text: str, remedy: str) -> None:
    with pytest.raises(Problems) as caught:
        kind.read(text, "f")
    assert remedy in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    text = MODULE_TEXT.replace("title:", "titel:").replace("[!tip]", "[!tipp]").replace("answer: false", "answer: 1")
    assert [told.partition(":")[0] for told in refused(MODULE, text)] == ["2", "2", "10", "17"]


@pytest.mark.parametrize(
    ("kind", "text"), [(BANK, BANK_TEXT), (QUIZ, QUIZ_TEXT), (PROGRAMME, PROGRAMME_TEXT), (MODULE, MODULE_TEXT)]
)
def test_the_examples_of_this_file_are_fine_as_they_are(kind: Kind[Any], text: str) -> None:
    kind.read(text, "f")


@pytest.mark.parametrize("kind", [BANK, QUIZ, PROGRAMME, MODULE], ids=lambda kind: str(kind.name))
def test_the_template_of_a_new_document_is_fine(kind: Kind[Any]) -> None:
    kind.read(kind.template, "f")
