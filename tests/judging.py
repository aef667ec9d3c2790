"""Rounds of training whose truth is known: people, needs, and cells in which a lesson did so much and no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.house import House
from tests.library import publish
from tests.measuring import publish_standards
from tests.moment import NOW, TODAY
from training.content.models import Document
from training.diagnosis.models import Diagnosis
from training.effects.models import Effect
from training.metrics.models import ONE, Cell, ReadingStratum
from training.needs.actions_training import before_training
from training.needs.models import Need, Round

STANDARD, LESSON = "call-back-kept", "promising-a-time"
MODULE = """\
---
title: Promising a time
summary: You can promise a time that you keep.
---
## Promise {#promise}

Say when.
"""
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
    readings: int = 4,
    spread: float = 0.03,
    team: int | None = None,
) -> None:
    """Give each person so many readings every third day, of which about this share is missed; with a fixed seed."""
    random = np.random.default_rng(seed)
    with ground.house.database.writing() as db:
        stratum = db.scalars(select(ReadingStratum.id)).first() or _stratum(db)
        for person in people:
            share = min(max(missed + spread * random.standard_normal(), 0.01), 0.99)
            for day in range(first.toordinal(), last.toordinal() + 1, 3):
                misses = int(random.binomial(readings, share))
                sums = (readings * 1, misses, (readings - misses) * ONE, (readings - misses) * ONE**2, 0, 0, 0)
                key = (ground.standard_id, day, team or ground.team, person, stratum)
                db.add(_cell(key, sums))


def _stratum(db: Session) -> int:
    row = ReadingStratum(name="calls")
    db.add(row)
    db.flush()
    return row.id


def _cell(key: tuple[int, ...], sums: tuple[int, ...]) -> Cell:
    keys = ("standard_id", "day", "team_id", "person_id", "stratum_id")
    names = ("n", "missed", "total", "squares", "exposure", "weight", "weight_missed")
    return Cell(**dict(zip(keys, key, strict=True)), **dict(zip(names, sums, strict=True)))


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
        review = _review(db, ground, reliability)
        made = Round(
            standard_id=ground.standard_id,
            lesson_id=ground.lesson_id,
            lesson_version_id=_version(db, ground.lesson_id),
            team_id=team_id or ground.team,
            design=design,
            seed=7,
            waves=[list(wave) for wave in waves],
            starts=[day.isoformat() for day in starts],
            made_at=NOW,
            made_by_id=by,
        )
        db.add(made)
        db.flush()
        for wave, day in zip(waves, starts, strict=True):
            for person in wave:
                db.add(_need(ground, review, person, made.id, day))
        db.flush()
        before_training(db, made, NOW)
        effect = db.scalar(select(Effect.id).where(Effect.round_id == made.id))
        return made.id, effect


def _version(db: Session, document_id: int) -> int:
    found = db.get_one(Document, document_id).live_version_id
    assert found is not None
    return found


def _review(db: Session, ground: Ground, reliability: float) -> int:
    review = Diagnosis(
        standard_id=ground.standard_id,
        version_id=_version(db, ground.standard_id),
        scope="people",
        first=CHOSEN[0],
        last=CHOSEN[1],
        made_at=NOW,
        model="eb-1",
        fingerprint="",
        verdict="skill",
        n=0,
        missed=0,
        remarks=[],
        figures={"reliability": reliability},
    )
    db.add(review)
    db.flush()
    return review.id


def _need(ground: Ground, review: int, person: int, round_id: int, start: date) -> Need:
    return Need(
        standard_id=ground.standard_id,
        person_id=person,
        team_id=ground.team,
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
