"""What comes first: requirements that wait for others."""

from collections.abc import Iterable, Mapping


def circle_in(after: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A circle of ids that wait for each other, each followed by one that it waits for; () when there is none."""
    done: set[str] = set()
    for start in after:
        way: list[str] = []
        stack = [(start, iter(after.get(start, ())))]
        way.append(start)
        while stack:
            here, waits_for = stack[-1]
            following = next((item for item in waits_for if item not in done), None)
            if following is None:
                done.add(here)
                stack.pop()
                way.pop()
            elif following in way:
                return tuple(way[way.index(following) :])
            else:
                stack.append((following, iter(after.get(following, ()))))
                way.append(following)
    return ()


def waits_for(after: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Of what comes first, what is not held yet."""
    there = set(held)
    return tuple(item for item in after if item not in there)
