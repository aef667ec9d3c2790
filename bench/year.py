"""A year day by day: people come, learn, move, are away, leave and return; every mail is justified, none comes twice.

python -m bench.year DATA_DIR [--people 200] [--days 366] [--from 2027-10-01]   (or TRAINING_DATABASE_URL's database)

The year has a leap day and both changes of the clock. Each night what turns with the date is done, each morning people
are told. After each telling every line is held against the standing at that moment, worked out anew; each day ends
with `training check`. What the simulation draws is seeded: the same year on every machine.
"""

import argparse
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.quiet import be_quiet
from training.app import create_app
from training.certification.models import Award, CurrentStanding
from training.certification.queries import Result, results_today
from training.certification.queries_programmes import catalogue_on
from training.certification.rules import FULFILS, TRIED, Standing, State, Why
from training.certification.rules_stored import StoredPart, parts_of
from training.config import ROOT, read_settings
from training.content import sync
from training.content.actions import Publication, publish
from training.content.models import Document, Version
from training.content.release import Change
from training.content.tree import read_tree
from training.core import ledger
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import Job
from training.core.mail import Mail
from training.core.migrate import upgrade
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.core.worker import Worker
from training.people import actions as people
from training.people.models import Person, Role, RolePeriod, Team, TeamLeader
from training.people.queries import status_of
from training.reminders.models import TEAM, Reminder, ReminderDigest, ReminderLine, ReminderPreference

ZONE = ZoneInfo("Europe/Dublin")
DAY = timedelta(days=1)
ROLES = ("Counter staff", "Phone agent", "Service desk")
ELSEWHERE = ("America/New_York", "Asia/Kolkata", "Pacific/Auckland")
LESSON = "taking-a-call"
# Local times at which the worker has a look: readers all over the world have their morning at some time of this day.
LOOKS = tuple((hour, 10) for hour in range(24))
EVENTS_AT = (9, 30)
TOLD_WITHIN = 12  # days of work within which somebody has heard of what is late


@dataclass
class Report:
    """What came of it. `wrong` is all that was said and not true, or said twice, and every flaw of a check."""

    days: int = 0
    mails: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    awards: int = 0
    wrong: list[str] = field(default_factory=list)


class Year:
    """The simulation of one company. `app` has a fixed clock, and a database with tables and nobody in it."""

    def __init__(
        self,
        app: Flask,
        clock: FixedClock,
        *,
        people_count: int,
        begins: date,
        looks: Sequence[tuple[int, int]] = LOOKS,
        seed: int = 7,
    ) -> None:
        self.app, self.clock, self.looks = app, clock, looks
        self.database: Database = app.extensions["database"]
        self.worker = Worker(app)
        self.chance = Random(seed)
        self.report = Report()
        self.today = begins
        self.pace: dict[int, float] = {}
        self.numbers = count(1)
        self.edition = 0
        self.last_digest = 0
        self._found(people_count)

    # The company

    def _found(self, people_count: int) -> None:
        self._set(self.today - 400 * DAY, (9, 0))
        with self.app.test_request_context(), self.database.writing() as db:
            db.add(SiteRow(id=1, company="A Year & Sons", timezone=ZONE.key, set_up_at=self.clock.at))
            root = Team(name="A Year & Sons", path="/new/")
            db.add(root)
            db.flush()
            root.path = f"/{root.id}/"
            self.teams = []
            for number in range(max(2, people_count // 25)):
                team = Team(name=f"Shop {number + 1}", parent_id=root.id, path=f"/new {number}/")
                db.add(team)
                db.flush()
                team.path = f"{root.path}{team.id}/"
                self.teams.append(team.id)
            self.roles = []
            for name in ROLES:
                role = Role(name=name, slug=name.lower().replace(" ", "-"))
                db.add(role)
                db.flush()
                self.roles.append(role.id)
            sync.sync(db, Actor.house(), read_tree(ROOT, self.app.extensions["library"].kinds), now=self.clock.at)
        self._set(self.today - DAY, (9, 0))
        for number in range(people_count):
            self._hire(self.today - DAY * self.chance.randint(1, 300), leads=self.teams[number : number + 1])
        self.worker.run_due()

    def _hire(self, on: date, leads: Sequence[int] = ()) -> int:
        number = next(self.numbers)
        team = leads[0] if leads else self.chance.choice(self.teams)
        with self.app.test_request_context(), self.database.writing() as db:
            facts = people.PersonFacts(
                employee_number=f"Y{number:04}",
                given_name="Person",
                family_name=str(number),
                preferred_name="",
                email=f"y{number}@example.com" if number % 5 else None,
                phone="",
                language="en",
                team_id=team,
                manager_id=None,
                hired_on=on,
                leave_from=None,
                leave_until=None,
            )
            role = self.chance.choice(self.roles)
            person = people.add_person(db, Actor.house(), facts, role_id=role, now=self.clock.at, today=self.today).id
            if leads:
                db.add(TeamLeader(team_id=team, person_id=person, by_hand=True))
            if number % 9 == 0:
                place = self.chance.choice(ELSEWHERE)
                db.add(
                    ReminderPreference(
                        person_id=person, timezone=place, hour=self.chance.choice((7, 9, 17)), rhythm="daily", weekday=0
                    )
                )
        self.pace[person] = self.chance.choice((0.02, 0.05, 0.1, 0.3))
        return person

    # Days

    def live(self, days: int) -> Report:
        """Let so many days pass."""
        for _ in range(days):
            done = False
            for look in self.looks:
                if look > EVENTS_AT and not done:
                    self._set(self.today, EVENTS_AT)
                    self._happen()
                    done = True
                self._set(self.today, look)
                self.worker.beat()
                self.worker.run_due()
                self._justify()
            self._check()
            self.report.days += 1
            self.today += DAY
        with self.database.reading() as db:
            self.report.awards = db.scalar(select(func.count(Award.id))) or 0
        return self.report

    def _set(self, day: date, at: tuple[int, int]) -> None:
        # An hour that the clock leaves out is the one after it.
        self.clock.at = datetime(day.year, day.month, day.day, *at, tzinfo=ZONE).astimezone(UTC)

    def _happen(self) -> None:
        with self.database.reading() as db:
            everybody = db.scalars(select(Person.id).order_by(Person.id)).all()
        for person in everybody:
            self._learn(person)
        for _ in range(max(1, len(everybody) // 60)):
            self._change_somebody(self.chance.choice(everybody))
        if self.chance.random() < 0.25:
            self._hire(self.today + DAY * self.chance.randint(-2, 10))
            self.report.events["hired"] += 1
        if self.chance.random() < 0.02:
            self._publish()

    def _learn(self, person: int) -> None:
        """Somebody at work does one thing that is asked, sooner or later, and fails now and then."""
        with self.app.test_request_context(), self.database.writing() as db:
            if status_of(db, person, self.today) != "active" or self.chance.random() > self.pace[person]:
                return
            rows = db.scalars(select(CurrentStanding.parts).where(CurrentStanding.person_id == person)).all()
            wanted = [part for parts in rows for part in parts_of(parts) if part.is_open and not part.blocked_by]
            if wanted:
                self._prove(db, person, self.chance.choice(wanted))

    def _prove(self, db: Session, person: int, part: StoredPart) -> None:
        said: dict[str, Any] = {"score": 95}
        document_id = version_id = None
        kind = "practice"
        if isinstance(part.target, int):
            document = db.get_one(Document, part.target)
            kind, document_id, version_id = document.kind, document.id, document.live_version_id
        else:
            said["skill"] = part.target
        fact = FULFILS[kind]
        if kind in TRIED and self.chance.random() < 0.15:
            fact, said["score"] = TRIED[kind], 40
        elif kind == "credential":
            said["until"] = (self.today + 700 * DAY).isoformat()
        elif kind == "module":
            said |= {"slug": LESSON, "title": "", "version": 1}
        ledger.record(
            db,
            fact,
            at=self.clock.at,
            actor_id=person,
            subject_id=person,
            document_id=document_id,
            version_id=version_id,
            payload=said,
        )
        self.report.events[fact] += 1

    def _change_somebody(self, person_id: int) -> None:
        with self.app.test_request_context(), self.database.writing() as db:
            person = db.get_one(Person, person_id)
            now, house = self.clock.at, Actor.house()
            if person.left_on is not None:
                if person.left_on < self.today - 60 * DAY:
                    people.resume_employment(db, house, person_id, now=now)
                    role = self.chance.choice(self.roles)
                    people.give_role(db, house, person_id, role, from_on=self.today, until_on=None, now=now)
                    self.report.events["came back"] += 1
                return
            drawn = self.chance.random()
            if drawn < 0.08 and (person.hired_on or self.today) < self.today:
                last = self.today + DAY * self.chance.randint(-1, 20)
                people.end_employment(db, house, person_id, last_day=last, now=now, today=self.today)
                self.report.events["left"] += 1
            elif drawn < 0.45:
                begins = self.today + DAY * self.chance.randint(-2, 15)
                ends = None if self.chance.random() < 0.2 else begins + DAY * self.chance.randint(0, 60)
                away = person.leave_from is not None and (person.leave_until or date.max) >= self.today
                self._edit(db, person, leave=(None, None) if away else (begins, ends))
            elif drawn < 0.6:
                self._edit(db, person, team=self.chance.choice(self.teams))
            elif drawn < 0.8:
                self._move(db, person_id)
            else:
                self._decide(db, person_id)

    def _edit(
        self,
        db: Session,
        person: Person,
        *,
        leave: tuple[date | None, date | None] | None = None,
        team: int | None = None,
    ) -> None:
        facts = people.PersonFacts(
            **{
                name: getattr(person, name)
                for name in people.PersonFacts.__dataclass_fields__
                if name not in ("leave_from", "leave_until", "team_id")
            },
            leave_from=leave[0] if leave else person.leave_from,
            leave_until=leave[1] if leave else person.leave_until,
            team_id=team or person.team_id,
        )
        people.edit_person(db, Actor.house(), person.id, facts, now=self.clock.at, today=self.today)
        self.report.events["leave" if leave else "other team"] += 1

    def _move(self, db: Session, person_id: int) -> None:
        """Another role from now on; the old one ends yesterday."""
        held = db.scalars(
            select(RolePeriod).where(RolePeriod.person_id == person_id, RolePeriod.until_on.is_(None))
        ).first()
        if held is None or held.from_on >= self.today:
            return
        role = self.chance.choice([one for one in self.roles if one != held.role_id])
        house, now = Actor.house(), self.clock.at
        people.change_role(db, house, held, from_on=held.from_on, until_on=self.today - DAY, now=now)
        people.give_role(db, house, person_id, role, from_on=self.today, until_on=None, now=now)
        self.report.events["other role"] += 1

    def _decide(self, db: Session, person_id: int) -> None:
        """An exemption or an extension, as a manager would decide it."""
        row = db.scalars(select(CurrentStanding).where(CurrentStanding.person_id == person_id)).first()
        wanted = [part for part in parts_of(row.parts) if part.is_open and isinstance(part.target, int)] if row else []
        if row is None or not wanted:
            return
        kind = self.chance.choice(("exempted", "extended"))
        until = self.today + DAY * self.chance.randint(10, 90)
        ledger.record(
            db,
            kind,
            at=self.clock.at,
            actor_id=None,
            subject_id=person_id,
            document_id=row.document_id if kind == "extended" else wanted[0].target,
            payload={"reason": "As the story goes.", "until": until.isoformat()},
        )
        self.report.events[kind] += 1

    def _publish(self) -> None:
        """A new version of a lesson that asks everybody to learn a page of it again."""
        with self.app.test_request_context(), self.database.writing() as db:
            kind = self.app.extensions["library"].kinds["module"]
            version = db.scalars(
                select(Version)
                .join(Document, Document.live_version_id == Version.id)
                .where(Document.slug == LESSON, Document.kind == "module")
            ).one()
            self.edition += 1
            model = kind.load(version.body)
            text = kind.to_text(model).rstrip() + f"\n\nEdition {self.edition} says it otherwise.\n"
            changes = {model.blocks[-1].id: Change.BEHAVIOUR}
            publish(
                db, Actor.house(), Publication("module", LESSON, text, version.id, changes=changes), now=self.clock.at
            )
        self.report.events["published"] += 1

    # Proof

    def _justify(self) -> None:
        """Hold every line that was just written against the standings of this moment."""
        with self.app.test_request_context(), self.database.reading() as db:
            told = db.scalars(
                select(ReminderDigest).where(ReminderDigest.id > self.last_digest).order_by(ReminderDigest.id)
            ).all()
            if not told:
                return
            self.last_digest = told[-1].id
            lines: dict[int, list[ReminderLine]] = {}
            for line in db.scalars(select(ReminderLine).where(ReminderLine.digest_id.in_([one.id for one in told]))):
                lines.setdefault(line.digest_id, []).append(line)
            about = {one.person_id for one in told} | {
                line.about_id for some in lines.values() for line in some if line.about_id
            }
            standings: dict[int, list[Result]] = {}
            for result in results_today(db, about, catalogue_on(db, self.today, ZONE), ZONE):
                standings.setdefault(result.asked.person_id, []).append(result)
            for digest in told:
                self._justify_one(db, digest, lines.get(digest.id, []), standings)

    def _justify_one(
        self, db: Session, digest: ReminderDigest, lines: list[ReminderLine], standings: dict[int, list[Result]]
    ) -> None:
        place = f"{self.today}: {digest.audience} of person {digest.person_id}"
        if status_of(db, digest.person_id, self.today) != "active":
            self._wrong(f"{place} was told, and is not at work.")
        if not lines:
            self._wrong(f"{place} is empty.")
        if digest.mail_id is not None:
            self.report.mails += 1
            if db.get(Mail, digest.mail_id) is None:
                self._wrong(f"{place} has no mail.")
        for line in lines:
            self.report.kinds[line.kind] += 1
            person = line.about_id if digest.audience == TEAM and line.about_id else digest.person_id
            if line.about_id and status_of(db, line.about_id, self.today) != "active":
                self._wrong(f"{place} names person {line.about_id}, who is not at work.")
            if line.kind != "waiting" and not self._is_true(line, standings.get(person, [])):
                self._wrong(f"{place} says “{line.kind}” of {line.programme_id}/{line.document_id or line.skill}.")

    def _is_true(self, line: ReminderLine, results: list[Result]) -> bool:
        target = line.document_id or line.skill
        for result in results:
            if line.programme_id is not None and result.asked.document_id != line.programme_id:
                continue
            for requirement, standing in zip(
                result.live.programme.requirements, result.outcome.requirements, strict=True
            ):
                if target in (None, requirement.target) and self._fits(line.kind, standing, result):
                    return True
        return False

    def _fits(self, kind: str, standing: Standing, result: Result) -> bool:
        today, due = self.today, standing.due_on
        in_grace = standing.reason.why is Why.GRACE
        return {
            "overdue": standing.late or in_grace,
            "escalated": standing.late or in_grace,
            "expired": standing.state is State.EXPIRED,
            "grace": in_grace,
            "due": due is not None and today <= due <= today + 7 * DAY,
            "soon": not standing.held and due is not None and today <= due <= today + 21 * DAY,
            "ending": standing.held and standing.state is State.SOON,
            "renew": standing.held and standing.state is State.SOON,
            "changed": standing.reason.why is Why.CHANGED,
            "assigned": result.asked.start_on >= today - 15 * DAY and not standing.held,
            "open": not standing.held,
        }[kind]

    def _check(self) -> None:
        """The end of a day: nothing twice, nobody forgotten, and every check content."""
        with self.app.test_request_context(), self.database.reading() as db:
            for name, check in self.app.extensions["checks"].items():
                for flaw in check(db):
                    self._wrong(f"{self.today}: check {name}: {flaw}")
            twice = (
                select(Reminder.person_id, Reminder.topic)
                .group_by(Reminder.person_id, Reminder.topic)
                .having(func.count() > 1)
            )
            for person, topic in db.execute(twice):
                self._wrong(f"{self.today}: person {person} was told twice: {topic}")
            for kind, error in db.execute(select(Job.kind, Job.last_error).where(Job.last_error.is_not(None))):
                self._wrong(f"{self.today}: job {kind}: {error}")
            sent = db.scalar(select(func.count(Mail.id)))
            asked_for = db.scalar(select(func.count(ReminderDigest.id)).where(ReminderDigest.mail_id.is_not(None)))
            if sent != asked_for and self.today - self._first < 25 * DAY:  # the outbox forgets old mail
                self._wrong(f"{self.today}: {sent} mails for {asked_for} digests.")
            if self.report.days % 7 == 6:
                self._nobody_forgotten(db)

    @property
    def _first(self) -> date:
        return self.today - DAY * self.report.days

    def _nobody_forgotten(self, db: Session) -> None:
        """Who has been late for long, could do it, and was at work all the while, has heard of it."""
        programmes = catalogue_on(db, self.today, ZONE).programmes
        rows = db.execute(
            select(
                CurrentStanding.person_id,
                CurrentStanding.assignment_id,
                CurrentStanding.document_id,
                CurrentStanding.parts,
            )
        )
        for person, assignment, document, parts in rows.all():
            asked = {one.id: one for one in programmes[document].programme.requirements}
            begun = {part.requirement_id: date.fromisoformat(part.since) for part in parts_of(parts)}
            for part in parts_of(parts):
                # What waited for something else was not told; its time begins when that was done.
                first = asked[part.requirement_id].after
                opened = [day for one, day in begun.items() if one in first or asked[one].group in first]
                since = max([begun[part.requirement_id], *opened])
                if part.state not in (State.OVERDUE, State.EXPIRED) or part.blocked_by:
                    continue
                days = [self.today - DAY * ago for ago in range(TOLD_WITHIN)]
                if since > days[-1] or self._first > days[-1]:
                    continue
                if any(status_of(db, person, day) != "active" for day in days):
                    continue
                told = db.scalar(
                    select(func.count(Reminder.id)).where(
                        Reminder.person_id == person, Reminder.topic.contains(f":{assignment}/{part.requirement_id}:")
                    )
                )
                if not told:
                    self._wrong(
                        f"{self.today}: person {person} never heard of {part.requirement_id}, late since {since}."
                    )

    def _wrong(self, sentence: str) -> None:
        self.report.wrong.append(sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--days", type=int, default=366)
    parser.add_argument("--from", dest="begins", type=date.fromisoformat, default=date(2027, 10, 1))
    wanted = parser.parse_args()
    os.environ["TRAINING_DATA_DIR"] = str(wanted.data_dir)
    be_quiet()
    clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
    app = create_app(read_settings(os.environ), clock=clock)
    upgrade(app.extensions["database"])
    began = time.perf_counter()
    year = Year(app, clock, people_count=wanted.people, begins=wanted.begins)
    report, told = Report(), 0
    for done in range(0, wanted.days, 30):
        report = year.live(min(30, wanted.days - done))
        took = time.perf_counter() - began
        print(f"{year.today}: {report.mails} mails, {len(report.wrong)} wrong, {took:.0f} s", flush=True)
        for sentence in report.wrong[told:]:
            print("WRONG", sentence, flush=True)
        told = len(report.wrong)
    print(f"{report.days} days, {report.mails} mails, {report.awards} certificates.")
    print("Lines:", ", ".join(f"{kind} {number}" for kind, number in report.kinds.most_common()))
    print("Events:", ", ".join(f"{kind} {number}" for kind, number in report.events.most_common()))
    print(f"Memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
