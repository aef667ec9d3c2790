"""How a transaction is drawn: lanes, numbers, and ways that are not simply the next step."""

from typing import Any

from training.standards.files_transaction import Transaction
from training.standards.rules_blueprint import LANES, Onward, drawn, lane_of


def transaction(*steps: dict[str, Any]) -> Transaction:
    titled = [{"title": step["id"].capitalize(), "role": ["clerk"], **step} for step in steps]
    return Transaction.model_validate({"title": "T", "summary": "S", "steps": titled})


def test_what_simply_goes_on_has_no_ways_to_show() -> None:
    plain = transaction({"id": "ask"}, {"id": "pay", "next": [{"to": "wrap"}]}, {"id": "wrap", "next": [{"to": "end"}]})
    assert [(one.number, one.onward, one.comes_from) for one in drawn(plain, ["clerk"])] == [
        (1, (), ()),
        (2, (), ()),
        (3, (), ()),
    ]


def test_a_branch_says_where_each_way_leads_and_where_a_step_comes_from() -> None:
    ask, wait, pay = drawn(
        transaction(
            {"id": "ask", "next": [{"to": "pay", "when": "It fits"}, {"to": "wait"}]},
            {"id": "wait", "next": [{"to": "ask", "when": "It came"}, {"to": "end"}]},
            {"id": "pay"},
        ),
        ["clerk"],
    )
    assert ask.onward == (Onward("It fits", "pay", 3, "Pay"), Onward(None, "wait", 2, "Wait"))
    assert wait.onward == (Onward("It came", "ask", 1, "Ask", back=True), Onward(None, "end", None, ""))
    assert (ask.comes_from, wait.comes_from, pay.comes_from) == ((2,), (), (1,))


def test_a_last_step_in_the_middle_says_that_it_ends_there() -> None:
    early, _last = drawn(transaction({"id": "ask", "next": [{"to": "end"}]}, {"id": "pay"}), ["clerk"])
    assert early.onward == (Onward(None, "end", None, ""),)


def test_who_helps_or_decides_beyond_is_drawn_in_their_own_lanes_once() -> None:
    step = {
        "id": "ask",
        "helps": ["leader", "guard", "clerk"],
        "authority": {"text": "May", "then": "leader"},
    }
    (one,) = drawn(transaction(step), ["clerk", "guard", "leader"])
    assert (one.lane, one.helps, one.decides) == (1, (2,), 3)


def test_roles_beyond_the_last_lane_share_it() -> None:
    roles = [f"role-{number}" for number in range(LANES + 3)]
    assert [lane_of(role, roles) for role in roles[LANES - 2 :]] == [LANES - 1, LANES, LANES, LANES, LANES]
    assert lane_of("nobody-knows", roles) == LANES
