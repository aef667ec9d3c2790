"""Who reviewed which calls and visits of the sample by scorecards, and what they saw, as far as chance decides it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from training.demo.calls import WEAK, Call
from training.demo.cast import COUNTER, PHONES, STATION_COUNTER
from training.demo.colleagues import COLLEAGUES
from training.demo.days import CLOSES, OPENS, Days
from training.demo.improving import LISTED
from training.demo.observers import KIND
from training.scorecards.files import Item, Scorecard
from training.scorecards.rules import NOT_UP, Given
from training.scorecards.rules_sampling import Interaction

CALL, VISIT = "a-call", "a-visit-at-the-counter"
VISITS_A_DAY = 3  # of each colleague are on the list
NOTED, QUOTED, COMMENTED, AGREES = 0.6, 0.25, 0.4, 0.87
DID_NOT_COME_UP = 0.35
SOLVES, USUALLY, SURELY = 0.86, 0.9, 0.97
KINDER = 0.5  # of what others would call a miss

NOTES = (
    "Came, but only when asked for.",
    "Half of it. The second half is what the customer needs.",
    "Not this time. The two before it were good.",
    "In a hurry: the next one was waiting.",
)
QUOTES = {
    "what-by-when-who": "“I’ll ring you by four, my name is on the note.”",
    "how-long": "“You’re next, about three minutes.”",
    "one-question": "“Where will it stand?”",
    "said-back": "“So you need it on Friday, because of the move.”",
    "first-words": "“Juniper and Vale, good morning. What can I do for you?”",
    "goodbye": "“Thirty days, if it does not fit. Have a good evening.”",
}
PRAISE = (
    "One hears the smile. Nothing to add.",
    "Calm, short and warm.",
    "The last sentence was the best one: what, by when and who.",
    "Would be good for others to hear.",
)
ADVICE = (
    "Take one breath before you look things up. The rest is there.",
    "Let us do the end together on Thursday, three times aloud.",
    "Good beginning. Towards the end you were already with the next one.",
)
REMARKS = (
    "That is right. There was a queue, and I let it hurry me.",
    "Thank you for writing down the words.",
    "I had asked on the call before, that is why.",
)


@dataclass(frozen=True)
class Round:
    """A draw: by which scorecard, who drew of which team on which day, how many, and how many are still to do."""

    scorecard: str
    reviewer: str
    second: str
    team: str
    channel: str
    day: int
    size: int
    left: int = 0


ROUNDS = (
    *(Round(CALL, "J1025", "J1005", PHONES, "call", day, 5) for day in (-148, -112, -76, -44)),
    Round(CALL, "J1025", "J1005", PHONES, "call", -16, 6, left=2),
    *(Round(VISIT, "J1006", "J1005", COUNTER, "visit", day, 5) for day in (-160, -118, -62)),
    Round(VISIT, "J1006", "J1005", COUNTER, "visit", -12, 6, left=1),
    *(Round(VISIT, "J1051", "J1050", STATION_COUNTER, "visit", day, 4) for day in (-135, -67, -24)),
)


@dataclass(frozen=True)
class Picked:
    """An interaction that nobody drew: whose, by whom it was reviewed, and where."""

    who: str
    reviewer: str
    channel: str
    day: int


PICKED = (
    Picked("J1045", "J1040", "visit", -52),
    Picked("J1042", "J1040", "visit", -25),
    Picked("J1010", "J1005", "mystery-shop", -58),
    Picked("J1006", "J1005", "visit", -31),
)
CALIBRATED = Picked("J1007", "J1005", "visit", -37)
SEATS = ("J1006", "J1040", "J1051")
"""Who scored it blind; whoever picked it led."""


def listed(one: Round, people: Mapping[str, int], days: Days, calls: Sequence[Call]) -> list[Interaction]:
    """The list that a draw is made from: all calls, or some moments at the counter, of the days before it."""
    last = days.open_day(one.day - 1)
    on = (days.open_day(last - 1), last)
    if one.channel == "call":
        return [
            Interaction(
                f"C{call.number:06}", people[call.who], "call", days.at(call.day, call.minute).isoformat(), call.handled
            )
            for call in calls
            if call.day in on
        ]
    return [found for day in on for found in _visits(one, day, people, days)]


def _visits(one: Round, day: int, people: Mapping[str, int], days: Days) -> Iterator[Interaction]:
    random = Random(f"visits {one.team} {day}")  # noqa: S311 -- an invented past
    for colleague in COLLEAGUES:
        if colleague.number != one.reviewer and colleague.team_on(day) == one.team and days.works(colleague, day):
            for minute in sorted(random.sample(range(OPENS + 20, CLOSES - 20, 5), VISITS_A_DAY)):
                at = days.at(day, minute)
                yield Interaction(slip(at, days), people[colleague.number], one.channel, at.isoformat())


def seen_by(scorecard: Scorecard, reviewer: str, who: str, day: int, random: Random) -> dict[str, Given]:
    """What a reviewer says of somebody's work on a day, item by item."""
    return {item.id: _given(item, reviewer, who, day, random) for item in scorecard.items}


def seen_again(before: Mapping[str, Given], own: Mapping[str, Given], random: Random) -> dict[str, Given]:
    """What a second reviewer says, who saw the same and knows nothing of the first; `own` is what they make of it."""
    return {name: Given(before[name].answer) if random.random() < AGREES else given for name, given in own.items()}


def with_a_miss(scorecard: Scorecard, given: dict[str, Given]) -> dict[str, Given]:
    """The same, where the first item that always comes up and does not fail the whole is missed."""
    item = next((one for one in scorecard.items if not one.optional and not one.critical), None)
    return given if item is None else {**given, item.id: Given(next(iter(item.points)), NOTES[0])}


def comment(*, passed: bool, random: Random) -> str:
    """A sentence below the whole, or none."""
    return random.choice(PRAISE if passed else ADVICE) if random.random() < COMMENTED else ""


def _given(item: Item, reviewer: str, who: str, day: int, random: Random) -> Given:
    if item.optional and random.random() < DID_NOT_COME_UP:
        return Given(NOT_UP)
    steps = list(item.points)
    place = steps.index(item.needs)
    meets = random.random() < _chance(item, who, day) or (reviewer == KIND and random.random() < KINDER)
    if meets:
        return Given(random.choice(steps[place:]), quote=QUOTES.get(item.id, "") if random.random() < QUOTED else "")
    note = random.choice(NOTES) if random.random() < NOTED else ""
    return Given(random.choice(steps[:place] or steps[:1]), note)


def _chance(item: Item, who: str, day: int) -> float:
    """The same as is true of the calls."""
    if item.critical:
        return SURELY
    if item.standard == "solved-first-time":
        return 0.6 if who in WEAK else SOLVES
    if item.standard == "call-back-kept":
        return SURELY if day >= LISTED else USUALLY
    return USUALLY


def slip(at: datetime, days: Days) -> str:
    """What a visit is called: the number on its receipt, that is day and minute."""
    return f"S{at.astimezone(days.zone):%m%d-%H%M}"


def moment_of(one: Interaction) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(one.at)
