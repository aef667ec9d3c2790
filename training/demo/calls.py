"""Half a year of calls, as the telephone system of the sample tells of them. Four things are true of them, and no more:

- On Mondays and around noon too few people answer since the queue for deliveries was moved to the same number: from
  `MOVED` on the whole team picks up late. That is the process, and nobody's skill.
- Two people solve clearly less at the first call than the others: a gap in skill.
- How content customers are differs by chance alone: noise.
- Promised calls back were kept too seldom until each heard the lesson again on the day in `TAUGHT`, and are kept since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from training.demo.cast import PHONES, Colleague
from training.demo.days import CLOSES, OPENS, Days

FIRST = -182
"""The first day of which there are calls, counted from today."""

MOVED = -63
TAUGHT = -84
WEAK = frozenset({"J1029", "J1031"})
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


def calls(colleagues: tuple[Colleague, ...], days: Days) -> Iterator[Call]:
    """The calls of everybody who answers the telephone, in the order of their days."""
    number = 0
    for day in range(FIRST, 0):
        for colleague in colleagues:
            if colleague.team_on(day) != PHONES or not days.works(colleague, day):
                continue
            random = Random(f"calls {colleague.number} {day}")  # noqa: S311 -- an invented past, no secret
            for _call in range(max(1, round(random.gauss(_A_DAY, 2)))):
                number += 1
                yield _call_of(number, colleague, day, days, random)


def _call_of(number: int, colleague: Colleague, day: int, days: Days, random: Random) -> Call:
    minute = random.uniform(OPENS, CLOSES - 10)
    busy = days.on(day).weekday() == _MONDAY or int(minute) in _NOON
    late = 0.45 if busy and day >= MOVED else 0.16 if day >= MOVED else 0.08
    solved = random.random() < (0.66 if colleague.number in WEAK else 0.86)
    kept = None
    if random.random() < 0.25:
        kept = random.random() < (0.96 if day >= TAUGHT else 0.88)
    return Call(
        number=number,
        who=colleague.number,
        day=day,
        minute=minute,
        queue=random.choices(QUEUES, (4, 3, 2, 1))[0],
        wait=random.randint(21, 140) if random.random() < late else random.randint(3, 19),
        handled=max(30, round(random.gauss(265, 85))),
        solved=solved,
        kept=kept,
        content=random.choices((2, 3, 4, 5), (1, 1, 9, 20))[0] if random.random() < 0.3 else None,
    )
