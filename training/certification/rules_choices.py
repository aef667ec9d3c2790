"""Requirements together: choices of which some are enough, what waits for what, and what may be done already."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from training.certification.rules import GateStanding, Programme, Standing, State
from training.certification.rules_order import waits_for


def together(programme: Programme, standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """The standings, each knowing the others: what is not needed any more, and what comes first."""
    held = held_in(programme, standings)
    found: list[Standing] = []
    for requirement, standing in zip(programme.requirements, standings, strict=True):
        if standing.held:
            found.append(standing)
        elif requirement.group in held:
            found.append(replace(standing, state=State.SPARE, due_on=None))
        elif requirement.after and (blocked := waits_for(requirement.after, held)):
            found.append(replace(standing, blocked_by=blocked))
        else:
            found.append(standing)
    return tuple(found)


def held_in(programme: Programme, standings: Sequence[Standing]) -> frozenset[str]:
    """The ids of what is met, choices of which enough is met included."""
    met = [standing.requirement_id for standing in standings if standing.held]
    groups = {one.id: one.group for one in programme.requirements if one.group is not None}
    if not groups:
        return frozenset(met)
    enough = {group for group, need in programme.groups.items() if sum(groups.get(one) == group for one in met) >= need}
    return frozenset(met) | enough


def counted(programme: Programme, standings: Sequence[Standing]) -> list[Standing]:
    """The standings that count: of each choice the best, as many as are enough."""
    if not programme.groups:
        return list(standings)
    found: list[Standing] = []
    of_group: dict[str, list[Standing]] = {}
    for requirement, standing in zip(programme.requirements, standings, strict=True):
        if requirement.group is None:
            found.append(standing)
        else:
            of_group.setdefault(requirement.group, []).append(standing)
    for group, choices in of_group.items():
        choices.sort(key=lambda one: (not one.held, -(one.until or date.max).toordinal()))
        found += choices[: programme.groups[group]]
    order = {requirement.id: place for place, requirement in enumerate(programme.requirements)}
    return sorted(found, key=lambda one: order[one.requirement_id])


def gates_of(programme: Programme, standings: Sequence[Standing]) -> tuple[GateStanding, ...]:
    """Which gates are open, and what is missing for the others."""
    if not programme.gates:
        return ()
    held = held_in(programme, standings)
    return tuple(GateStanding(gate, waits_for(gate.needs, held)) for gate in programme.gates)
