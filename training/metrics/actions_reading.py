"""Looking through a file before anything is written: every problem, everyone unknown, and what it would bring."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem, Problems
from training.metrics.files_layout import layout_problems
from training.metrics.files_mapping import Mapping as SourceMapping
from training.metrics.files_mapping import stored
from training.metrics.files_rows import MOST_STRATA, MOST_UNKNOWN, SHOWN, Contact, Found, Known, RowReader
from training.metrics.files_tables import Rows, opened
from training.metrics.models import ReadingSource
from training.metrics.queries_known import known
from training.metrics.seen import Seen

Tell = Callable[[float], None]
"""Hears which share of the work is done, from 0 to 1, now and then."""

_TOLD_EVERY = 20_000  # rows
_ONE_DAY = 86_400


@dataclass(frozen=True)
class Intake:
    """A file and how it is to be read: for `prepare` and for `run`.

    `name` is what the file is called for whoever reads about it. `mapping` None means the one that the source
    remembers. With `new_layout` somebody has looked at columns that changed.
    """

    source: str
    path: Path
    name: str
    mapping: SourceMapping | None = None
    new_layout: bool = False


@dataclass(frozen=True)
class Report:
    """What a file holds. It can be imported when there are no problems.

    `problems` are the first of `problem_count`. `readings` counts by standard. `unknown_people` and `unknown_teams`
    count rows; such people are kept under their name and such teams are those of the person. `left_out` are optional
    standards that are not published.
    """

    sha256: str
    fingerprint: str
    header: tuple[str, ...]
    rows: int
    readings: Mapping[str, int]
    problems: tuple[Problem, ...]
    problem_count: int
    unknown_people: Mapping[str, int]
    unknown_teams: Mapping[str, int]
    strata: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    left_out: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        return self.problem_count == 0

    @property
    def is_settled(self) -> bool:
        """Whether the same file again could bring nothing: everybody and every team in it is known."""
        return not (self.unknown_people or self.unknown_teams)

    def sentences(self) -> list[str]:
        """What the file holds, for a dry run."""
        told = [_("%(rows)s rows.", rows=f"{self.rows:,}")]
        told += [f"{slug}: {number:,}" for slug, number in sorted(self.readings.items())]
        if self.first_day and self.last_day:
            told.append(_("From %(first)s to %(last)s.", first=self.first_day, last=self.last_day))
        told += [_("“%(slug)s” is not published and is left out.", slug=slug) for slug in self.left_out]
        told += [
            ngettext(
                "Unknown person: %(name)s, in %(num)d row.",
                "Unknown person: %(name)s, in %(num)d rows.",
                number,
                name=name,
            )
            for name, number in self.unknown_people.items()
        ]
        told += [
            ngettext(
                "Unknown team: %(name)s, in %(num)d row.", "Unknown team: %(name)s, in %(num)d rows.", number, name=name
            )
            for name, number in self.unknown_teams.items()
        ]
        return told


@dataclass(frozen=True)
class Setting:
    """Everything that reading a file takes, as it was when the reading began."""

    source_id: int | None
    mapping: SourceMapping
    columns: list[Any] | None
    known: Known
    settled: str | None
    left_out: tuple[str, ...] = field(default=())

    def fingerprint(self, sha256: str) -> str:
        """Of a file read in this way: the same again can only say the same."""
        rules = sorted(map(repr, self.known.rules.values()))
        parts = [sha256, stored(self.mapping), self.known.zone.key, *rules]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def setting(db: Session, intake: Intake, zone: ZoneInfo) -> Setting:
    """What reading this file takes. Raises Problems for a source without a mapping and standards that are not there."""
    row = db.scalars(select(ReadingSource).where(ReadingSource.slug == intake.source)).first()
    mapping = intake.mapping
    if mapping is None and row is not None and row.mapping is not None:
        mapping = SourceMapping.model_validate(row.mapping)
    if mapping is None:
        message = _("Nothing says how files of “%(source)s” are read.", source=intake.source)
        raise Problems([Problem(intake.source, None, message, _("Give it a mapping, or begin with a ready one."))])
    around = known(db, row.id if row else None, mapping, zone)
    absent = [one for one in mapping.readings if one.standard not in around.rules]
    unknown = [one.standard for one in absent if not one.optional]
    if unknown or len(absent) == len(mapping.readings):
        raise Problems(
            Problem(
                intake.source,
                None,
                _("“%(slug)s” is not a published standard.", slug=slug),
                _("Publish it, or correct the mapping."),
            )
            for slug in unknown or [one.standard for one in absent]
        )
    return Setting(
        source_id=row.id if row else None,
        mapping=mapping,
        columns=row.columns if row else None,
        known=around,
        settled=row.settled if row else None,
        left_out=tuple(one.standard for one in absent),
    )


def prepare(db: Session, intake: Intake, *, zone: ZoneInfo, now: datetime, tell: Tell | None = None) -> Report:
    """Look through a whole file, writing nothing; memory does not grow with it.

    Raises Problems for a file that cannot be read at all; what is wrong in its rows the report lists.
    """
    around = setting(db, intake, zone)
    return look_through(around, intake, now=now, tell=tell)


def look_through(around: Setting, intake: Intake, *, now: datetime, tell: Tell | None = None) -> Report:
    """The same, for whoever has the setting and closed the session: a long file should hold no transaction open."""
    sha256 = checksum(intake.path)
    with rows_of(intake, around.mapping) as rows:
        problems = layout_problems(
            rows.header, around.mapping, around.columns, intake.name, new_layout=intake.new_layout
        )
        if problems:
            raise Problems(problems)
        reader = reader_of(around, rows, intake, now)
        with Seen() as seen:
            for contact, line in contacts(rows, reader, tell):
                seen.add(contact.external_id, line)
            _say_twice(seen, reader.found, intake.name)
    found = reader.found
    _say_too_many(found, intake.name)
    return Report(
        sha256=sha256,
        fingerprint=around.fingerprint(sha256),
        header=rows.header,
        rows=found.rows,
        readings=dict(found.readings),
        problems=tuple(found.problems),
        problem_count=found.problem_count,
        unknown_people=dict(found.unknown_people.most_common()),
        unknown_teams=dict(found.unknown_teams.most_common()),
        strata=tuple(sorted(found.strata)),
        first_day=_day(found.first_day),
        last_day=_day(found.last_day),
        left_out=around.left_out,
    )


@contextmanager
def rows_of(intake: Intake, mapping: SourceMapping) -> Iterator[Rows]:
    """The rows of a file, read as the mapping says."""
    with opened(
        intake.path, intake.name, encoding=mapping.encoding, delimiter=mapping.delimiter, sheet=mapping.sheet
    ) as rows:
        yield rows


def reader_of(around: Setting, rows: Rows, intake: Intake, now: datetime) -> RowReader:
    """What reads the rows; clocks may go wrong by a day."""
    return RowReader(around.mapping, rows.header, around.known, intake.name, int(now.timestamp()) + _ONE_DAY)


def contacts(rows: Rows, reader: RowReader, tell: Tell | None, *, skip: int = 0) -> Iterator[tuple[Contact, int]]:
    """What the rows say, with their lines; those with a problem are left out, and so are the first `skip`."""
    for number, (line, cells) in enumerate(rows.rows, 1):
        if tell is not None and number % _TOLD_EVERY == 0:
            tell(rows.share)
        if number <= skip:
            continue
        contact = reader.read(line, cells)
        if contact is not None:
            yield contact, line


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say_twice(seen: Seen, found: Found, where: str) -> None:
    for external_id, first, again in seen.twice():
        message = _("“%(id)s” stands here and in line %(first)s.", id=external_id[:80], first=first)
        found.problem(where, again, message, _("One contact has one row: remove one of them."))
    found.problems.sort(key=lambda problem: problem.line or 0)
    del found.problems[SHOWN:]


def _say_too_many(found: Found, where: str) -> None:
    if len(found.unknown_people) >= MOST_UNKNOWN:
        message = _("More than %(number)s people are unknown.", number=f"{MOST_UNKNOWN:,}")
        found.problem(where, None, message, _("Look whether “person” names the right column."))
    if len(found.strata) > MOST_STRATA:
        message = _("There are more than %(number)s kinds of contact.", number=f"{MOST_STRATA:,}")
        found.problem(where, None, message, _("Name fewer columns under “strata”: each kind is compared with itself."))


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)
