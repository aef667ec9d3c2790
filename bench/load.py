"""Many clients at once: requests a second, waiting times, and the processor time that each request takes.

Every run ends after a number of seconds or of rounds, and asks the loopback address only.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from bench.client import Answer, Client
from bench.site import Meter, Site

HEADER = (
    "| Page | Clients | Requests/s | p50 ms | p95 ms | p99 ms | CPU ms | of the database | of the client "
    "| Queries | Taken by others | Answers |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"
)

Browser = TypeVar("Browser", bound=Client)
Step = Callable[[Browser, int], Answer]
"""(client, its how many-th turn) → the answer that is measured; other requests of a step are not."""


@dataclass
class Load:
    """What a run of many clients found. Waiting times are in milliseconds, sorted."""

    name: str
    clients: int
    waits: list[float]
    spent: Meter
    statuses: Counter[int] = field(default_factory=Counter)
    queries: int | None = None

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.spent.at

    def wait(self, share: float) -> float:
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * share))]

    def cost(self, seconds: float) -> float:
        """Milliseconds for each request."""
        return 1000 * seconds / len(self.waits)

    def row(self) -> str:
        cells = [
            self.name,
            self.clients,
            f"{self.per_second:,.0f}",
            *(f"{self.wait(share):.1f}" for share in (0.5, 0.95, 0.99)),
            *(f"{self.cost(spent):.2f}" for spent in (self.spent.site, self.spent.database, self.spent.clients)),
            "" if self.queries is None else self.queries,
            f"{self.spent.others:.0%}",
            ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items())),
        ]
        return f"| {' | '.join(map(str, cells))} |"


def hammer(name: str, site: Site, clients: Sequence[Browser], step: Step[Browser], *, seconds: float = 0) -> Load:
    """Let all clients begin in the same moment, and each repeat a step until the time is over; once in any case."""
    answers: list[list[tuple[int, float]]] = [[] for _ in clients]
    begin = threading.Barrier(len(clients) + 1)

    def work(number: int) -> None:
        client, own = clients[number], answers[number]
        begin.wait()
        end = time.perf_counter() + seconds
        for turn in count():
            answer = step(client, turn)
            own.append((answer.status, answer.wait))
            if time.perf_counter() >= end:
                return

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    before = Meter.read(site)
    begin.wait()
    for thread in threads:
        thread.join()
    spent = Meter.read(site).since(before)
    if not all(answers):
        raise RuntimeError(f"{name}: {answers.count([])} of {len(clients)} clients had no answer.")
    done = [answer for own in answers for answer in own]
    return Load(name, len(clients), sorted(wait for _status, wait in done), spent, Counter(one for one, _wait in done))


def together(loads: list[Load]) -> Load:
    """Several rounds as one."""
    spent = Meter(
        *(sum(getattr(load.spent, part) for load in loads) for part in ("at", "site", "database", "clients", "machine"))
    )
    waits = sorted(wait for load in loads for wait in load.waits)
    statuses = sum((load.statuses for load in loads), Counter[int]())
    return Load(loads[0].name, loads[0].clients, waits, spent, statuses)
