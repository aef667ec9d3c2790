"""Whether the sums that reviews reckon with are what the cells add up to."""

import random

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from training.core.i18n import gettext as _
from training.diagnosis.models import WeekOfCells
from training.diagnosis.queries_weeks import added_up, marks_of
from training.diagnosis.rules_weeks import alike, unpack
from training.diagnosis.rules_weeks import monday_of as monday

WHOLE = 500_000
"""Readings up to which the sums of all weeks are looked at; of more, those of some."""

_WEEKS = 5


def check_weeks(db: Session) -> list[str]:
    """What is wrong with the sums, in sentences; none when all is well. Those that are out of date are no fault."""
    kept = db.execute(select(WeekOfCells.standard_id, WeekOfCells.week, WeekOfCells.n)).all()
    chosen = [(row[0], row[1]) for row in kept]
    if sum(row[2] for row in kept) > WHOLE:
        chosen = random.sample(chosen, min(_WEEKS, len(chosen)))
    wrong = 0
    for key in chosen:
        row = db.scalars(select(WeekOfCells).where(tuple_(WeekOfCells.standard_id, WeekOfCells.week) == key)).one()
        marks = marks_of(db, row.standard_id, range(row.week, row.week + 1), monday(row.week).fromordinal(row.until))
        if marks.get(row.week, 0) == row.marks:
            wrong += not alike(unpack(row.rows), added_up(db, row.standard_id, row.week, row.until))
        db.expunge(row)
    if not wrong:
        return []
    return [
        _("The sums of %(number)s weeks differ from what their cells add up to.", number=wrong),
        _("Run “training needs review --anew”, which makes them anew."),
    ]
