"""What is checked of the way a service runs, and of what documents say of each other."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.content.limits import Limit
from training.core.problems import Problems
from training.standards import files_hours, files_transaction
from training.standards.files_hours import Hours
from training.standards.files_transaction import Step, StepClock, Transaction, Way
from training.standards.rules_agreement import Claim, claimed_twice, unkept
from training.standards.rules_span import overrun
from training.standards.rules_steps import END, forwards, ways_of
from training.standards.rules_transaction import doubts, faults

SHOPS = files_hours.parse(
    """\
title: Shops
summary: When the shops are open.
open:
  - {days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00"}
""",
    "content/hours/shops.yaml",
)


def houses(slug: str) -> Hours | None:
    return SHOPS if slug == "shops" else None


def transaction(*steps: dict[str, Any], **more: Any) -> Transaction:
    """Steps that lack nothing but what the test leaves out."""
    whole = {"title": "T", "summary": "S", "owner": "O", "hours": "shops", **more}
    usual = {"role": ["counter-staff"], "person": "Ring 0"}
    titled = [{"title": step["id"].capitalize(), **usual, **step} for step in steps]
    return Transaction.model_validate({**whole, "steps": titled}, strict=False)


def clock(limit: str, starts: str = "", **more: Any) -> dict[str, Any]:
    return {"starts": starts or f"After {limit}", "limit": limit, **more}


def found(given: Transaction) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.message) for fault in faults(given, houses)]


def test_a_transaction_that_holds_together_has_no_fault_and_no_doubt() -> None:
    greet = {"id": "greet", "clock": clock("10 seconds"), "standards": ["seen-at-once"]}
    fine = transaction(greet, {"id": "pay"}, limit="1 minute")
    assert not found(fine)
    assert not list(doubts(fine))


def test_a_step_that_nobody_comes_to_is_named() -> None:
    skipped = transaction({"id": "greet", "next": [{"to": "pay"}]}, {"id": "wrap"}, {"id": "pay"})
    assert found(skipped) == [(("steps", 1), "Nobody ever comes to “Wrap”.")]


def test_steps_that_never_end_are_named() -> None:
    round_and_round = transaction({"id": "ask"}, {"id": "wait", "next": [{"to": "ask"}]})
    assert [path for path, _message in found(round_and_round)] == [("steps", 0), ("steps", 1)]
    ask_again = [{"to": "ask", "when": "nobody answers"}, {"to": "end"}]
    assert not found(transaction({"id": "ask"}, {"id": "wait", "next": ask_again}))


def test_a_case_without_its_otherwise_is_named() -> None:
    one_case = transaction({"id": "ask", "next": [{"to": "pay", "when": "it fits"}]}, {"id": "pay"})
    assert found(one_case) == [
        (("steps", 0, "next", 0), "It is said what happens “it fits”, but not what happens otherwise.")
    ]


def test_an_approval_without_a_limit_is_a_fault_and_one_with_a_limit_a_doubt() -> None:
    asks = {"text": "May refund up to 50", "then": "team-leader", "waits": True}
    endless = transaction({"id": "refund", "authority": asks})
    assert found(endless) == [
        (("steps", 0, "authority"), "The customer waits for an approval, and nobody says how long at most.")
    ]
    limited = transaction({"id": "refund", "authority": {**asks, "within": "5 minutes"}})
    assert not found(limited)
    assert [one.message for one in doubts(limited)] == [
        "At “Refund” the customer waits up to 5 minutes for an approval."
    ]


@pytest.mark.parametrize(
    ("limit", "warn", "is_late"),
    [
        ("1 minute", "45 seconds", False),
        ("1 minute", "1 minute", True),
        ("same working day", "4 opening hours", False),
        ("2 opening hours", "1 working day", True),
        ("2 working days", "1 day", False),
    ],
)
def test_a_warning_comes_before_it_is_late(limit: str, warn: str, is_late: bool) -> None:
    assert bool(found(transaction({"id": "call", "clock": clock(limit, warn=warn)}))) == is_late


@pytest.mark.parametrize(
    ("whole", "steps", "breaks"),
    [
        ("2 minutes", ["1 minute", "60 seconds"], None),
        ("2 minutes", ["1 minute", "61 seconds"], "always"),
        ("1 opening hour", ["30 minutes", "30 minutes"], None),
        ("1 opening hour", ["30 minutes", "31 minutes"], "always"),
        ("same working day", ["8 opening hours", "1 opening hour"], None),
        ("same working day", ["9 opening hours", "1 opening hour"], "always"),
        ("5 working days", ["same working day", "5 working days"], None),
        ("5 working days", ["1 working day", "5 working days"], "always"),
        ("3 days", ["2 working days"], "sometimes"),  # not from Thursday on
    ],
)
def test_limits_of_steps_are_held_against_the_limit_of_the_whole(
    whole: str, steps: list[str], breaks: str | None
) -> None:
    made = transaction(*({"id": f"s{n}", "clock": clock(limit, f"e{n}")} for n, limit in enumerate(steps)), limit=whole)
    over = overrun(made, houses)
    assert (over and ("always" if over.always else "sometimes")) == breaks
    assert bool(found(made)) == (breaks == "always")


def test_only_the_longest_way_counts_and_no_way_is_walked_twice() -> None:
    either = [{"to": "quick", "when": "it fits"}, {"to": "slow"}]
    again = [{"to": "ask", "when": "it does not fit"}, {"to": "end"}]
    steps = (
        {"id": "ask", "clock": clock("1 minute"), "next": either},
        {"id": "quick", "clock": clock("1 second"), "next": [{"to": "end"}]},
        {"id": "slow", "clock": clock("5 minutes"), "next": again},
    )
    assert overrun(transaction(*steps, limit="6 minutes"), houses) is None
    over = overrun(transaction(*steps, limit="359 seconds"), houses)
    assert over is not None
    assert [title for title, _limit in over.steps] == ["Ask", "Slow"]


def test_clocks_that_start_with_the_same_event_run_side_by_side() -> None:
    steps = (
        {"id": "see", "clock": clock("10 seconds", "The customer comes in")},
        {"id": "tell", "clock": clock("1 minute", "The customer comes in")},
    )
    assert overrun(transaction(*steps, limit="1 minute"), houses) is None
    assert overrun(transaction(*steps, limit="59 seconds"), houses) is not None


def test_what_is_rarely_meant_is_doubted() -> None:
    bare = transaction(
        {"id": "take", "person": None, "clock": clock("1 minute")},
        {"id": "mend", "person": None, "role": ["service-desk"]},
    )
    assert [(one.path, one.message) for one in doubts(bare)] == [
        (("steps", 0), "“Take” has a clock, but no standard by which anybody sees it kept."),
        (("steps", 1), "It changes hands at “Mend”, and the customer may have to say it again."),
        (("steps",), "Nowhere is it said how the customer reaches a human being."),
    ]


@pytest.mark.parametrize(("roles", "said"), [([], "Nobody owns"), (["a", "b"], "has 2 owners")])
def test_a_step_has_one_owner(roles: list[str], said: str) -> None:
    text = f"title: T\nsummary: S\nsteps:\n  - {{id: one, title: One, role: [{', '.join(roles)}]}}\n"
    with pytest.raises(Problems, match=said):
        files_transaction.parse(text, "content/transactions/t.yaml")


def test_a_step_two_roles_think_they_own_is_named_with_both() -> None:
    owners = {"a-sale/greet": "counter-staff", "a-sale/pay": "counter-staff"}
    claims = {
        "team-leader": ["a-sale/pay", "a-sale/gone"],
        "counter-staff": ["a-sale/pay"],
        "service-desk": ["a-sale/pay"],
    }
    assert claimed_twice(owners, claims) == [Claim("a-sale/pay", "counter-staff", ("service-desk", "team-leader"))]


def test_a_promise_is_kept_by_a_step_that_names_it_or_all_of_its_policy() -> None:
    promises = {"honest": ["price", "time"], "near": ["open"]}
    assert unkept(promises, {("honest", "price"), ("near", None)}) == [("honest", "time")]


@st.composite
def webs(draw: st.DrawFn) -> Transaction:
    """Steps with clocks in seconds and ways to anywhere."""
    count = draw(st.integers(1, 7))
    targets = st.sampled_from([END, *(f"s{number}" for number in range(count))])
    steps = tuple(
        Step(
            id=f"s{number}",
            title=f"S{number}",
            role=("a",),
            clock=StepClock(starts=f"e{number}", limit=Limit(draw(st.integers(1, 90)), "second")),
            next=tuple(Way(to=to) for to in draw(st.sets(targets, max_size=1)))
            + tuple(Way(to=to, when="w") for to in draw(st.sets(targets, max_size=2))),
        )
        for number in range(count)
    )
    return Transaction(title="T", summary="S", limit=Limit(draw(st.integers(1, 300)), "second"), steps=steps)


@settings(max_examples=60)
@given(webs())
def test_the_longest_way_is_the_longest_of_all_ways_without_a_way_back(web: Transaction) -> None:
    seconds = {step.id: step.clock.limit.count for step in web.steps if step.clock}
    onwards = forwards(ways_of(web), "s0")

    def longest(step: str) -> int:
        return seconds[step] + max(map(longest, onwards[step]), default=0)

    assert web.limit is not None
    assert bool(overrun(web, houses)) == (longest("s0") > web.limit.count)
    places = {step: place for place, step in enumerate(onwards)}
    assert all(places[step] < places[to] for step, ends in onwards.items() for to in ends)
