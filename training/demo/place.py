"""Where one colleague stands from day to day, by the rules that judge real people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from training.certification.rules import Evidence, Leave, Term
from training.certification.rules_programme import Outcome, certify
from training.demo.cast import Colleague
from training.demo.days import Days
from training.demo.duties import Duties
from training.demo.happenings import Happenings
from training.demo.story import School


@dataclass(frozen=True, slots=True)
class Known:
    """Where somebody stands with a programme, from a day until the next one that may turn it."""

    since: int
    until: int
    outcome: Outcome


class Place:
    """Everything that is known of a colleague, and what the rules make of it."""

    def __init__(self, colleague: Colleague, school: School, days: Days) -> None:
        self.school, self.days = school, days
        self.duties = Duties(colleague, school, days)
        self.happenings = Happenings(colleague.number, school, days)
        self.evidence: list[Evidence] = []
        self.terms: dict[int, list[Term]] = {course: [] for course in school.courses}
        self.away = colleague.leave
        self.leave = [Leave(days.on(self.away[0]), days.on(self.away[1]))] if self.away else []
        self.known: dict[int, Known] = {}

    def turns(self) -> list[int]:
        """The days on which others change something, in order; the first is that of the entry."""
        leave = [self.away[0], self.away[1] + 1] if self.away else []
        return sorted({*self.duties.turns(), *self.happenings.turns(), *leave})

    def turn(self, day: int) -> datetime:
        """Take in what others changed on a day; returns the moment of the last of it."""
        at = self.duties.turn(day)
        happened = self.happenings.on(day, len(self.evidence))
        self.evidence += happened
        self.happenings.withdraw(day, self.terms)
        self.known.clear()
        return max((fact.at for fact in happened), default=at)

    def learn(self, fact: Evidence) -> None:
        """Take in what the colleague did."""
        self.evidence.append(fact)
        for document in [key for key in self.known if fact.target in self.school.asked[key]]:
            del self.known[document]

    def earned(self, day: int) -> Iterator[tuple[int, Term]]:
        """The certificates that were earned on a day, by programme, each once."""
        for document, outcome in self.outcomes(day):
            for term in outcome.earned:
                self.terms[document].append(term)
                self.known.pop(document, None)
                yield document, term

    def outcomes(self, day: int) -> Sequence[tuple[int, Outcome]]:
        """By programme, where the colleague stands on a day."""
        return [(document, self._outcome(document, start, day)) for document, start in self.duties.on(day)]

    def _outcome(self, document: int, start: date, day: int) -> Outcome:
        """Worked out once, until something happens that it asks for, or its day has come."""
        known = self.known.get(document)
        if known is not None and known.since <= day < known.until:
            return known.outcome
        outcome = certify(
            self.school.courses[document].programme,
            self.evidence,
            start=start,
            targets=self.school.targets,
            terms=self.terms[document],
            today=self.days.on(day),
            leave=self.leave,
        )
        turns, change = outcome.programme.changes_on, self.next_change(day)
        ends = [] if turns is None else [(turns - self.days.today).days]
        self.known[document] = Known(day, min([*ends, change or 1]), outcome)
        return outcome

    def next_turn(self, day: int) -> int:
        """The next day on which time alone, or a new version, may open something."""
        today = self.days.on(day)
        turns = [outcome.programme.changes_on for _, outcome in self.outcomes(day)]
        turns += self.duties.starts()
        later = [(turn - self.days.today).days for turn in turns if turn is not None and turn > today]
        return min([*later, self.next_change(day)])

    def next_change(self, day: int) -> int:
        """The next day on which a version asked people to act differently; 0 when there was none until today."""
        changes = [change.on for target in self.school.targets.values() for change in target.changes]
        later = [turn for change in changes if (turn := (change - self.days.today).days) > day]
        return min(later, default=0)
