"""Rounds of training whose truth is known: people, needs, and cells in which a lesson did so much and no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.house import House
from tests.library import publish
from tests.measuring import publish_standards
from tests.moment import NOW, TODAY
from training.content.models import Document
from training.content.queries import document_id_of
from training.diagnosis.models import Diagnosis
from training.effects.actions import judge_due
from training.effects.models import Effect
from training.metrics.models import ONE, Cell, ReadingStratum
from training.needs.actions_training import before_training
from training.needs.models import Need, Round
from training.people.models import Person, Team

STANDARD, LESSON = "call-back-kept", "promising-a-time"
MODULE = """\
---
title: Promising a time
summary: You can promise a time that you keep.
---
## Promise {#promise}

Say when.
"""
COLUMNS = [column.key for column in Cell.__table__.columns]
DAY = timedelta(days=1)
CHOSEN = (TODAY - 91 * DAY, TODAY - DAY)


@dataclass
class Ground:
    """A company with a standard and a lesson, people who are to be trained, and others beside them."""

    house: House
    standard_id: int
    lesson_id: int
    team: int
    elsewhere: int
    trained: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def ground(house: House, *, trained: int = 24, others: int = 24) -> Ground:
    """Publish what is needed, and hire so many."""
    publish_standards(house.app)
    publish(house.app, "module", MODULE, slug=LESSON)
    with house.database.reading() as db:
        ids = dict(db.execute(select(Document.slug, Document.id)).all())
    found = Ground(
        house, ids[STANDARD], ids[LESSON], house.team("Counter", house.root), house.team("Phones", house.root)
    )
    found.trained = [house.person(f"Trained Number{n}", team=found.team) for n in range(trained)]
    found.others = [house.person(f"Other Number{n}", team=found.team) for n in range(others)]
    return found


def plant(
    ground: Ground,
    people: Sequence[int],
    first: date,
    last: date,
    *,
    missed: float,
    seed: int,
    team: int | None = None,
    readings: int = 4,
) -> None:
    """Give each person readings every third day, of which about this share is missed; with a fixed seed."""
    of = (ground.standard_id, team or ground.team)
    with ground.house.database.writing() as db:
        plant_cells(db, of, people, (first, last), missed=missed, seed=seed, readings=readings)


def plant_cells(
    db: Session,
    of: tuple[int, int],
    people: Sequence[int],
    days: tuple[date, date],
    *,
    missed: float,
    seed: int,
    readings: int = 4,
    spread: float = 0.02,
) -> None:
    """The same in a session, of a (standard, team)."""
    random = np.random.default_rng(seed)
    standard, team = of
    stratum = db.scalars(select(ReadingStratum.id)).first() or _stratum(db)
    rows = []
    for person in people:
        share = min(max(missed + spread * random.standard_normal(), 0.01), 0.99)
        for day in range(days[0].toordinal(), days[1].toordinal() + 1, 3):
            misses = int(random.binomial(readings, share))
            sums = (readings, misses, (readings - misses) * ONE, (readings - misses) * ONE**2, 0, 0, 0)
            rows.append(dict(zip(COLUMNS, (standard, day, team, person, stratum, *sums), strict=True)))
    if rows:
        db.execute(insert(Cell), rows)


def _stratum(db: Session) -> int:
    row = ReadingStratum(name="calls")
    db.add(row)
    db.flush()
    return row.id


def begin(
    ground: Ground,
    waves: Sequence[Sequence[int]],
    starts: Sequence[date],
    *,
    design: str = "together",
    team_id: int | None = None,
    reliability: float = 0.5,
    by: int | None = None,
) -> tuple[int, int | None]:
    """Assign the lesson to these waves, as the needs would; returns the ids of the round and of its effect."""
    with ground.house.app.test_request_context(), ground.house.database.writing() as db:
        of = (ground.standard_id, team_id or ground.team)
        review = _review(db, of, CHOSEN, NOW, reliability)
        made = begin_round(db, of, ground.lesson_id, waves, starts, review=review, design=design, by=by, at=NOW)
        effect = db.scalar(select(Effect.id).where(Effect.round_id == made.id))
        return made.id, effect


def begin_round(
    db: Session,
    of: tuple[int, int],
    lesson_id: int,
    waves: Sequence[Sequence[int]],
    starts: Sequence[date],
    *,
    review: int,
    at: datetime,
    design: str = "together",
    by: int | None = None,
) -> Round:
    """The same in a session, for a (standard, team)."""
    made = Round(
        standard_id=of[0],
        lesson_id=lesson_id,
        lesson_version_id=_version(db, lesson_id),
        team_id=of[1],
        design=design,
        seed=7,
        waves=[list(wave) for wave in waves],
        starts=[day.isoformat() for day in starts],
        made_at=at,
        made_by_id=by,
    )
    db.add(made)
    db.flush()
    for wave, day in zip(waves, starts, strict=True):
        for person in wave:
            db.add(_need(of, review, person, made.id, day))
    db.flush()
    before_training(db, made, at)
    return made


def _version(db: Session, document_id: int) -> int:
    found = db.get_one(Document, document_id).live_version_id
    assert found is not None
    return found


def _review(db: Session, of: tuple[int, int], days: tuple[date, date], at: datetime, reliability: float) -> int:
    review = Diagnosis(
        standard_id=of[0],
        version_id=_version(db, of[0]),
        scope="people",
        first=days[0],
        last=days[1],
        made_at=at,
        model="eb-1",
        fingerprint="",
        verdict="skill",
        n=0,
        missed=0,
        remarks=[],
        figures={"reliability": reliability},
        stands=False,
    )
    db.add(review)
    db.flush()
    return review.id


def _need(of: tuple[int, int], review: int, person: int, round_id: int, start: date) -> Need:
    return Need(
        standard_id=of[0],
        person_id=person,
        team_id=of[1],
        diagnosis_id=review,
        kind="skill",
        state="trained",
        sources=["metric", "manager"],
        evidence={},
        opened_at=NOW,
        round_id=round_id,
        start_on=start,
        trained_at=NOW,
    )


def judged(db: Session, by: int, above: int, *, standard: str, lesson: str, better: float = 0.1) -> dict[str, int]:
    """In a session: a round of half a year ago that was judged, of a team of its own, and one that is to be judged."""
    path = db.get_one(Team, above).path
    team = Team(name="Telephone", parent_id=above, path=f"new {above}")
    db.add(team)
    db.flush()
    team.path = f"{path}{team.id}/"
    people = [_hired(db, team.id, number) for number in range(24)]
    ids = {slug: document_id_of(db, kind, slug) or 0 for kind, slug in (("standard", standard), ("module", lesson))}
    of, half = (ids[standard], team.id), len(people) // 2
    at = NOW - 200 * DAY
    days = (at.date() - 91 * DAY, at.date() - DAY)
    review = _review(db, of, days, at, 0.5)
    made = begin_round(db, of, ids[lesson], [people[:half]], [at.date() + DAY], review=review, by=by, at=at)
    effect = db.scalars(select(Effect).where(Effect.round_id == made.id)).one()
    windows = [(effect.before_first, effect.before_last), days, (effect.after_first, effect.after_last)]
    for number, window in enumerate(windows):
        low = 0.3 if number == 1 else 0.24 if number == 0 else 0.24 - better
        plant_cells(db, of, people[:half], window, missed=low, seed=number)
        plant_cells(db, of, people[half:], window, missed=0.2, seed=10 + number)
    db.flush()
    judge_due(db, NOW, TODAY)
    review = _review(db, of, CHOSEN, NOW, 0.5)
    begin_round(db, of, ids[lesson], [people[half:]], [TODAY + DAY], review=review, by=by, at=NOW)
    return {"effect_id": effect.id}


def _hired(db: Session, team: int, number: int) -> int:
    person = Person(
        employee_number=f"J{team}-{number}",
        given_name="Alex",
        family_name=f"Winter{number}",
        team_id=team,
        search_text="",
    )
    db.add(person)
    db.flush()
    return person.id


def planned(db: Session, standard: int, lesson: int, team: int, by: int) -> int:
    """In a session: the effect of a round whose day is still to come, and of whom nothing is measured."""
    made = begin_round(
        db,
        (standard, team),
        lesson,
        [[by]],
        [TODAY],
        review=_review(db, (standard, team), CHOSEN, NOW, 0.5),
        at=NOW,
        by=by,
    )
    return db.scalars(select(Effect.id).where(Effect.round_id == made.id)).one()
