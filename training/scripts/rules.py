"""Going through a script: which line may follow which, which are never reached, and how one came to where one is."""

from collections.abc import Mapping, Sequence

END = "end"
"""What a line leads to when the script is over. No line may have this id."""

LONGEST_WALK = 40
"""Lines of a walk that are remembered: more than any talk has, and short enough for an address."""

Outline = Sequence[tuple[str, Sequence[str]]]
"""The lines in their order, each with what its branches lead to. A line without branches leads to the one below it."""

Ways = Mapping[str, tuple[str, ...]]
"""By line, what may come next; END for the end."""


def ways_on(outline: Outline) -> Ways:
    """The ways on from each line."""
    below = [line for line, _branches in outline[1:]] + [END]
    return {line: tuple(branches) or (after,) for (line, branches), after in zip(outline, below, strict=True)}


def reached(ways: Ways, first: str) -> frozenset[str]:
    """The lines that somebody who begins with `first` may come to, that one included."""
    found, waiting = {first}, [first]
    while waiting:
        for line in ways[waiting.pop()]:
            if line in ways and line not in found:
                found.add(line)
                waiting.append(line)
    return frozenset(found)


def walked(ways: Ways, path: Sequence[str], here: str) -> tuple[str, ...]:
    """The end of `path` on which one can have walked to `here`: every line in it leads to the one after it.

    What an address says may come from anywhere; what cannot be true of this script is left out.
    """
    kept: list[str] = []
    for line in reversed(path[-LONGEST_WALK:]):
        if here not in ways.get(line, ()):
            break
        kept.append(line)
        here = line
    return tuple(reversed(kept))
