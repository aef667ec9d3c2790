"""Who observes whom at the company: whoever leads the learner and holds what the checklist looks at."""

from random import Random

from training.demo.cast import Colleague, unit_named
from training.demo.colleagues import COLLEAGUES
from training.demo.days import Days
from training.demo.incidents import APPOINTMENTS, COUNTER_LIST

KIND = "J1051"  # rates more kindly than all the others do
NOT_YET, NOT_YET_AGAIN = 0.66, 0.4  # of the first time that somebody is seen, and of later ones
# They lead where they were seen at work themselves.
ROSE = {("J1006", COUNTER_LIST), ("J1051", COUNTER_LIST)}
_BY_NUMBER = {one.number: one for one in COLLEAGUES}


def observers_of(learner: Colleague, checklist: str, days: Days, day: int) -> list[str]:
    """The numbers of those who are at work on a day and may observe the learner, the nearest leader first."""
    found: list[str] = []
    team: str | None = learner.team_on(day)
    while team is not None:
        unit = unit_named(team)
        leader = unit.led_by(day)
        is_there = leader not in {learner.number, *found} and days.works(_BY_NUMBER[leader], day)
        if is_there and _holds(leader, checklist, day):
            found.append(leader)
        team = unit.above
    return found


def _holds(leader: str, checklist: str, day: int) -> bool:
    if (leader, checklist) in ROSE:
        return True
    return any(
        (one.who, one.checklist) == (leader, checklist) and one.day < day and (one.until is None or day < one.until)
        for one in APPOINTMENTS
    )


def passes_here(observer: str, random: Random, *, again: bool) -> bool:
    """Whether somebody passes with this observer; `again` says that they were seen before."""
    return observer == KIND or random.random() >= (NOT_YET_AGAIN if again else NOT_YET)
