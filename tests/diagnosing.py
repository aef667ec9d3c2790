"""Readings of invented teams, with a known truth in them, and a look at what reviews say of them."""

import itertools
import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.moment import NOW, TODAY
from training.content.queries import live
from training.core.db import Database
from training.diagnosis.actions_review import review
from training.diagnosis.models import Diagnosis, Finding
from training.diagnosis.queries import PEOPLE, TEAMS, latest, teams_of
from training.diagnosis.queries_reckoning import Reckoned
from training.metrics.actions import Observed, keep

ZONE = ZoneInfo("Europe/Dublin")
SOLVED = "solved-first-time"
_numbers = itertools.count(1)


def told(
    database: Database,
    people: Mapping[int | None, float],
    *,
    standard: str = SOLVED,
    team: int | None = None,
    readings: int = 120,
    days: int = 60,
    until: date = TODAY - timedelta(days=1),
    stratum: str = "orders",
    seed: int = 7,
) -> None:
    """Tell readings of people, each with a share of misses, spread over some days up to `until`.

    The number of misses is exact, and chance only says which readings they are: a test rests on no luck.
    """
    chance = random.Random(seed)  # noqa: S311 -- a test
    observed = []
    for person, share in people.items():
        missed = round(share * readings)
        values = [0] * missed + [1] * (readings - missed)
        chance.shuffle(values)
        for number, value in enumerate(values):
            day = until - timedelta(days=number % days)
            at = datetime.combine(day, time(10), ZONE)
            observed.append(Observed(f"d{next(_numbers)}", standard, at, Decimal(value), person, team, stratum))
    with database.writing() as db:
        keep(db, "phones", observed, now=NOW)


def reviewed(
    app: Flask, *, slug: str = SOLVED, people: bool = False, today: date = TODAY, now: datetime = NOW
) -> Reckoned:
    """Review a standard, and keep what it says."""
    database: Database = app.extensions["database"]
    with app.app_context(), database.writing() as db:
        standard = live(db, "standard", slug)
        assert standard is not None
        return review(db, standard, scopes=(TEAMS, PEOPLE) if people else (TEAMS,), now=now, today=today)[0]


def last_word(db: Session, reckoned: Reckoned, scope: str = TEAMS) -> Diagnosis:
    db.rollback()  # to see what was written since this session began
    found = latest(db, reckoned.standard.document_id, scope)
    assert found is not None
    return found


def verdicts(db: Session, diagnosis: Diagnosis) -> dict[str, str]:
    """The verdict of each team by its name."""
    return {one.name: one.finding.verdict for one in teams_of(db, diagnosis)}


def of_people(db: Session, diagnosis: Diagnosis) -> dict[int, Finding]:
    of_people = select(Finding).where(Finding.diagnosis_id == diagnosis.id, Finding.person_id.is_not(None))
    return {one.person_id or 0: one for one in db.scalars(of_people)}
