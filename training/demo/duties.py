"""What one colleague was asked for, as roles began and ended, and by a manager's hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from training.certification.rules_assignment import Because, Begin, Employment, Ended, Open, RoleHeld, reconcile
from training.demo.cast import HAND_ASSIGNMENTS, Colleague
from training.demo.days import NIGHT, OPENS, Days
from training.demo.story import Asked, School
from training.people.rules import slug_of


@dataclass
class _Duty:
    document: int
    role: str | None
    because: Because
    start_on: date
    at: datetime
    by: str | None = None
    ended_on: date | None = None
    ended_because: Ended | None = None


class Duties:
    """Follows the roles of a colleague by the rule that real assignments follow."""

    def __init__(self, colleague: Colleague, school: School, days: Days) -> None:
        self._colleague = colleague
        self._school = school
        self._days = days
        self._duties: list[_Duty] = []

    def turns(self) -> list[int]:
        """The days on which something may change about what is asked, in order; the first is that of the entry."""
        who = self._colleague
        found = {who.added} | {max(who.added, post.first) for post in who.posts}
        found |= {post.last + 1 for post in who.posts if post.last is not None}
        found |= {hand.day for hand in HAND_ASSIGNMENTS if hand.who == who.number}
        if who.left is not None:
            found.add(who.left + 1)
        return sorted(day for day in found if day >= who.added)

    def turn(self, day: int) -> datetime:
        """Begin and end what has to on a day; returns the moment at which that was."""
        who, today = self._colleague, self._days.on(day)
        at = self._days.at(day, OPENS + 30 if day == who.added else NIGHT)
        self._follow_roles(day, at)
        for hand in HAND_ASSIGNMENTS:
            if (hand.who, hand.day) == (who.number, day):
                document = next(key for key, one in self._school.courses.items() if one.slug == hand.programme)
                at = self._days.at(day, OPENS + 130)
                self._duties.append(_Duty(document, None, Because.HAND, today, at, by=hand.by))
        return at

    def _follow_roles(self, day: int, at: datetime) -> None:
        who, on = self._colleague, self._days.on
        roles = [
            RoleHeld(number, slug_of(post.role), on(post.first), None if post.last is None else on(post.last))
            for number, post in enumerate(who.posts)
        ]
        opened = [
            Open(number, duty.document, duty.start_on, by_hand=duty.because is Because.HAND)
            for number, duty in enumerate(self._duties)
            if duty.ended_on is None
        ]
        offers = {key: course.offer for key, course in self._school.courses.items()}
        is_gone = who.left is not None and who.left < day
        employment = Employment(hired_on=on(who.hired), last_day=on(who.left) if is_gone and who.left else None)
        for change in reconcile(roles, opened, offers, employment=employment, today=on(day)):
            if isinstance(change, Begin):
                role = None if change.role_id is None else who.posts[change.role_id].role
                self._duties.append(_Duty(change.document_id, role, change.because, change.start_on, at))
            else:
                duty = self._duties[change.assignment_id]
                duty.ended_on, duty.ended_because = change.ended_on, change.because

    def on(self, day: int) -> Iterator[tuple[int, date]]:
        """The programmes asked for on a day, each with the day since which it is."""
        today = self._days.on(day)
        for duty in self._duties:
            if duty.start_on <= today and (duty.ended_on is None or duty.ended_on > today):
                yield duty.document, duty.start_on

    def starts(self) -> list[date]:
        return [duty.start_on for duty in self._duties]

    def asked(self) -> list[Asked]:
        """All that was asked so far."""
        return [
            Asked(
                who=self._colleague.number,
                document=duty.document,
                role=duty.role,
                because=duty.because,
                start_on=duty.start_on,
                ended_on=duty.ended_on,
                ended_because=duty.ended_because,
                by=duty.by,
                at=duty.at,
            )
            for duty in self._duties
        ]
