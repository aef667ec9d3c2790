"""How a transaction is drawn: which step stands in which lane, and where it goes on where that is not the next one."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.standards.rules_steps import END, Transaction

LANES = 8
"""Lanes that a drawing has; roles beyond share the last one."""


@dataclass(frozen=True)
class Onward:
    """A way on from a step. `number` and `title` are those of the step it leads to; None and empty mean the end.

    `when` is the case in which it is gone, None for otherwise or always. `back` says that it leads to an earlier step.
    """

    when: str | None
    item: str
    number: int | None
    title: str
    back: bool = False


@dataclass(frozen=True)
class Drawn:
    """A step in the drawing: its number from 1, its lane from 1, and its ways on unless it simply goes on to the next.

    `from_roles` are the roles that hand over to this one, `comes_from` the numbers of the steps that lead here, none
    where only the step before does. `helps` are the lanes of those who lend a hand, `decides` the one of the role that
    decides what goes beyond the owner's authority, None where it is in none of the others.
    """

    number: int
    lane: int
    onward: tuple[Onward, ...]
    from_roles: tuple[str, ...]
    comes_from: tuple[int, ...]
    helps: tuple[int, ...]
    decides: int | None


def lane_of(role: str, roles: Sequence[str]) -> int:
    """The lane of a role, from 1; the last one for a role that has none of its own."""
    place = roles.index(role) if role in roles else len(roles)
    return min(place + 1, LANES)


def drawn(transaction: Transaction, roles: Sequence[str]) -> tuple[Drawn, ...]:
    """The steps of a transaction in order, each with its place; `roles` are the lanes from above."""
    numbers = {step.id: number for number, step in enumerate(transaction.steps, start=1)}
    ways = [transaction.ways(place) for place in range(len(transaction.steps))]
    pictures = []
    for number, step in enumerate(transaction.steps, start=1):
        before = [place for place, several in enumerate(ways, start=1) if any(way.to == step.id for way in several)]
        owners = (transaction.steps[place - 1].owner for place in before)
        lane, then = lane_of(step.owner, roles), step.authority.then if step.authority else None
        helps = dict.fromkeys(lane_of(role, roles) for role in step.helps if role != then)
        decides = lane_of(then, roles) if then and then in roles else None
        pictures.append(
            Drawn(
                number=number,
                lane=lane,
                onward=_onward(transaction, number, numbers),
                from_roles=tuple(dict.fromkeys(owner for owner in owners if owner != step.owner)),
                comes_from=() if before == [number - 1] else tuple(before),
                helps=tuple(one for one in helps if one != lane),
                decides=decides if decides != lane else None,
            )
        )
    return tuple(pictures)


def _onward(transaction: Transaction, number: int, numbers: dict[str, int]) -> tuple[Onward, ...]:
    """The ways on from a step, none where it goes on to the next step, or ends with the last one, in any case."""
    ways = transaction.ways(number - 1)
    usual = number + 1 if number < len(transaction.steps) else None
    if len(ways) == 1 and ways[0].when is None and numbers.get(ways[0].to) == usual:
        return ()
    found = []
    for way in ways:
        to = numbers.get(way.to) if way.to != END else None
        title = transaction.steps[to - 1].title if to else ""
        found.append(Onward(way.when, way.to, to, title, back=to is not None and to <= number))
    return tuple(found)
