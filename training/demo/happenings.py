"""What others decided about one colleague, as the facts by which the rules judge them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from training.certification.rules import FULFILS, TRIED, Break, Evidence, Term
from training.credentials.rules import last_day
from training.demo.days import Days
from training.demo.incidents import CHECKING, DECIDING, DECISIONS, HAND_INS, WITHDRAWALS, WITHDRAWING
from training.demo.story import School


class Happenings:
    """The incidents of one colleague; those about documents that are not there any more are left out."""

    def __init__(self, number: str, school: School, days: Days) -> None:
        self._school, self._days = school, days
        self._hand_ins = [one for one in HAND_INS if one.who == number and one.decided is not None]
        self._decisions = [one for one in DECISIONS if one.who == number]
        self._withdrawals = [one for one in WITHDRAWALS if one.who == number]

    def turns(self) -> list[int]:
        """The days on which something was decided."""
        found = [one.decided for one in self._hand_ins if one.decided is not None]
        found += [one.day for one in self._decisions]
        found += [one.day for one in self._withdrawals]
        return [self._days.open_day(day) for day in found]

    def on(self, day: int, known: int) -> list[Evidence]:
        """The facts of a day; `known` is how many there were before."""
        found = [*self._checked(day), *self._decided(day)]
        return [replace(fact, id=known + number) for number, fact in enumerate(found, start=1)]

    def _checked(self, day: int) -> Iterator[Evidence]:
        for one in self._hand_ins:
            target = self._school.named("credential", one.credential)
            if target is None or one.decided is None or self._days.open_day(one.decided) != day:
                continue
            at = self._days.at(day, CHECKING)
            version = self._school.version_at(target, at)
            on = self._days.on(day)
            if one.reason:
                yield Evidence(0, TRIED["credential"], target, version, on, at)
            else:
                until = last_day(self._days.on(one.issued), None, self._school.spans[target])
                yield Evidence(0, FULFILS["credential"], target, version, on, at, until=until)

    def _decided(self, day: int) -> Iterator[Evidence]:
        for one in self._decisions:
            target = self._school.named(*one.document)
            if target is not None and self._days.open_day(one.day) == day:
                at = self._days.at(day, DECIDING)
                until = None if one.until is None else self._days.on(one.until)
                version = self._school.version_at(target, at)
                yield Evidence(0, one.kind, target, version, self._days.on(day), at, until=until)

    def withdraw(self, day: int, terms: Mapping[int, list[Term]]) -> None:
        """Withdraw the last certificate of a programme on a day."""
        for one in self._withdrawals:
            course = self._school.named("programme", one.programme)
            held = terms.get(course, []) if course is not None else []
            if held and self._days.open_day(one.day) == day:
                ended = Break(self._days.on(day), self._days.at(day, WITHDRAWING))
                held[-1] = replace(held[-1], breaks=(*held[-1].breaks, ended))
