"""Every page that matters, measured on a company of 10,000 people; results as tables in Markdown.

python -m bench.pages DATA_DIR [--database sqlite|postgresql] [--seconds 8] [--only WORDS]

The data directory is filled on first use. Clients and server share the machine, so requests a second and waiting times
hold for the whole of it; the processor time of a request is the steadier figure.
"""

import argparse
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench import databases
from bench.client import HOST, Answer
from bench.learners import ADMINISTRATOR, FIRST_LEARNER, FIRST_SAVER, LEADER, Learner, Sitting, signed_in
from bench.load import HEADER, Load, hammer, together
from bench.playing import Player
from bench.queries import Counting
from bench.seed import fill
from bench.site import Peak, Site, running

CLIENTS = 16
SAVERS = 200
ROUNDS = 5  # of signing in all at once


@dataclass
class Bench:
    """What is measured, on which site, for how long."""

    site: Site
    counting: Counting
    seconds: float
    only: str
    sittings: dict[int, Sitting] = field(default_factory=dict)

    def wants(self, name: str) -> bool:
        return self.only.lower() in name.lower()

    def sit_down(self, learner: Learner) -> None:
        self.sittings[learner.number] = Sitting(learner)

    def save(self, learner: Learner, turn: int) -> Answer:
        return self.sittings[learner.number].save(learner, turn)

    def page(self, name: str, learners: list[Learner], path: str, *, seconds: float | None = None) -> Load:
        """One page, asked for again and again."""
        load = hammer(
            name, self.site, learners, lambda client, _turn: client.get(path), seconds=seconds or self.seconds
        )
        load.queries = self.counting.of_page(learners[0], path)
        return load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--database", choices=databases.OF, default="sqlite")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--only", default="", help="measure only what has these letters in its name")
    wanted = parser.parse_args()
    databases.forget_settings()
    data_dir = wanted.data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    with databases.OF[wanted.database](data_dir) as (url, server):
        environ = {"TRAINING_DATA_DIR": str(data_dir), "TRAINING_DATABASE_URL": url}
        fill(environ)
        port = free_port()
        environ["TRAINING_BASE_URL"] = f"http://{HOST}:{port}"
        with running(environ, port=port, database=server) as site:
            print(
                f"{wanted.database}, {datetime.now(UTC):%d %B %Y %H:%M} UTC, load {os.getloadavg()[0]:.1f}\n\n{HEADER}"
            )
            bench = Bench(site, Counting(environ), wanted.seconds, wanted.only)
            with Peak(site.processes) as peak:
                for load in loads(bench):
                    print(load.row(), flush=True)
            print(f"\nMost memory of all processes of the site: {peak.megabytes:.0f} MB")
            if server:
                print(f"Memory of the database server at the end: {server.memory_mb():.0f} MB")
            print(f"Load at the end: {os.getloadavg()[0]:.1f}")


def loads(bench: Bench) -> Iterator[Load]:
    """Every measurement in turn."""
    site = bench.site
    if bench.wants("Sign in"):
        yield sign_in(bench)
    learners = signed_in(site.port, list(range(FIRST_LEARNER, FIRST_LEARNER + CLIENTS)), bench.sit_down)
    if bench.wants("Home"):
        yield bench.page("Home", learners, "/")
    if bench.wants("Module page"):
        parts = [learner.begin_module() for learner in learners]
        yield bench.page("Module page", learners, parts[0])
    if bench.wants("Quiz question"):
        yield question(bench, learners)
    if bench.wants("Answer save"):
        load = hammer("Answer save", site, learners, bench.save, seconds=bench.seconds)
        load.queries = bench.counting.of_save(learners[0], bench.sittings[learners[0].number])
        yield load
    yield from playing(bench, learners)
    yield from boards(bench)
    if bench.wants("200 savers"):
        numbers = list(range(FIRST_SAVER, FIRST_SAVER + SAVERS))
        savers = signed_in(site.port, numbers, bench.sit_down)
        yield hammer("200 savers at the same moment", site, savers, bench.save)
        yield hammer("200 savers all the time", site, savers, bench.save, seconds=bench.seconds)


def sign_in(bench: Bench) -> Load:
    learners = [Learner(bench.site.port, FIRST_LEARNER + number) for number in range(CLIENTS)]
    rounds = []
    for _round in range(ROUNDS):
        for learner in learners:
            learner.look_at_the_door()
        rounds.append(hammer("Sign in, 16 at once", bench.site, learners, lambda client, _turn: client.sign_in()))
    return together(rounds)


def question(bench: Bench, learners: list[Learner]) -> Load:
    def step(learner: Learner, turn: int) -> Answer:
        return bench.sittings[learner.number].page(learner, turn)

    load = hammer("Quiz question", bench.site, learners, step, seconds=bench.seconds)
    load.queries = bench.counting.of_page(learners[0], bench.sittings[learners[0].number].items[0].path)
    return load


def playing(bench: Bench, learners: list[Learner]) -> Iterator[Load]:
    """A turn of a scenario: its page, and deciding it. What lies between two decisions is done and not counted."""
    if not bench.wants("Scenario turn"):
        return
    players = {learner.number: Player(learner) for learner in learners}
    pages = (
        ("Scenario turn, its page", lambda learner, turn: players[learner.number].look(learner, turn)),
        ("Scenario turn, decided", lambda learner, turn: players[learner.number].decide(learner, turn)),
    )
    for name, step in pages:
        load = hammer(name, bench.site, learners, step, seconds=bench.seconds)
        if step is pages[0][1]:
            load.queries = bench.counting.of_page(learners[0], players[learners[0].number].path)
        yield load


def boards(bench: Bench) -> Iterator[Load]:
    """The board and its file, for one manager alone and for several at once."""
    pages = (
        ("Board of 25", LEADER, "/board", CLIENTS),
        ("Board of 10,000", ADMINISTRATOR, "/board", CLIENTS),
        ("CSV of 10,000 × 10", ADMINISTRATOR, "/board.csv", 4),
    )
    for name, number, path, many in pages:
        if bench.wants(name):
            managers = signed_in(bench.site.port, [number] * many)
            yield bench.page(f"{name}, alone", managers[:1], path)
            yield bench.page(name, managers, path)


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
