"""How one colleague learned, day by day: what the rules asked of them, and when they did it.

Each day the same rules that judge real people say where the colleague stands. What somebody does, and when, is drawn
from a generator that knows nothing but the colleague's number, so that a change to one leaves the others alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from training.certification.rules import FULFILS, TRIED, Evidence, Requirement, Standing, State, Why
from training.demo.cast import Colleague, Pace, unit_named
from training.demo.days import CLOSES, OPENS, Days
from training.demo.observers import observers_of, passes_here
from training.demo.place import Place
from training.demo.story import (
    Certified,
    Doing,
    Playing,
    Reading,
    Reminded,
    School,
    Seeing,
    Signing,
    Sitting,
    Speaking,
    Story,
)

SEED = "Juniper & Vale"
A_DAY = 2  # nobody does more than this in one shift
BREAK = (6, 90)  # minutes between two things on one day
# Low, high and usual share of the time given, after which somebody gets round to something …
SHARES = {
    Pace.KEEN: (0.0, 0.01, 0.0),
    Pace.PROMPT: (0.05, 0.60, 0.25),
    Pace.STEADY: (0.25, 0.97, 0.60),
    Pace.SLOW: (0.60, 1.50, 0.95),
}
# … and to the one page that has changed, which takes two minutes.
CHANGE_SHARES = {
    Pace.KEEN: (0.0, 0.01, 0.0),
    Pace.PROMPT: (0.02, 0.25, 0.1),
    Pace.STEADY: (0.05, 0.4, 0.2),
    Pace.SLOW: (0.3, 1.3, 0.8),
}
FAILS = {
    "quiz": {Pace.KEEN: 0.0, Pace.PROMPT: 0.04, Pace.STEADY: 0.10, Pace.SLOW: 0.18},
    "scenario": {Pace.KEEN: 0.0, Pace.PROMPT: 0.20, Pace.STEADY: 0.35, Pace.SLOW: 0.50},
}
REMINDED_AFTER = 2  # days overdue
LEARNED = frozenset({"module", "quiz", "script", "scenario"})  # what is done when somebody wants to
BY_OTHERS = frozenset({"credential", "practice"})  # what happens otherwise


@dataclass(frozen=True)
class Step:
    """Something open: which requirement of which programme, and the day on which the colleague gets round to it."""

    course: int
    document: int
    kind: str
    due_on: date | None
    plan: int


class Learner:
    """Lives through the days of one colleague, from the first that the site knew of them until yesterday."""

    def __init__(self, colleague: Colleague, school: School, days: Days) -> None:
        self.colleague = colleague
        self.school = school
        self.days = days
        self.story = Story()
        self.place = Place(colleague, school, days)
        self.random = Random(f"{SEED} {colleague.number}")  # noqa: S311 -- an invented past, the same on each machine
        self.plans: dict[tuple[int, int, date | None], int] = {}
        self.failing = set(colleague.fails)
        self.done = 0
        self.free_from: datetime | None = None
        self.reminded: set[date] = set()

    def live(self) -> Story:
        """The colleague's story until yesterday, and what they are in the middle of."""
        turns = self.place.turns()
        day = turns[0]
        while day < 0:
            while turns and turns[0] <= day:
                self._turn(turns.pop(0))
            following = min(turns[0] if turns else 0, 0)
            step = self._next_step(day)
            if step is None or self._has_stopped(day):
                day = min(following, self.place.next_turn(day)) if step is None else following
            elif step.plan > day:
                day = min(following, step.plan, self.place.next_change(day))
            else:
                if day > self.colleague.added and self.days.works(self.colleague, day):
                    self._remind(step, day)
                    self._act(day)
                day += 1
        for turn in turns:
            if turn == 0:
                self._turn(turn)
        self._remind(self._next_step(-1, tired=False), -1)
        self._begin()
        self.story.asked += self.place.duties.asked()
        return self.story

    def _turn(self, day: int) -> None:
        """What is asked changes, and may be proven already; or somebody else decided something."""
        self._certify(day, self.place.turn(day))

    def _certify(self, day: int, at: datetime) -> None:
        for document, term in self.place.earned(day):
            self.story.certified.append(Certified(self.colleague.number, document, term, at))

    def _next_step(self, day: int, *, tired: bool = True, learned: bool = False) -> Step | None:
        """What is to be done first of all that is open; of what is learned only, or until the will ends."""
        is_tired = tired and self._is_tired
        found: list[tuple[date, int, Step]] = []
        for document, outcome in self.place.outcomes(day):
            requirements = self.school.courses[document].programme.requirements
            pairs = list(zip(requirements, outcome.requirements, strict=True))
            for order, (asked, standing) in enumerate(pairs):
                if not isinstance(asked.target, int) or not self._wants(asked, standing, pairs):
                    continue
                if asked.kind in LEARNED if is_tired else learned and asked.kind not in LEARNED:
                    continue
                key = (document, asked.target, standing.due_on)
                if key not in self.plans:
                    self.plans[key] = self._plan(standing, day)
                step = Step(document, asked.target, asked.kind, standing.due_on, self.plans[key])
                found.append((standing.due_on or date.max, order, step))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _wants(self, asked: Requirement, standing: Standing, pairs: Sequence[tuple[Requirement, Standing]]) -> bool:
        """Whether it is open and theirs to do; of a choice what they hold already, else the one that they like best."""
        if standing.state in (State.MET, State.SPARE) or standing.blocked_by or asked.kind in BY_OTHERS:
            return False
        if asked.kind == "checklist" and self.colleague.unseen:
            return False
        if asked.group is None or standing.held:
            return True
        choices = [(one, its) for one, its in pairs if one.group == asked.group and one.kind not in BY_OTHERS]
        if any(its.held for _one, its in choices):
            return False
        return choices[int(self.colleague.number[1:]) % len(choices)][0] is asked

    def _plan(self, standing: Standing, day: int) -> int:
        """The day on which the colleague gets round to something that was asked for on some day, due on another."""
        shares = CHANGE_SHARES if standing.reason.why is Why.CHANGED else SHARES
        low, high, usual = shares[self.colleague.pace]
        share = self.random.triangular(low, high, usual)
        asked_on = standing.since if standing.held else standing.reason.values.get("on")
        if standing.late or standing.due_on is None or not isinstance(asked_on, date):
            return day + 1 + round(share * 6)
        return (asked_on - self.days.today).days + round(share * (standing.due_on - asked_on).days)

    def _has_stopped(self, day: int) -> bool:
        return self.colleague.stops is not None and day > self.colleague.stops

    @property
    def _is_tired(self) -> bool:
        """Whether they learn no more; they still sign what they are asked to, and others still come to see them."""
        return self.colleague.done is not None and self.done >= self.colleague.done

    def _remind(self, step: Step | None, day: int) -> None:
        """The leader wrote when this had been overdue for some days, to whoever has an address and was at work."""
        if step is None or step.due_on is None or step.due_on in self.reminded or not self.colleague.mail:
            return
        reminding = (step.due_on - self.days.today).days + REMINDED_AFTER
        leader = unit_named(self.colleague.team).led_by(reminding)
        if reminding < day and leader != self.colleague.number and self.days.works(self.colleague, reminding):
            self.reminded.add(step.due_on)
            self.story.reminded.append(Reminded(self.colleague.number, leader, self.days.at(reminding, OPENS + 65)))

    def _act(self, day: int) -> None:
        """Do what is open, until the shift or the colleague's will ends."""
        clock = self.random.uniform(OPENS + 5, CLOSES - 150)
        for _ in range(A_DAY):
            step = self._next_step(day)
            if step is None or step.plan > day or self._has_stopped(day) or clock > CLOSES - 30:
                return
            clock = self._do(step, day, clock) + self.random.uniform(*BREAK)

    def _do(self, step: Step, day: int, minute: float) -> float:
        """Read, sit, rehearse, play, sign or be seen; returns the minute of the day at which it ended."""
        began_at = self.days.at(day, minute)
        version = self.school.version_at(step.document, began_at)
        minute += self.school.minutes[step.document] * self.random.uniform(0.7, 1.4)
        ended_at = self.days.at(day, minute)
        doing = Doing(self.colleague.number, step.document, version, began_at, ended_at)
        passes = True
        if step.kind == "checklist":
            seeing = self._seen(step, doing, day)
            if seeing is None:
                self.plans[step.course, step.document, step.due_on] = day + 1
                return minute
            passes = seeing.passes
            self.story.seeings.append(seeing)
        else:
            passes = step.kind not in FAILS or self._passes(step)
            self._tell(step.kind, doing, passes=passes)
            if not passes:
                self.plans[step.course, step.document, step.due_on] = day + self.random.randint(1, 3)
        self.done += passes and step.kind in LEARNED
        kind = FULFILS[step.kind] if passes else TRIED[step.kind]
        number, score = len(self.place.evidence) + 1, 100.0 if passes else 0.0
        self.place.learn(Evidence(number, kind, step.document, version, self.days.on(day), ended_at, score))
        self.free_from = ended_at
        self._certify(day, ended_at)
        return minute

    def _tell(self, kind: str, doing: Doing, *, passes: bool) -> None:
        what = (doing.who, doing.document, doing.version, doing.began_at, doing.ended_at)
        if kind == "module":
            self.story.readings.append(Reading(*what))
        elif kind == "script":
            self.story.speakings.append(Speaking(*what))
        elif kind == "policy":
            self.story.signings.append(Signing(*what))
        elif kind == "quiz":
            self.story.sittings.append(Sitting(*what, passes))
        else:
            self.story.playings.append(Playing(*what, passes))

    def _seen(self, step: Step, doing: Doing, day: int) -> Seeing | None:
        """Somebody who may comes round to see them at work; None when nobody is there."""
        needed = 2 if step.document in self.school.in_twos else 1
        there = observers_of(self.colleague, self.school.slugs[step.document], self.days, day)
        if len(there) < needed or doing.ended_at is None:
            return None
        tried = any(fact.target == step.document for fact in self.place.evidence)
        passes = passes_here(there[0], self.random, again=tried)
        again = None
        if not passes:
            again = day + self.random.randint(4, 9)
            self.plans[step.course, step.document, step.due_on] = again
        # A second observer signs what was passed; “not yet” waits for nobody.
        second = there[1] if passes and needed == 2 else None
        signed_at = doing.ended_at - timedelta(minutes=4) if second else doing.ended_at
        what = (doing.who, doing.document, doing.version, doing.began_at, doing.ended_at)
        again_on = None if again is None else self.days.on(again)
        return Seeing(*what, there[0], second, passes, signed_at, self.days.on(day), again_on)

    def _passes(self, step: Step) -> bool:
        slug = self.school.slugs[step.document]
        if slug in self.failing:
            self.failing.remove(slug)
            return False
        tried = any(fact.target == step.document for fact in self.place.evidence)
        return self.random.random() >= FAILS[step.kind][self.colleague.pace] / (2 if tried else 1)

    def _begin(self) -> None:
        """Somebody who is in the middle of something began it at their last shift."""
        if not self.colleague.begun:
            return
        day = next(day for day in range(-1, -8, -1) if self.days.works(self.colleague, day))
        step = self._next_step(day, tired=False, learned=True)
        assert step is not None, f"{self.colleague.number} has begun something, and nothing is open"  # noqa: S101
        began_at = self.days.at(day, CLOSES - 55)
        if self.free_from is not None:
            began_at = max(began_at, self.free_from + timedelta(minutes=BREAK[0]))
        version = self.school.version_at(step.document, began_at)
        self._tell(step.kind, Doing(self.colleague.number, step.document, version, began_at, None), passes=False)


def learned(colleagues: tuple[Colleague, ...], school: School, days: Days) -> Story:
    """The story of all of them together."""
    story = Story()
    for colleague in colleagues:
        story.add(Learner(colleague, school, days).live())
    return story
