"""How the complaints of the sample went on, step by step, by whoever was at work: promised, rung, decided, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random

from training.complaints.files import Severity
from training.complaints.queries_rules import RulesNow
from training.complaints.rules import Sort, State
from training.complaints.rules_authority import Authority, authority_of
from training.complaints.rules_promises import PromiseSort
from training.core.clock import local_day
from training.demo.cast import unit_named
from training.demo.colleagues import COLLEAGUES
from training.demo.days import CLOSES, OPENS, Days
from training.demo.grievances import FAULTY, LATE, RANG, WAITED, Grievance, Turn
from training.people.rules import slug_of

_BY_NUMBER = {one.number: one for one in COLLEAGUES}
AFTER_CLOSING = CLOSES + 70
HANDED = (
    "Is to be rung today. The receipt lies in the folder.",
    "Was told twice already. Please begin with that.",
    "All is said above. Wants an hour and no more words.",
)
RUNG = (
    "Reached at once. Told what happens next, and by when.",
    "Listened for five minutes. Glad that somebody rang.",
    "Left no message: reached at the second try.",
    "Knows the day of the decision now, and wrote it down.",
)
ASKED_AGAIN = (
    "Rang again: it is as we said.",
    "All is well, and we shall meet again.",
    "Content. Would have liked to hear it earlier.",
    "Thanked us for asking.",
)
CLOSED = (
    "What we said has happened, and the customer says so too.",
    "Nothing is open any more.",
    "Done, and asked after.",
)
NOT_CONTENT = "Rang again: it came, and one leg was scratched. Back to us."
ONCE_MORE = "Leg exchanged on the spot, and another 40 for the trouble."
AT_ONCE = "Decided on the spot."
TODAY = "A word from the driver on the hour of the new day"
DAYS_UNTIL_DECIDED, DAYS_UNTIL_ASKED = (1, 2, 2, 3), (3, 4, 6)
SORRY = {LATE: 0, RANG: 1, FAULTY: 2, WAITED: 3}  # which of the words in the rules fit, by their places
LEADER_OFFERS = 0.35


@dataclass
class Promise:
    """What was promised, as a row keeps it."""

    sort: PromiseSort
    made_at: datetime
    due_at: datetime
    text: str = ""
    kept_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.dropped_at is None


@dataclass(frozen=True)
class Step:
    """One thing that happened; `by` is the number of whoever did it, "" for the customer or the house."""

    at: datetime
    sort: Sort
    by: str = ""
    text: str = ""
    to: str = ""
    promise: Promise | None = None
    amount: Decimal | None = None
    authority: Authority | None = None


@dataclass
class Course:
    """A complaint from the first word to where it stands today. `looked` are those who had to look at its customer."""

    what: Grievance
    severity: Severity
    at: datetime
    owner: str
    state: State = State.OPEN
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    promises: list[Promise] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    looked: list[tuple[datetime, str]] = field(default_factory=list)


def courses(grievances: Sequence[Grievance], rules: RulesNow, days: Days) -> list[Course]:
    """Each complaint with its course up to yesterday, in the order in which they came in."""
    found = [_Going(number, one, rules, days).course for number, one in enumerate(grievances)]
    return sorted(found, key=lambda course: course.at)


class _Going:
    """Lets one complaint go its way."""

    def __init__(self, number: int, what: Grievance, rules: RulesNow, days: Days) -> None:
        self._what, self._rules, self._days = what, rules, days
        self._random = Random(f"complaint {number}")  # noqa: S311 -- an invented past, no secret
        self._leader = unit_named(what.team).leader
        self._day = what.day if not what.by else days.last_shift(_BY_NUMBER[what.by], what.day)
        minute = self._random.uniform(OPENS + 40, CLOSES - 160) if what.by else AFTER_CLOSING
        at = days.at(self._day, minute)
        self._minute = minute
        severity = rules.severity_for(what.category, what.severity)
        self.course = Course(what, severity, at, what.by or self._leader)
        self._hear()
        if what.turn in _TURNS:
            _TURNS[what.turn](self)
        self.course.steps.sort(key=lambda step: step.at)

    def _hear(self) -> None:
        """What is written down at once."""
        what, course = self._what, self.course
        self._step(course.at, Sort.NOTED, what.by)
        if not what.by or (what.turn is not Turn.AT_ONCE and self._works(self._leader, self._day)):
            course.owner = self._leader
            self._step(course.at, Sort.HANDED_OVER, what.by, to=self._leader)
        if what.contact:
            self._promise(PromiseSort.CALL_BACK, course.at, self._rules.due(course.severity.call_back, course.at))
        self._promise(PromiseSort.DECISION, course.at, self._rules.due(course.severity.decide, course.at))
        if what.offered is not None:
            self._offer(course.at, what.by, what.offered)
        known = self._rules.model.apologies
        if what.by and SORRY.get(what.category, len(known)) < len(known):
            self._step(course.at, Sort.APOLOGISED, what.by, known[SORRY[what.category]])

    def settle(self) -> None:
        """Settled at the counter; the leader reads and closes it."""
        at = self._days.at(self._day, self._minute + 4)
        self._decide(at, self._what.by, AT_ONCE)
        self._close(self._shift(self._leader, self._day + 1), self._what.ending, minute=OPENS + 80)

    def go_usual(self) -> None:
        self._ring(self._day)
        self._go_on(self._day)

    def ring_late(self) -> None:
        self._go_on(self._ring(self._day + 1) or self._day + 1)

    def decide_late(self) -> None:
        self._ring(self._day)
        due = next(one.due_at for one in self.course.promises if one.sort is PromiseSort.DECISION)
        self._go_on((local_day(due, self._days.zone) - self._days.today).days, least=1)

    def take_up_again(self) -> None:
        """Closed, and open once more."""
        self.go_usual()
        closed = self.course.closed_at
        day = None if closed is None else self._shift(self._leader, self._day_of(closed) + 4)
        if day is None:
            return
        course, at = self.course, self._days.at(day, OPENS + 150)
        course.state, course.closed_at, course.decided_at = State.OPEN, None, None
        self._step(at, Sort.REOPENED, self._leader, NOT_CONTENT)
        self._promise(PromiseSort.DECISION, at, self._rules.due(course.severity.decide, at), by=self._leader)
        self._finish(day, ONCE_MORE)

    def be_none(self) -> None:
        day = self._shift(self._leader, self._day + 1)
        if day is not None:
            at = self._days.at(day, OPENS + 35)
            self.course.state, self.course.closed_at = State.VOID, at
            self._drop(at)
            self._step(at, Sort.VOIDED, self._leader, self._what.ending)

    def be_heard(self) -> None:
        self._ring(self._day)

    def promise_more(self) -> None:
        """Something is promised for today, or the first day on which we are open."""
        self._ring(self._day)
        last = max(step.at for step in self.course.steps)
        today = next(day for day in range(7) if self._days.is_open(day))
        due = self._days.at(today, CLOSES - 120)
        self._promise(PromiseSort.OTHER, last, due, by=self.course.owner, text=TODAY)

    def _ring(self, day: int) -> int | None:
        """Somebody rings back on this day or the first one on which anybody can; returns the day."""
        if not any(one.sort is PromiseSort.CALL_BACK for one in self.course.promises):
            return None
        same_day = day == self._day and bool(self._what.by)
        above = unit_named(unit_named(self._what.team).above or "").leader
        who = [self._leader, *([self._what.by] if same_day else []), above]
        later = 0 if same_day or day > self._day else 1
        for found in range(day + later, 0):
            ringing = next((number for number in who if self._works(number, found)), "")
            if not ringing:
                continue
            minute = self._minute + self._random.uniform(25, 110) if same_day else OPENS + self._random.uniform(20, 110)
            at = self._days.at(found, minute)
            if ringing not in {self.course.owner, self._leader, self._what.by}:
                self.course.looked.append((at, ringing))
            self._step(at, Sort.CALLED_BACK, ringing, self._random.choice(RUNG))
            self._keep(PromiseSort.CALL_BACK, at)
            return found
        return None

    def _go_on(self, day: int, least: int | None = None) -> None:
        """The leader takes it, decides some days later, asks again and closes it."""
        is_urgent = self.course.severity is self._rules.model.severities[0]
        gap = least or (1 if is_urgent else self._random.choice(DAYS_UNTIL_DECIDED))
        taken = day
        if self.course.owner != self._leader:
            # On the evening of the same day, for the leader to find the next time they are here.
            at = self._days.at(self._day, CLOSES - 12)
            self._step(at, Sort.HANDED_OVER, self.course.owner, self._random.choice(HANDED), to=self._leader)
            self.course.owner = self._leader
            taken = self._day + 1
        self._finish(max(day + gap, taken), self._what.ending)

    def _finish(self, day: int, text: str) -> None:
        decided = self._shift(self._leader, day)
        if decided is None:
            return
        at = self._days.at(decided, self._random.uniform(OPENS + 120, CLOSES - 100))
        if self._what.offered is None and self._random.random() < LEADER_OFFERS:
            self._offer(at, self._leader, Decimal(self._random.choice((10, 15, 20, 25, 40))))
        self._decide(at, self._leader, text)
        asked = self._shift(self._leader, decided + self._random.choice(DAYS_UNTIL_ASKED))
        if asked is not None:
            if self._what.contact:
                at = self._days.at(asked, OPENS + 200)
                self._step(at, Sort.FOLLOWED_UP, self._leader, self._random.choice(ASKED_AGAIN))
            self._close(asked, self._random.choice(CLOSED), minute=OPENS + 206)

    def _decide(self, at: datetime, by: str, text: str) -> None:
        self._step(at, Sort.DECIDED, by, text)
        self._keep(PromiseSort.DECISION, at)
        self.course.decided_at = at

    def _close(self, day: int | None, text: str, *, minute: float) -> None:
        if day is not None:
            at = self._days.at(day, minute)
            self.course.state, self.course.closed_at = State.CLOSED, at
            self._drop(at)
            self._step(at, Sort.CLOSED, self._leader, text)

    def _promise(self, sort: PromiseSort, at: datetime, due: datetime, *, by: str = "", text: str = "") -> None:
        made = Promise(sort, at, due, text)
        self.course.promises.append(made)
        self._step(at, Sort.PROMISED, by or self._what.by, promise=made)

    def _offer(self, at: datetime, by: str, amount: Decimal) -> None:
        found = authority_of(_roles(by, self._day_of(at)), self._rules.model.authority)
        self._step(at, Sort.OFFERED, by, amount=amount, authority=found)

    def _keep(self, sort: PromiseSort, at: datetime) -> None:
        for one in self.course.promises:
            if one.sort is sort and one.is_open:
                one.kept_at = at

    def _drop(self, at: datetime) -> None:
        for one in self.course.promises:
            if one.is_open:
                one.dropped_at = at

    def _step(self, at: datetime, sort: Sort, by: str, text: str = "", **more: object) -> None:
        self.course.steps.append(Step(at, sort, by, text, **more))  # type: ignore[arg-type] # names of its fields

    def _works(self, number: str, day: int) -> bool:
        return self._days.works(_BY_NUMBER[number], day)

    def _shift(self, number: str, day: int) -> int | None:
        """The first day from this one on which somebody works; None when that is not over yet."""
        return next((found for found in range(day, 0) if self._works(number, found)), None)

    def _day_of(self, at: datetime) -> int:
        return (local_day(at, self._days.zone) - self._days.today).days


_TURNS = {
    Turn.AT_ONCE: _Going.settle,
    Turn.USUAL: _Going.go_usual,
    Turn.RANG_LATE: _Going.ring_late,
    Turn.DECIDED_LATE: _Going.decide_late,
    Turn.TAKEN_UP_AGAIN: _Going.take_up_again,
    Turn.NONE: _Going.be_none,
    Turn.HEARD: _Going.be_heard,
    Turn.PROMISED: _Going.promise_more,
}


def _roles(number: str, day: int) -> list[str]:
    """The slugs of the roles that somebody held on a day."""
    posts = _BY_NUMBER[number].posts
    return [slug_of(one.role) for one in posts if one.first <= day and (one.last is None or day <= one.last)]
