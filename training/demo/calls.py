"""Nearly a year of calls, as the telephone system of the sample tells of them. Five things are true of them, no more:

- On Mondays and around noon too few people answer since the queue for deliveries was moved to the same number: from
  `MOVED` on the whole team picks up late. That is the process, and nobody's skill.
- Those in `WEAK` solve clearly less at the first call than the others: a gap in skill. The lesson that they heard on
  the day `HEARD` did nothing about it.
- Those in `SLACK` kept too few of the calls back that they promised until they heard another lesson on that day. It
  helped: they have kept them since.
- How content customers are differs by chance alone: noise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from training.demo.cast import PHONES, Colleague
from training.demo.days import CLOSES, OPENS, Days

FIRST = -336
"""The first day of which there are calls, counted from today."""

MOVED = -63
HEARD = -126
WEAK = frozenset({"J1026", "J1029", "J1030", "J1031", "J1032"})
SLACK = frozenset({"J1027", "J1028", "J1031", "J1032", "J1039"})
FORGETFUL = frozenset({"J1026", "J1029"})
"""Those of the former to whom what `LISTENING` takes does not stick; the others know how it is done all the same."""

LISTENING = frozenset({"listening", "call-handling"})
QUEUES = ("orders", "deliveries", "returns", "advice")
_A_DAY = 9
_NOON = range(12 * 60, 14 * 60)
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call. Times are in seconds, `minute` is that of the day; None where nobody promised, or nobody answered."""

    number: int
    who: str
    day: int
    minute: float
    queue: str
    wait: int
    handled: int
    solved: bool
    kept: bool | None
    content: int | None


class _Solving:
    """Who solves what: so nearly the same share each week that a year of a small team is enough to tell."""

    def __init__(self) -> None:
        self._owed: dict[str, float] = {}

    def solves(self, number: str, random: Random) -> bool:
        share = 0.68 if number in WEAK else 0.87
        if random.random() < 1 / 6:
            return random.random() < share
        owed = self._owed.get(number, random.random()) + share
        self._owed[number] = owed % 1
        return owed >= 1


def calls(colleagues: tuple[Colleague, ...], days: Days) -> Iterator[Call]:
    """The calls of everybody who answers the telephone, in the order of their days."""
    number = 0
    solving = _Solving()
    for day in range(FIRST, 0):
        for colleague in colleagues:
            if colleague.team_on(day) != PHONES or not days.works(colleague, day):
                continue
            random = Random(f"calls {colleague.number} {day}")  # noqa: S311 -- an invented past, no secret
            for _call in range(max(1, round(random.gauss(_A_DAY, 2)))):
                number += 1
                yield _call_of(number, colleague, day, days, random=random, solving=solving)


def _call_of(number: int, colleague: Colleague, day: int, days: Days, *, random: Random, solving: _Solving) -> Call:
    minute = random.uniform(OPENS, CLOSES - 10)
    busy = days.on(day).weekday() == _MONDAY or int(minute) in _NOON
    late = 0.45 if busy and day >= MOVED else 0.16 if day >= MOVED else 0.08
    kept = None
    if random.random() < 0.25:
        is_slack = colleague.number in SLACK and day < HEARD + 4
        kept = random.random() < (0.82 if is_slack else 0.965)
    return Call(
        number=number,
        who=colleague.number,
        day=day,
        minute=minute,
        queue=random.choices(QUEUES, (4, 3, 2, 1))[0],
        wait=random.randint(21, 140) if random.random() < late else random.randint(3, 19),
        handled=max(30, round(random.gauss(265, 85))),
        solved=solving.solves(colleague.number, random),
        kept=kept,
        content=random.choices((2, 3, 4, 5), (1, 1, 9, 20))[0] if random.random() < 0.3 else None,
    )
