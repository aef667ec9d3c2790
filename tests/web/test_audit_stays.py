"""A standing on a past date never changes by what comes later: much happens, and the answers stay as they were."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import CALLS, School
from training.certification.actions_awards import decide_on_award
from training.certification.actions_decisions import Wanted, decide
from training.certification.models import Assignment, Award
from training.certification.queries_decisions import Place
from training.content.actions import retire
from training.content.release import Change
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.ledger import Entry
from training.core.permissions import Actor, PermissionSet
from training.core.web import site
from training.people import actions as people
from training.people.actions import PersonFacts
from training.people.models import Person, RolePeriod

DAY = timedelta(days=1)
PAST = [TODAY - days * DAY for days in (90, 75, 60, 41, 40, 30, 21, 14, 7, 1)]


class Chronicle:
    """What happened in a shop, each thing on its day, as the pages and the worker would have done it."""

    def __init__(self, house: House, clock: FixedClock) -> None:
        self.house, self.clock, self.school = house, clock, School(house.app)
        self.boss = house.someone_with(PermissionSet.ADMINISTRATOR, name="Grace Lindqvist")
        self.shops = [house.team(name, house.root) for name in ("Canal Side", "Station Road")]
        nobody = house.person("Nobody Here", hired_on=TODAY + 4000 * DAY)
        self.roles = [house.role(nobody, name, since=TODAY + 4000 * DAY) for name in ("Counter staff", "Phone agent")]

    def on(self, day: int, act: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do something that many days after today, and let the worker follow."""
        self.clock.at = NOW + day * DAY
        with self.house.app.test_request_context(), self.house.database.writing() as db:
            done = act(db, actor(self.boss), *args, **more, now=self.clock.at)
        self.school.work()
        return done

    def night(self, day: int) -> None:
        self.clock.at = NOW + day * DAY
        with self.house.database.writing() as db:
            enqueue(db, "standing.nightly", now=self.clock.at)
        self.school.work()

    def hire(self, day: int, name: str) -> int:
        given, _, family = name.partition(" ")
        today = (NOW + day * DAY).date()
        empty: dict[str, Any] = {field.name: None for field in fields(PersonFacts)}
        facts = PersonFacts(
            **empty
            | {"employee_number": given, "given_name": given, "family_name": family, "preferred_name": "", "phone": ""}
            | {"language": "en", "team_id": self.shops[0], "hired_on": today}
        )
        found: Person = self.on(day, people.add_person, facts, role_id=self.roles[0], today=today)
        return found.id

    def edit(self, day: int, person: int, **changes: Any) -> None:
        row = self.house.get(Person, person)
        facts = {field.name: getattr(row, field.name) for field in fields(PersonFacts)} | changes
        self.on(day, people.edit_person, person, PersonFacts(**facts), today=(NOW + day * DAY).date())

    def decide(self, day: int, person: int, kind: str, requirement: str | None = None, **more: Any) -> None:
        with self.house.database.reading() as db:
            assignment = db.scalars(select(Assignment.id).where(Assignment.person_id == person)).first()
        place = Place(person, assignment or 0, requirement)
        self.on(day, decide, place, Wanted(kind, "As agreed.", **more), **self.here)

    def newest_fact(self, kind: str) -> int:
        with self.house.database.reading() as db:
            return db.scalars(select(Entry.id).where(Entry.kind == kind).order_by(Entry.id.desc())).first() or 0

    @property
    def here(self) -> dict[str, Any]:
        with self.house.app.test_request_context():
            return {"zone": site().zone}

    def award(self, person: int) -> int:
        with self.house.database.reading() as db:
            return db.scalars(select(Award.id).where(Award.person_id == person).order_by(Award.id)).first() or 0

    def wanted(self, kind: str, *after: str) -> Wanted:
        return Wanted(kind, "As agreed.", seen=max(map(self.newest_fact, after), default=0))

    def give_back(self, day: int, person: int) -> None:
        """What was taken back, the certificate and then the proof."""
        wanted = self.wanted("award.reinstated", "award.revoked")
        self.on(day, decide_on_award, person, self.award(person), wanted, **self.here)
        with self.house.database.reading() as db:
            assignment = db.scalars(select(Assignment.id).where(Assignment.person_id == person)).one()
        wanted = self.wanted("reinstated", "revoked")
        self.on(day, decide, Place(person, assignment, "calls"), wanted, **self.here)

    def learn(self, day: int, person: int, *, score: int = 90) -> None:
        self.school.done(person, at=NOW + day * DAY)
        self.school.passed(person, at=NOW + day * DAY + timedelta(hours=1), score=score)

    def answer(self, day: date) -> list[dict[str, str]]:
        """The table of a past day, as it is downloaded now."""
        answer = self.house.browser(self.boss).post("/audit/table", data={"on": day.isoformat()})
        assert answer.status_code == 200
        return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))

    def answers(self) -> dict[date, list[dict[str, str]]]:
        return {day: self.answer(day) for day in PAST}


@pytest.fixture
def shop(house: House, clock: FixedClock) -> tuple[Chronicle, dict[str, int]]:
    """A hundred days in which people came, learned, were exempted, extended, revoked, and moved."""
    shop = Chronicle(house, clock)
    shop.school.open(at=NOW - 100 * DAY)
    who = {name.split()[0]: shop.hire(-90, name) for name in ("Mina Rahimi", "Omar Haddad", "Wei Nair", "Sam Whitlock")}
    shop.learn(-60, who["Mina"])
    shop.learn(-55, who["Sam"])
    shop.decide(-50, who["Omar"], "exempted", "calls", until=TODAY + 40 * DAY)
    shop.decide(-49, who["Wei"], "extended", until=TODAY + 30 * DAY)
    shop.school.module(at=NOW - 40 * DAY, text="Pick up at once.", change=Change.BEHAVIOUR)
    shop.school.work()
    shop.school.done(who["Mina"], at=NOW - 35 * DAY)
    shop.edit(-30, who["Wei"], team_id=shop.shops[1])
    shop.edit(-25, who["Wei"], leave_from=TODAY - 24 * DAY, leave_until=TODAY - 15 * DAY)
    shop.on(-20, people.give_role, who["Mina"], shop.roles[1], from_on=TODAY - 20 * DAY, until_on=None)
    shop.on(-8, people.end_employment, who["Sam"], last_day=TODAY - 8 * DAY, today=TODAY - 8 * DAY)
    shop.school.fact("quiz.failed", who["Omar"], at=NOW - 3 * DAY, score=40)
    shop.night(0)
    return shop, who


def differing(before: dict[date, Any], after: dict[date, Any]) -> list[str]:
    """What is not the same, in words."""
    found = []
    for day, rows in before.items():
        if len(rows) != len(after[day]):
            found.append(f"{day}: {len(rows)} lines became {len(after[day])}")
        for old, new in zip(rows, after[day], strict=False):
            found += [
                f"{day}: {old['Name']}, {old['Requirement']}: {name} was {old[name]!r}, is {new[name]!r}"
                for name in old
                if old[name] != new[name]
            ]
    return found


def end_role(db: Any, act: Actor, person: int, *, last: date, now: datetime) -> None:
    period = db.scalars(select(RolePeriod).where(RolePeriod.person_id == person, RolePeriod.until_on.is_(None))).one()
    people.change_role(db, act, period, from_on=period.from_on, until_on=last, now=now)


def later(shop: Chronicle, who: dict[str, int]) -> Iterator[tuple[int, Callable[[int], Any]]]:
    """What happens in the year after, by day."""
    mina, omar, wei, sam = who.values()
    school, at = shop.school, lambda day: NOW + day * DAY
    more = CALLS + "\n  - {id: lifts, module: lifts}"
    own = {"change": Change.BEHAVIOUR}
    yield 2, lambda day: school.module(at=at(day), text="Pick up and smile.", **own)
    yield 3, lambda day: school.module("lifts", at=at(day))
    yield 4, lambda day: school.programme(at=at(day), validity="3 months", due="5 days", requirements=more, **own)
    yield 5, lambda day: shop.learn(day, omar, score=100)
    yield 6, lambda day: shop.decide(day, mina, "revoked", "calls")
    yield 7, lambda day: shop.decide(day, omar, "extended", until=at(300).date())
    yield (
        8,
        lambda day: shop.on(day, decide_on_award, mina, shop.award(mina), shop.wanted("award.revoked"), **shop.here),
    )
    yield 10, lambda day: who.update(Ada=shop.hire(day, "Ada Novak"))
    yield 11, lambda day: shop.edit(day, who["Ada"], leave_from=at(12).date(), leave_until=at(40).date())
    yield 12, lambda day: shop.edit(day, mina, team_id=shop.shops[1])
    yield 16, lambda day: shop.on(day, end_role, wei, last=at(17).date())
    yield 28, shop.night
    yield 31, lambda day: shop.on(day, people.resume_employment, sam)
    yield 32, lambda day: shop.on(day, people.give_role, sam, shop.roles[0], from_on=at(32).date(), until_on=None)
    yield 45, lambda day: shop.give_back(day, mina)
    yield 60, lambda day: shop.learn(day, mina)
    yield 61, lambda day: school.done(mina, at=at(day), slug="lifts")
    yield 70, lambda day: shop.on(day, people.end_employment, omar, last_day=at(70).date(), today=at(70).date())
    yield 90, lambda day: shop.on(day, retire, "programme", "counter")
    yield 130, lambda day: school.programme(at=at(day), requirements=CALLS)
    yield 150, lambda day: shop.edit(day, sam, team_id=shop.shops[1])
    yield 400, shop.night


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_day_is_told_the_same_a_year_later(shop: tuple[Chronicle, dict[str, int]]) -> None:
    chronicle, _who = shop
    told = chronicle.answers()
    assert [day for day in PAST if list(told.values()).count(told[day]) > 1] == [], "Else nothing would be proven."
    for day, happens in later(*shop):
        chronicle.night(day)
        yesterday = (NOW + (day - 1) * DAY).date()
        told[yesterday] = chronicle.answer(yesterday)
        happens(day)
        chronicle.school.work()
    found = differing(told, {day: chronicle.answer(day) for day in told})
    assert not found, "\n".join(found)
