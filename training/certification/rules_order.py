"""What comes first: requirements that wait for others."""

from collections.abc import Iterable, Mapping, Sequence


def circle_in(
    after: Mapping[str, Sequence[str]], choices: Mapping[str, tuple[int, Sequence[str]]] | None = None
) -> tuple[str, ...]:
    """A circle of ids of which each waits for the next, so that none can begin; () when there is none.

    `choices` are those of the ids that are met by so many of their parts. A part waits for what its choice waits for.
    """
    choices = choices or {}
    whole = {part: choice for choice, (_enough, parts) in choices.items() for part in parts}
    waits = {one: (*after.get(whole.get(one, ""), ()), *first) for one, first in after.items()}
    stuck = list(waits)
    while True:
        still = [one for one in stuck if not _can_be_met(waits[one], choices.get(one, (0, ())), set(stuck))]
        if len(still) == len(stuck):
            break
        stuck = still
    # Whatever is stuck waits for something that is stuck, so the way along them comes back to itself.
    way: list[str] = []
    here = stuck[0] if stuck else None
    while here is not None and here not in way:
        way.append(here)
        _enough, parts = choices.get(here, (0, ()))
        here = next(one for one in (*waits[here], *parts) if one in stuck)
    return tuple(way[way.index(here) :]) if here is not None else ()


def _can_be_met(first: Iterable[str], choice: tuple[int, Sequence[str]], stuck: set[str]) -> bool:
    enough, parts = choice
    return not stuck.intersection(first) and len(stuck.intersection(parts)) <= max(len(parts) - enough, 0)


def waits_for(after: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Of what comes first, what is not held yet."""
    there = set(held)
    return tuple(item for item in after if item not in there)
