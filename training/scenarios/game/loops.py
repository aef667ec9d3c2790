"""Which places of a graph lie on a loop together."""

from collections.abc import Iterator, Sequence


def components(edges: Sequence[Sequence[int]]) -> list[int]:
    """For each place the number of its component: places that can reach each other share one.

    `edges` are the places that each place leads to. Numbers rise against the direction of travel: whatever a component
    leads to has a smaller number. Tarjan's algorithm with a stack of its own, because scenarios can be deeper than
    Python's.
    """
    order = [0] * len(edges)  # when a place was met, from 1; 0: not yet
    lowest = [0] * len(edges)  # the earliest place on the stack that it leads back to
    number = [-1] * len(edges)
    waiting: list[int] = []
    met = found = 0
    for root in range(len(edges)):
        if order[root]:
            continue
        met += 1
        order[root] = lowest[root] = met
        waiting.append(root)
        path: list[tuple[int, Iterator[int]]] = [(root, iter(edges[root]))]
        while path:
            place, onwards = path[-1]
            for target in onwards:
                if not order[target]:
                    met += 1
                    order[target] = lowest[target] = met
                    waiting.append(target)
                    path.append((target, iter(edges[target])))
                    break
                if number[target] < 0:
                    lowest[place] = min(lowest[place], order[target])
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[place])
                if lowest[place] == order[place]:
                    while number[place] < 0:
                        number[waiting.pop()] = found
                    found += 1
    return number
