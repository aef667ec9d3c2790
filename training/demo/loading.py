"""Loading the sample: everything in one transaction, so that there is all of it or nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from training.certification.actions_standing import follow
from training.certification.jobs import EVERYBODY
from training.certification.queries_programmes import catalogue_on
from training.config import Settings
from training.core import web
from training.core.clock import local_day
from training.core.db import Database
from training.core.jobs import Job
from training.core.permissions import Actor
from training.core.site import SiteRow
from training.demo import shelf
from training.demo.accounts import DemoAccount, accounts, hashes
from training.demo.before import LOADED, is_loaded, look, refuse_used
from training.demo.beyond import beyond
from training.demo.candidates import interview
from training.demo.cast import COMPANY, LAUNCH
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.diagnosing import diagnose
from training.demo.doors import open_doors
from training.demo.feedback import hear
from training.demo.figures import bring_in_the_calls
from training.demo.improving import improve
from training.demo.learning import learned
from training.demo.proof import Proof
from training.demo.redress import complain
from training.demo.reviews import review
from training.demo.staff import AUTHOR, hire
from training.demo.telling import tell
from training.demo.tills import count_the_sales
from training.people.models import Person


def load(app: Flask) -> tuple[DemoAccount, ...]:
    """Load the sample company with two years of history up to today; returns the accounts to sign in with.

    Called again it changes nothing. It opens a write transaction of its own, so a request calls it before its first
    `db()`. Raises Problems when there are people here beside administrators.
    """
    database: Database = app.extensions["database"]
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        with database.reading() as db:
            if is_loaded(db):
                return accounts()
            refuse_used(db)
        # Hashing is slow on purpose, and nobody else can write during the transaction.
        passphrases = hashes()
        with database.writing() as db:
            if not is_loaded(db):  # somebody may have been faster
                refuse_used(db)
                _load(db, app.extensions["clock"].now(), settings.timezone, passphrases)
        app.extensions["site"].forget()
        return accounts()


def load_sample(db: Session, _actor: Actor, now: datetime) -> None:
    """The same in a request's own transaction, for the administrator who has just set up the site."""
    if not is_loaded(db):
        refuse_used(db)
        _load(db, now, web.settings().timezone, hashes())
        current_app.extensions["site"].forget()


def _load(db: Session, now: datetime, timezone: str, passphrases: dict[str, str]) -> None:
    before = look(db)
    site = db.scalars(select(SiteRow)).first()
    zone = ZoneInfo(site.timezone if site else timezone)
    days = Days(local_day(now, zone), zone)
    if site is None:
        site = SiteRow(id=1, company=COMPANY, timezone=timezone, set_up_at=days.at(LAUNCH, OPENS - 40))
        db.add(site)
    site.is_demo = True
    chronicle = Chronicle()
    company = hire(db, days, chronicle, begins=not before.set_up)
    tree = shelf.tree()
    dates = shelf.stock(db, tree, days, now=now)
    author = Actor(person_id=company.people[AUTHOR])
    before = replace(before, dates=dates, published=tuple(shelf.revise(db, author, days)))
    school = shelf.school(db, days.today, zone)
    story = learned(COLLEAGUES, school, days)
    story.add(beyond(COLLEAGUES, school, days, story))
    programmes = catalogue_on(db, days.today, zone).programmes
    Proof(db, company, chronicle, programmes, tree, school, days).write(story)
    calls = bring_in_the_calls(db, company, days)
    complained = complain(db, company, days, chronicle, now=now)
    improve(db, company, days)
    count_the_sales(db, company, days, now=now)
    hear(db, company, days, chronicle, complained, now=now)
    review(db, company, days, chronicle, calls, now=now)
    diagnose(db, company, days, now=now)
    interview(db, company, days, chronicle)
    open_doors(db, company, story, days, chronicle, passphrases=passphrases)
    chronicle.note(LOADED, at=now, actor=None, payload=before.as_payload())
    chronicle.write(db)
    # Publishing asked to look at everybody again; that is done here and now.
    db.execute(delete(Job).where(Job.kind == EVERYBODY, Job.run_at < now - timedelta(days=1)))
    follow(db, db.scalars(select(Person.id)).all(), now=now, zone=zone)
    tell(db, site.company, days)
