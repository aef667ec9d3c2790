"""A year of people who come, learn, change roles, forget, renew and leave; every week what is stored is proven."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.moment import NOW
from tests.school import CALLS, School
from training.certification import check
from training.certification.models import Assignment, Award
from training.content.release import Change
from training.core import web
from training.core.clock import FixedClock
from training.core.jobs import enqueue
from training.core.permissions import Actor
from training.people import actions as people
from training.people.models import Person, RolePeriod

PEOPLE = 6


class Year:
    """Things that happen, drawn by a seeded chance."""

    def __init__(self, house: House, clock: FixedClock, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 -- a story, not a secret
        self.clock = clock
        self.school = School(house.app)
        self.start = clock.at
        clock.at -= timedelta(days=500)
        self.school.open(at=clock.at)
        self.school.module("tills", at=clock.at)
        self.school.programme("phones", roles="phone-agent", validity="6 months", due="2 weeks", at=clock.at)
        clock.at = self.start
        self.team = [house.person(f"Person {number}", hired_on=None) for number in range(PEOPLE)]
        self.roles = [house.role(self.team[0], name) for name in ("Counter staff", "Phone agent")]
        self.school.follow(*self.team)
        self.edition = 0

    def week(self) -> None:
        """Every few days somebody reads or takes a quiz; now and then roles and documents change."""
        for days in (2, 2, 3):
            self.clock.at += timedelta(days=days)
            self.night()
            person = self.chance.choice(self.team)
            kind = self.chance.choice(["module.done", "quiz.passed", "quiz.passed", "quiz.failed", "module.done"])
            slug = self.chance.choice(["calls", "calls", "tills"]) if kind == "module.done" else "calls"
            self.school.fact(kind, person, at=self.clock.at, slug=slug, score=70)
        self.change_something()

    def night(self) -> None:
        with self.school.database.writing() as db:
            enqueue(db, "standing.nightly", now=self.clock.at)
        self.school.work()

    def change_something(self) -> None:
        with self.school.app.app_context(), self.school.database.writing() as db:
            person = db.get_one(Person, self.chance.choice(self.team))
            if person.left_on is not None:
                people.resume_employment(db, Actor.house(), person.id, now=self.clock.at)
            elif self.chance.random() < 0.15:
                last = self.clock.at.date() + timedelta(days=self.chance.randint(-3, 5))
                people.end_employment(
                    db, Actor.house(), person.id, last_day=last, now=self.clock.at, today=self.clock.at.date()
                )
            else:
                self.change_role(db, person.id)
        if self.chance.random() < 0.1:
            self.edition += 1
            change = self.chance.choice([Change.EDITORIAL, Change.BEHAVIOUR])
            self.school.module(text=f"Edition {self.edition}.", at=self.clock.at, change=change)
        if self.chance.random() < 0.1:
            self.edition += 1
            asked = f"{CALLS}\n  - {{id: tills, module: tills, due: 5 weeks}}" if self.edition % 2 else CALLS
            self.school.programme(
                requirements=asked, due=f"{20 + self.edition} days", at=self.clock.at, change=Change.CLARIFYING
            )

    def change_role(self, db: Session, person: int) -> None:
        """Give a role to who has none; end one, sometimes a few days ago, of who has."""
        today, house = self.clock.at.date(), Actor.house()
        periods = list(db.scalars(select(RolePeriod).where(RolePeriod.person_id == person)))
        held = next((period for period in periods if period.until_on is None), None)
        if held is None:
            begins = today + timedelta(days=self.chance.randint(-20, 10))
            if all(period.until_on and period.until_on < begins for period in periods):
                role = self.chance.choice(self.roles)
                people.give_role(db, house, person, role, from_on=begins, until_on=None, now=self.clock.at)
        elif self.chance.random() < 0.3:
            last = today + timedelta(days=self.chance.randint(-3, 10))
            if last >= held.from_on:
                people.change_role(db, house, held, from_on=held.from_on, until_on=last, now=self.clock.at)

    def flaws(self) -> list[str]:
        with self.school.app.app_context(), self.school.database.reading() as db:
            return check.flaws(db, now=self.clock.at, zone=web.site().zone)


@pytest.mark.parametrize("seed", [1])
def test_every_week_of_a_year_the_stored_standings_are_what_the_facts_say(
    app: Flask, house: House, clock: FixedClock, seed: int
) -> None:
    clock.at = NOW
    year = Year(house, clock, seed)
    for _ in range(52):
        year.week()
        assert year.flaws() == []
    with year.school.database.reading() as db:
        awards = db.scalars(select(Award)).all()
        begun = db.scalars(select(Assignment)).all()
    assert len(awards) > PEOPLE / 2
    assert len(begun) > PEOPLE
    assert max(Counter((award.person_id, award.document_id, award.issued_on) for award in awards).values()) == 1
