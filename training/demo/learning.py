"""How one colleague learned, day by day: what the rules asked of them, and when they did it.

Each day the same rules that judge real people say where the colleague stands. What somebody does, and when, is drawn
from a generator that knows nothing but the colleague's number, so that a change to one leaves the others alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from training.certification.rules import FULFILS, TRIED, Evidence, Leave, Standing, State, Term, Why
from training.certification.rules_programme import Outcome, certify
from training.demo.cast import Colleague, Pace, unit_named
from training.demo.days import CLOSES, OPENS, Days
from training.demo.duties import Duties
from training.demo.story import Certified, Playing, Reading, Reminded, School, Sitting, Speaking, Story

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
        self.duties = Duties(colleague, school, days)
        self.random = Random(f"{SEED} {colleague.number}")  # noqa: S311 -- an invented past, the same on each machine
        self.evidence: list[Evidence] = []
        self.terms: dict[int, list[Term]] = {course: [] for course in school.courses}
        first, last = colleague.leave or (None, None)
        self.leave = [] if first is None or last is None else [Leave(days.on(first), days.on(last))]
        self.plans: dict[tuple[int, int, date | None], int] = {}
        self.failing = set(colleague.fails)
        self.done = 0
        self.free_from: datetime | None = None
        self.reminded: set[date] = set()
        self.known: tuple[tuple[int, int, int], Sequence[tuple[int, Outcome]]] | None = None

    def live(self) -> Story:
        """The colleague's story until yesterday, and what they are in the middle of."""
        turns = self.duties.turns()
        day = turns[0]
        while day < 0:
            while turns and turns[0] <= day:
                self._turn(turns.pop(0))
            following = min(turns[0] if turns else 0, 0)
            step = self._next_step(day)
            if step is None or self._has_stopped(day):
                day = min(following, self._next_turn(day)) if step is None else following
            elif step.plan > day:
                day = min(following, step.plan, self._next_change(day))
            else:
                if day > self.colleague.added and self.days.works(self.colleague, day):
                    self._remind(step, day)
                    self._act(day)
                day += 1
        for turn in turns:
            if turn == 0:
                self._turn(turn)
        self._remind(self._next_step(-1), -1)
        self._begin()
        self.story.asked += self.duties.asked()
        return self.story

    def _turn(self, day: int) -> None:
        """What is asked changes, and may be proven already."""
        at = self.duties.turn(day)
        self.known = None
        self._certify(day, at)

    def _outcomes(self, day: int) -> Sequence[tuple[int, Outcome]]:
        """By programme, where the colleague stands on a day: worked out once until something happens."""
        facts = (day, len(self.evidence), sum(map(len, self.terms.values())))
        if self.known is None or self.known[0] != facts:
            self.known = facts, list(self._judged(day))
        return self.known[1]

    def _judged(self, day: int) -> Iterator[tuple[int, Outcome]]:
        today = self.days.on(day)
        for document, start in self.duties.on(day):
            outcome = certify(
                self.school.courses[document].programme,
                self.evidence,
                start=start,
                targets=self.school.targets,
                terms=self.terms[document],
                today=today,
                leave=self.leave,
            )
            yield document, outcome

    def _certify(self, day: int, at: datetime) -> None:
        for document, outcome in self._outcomes(day):
            for term in outcome.earned:
                self.terms[document].append(term)
                self.story.certified.append(Certified(self.colleague.number, document, term, at))

    def _next_step(self, day: int) -> Step | None:
        """What is to be done first of all that is open."""
        found: list[tuple[date, int, Step]] = []
        for document, outcome in self._outcomes(day):
            requirements = self.school.courses[document].programme.requirements
            for order, (asked, standing) in enumerate(zip(requirements, outcome.requirements, strict=True)):
                if standing.state is State.MET or not isinstance(asked.target, int):
                    continue
                key = (document, asked.target, standing.due_on)
                if key not in self.plans:
                    self.plans[key] = self._plan(standing, day)
                step = Step(document, asked.target, asked.kind, standing.due_on, self.plans[key])
                found.append((standing.due_on or date.max, order, step))
        return min(found, key=lambda item: item[:2])[2] if found else None

    def _plan(self, standing: Standing, day: int) -> int:
        """The day on which the colleague gets round to something that was asked for on some day, due on another."""
        shares = CHANGE_SHARES if standing.reason.why is Why.CHANGED else SHARES
        low, high, usual = shares[self.colleague.pace]
        share = self.random.triangular(low, high, usual)
        asked_on = standing.since if standing.held else standing.reason.values.get("on")
        if standing.late or standing.due_on is None or not isinstance(asked_on, date):
            return day + 1 + round(share * 6)
        return (asked_on - self.days.today).days + round(share * (standing.due_on - asked_on).days)

    def _next_turn(self, day: int) -> int:
        """The next day on which time alone, or a new version, may open something."""
        today = self.days.on(day)
        turns = [outcome.programme.changes_on for _, outcome in self._outcomes(day)]
        turns += self.duties.starts()
        later = [(turn - self.days.today).days for turn in turns if turn is not None and turn > today]
        return min([*later, self._next_change(day)])

    def _next_change(self, day: int) -> int:
        """The next day on which a version asked people to act differently; 0 when there was none until today."""
        changes = [change.on for target in self.school.targets.values() for change in target.changes]
        later = [turn for change in changes if (turn := (change - self.days.today).days) > day]
        return min(later, default=0)

    def _has_stopped(self, day: int) -> bool:
        who = self.colleague
        return (who.stops is not None and day > who.stops) or (who.done is not None and self.done >= who.done)

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
        """Read, sit, rehearse or play; returns the minute of the day at which it ended."""
        who = self.colleague.number
        began_at = self.days.at(day, minute)
        version = self.school.version_at(step.document, began_at)
        minute += self.school.minutes[step.document] * self.random.uniform(0.7, 1.4)
        ended_at = self.days.at(day, minute)
        kind = FULFILS[step.kind]
        if step.kind == "module":
            self.story.readings.append(Reading(who, step.document, version, began_at, ended_at))
        elif step.kind == "script":
            self.story.speakings.append(Speaking(who, step.document, version, began_at, ended_at))
        else:
            passes = self._passes(step)
            if step.kind == "quiz":
                self.story.sittings.append(Sitting(who, step.document, version, began_at, ended_at, passes))
            else:
                self.story.playings.append(Playing(who, step.document, version, began_at, ended_at, passes))
            if not passes:
                kind = TRIED[step.kind]
                self.plans[step.course, step.document, step.due_on] = day + self.random.randint(1, 3)
        self.done += kind not in TRIED.values()
        number = len(self.evidence) + 1
        self.evidence.append(Evidence(number, kind, step.document, version, self.days.on(day), ended_at))
        self.free_from = ended_at
        self._certify(day, ended_at)
        return minute

    def _passes(self, step: Step) -> bool:
        slug = self.school.slugs[step.document]
        if slug in self.failing:
            self.failing.remove(slug)
            return False
        tried = any(fact.target == step.document for fact in self.evidence)
        return self.random.random() >= FAILS[step.kind][self.colleague.pace] / (2 if tried else 1)

    def _begin(self) -> None:
        """Somebody who is in the middle of something began it at their last shift."""
        if not self.colleague.begun:
            return
        day = next(day for day in range(-1, -8, -1) if self.days.works(self.colleague, day))
        step = self._next_step(day)
        assert step is not None, f"{self.colleague.number} has begun something, and nothing is open"  # noqa: S101
        began_at = self.days.at(day, CLOSES - 55)
        if self.free_from is not None:
            began_at = max(began_at, self.free_from + timedelta(minutes=BREAK[0]))
        version = self.school.version_at(step.document, began_at)
        what = (self.colleague.number, step.document, version, began_at, None)
        if step.kind == "module":
            self.story.readings.append(Reading(*what))
        elif step.kind == "quiz":
            self.story.sittings.append(Sitting(*what))
        elif step.kind == "script":
            self.story.speakings.append(Speaking(*what))
        else:
            self.story.playings.append(Playing(*what))


def learned(colleagues: tuple[Colleague, ...], school: School, days: Days) -> Story:
    """The story of all of them together."""
    story = Story()
    for colleague in colleagues:
        story.add(Learner(colleague, school, days).live())
    return story
