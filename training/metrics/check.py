"""Whether the cells are what the readings add up to."""

import random

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from training.core.i18n import gettext as _
from training.metrics.actions_cells import cells_of_readings
from training.metrics.models import Cell, Reading

WHOLE = 500_000
"""Readings up to which all of them are added up; of more, those of some days."""

_DAYS = 5


def check_cells(db: Session) -> list[str]:
    """What is wrong with the cells, in sentences; none when all is well."""
    counted: Select[tuple[int]] = select(func.coalesce(func.sum(Cell.n), 0))
    stored, there = db.scalar(counted) or 0, db.scalar(select(func.count()).select_from(Reading)) or 0
    sentences = []
    if stored != there:
        words = {"cells": f"{stored:,}", "readings": f"{there:,}"}
        sentences.append(_("The cells hold %(cells)s readings, but there are %(readings)s.", **words))
    days = None if there <= WHOLE else _some_days(db)
    wanted, found = cells_of_readings(), select(*Cell.__table__.columns)
    if days is not None:
        wanted, found = wanted.where(Reading.day.in_(days)), found.where(Cell.day.in_(days))
    differing = set(map(tuple, db.execute(wanted).all())) ^ set(map(tuple, db.execute(found).all()))
    if differing:
        wrong = len({row[:5] for row in differing})
        sentences.append(_("%(number)s cells differ from what their readings add up to.", number=f"{wrong:,}"))
    if sentences:
        sentences.append(_("Run “training metrics rebuild”, which makes them anew."))
    return sentences


def _some_days(db: Session) -> list[int]:
    """Days to look at: other ones each time, so that in the end each has its turn."""
    days = sorted(db.scalars(select(Cell.day).distinct()))
    return random.sample(days, min(_DAYS, len(days)))
