"""The calls of the sample as readings and cells, with the imports that brought them month by month."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from training.demo.calls import FIRST, QUEUES, Call, calls
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.rows import write_rows
from training.demo.staff import ADMINISTRATOR, Company
from training.metrics.actions_writing import Row, put
from training.metrics.files_mapping import presets
from training.metrics.models import CERTAIN, ONE, ReadingImport, ReadingSource
from training.metrics.queries import strata, yardsticks
from training.metrics.rules_judging import Yardstick

SOURCE, PRESET = "calls", "interactions"
MEASURED = ("answered-by-third-ring", "short-calls", "solved-first-time", "call-back-kept", "customers-are-satisfied")
MONTH = 26
"""Days of calls in one file: somebody brings it along every few weeks."""


def bring_in_the_calls(db: Session, company: Company, days: Days) -> list[Call]:
    """Keep nearly a year of calls as if somebody had imported a file every few weeks; returns them."""
    mapping = presets()[PRESET]
    source = ReadingSource(
        slug=SOURCE,
        title=mapping.title,
        mapping=mapping.model_dump(mode="json", exclude_defaults=True),
        columns=list(mapping.columns),
        standards=[],
    )
    db.add(source)
    db.flush()
    files: dict[int, list[Call]] = {}
    told = list(calls(COLLEAGUES, days))
    for call in told:
        files.setdefault((call.day - FIRST) // MONTH, []).append(call)
    kept = Keeping(db, company, days, source)
    imports = []
    for month, found in sorted(files.items()):
        rows = [row for call in found for row in kept.rows(call)]
        written = put(db, source, rows)
        imports.append(kept.imported(min(FIRST + (month + 1) * MONTH, -1), found, written.new))
    write_rows(db, ReadingImport, imports)
    return told


def hundreds(value: int | None) -> int | None:
    """A number as it is kept, where there is one."""
    return None if value is None else value * ONE


class Keeping:
    """Turns calls into rows."""

    def __init__(self, db: Session, company: Company, days: Days, source: ReadingSource) -> None:
        self._source = source
        self._company = company
        self._days = days
        self._known = yardsticks(db, MEASURED)
        self._strata = strata(db, QUEUES)
        self._colleagues = {colleague.number: colleague for colleague in COLLEAGUES}

    def rows(self, call: Call) -> Iterator[Row]:
        """The readings of a call."""
        at = self._days.at(call.day, call.minute)
        values = (call.wait, call.handled * ONE, call.solved * ONE, hundreds(call.kept), hundreds(call.content))
        for slug, value in zip(MEASURED, values, strict=True):
            if value is not None:
                yield self._row(call, self._known[slug], value, at)

    def _row(self, call: Call, rule: Yardstick, value: int, at: datetime) -> Row:
        team = self._company.teams[self._colleagues[call.who].team_on(call.day)]
        return (
            *(self._source.id, f"C{call.number:06}", rule.standard_id, self._company.people[call.who], team, None),
            *(int(at.timestamp()), self._days.on(call.day).toordinal(), self._strata[call.queue]),
            *(value, ONE, rule.missed(value), CERTAIN),
        )

    def imported(self, day: int, found: list[Call], readings: int) -> dict[str, object]:
        """A file that was brought along on a day."""
        at = self._days.at(day, OPENS - 30)
        digest = hashlib.sha256(f"{SOURCE} {found[0].number}".encode()).hexdigest()
        return {
            "source_id": self._source.id,
            "by_id": self._company.people[ADMINISTRATOR],
            "at": at,
            "begun_at": at,
            "ended_at": at,
            "file_name": f"calls-{self._days.on(found[0].day)}.csv",
            "sha256": digest,
            "fingerprint": digest,
            "state": "done",
            "rows": len(found),
            "rows_done": len(found),
            "new": readings,
            "report": {},
        }
