"""What people did beyond what they were asked: rehearsed, played, and practised for some minutes between customers.

Only what no programme asks of them, so that nobody's standing depends on it; on days on which they learned nothing
else; and not in their first weeks, which are full enough.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from training.core.clock import local_day
from training.demo.cast import Colleague
from training.demo.days import CLOSES, OPENS, Days
from training.demo.learning import FAILS, SEED
from training.demo.story import Playing, Recalling, School, Speaking, Story, Talk
from training.people.rules import slug_of

SETTLING_IN = 45  # days
# The chance that somebody takes up what is for their role, and what is for others.
OWN, OTHERS = {"script": 0.45, "scenario": 0.85}, {"script": 0.06, "scenario": 0.30}
CURIOUS = frozenset({"J1002", "J1003", "J1004"})  # no programme asks anything of them; to them everything is their own
MOST_TIMES = 3
ONCE_MORE, AFTER_FAILING, REPLAYS = 0.25, 0.7, 0.1
LATER = {"script": (40, 220), "scenario": (2, 25)}  # days until once more
SPEED = (0.7, 1.4)
# Who is in the middle of something, of what, and since how many days.
UNDER_WAY = (
    ("J1026", "script", "an-angry-caller", 2),
    ("J1006", "scenario", "he-wants-his-money-and-more", 3),
    ("J1003", "scenario", "the-kettle-that-sparked", 1),
    ("J1027", "script", "returning-a-call", 1),
    ("J1041", "script", "handing-over", 4),
)
# Who practises: since how many days, and how many days lie between two times. The others are every second one.
RHYTHMS = {
    "J1002": (40, 7),
    "J1003": (50, 4),
    "J1004": (40, 7),
    "J1005": (60, 6),
    "J1006": (90, 5),
    "J1019": (7, 1),
    "J1026": (120, 4),
}
OTHERS_RHYTHM = (32, 6)
RECALLING = (2.2, 4.4)  # minutes


@dataclass
class Shifts:
    """The days on which somebody is at work and learns nothing; `taken` are the others."""

    colleague: Colleague
    days: Days
    taken: set[int]
    random: Random

    @property
    def last(self) -> int:
        """The last day on which they do anything."""
        return -1 if self.colleague.stops is None else min(-1, self.colleague.stops)

    def take(self, day: int) -> int | None:
        """The first free day from this one on, which is taken now; None when there is none left."""
        first = max(day, self.colleague.added + 1, self.colleague.hired)
        for found in range(first, self.last + 1):
            if found not in self.taken and self.days.works(self.colleague, found):
                self.taken.add(found)
                return found
        return None

    def span(self, day: int, minutes: float) -> tuple[datetime, datetime]:
        """When on this day somebody was at something that takes so long."""
        begin = self.random.uniform(OPENS + 5, CLOSES - 60)
        return self.days.at(day, begin), self.days.at(day, begin + minutes)


@dataclass
class Beyond:
    """One colleague's own will. `asked` are the documents that programmes ask of them."""

    shifts: Shifts
    school: School
    asked: frozenset[int]
    story: Story = field(default_factory=Story)

    def __post_init__(self) -> None:
        self.who, self.random = self.shifts.colleague, self.shifts.random
        self.under_way: set[int] = set()

    def live(self, played: list[Playing]) -> Story:
        """Everything, beside what they played because they were asked to."""
        talks = sorted(self.school.talks.items(), key=lambda pair: (pair[1].kind, self.school.slugs[pair[0]]))
        self.under_way.update(playing.document for playing in played if playing.ended_at is None)
        for document, talk in talks:
            self._begin(document, talk)
        for document, talk in talks:
            if document not in self.asked and self._takes_up(talk):
                self._do(document, talk)
        for playing in [*played, *self.story.playings]:
            if playing.document not in self.under_way and self.random.random() < REPLAYS:
                self._replay(playing)
        self._recall()
        return self.story

    def _begin(self, document: int, talk: Talk) -> None:
        """Be in the middle of it, if the cast says so."""
        for number, kind, slug, ago in UNDER_WAY:
            asked_for = (self.who.number, talk.kind, self.school.slugs[document])
            day = self.shifts.take(-ago) if (number, kind, slug) == asked_for and document not in self.asked else None
            if day is not None:
                self.under_way.add(document)
                began_at, _end = self.shifts.span(day, 0)
                self._tell(document, talk, began_at, None)

    def _takes_up(self, talk: Talk) -> bool:
        is_own = any(slug_of(post.role) in talk.roles for post in self.who.posts if post.last is None)
        if talk.closed and not is_own:
            return False
        chances = OWN if is_own or self.who.number in CURIOUS else OTHERS
        return self.random.random() < chances[talk.kind]

    def _do(self, document: int, talk: Talk) -> None:
        """Rehearse or play something, and perhaps once more later on."""
        first, last = self.who.hired + SETTLING_IN, self.shifts.last
        if document in self.under_way:
            last -= 20  # that was another time
        first = max(first, self.who.added)
        if first >= last:
            return
        day = round(self.random.triangular(first, last, last - (last - first) / 4))
        for time in range(MOST_TIMES):
            found = self.shifts.take(day)
            if found is None or found > last:
                return
            began_at, ended_at = self.shifts.span(found, self.school.minutes[document] * self.random.uniform(*SPEED))
            fails = FAILS.get(talk.kind, {}).get(self.who.pace, 0.0) / (2 if time else 1)
            passes = self.random.random() >= fails
            self._tell(document, talk, began_at, ended_at, passes=passes)
            if self.random.random() >= (ONCE_MORE if passes else AFTER_FAILING):
                return
            day = found + self.random.randint(*LATER[talk.kind])

    def _tell(
        self, document: int, talk: Talk, began_at: datetime, ended_at: datetime | None, *, passes: bool = False
    ) -> None:
        what = (self.who.number, document, self.school.version_at(document, began_at), began_at, ended_at)
        if talk.kind == "script":
            self.story.speakings.append(Speaking(*what))
        else:
            self.story.playings.append(Playing(*what, passes))

    def _replay(self, playing: Playing) -> None:
        """Play some turns of it again, some days after the whole."""
        days = self.shifts.days
        played_on = (local_day(playing.began_at, days.zone) - days.today).days
        day = self.shifts.take(played_on + self.random.randint(1, 5))
        if day is not None:
            span = self.shifts.span(day, self.school.minutes[playing.document] / 2)
            again = Playing(playing.who, playing.document, playing.version, *span, passes=True, again=True)
            self.story.playings.append(again)

    def _recall(self) -> None:
        takes_to_it = self.who.left is None and int(self.who.number[1:]) % 2 == 1
        rhythm = RHYTHMS.get(self.who.number, OTHERS_RHYTHM if takes_to_it else None)
        if rhythm is None:
            return
        since, between = rhythm
        day = self.shifts.take(-since)
        while day is not None:
            span = self.shifts.span(day, self.random.uniform(*RECALLING))
            self.story.recallings.append(Recalling(self.who.number, *span))
            day = self.shifts.take(day + between + self.random.randint(0, 1))


def beyond(colleagues: tuple[Colleague, ...], school: School, days: Days, story: Story) -> Story:
    """What all of them did beyond what the story says already."""
    asked: dict[str, set[int]] = defaultdict(set)
    for duty in story.asked:
        requirements = school.courses[duty.document].programme.requirements
        asked[duty.who].update(one.target for one in requirements if isinstance(one.target, int))
    busy: dict[str, set[int]] = defaultdict(set)
    for doing in story.doings:
        busy[doing.who].add((local_day(doing.began_at, days.zone) - days.today).days)
    played: dict[str, list[Playing]] = defaultdict(list)
    for playing in story.playings:
        played[playing.who].append(playing)
    found = Story()
    for colleague in colleagues:
        who = colleague.number
        random = Random(f"{SEED} beyond {who}")  # noqa: S311 -- an invented past, the same on each machine
        shifts = Shifts(colleague, days, busy[who], random)
        found.add(Beyond(shifts, school, frozenset(asked[who])).live(played[who]))
    return found
