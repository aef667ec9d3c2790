"""The steps of a transaction as its rules see them, and where it goes on after each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from training.content.limits import Limit

END = "end"
"""Where a way goes when the transaction is over."""


class StepClock(Protocol):
    """When a step is due."""

    @property
    def starts(self) -> str: ...
    @property
    def limit(self) -> Limit: ...
    @property
    def warn(self) -> Limit | None: ...
    @property
    def hours(self) -> str | None: ...


class Authority(Protocol):
    """What a role may decide, who decides beyond, and whether the customer waits for that."""

    @property
    def then(self) -> str | None: ...
    @property
    def waits(self) -> bool: ...
    @property
    def within(self) -> Limit | None: ...


class Way(Protocol):
    """Where it goes on, and in which case."""

    @property
    def to(self) -> str: ...
    @property
    def when(self) -> str | None: ...


class Step(Protocol):
    """A step of a transaction."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def helps(self) -> Sequence[str]: ...
    @property
    def clock(self) -> StepClock | None: ...
    @property
    def authority(self) -> Authority | None: ...
    @property
    def hand_over(self) -> str | None: ...
    @property
    def person(self) -> str | None: ...
    @property
    def standards(self) -> Sequence[str]: ...
    @property
    def next(self) -> Sequence[Way]: ...


class Transaction(Protocol):
    """The steps of a transaction and where it goes on after each."""

    @property
    def limit(self) -> Limit | None: ...
    @property
    def hours(self) -> str | None: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    def ways(self, number: int) -> Sequence[Way]: ...


def ways_of(transaction: Transaction) -> dict[str, list[str]]:
    """For each step the steps that may come next, END among them."""
    known = {END, *(step.id for step in transaction.steps)}
    return {
        step.id: [way.to for way in transaction.ways(number) if way.to in known]
        for number, step in enumerate(transaction.steps)
    }


def forwards(ways: Mapping[str, Sequence[str]], first: str) -> dict[str, list[str]]:
    """Steps that can be reached from the first, each before those that follow it; ways back are left out, and END."""
    order: list[str] = []
    kept: defaultdict[str, list[str]] = defaultdict(list)
    walk, upon = [(first, iter(ways[first]))], {first}
    done: set[str] = set()
    while walk:
        here, rest = walk[-1]
        for to in rest:
            if to == END or to in upon:
                continue
            kept[here].append(to)
            if to not in done:
                upon.add(to)
                walk.append((to, iter(ways[to])))
                break
        else:
            walk.pop()
            upon.discard(here)
            done.add(here)
            order.append(here)
    return {step: kept[step] for step in reversed(order)}


def leaving(ways: Mapping[str, Sequence[str]]) -> set[str]:
    """Steps from which it can come to an end."""
    before = defaultdict(list)
    for start, ends in ways.items():
        for end in ends:
            before[end].append(start)
    found, walk = {END}, [END]
    while walk:
        new = [step for step in before[walk.pop()] if step not in found]
        found.update(new)
        walk += new
    return found
