"""What authors of standards and role profiles are told when something is wrong, or rarely meant."""

import pytest

from tests.files.test_refusals import refused
from tests.serving import PROFILE as PROFILE_TEXT
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_standard import KIND as STANDARD

HEAD = "title: A standard\nsummary: A promise.\n"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("target: 0", "3: The target is a share in per cent, so 0 cannot be."),
        ("target: 101", "3: The target is a share in per cent, so 101 cannot be."),
        ("target: many", "3: target: “many” is not a number that can be used here."),
        ("target: 90\ndirection: lower", "4: The share that is met is better the higher it is."),
        ("target: 90\nmeasure: time", "4: It is not said within which time."),
        ("target: 90\nmeasure: time\nlimit: soon", "5: limit: “soon” is not a limit of time."),
        ("target: 90\nlimit: 2 minutes", "4: Only a time has a limit."),
        ("target: 4\nmeasure: mean", "4: It is not said whether more is better or less."),
        ("target: 4\nmeasure: count", "4: It is not said what the count is counted against."),
        ("target: 4\nmeasure: mean\ndirection: higher\nmet_from: 3", "6: Only a proportion is met from a number on."),
        ("target: 90\nleast: 5\nmost: 1", "4: The least is not below the most."),
        ("target: 90\nskills: [{skill: a, weight: 6}]", "4: "),
        ("target: 90\nskills: [{skill: a}, {skill: a}]", "4: "),
    ],
)
def test_a_standard_that_cannot_be_measured_says_so_at_its_line(rest: str, message: str) -> None:
    found = refused(STANDARD, f"{HEAD}{rest}\n")
    assert any(line.startswith(message) for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("shows: patience", "shows: patiense", "14: “patiense” is no skill and no characteristic of this role."),
        ("  - id: queue", "  - id: frame", "“frame” stands for something else here and cannot be an id."),
        ("  - id: queue", "  - id: angry", "angry"),
        ("{id: order,", "{id: patience,", "patience"),
    ],
)
def test_a_guide_that_asks_for_nothing_it_names_is_refused(old: str, new: str, message: str) -> None:
    assert old in PROFILE_TEXT
    found = refused(PROFILE, PROFILE_TEXT.replace(old, new))
    assert any(message in line for line in found), found


def test_authors_are_warned_of_what_is_missing() -> None:
    bare = STANDARD.parse(f"{HEAD}measure: time\nlimit: 20 seconds\ntarget: 90\n", "here")
    assert [fault.message for fault in STANDARD.warn(bare)] == [
        "Nobody answers for this standard.",
        "A standard of speed without a guard invites haste.",
        "It is not said how anybody finds out whether it is met.",
        "It is not said which skills it takes, so a miss points at no lesson.",
    ]
    unasked = PROFILE.parse(
        PROFILE_TEXT.replace("{id: order, title: Order}", "{id: order, title: Order, hire_for: true}"), "here"
    )
    assert [fault.message for fault in PROFILE.warn(unasked)] == ["We hire for “Order”, and no question asks for it."]
