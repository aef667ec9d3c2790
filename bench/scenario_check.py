"""How long the check of a very large scenario takes, and how much memory: python -m bench.scenario_check

Three scenarios of 500 turns with three choices each: without state; with two counters and two facts that are asked for
a while; and one in which nothing is ever forgotten, which is more than can be checked and has to be told soon.
"""

import random
import time
import tracemalloc
from itertools import pairwise
from typing import Any

from training.scenarios.files import Scenario
from training.scenarios.game.check import Analysis
from training.scenarios.game.map import Marked, draw
from training.scenarios.game.twee import to_twee
from training.scenarios.game.twee_import import from_twee

TURNS = 500
STATE = [
    {"id": "patience", "label": "Patience", "start": 3, "most": 6},
    {"id": "trust", "label": "Trust", "start": 2, "most": 5},
    {"id": "receipt", "label": "Receipt seen"},
    {"id": "reason", "label": "Reason known"},
]
ENDINGS = ("good", "fair", "poor")


def scenario(state: list[dict[str, Any]], *, turns: int = TURNS, seed: int = 1) -> Scenario:
    """A conversation that goes forward by one to four turns at a time; now and then a choice leads back for nothing."""
    chance = random.Random(seed)
    return Scenario.model_validate(
        {
            "title": "A very long conversation",
            "summary": "You can bear it.",
            "situation": "Somebody has much to say.",
            "skills": ["listening"],
            "state": state,
            "turns": [turn(number, turns, state, chance) for number in range(turns)],
            "endings": [{"id": one, "title": one, "text": "It is over.", "outcome": one} for one in ENDINGS],
        }
    )


def turn(number: int, turns: int, state: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    choices = []
    for place, item in enumerate("abc"):
        onwards = number + chance.randint(1, 4)
        go: Any = f"t{onwards}" if onwards < turns else chance.choice(ENDINGS)
        choice: dict[str, Any] = {"id": item, "text": f"Answer {item}", "feedback": f"{number}{item}", "go": go}
        choice["score"] = {"listening": 2 - place} if place < 2 else {}
        if state:
            choice["set"] = {"patience": ("+1", "-1", "-2")[place], "trust": ("+1", "+0", "-1")[place]}
            if place == 0 and number % 10 == 5:
                choice["set"] |= {"receipt": "true"} if number % 20 == 5 else {"reason": "true"}
            if number % 9 == 4:
                choice["go"] = [{"when": "patience < 1 or trust > 4 and receipt", "go": "poor"}, {"go": go}]
            if place == 2 and number % 7 == 3:
                choice["when"] = "reason or patience > 2"
        elif place == 2 and number % 25 == 24:
            choice["go"] = f"t{number - 20}"
        choices.append(choice)
    return {"id": f"t{number}", "text": f"Sentence {number}", "choices": choices}


def main() -> None:
    print("| 500 turns | Positions | Check, s | Findings, s | Map, s | Twee out and in, s | Peak memory, MB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    many = [*STATE, *({"id": f"c{n}", "label": "Counter", "start": 3, "most": 20} for n in range(3))]
    for name, state in (("without state", []), ("with state", STATE)):
        report(name, scenario(state))
    report("more than can be checked", remembering(scenario(many)))


def remembering(made: Scenario) -> Scenario:
    """The same with three more counters that move all the time, and are asked at the very end."""
    content = made.model_dump(mode="json", exclude_defaults=True)
    for number, item in enumerate(content["turns"]):
        for place, choice in enumerate(item["choices"]):
            choice["set"][f"c{(number + place) % 3}"] = ("+1", "-1", "+2")[place]
    for choice in content["turns"][-1]["choices"]:
        choice["go"] = [{"when": f"c{n} > 10", "go": "poor"} for n in range(3)] + [{"go": "good"}]
    return Scenario.model_validate(content)


def report(name: str, made: Scenario) -> None:
    times = [time.perf_counter()]
    analysis = Analysis(made)
    times.append(time.perf_counter())
    faults = analysis.faults
    times.append(time.perf_counter())
    draw(analysis, Marked())
    times.append(time.perf_counter())
    from_twee(to_twee(made, "long"), "long.twee")
    times.append(time.perf_counter())
    positions = len(analysis.explored.positions)
    del analysis, faults
    tracemalloc.start()
    Analysis(made)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    steps = " | ".join(f"{after - before:.2f}" for before, after in pairwise(times))
    print(f"| {name} | {positions:,} | {steps} | {peak:.0f} |")


if __name__ == "__main__":
    main()
