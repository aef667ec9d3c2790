"""Checklists, policies and certificates from elsewhere: what authors are told, and what they are warned of."""

from typing import Any

import pytest

from training.checklists.files import KIND as CHECKLIST
from training.checklists.files import MOST_CRITERIA
from training.content.kinds import Kind
from training.core.problems import Problems
from training.credentials.files import KIND as CREDENTIAL
from training.policies.files import KIND as POLICY
from training.policies.files import LONGEST

CHECKLIST_TEXT = """\
title: Opening
summary: The shop is ready at nine.
roles: [agent]
owner: Shop manager
observers: [leader]
levels:
  - {id: missed, title: Not yet, text: It did not come.}
  - {id: seen, title: Seen, text: It came.}
criteria:
  - {id: round, text: Walks the round, look_for: All five stops.}
  - {id: floor, text: Dries the floor, look_for: "Sign, then mop.", optional: true}
"""
POLICY_TEXT = """\
---
title: The key
summary: What goes with it.
sort: rule
owner: Shop manager
review_on: 2027-06-30
---

## Never alone {#never-alone}

Two people open.

## Lost {#lost}

Ring at once.
"""
CREDENTIAL_TEXT = """\
title: First aid
summary: You can help.
proof: A photo of the card.
issuers: [Hill Road, Bay Rescue]
validity: 2 years
roles: [agent]
"""


def refused(kind: Kind[Any], text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        kind.read(text, "f")
    assert all(problem.where == "f" and problem.remedy for problem in caught.value.problems)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def warned(kind: Kind[Any], text: str) -> list[str]:
    source = kind.read(text, "f")
    found = [fault.problem("f", source.lines) for fault in kind.warn(source.model)]
    assert all(problem.remedy for problem in found)
    return [f"{problem.line}: {problem.message}" for problem in found]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            CHECKLIST_TEXT[CHECKLIST_TEXT.index("criteria:") :],
            "criteria: []\n",
            ["9: The checklist looks at nothing."],
        ),
        (
            "All five stops.}",
            "x, optional: true}",
            ["9: Every criterion may be left out, so somebody could pass without being seen."],
        ),
        ("roles: [agent]\n", "audience: roles\n", ["3: Only its roles may see the checklist, and it names none."]),
        ("  - {id: seen, title: Seen, text: It came.}\n", "", ["6: With one level there is nothing to tell apart."]),
        ("id: seen", "id: missed", ["8: The id “missed” is here twice."]),
        ("id: floor", "id: round", ["11: The id “round” is here twice."]),
        ("id: round", "id: frame", ["10: “frame” stands for something else here and cannot be the id of a criterion."]),
        ("stops.}", "stops., needed: seem}", ["10: “seem” is none of the levels."]),
        ("criteria:", "needed: missed\ncriteria:", ["9: “missed” is the lowest level, so everybody would pass."]),
        ("[leader]", "[leader, leader]", ["5: The role “leader” is here twice."]),
        ("[agent]", "[agent]\nagain_after: soon", ["4: again_after: “soon” is not a length of time."]),
        ("look_for: All", "lookfor: All", ["10: “lookfor” is not known here."]),
        ("optional: true", "optional: sometimes", ["11: optional: “sometimes” is neither true nor false."]),
    ],
)
def test_a_checklist_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert refused(CHECKLIST, changed(CHECKLIST_TEXT, old, new)) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sort: rule", "sort: law", ["4: “law” is not possible for sort."]),
        ("sort: rule", "audience: roles", ["4: Only its roles may see the policy, and it names none."]),
        ("2027-06-30", "next summer", ["6: review_on: “next summer” is not a day."]),
        ("owner: Shop manager", 'meaning: ""', ["5: meaning: The text is empty."]),
        (" {#lost}", "", ["13: The block “Lost” has no id."]),
        ("{#lost}", "{#never-alone}", ["13: The id “never-alone” is here twice."]),
        ("{#lost}", "{#meaning}", ["13: “meaning” stands for something else here and cannot be the id of a block."]),
        ("{#lost}", "{#lost minutes=2}", ["13: “minutes” is not known here."]),
        ("Two people open.\n", "", ["9: The block “Never alone” is empty."]),
        (POLICY_TEXT[POLICY_TEXT.index("\n## Never") :], "", ["2: The policy has no block."]),
        ("Ring at once.", "> [!tipp]\n> Ring.", ["15: “tipp” is not a kind of call-out."]),
        ("Ring at once.", "Ring.\n\n![](media/a.svg)", ["17: The picture “media/a.svg” has no words for those"]),
        ("Ring at once.", "Ring.\n\n```question\nid: a\n```", ["17: A policy asks no questions."]),
    ],
)
def test_a_policy_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    found = refused(POLICY, changed(POLICY_TEXT, old, new))
    assert len(found) == len(told)
    assert all(said.startswith(start) for said, start in zip(found, told, strict=True)), found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("proof: A photo of the card.\n", "", ["1: “proof” is missing."]),
        ("Bay Rescue", "hill road", ["4: “hill road” is there twice."]),
        ("2 years", "two years", ["5: validity: “two years” is not a length of time."]),
        ("roles: [agent]", "audience: roles", ["6: Only its roles may see the certificate, and it names none."]),
    ],
)
def test_a_certificate_from_elsewhere_is_refused_in_plain_words(old: str, new: str, told: list[str]) -> None:
    assert refused(CREDENTIAL, changed(CREDENTIAL_TEXT, old, new)) == told


def test_what_is_in_order_is_not_warned_of() -> None:
    for kind, text in ((CHECKLIST, CHECKLIST_TEXT), (POLICY, POLICY_TEXT), (CREDENTIAL, CREDENTIAL_TEXT)):
        assert warned(kind, text) == []


def test_an_author_of_a_checklist_is_warned_of_what_is_seldom_meant() -> None:
    many = "".join(f"  - {{id: more-{number}, text: x, look_for: y}}\n" for number in range(MOST_CRITERIA - 1))
    for old, new, told in (
        ("owner: Shop manager\n", "", "1: Nobody answers for this checklist."),
        ("roles: [agent]\n", "", "1: It is not said whose work this is, so nobody is listed to be observed."),
        (", text: It came.", "", "8: It is not said how to tell “Seen” from the level below."),
        (", look_for: All five stops.", "", "10: Two observers may mean different things by “Walks the round”."),
        ("criteria:\n", f"criteria:\n{many}", "9: Nobody watches for 13 things at once."),
    ):
        assert warned(CHECKLIST, changed(CHECKLIST_TEXT, old, new)) == [told]


def test_an_author_of_a_policy_is_warned_of_what_is_seldom_meant() -> None:
    for old, new, told in (
        ("owner: Shop manager\n", "", "1: Nobody answers for this policy."),
        ("review_on: 2027-06-30\n", "", "1: It is not said when somebody looks at this policy again."),
        ("Ring at once.", "word " * LONGEST, "1: The policy has 1503 words; few read so many before they sign."),
    ):
        assert [said.partition(": ")[2] for said in warned(POLICY, changed(POLICY_TEXT, old, new))] == [told[3:]]


@pytest.mark.parametrize("kind", [CHECKLIST, POLICY, CREDENTIAL], ids=lambda kind: str(kind.name))
def test_the_template_of_a_new_document_is_fine(kind: Kind[Any]) -> None:
    kind.read(kind.template, "f")
