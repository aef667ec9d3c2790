"""Taking a file of readings in: looked through first, then written in short transactions; the site stays usable.

Each batch writes its readings, what they change in the cells, and how far the import is, all at once. An import that
was killed goes on where it stood; one that is repeated changes nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.core import ledger
from training.core.db import Database
from training.core.i18n import ngettext
from training.core.permissions import Actor, Permission
from training.core.problems import Problem, Problems
from training.core.web import NotFound
from training.metrics.actions_reading import (
    Intake,
    Report,
    Setting,
    Tell,
    checksum,
    contacts,
    look_through,
    reader_of,
    rows_of,
    setting,
)
from training.metrics.actions_writing import Row, Written, hold, put
from training.metrics.files_mapping import Mapping as SourceMapping
from training.metrics.files_rows import Contact
from training.metrics.models import CERTAIN, ReadingAlias, ReadingImport, ReadingSource
from training.metrics.queries import inserting, strata

BATCH = 4_000
"""Rows of a file written at once: a tenth of a second or so, after which others have their turn."""

WRITING, DONE = "writing", "done"


@dataclass(frozen=True)
class Outcome:
    """What an import did. `report` is None when the file was known already, so that nothing had to be looked at."""

    written: Written
    report: Report | None
    import_id: int | None


@dataclass(frozen=True)
class _Ids:
    """Ids of what rows name by words."""

    source: int
    aliases: dict[str, int]
    strata: dict[str, int]


def run(
    database: Database,
    actor: Actor,
    intake: Intake,
    *,
    zone: ZoneInfo,
    now: datetime,
    tell: Tell | None = None,
    batch: int = BATCH,
    import_id: int | None = None,
) -> Outcome:
    """Take a file in, all of it or, when anything in it is wrong, nothing. Raises Problems with what is wrong.

    Must be called outside a transaction: it opens one for each batch. `tell` hears the share of the work that is done,
    `batch` is in rows, `import_id` is the row of an import that was announced before.
    """
    _refuse_outsiders(actor)
    with database.reading() as db:
        around = setting(db, intake, zone)
    if around.settled is not None and around.settled == around.fingerprint(checksum(intake.path)):
        if import_id is not None:
            with database.writing() as db:
                _close(db, import_id, now)
        return Outcome(Written(), None, import_id)
    report = look_through(around, intake, now=now, tell=_part(tell, 0.0, 0.4))
    if not report.is_fine:
        raise Problems(report.problems + _more(report, intake.name))
    with database.writing() as db:
        entry, ids = _begin(db, actor, intake, around, report, now=now, import_id=import_id)
        begun = entry.id, entry.rows_done
    written = _write(database, intake, around, ids, begun, tell=_part(tell, 0.4, 1.0), batch=batch, now=now)
    with database.writing() as db:
        _end(db, actor, begun[0], report, now)
    return Outcome(written, report, begun[0])


def _write(
    database: Database,
    intake: Intake,
    around: Setting,
    ids: _Ids,
    begun: tuple[int, int],
    *,
    tell: Tell | None,
    batch: int,
    now: datetime,
) -> Written:
    import_id, done = begun
    written = Written()
    with rows_of(intake, around.mapping) as rows:
        reader = reader_of(around, rows, intake, now)
        for part in _batches(contacts(rows, reader, tell, skip=done), batch):
            with database.writing() as db:
                source = hold(db, ids.source)
                wrote = put(
                    db,
                    source,
                    [row for contact in part for row in _rows(contact, ids)],
                    ids={contact.external_id for contact in part},
                    own_team={contact.external_id for contact in part if contact.own_team},
                )
                db.execute(
                    update(ReadingImport).where(ReadingImport.id == import_id).values(_progress(wrote, len(part)))
                )
            written.add(wrote)
    return written


def _rows(contact: Contact, ids: _Ids) -> Iterator[Row]:
    alias = None if contact.who is None else ids.aliases[contact.who]
    stratum = ids.strata[contact.stratum]
    for standard, value, exposure, missed in contact.readings:
        yield (
            ids.source,
            contact.external_id,
            standard,
            contact.person_id,
            contact.team_id,
            alias,
            contact.at,
            contact.day,
            stratum,
            value,
            exposure,
            missed,
            CERTAIN,
        )


def _begin(
    db: Session, actor: Actor, intake: Intake, around: Setting, report: Report, *, now: datetime, import_id: int | None
) -> tuple[ReadingImport, _Ids]:
    """The import’s row, taken up again where an earlier one was killed, and the ids of what its rows name."""
    source = hold(db, remember(db, intake.source, around.mapping))
    source.columns, source.settled = list(report.header), None
    ids = _Ids(source.id, _aliases(db, source.id, report), strata(db, report.strata or ("",)))
    newest = select(ReadingImport).where(ReadingImport.source_id == source.id, ReadingImport.state.in_((WRITING, DONE)))
    last = db.scalars(newest.order_by(ReadingImport.begun_at.desc(), ReadingImport.id.desc()).limit(1)).first()
    entry = db.get(ReadingImport, import_id) if import_id is not None else None
    if last is not None and last.state == WRITING and last.fingerprint == report.fingerprint:
        if entry is not None and entry is not last:
            _close(db, entry.id, now)  # the same file was handed in twice
        return last, ids
    if entry is None:
        entry = ReadingImport(
            source_id=source.id, by_id=actor.person_id, at=now, file_name=intake.name, sha256=report.sha256
        )
        db.add(entry)
    entry.begun_at, entry.fingerprint, entry.state = now, report.fingerprint, WRITING
    entry.rows, entry.rows_done, entry.report = report.rows, 0, _kept(report)
    entry.new = entry.changed = entry.unchanged = entry.removed = 0
    db.flush()
    return entry, ids


def _end(db: Session, actor: Actor, import_id: int, report: Report, now: datetime) -> None:
    entry = _close(db, import_id, now)
    source = hold(db, entry.source_id)
    source.settled = report.fingerprint if report.is_settled else None
    payload = {"source": source.slug, "file": entry.file_name, "sha256": entry.sha256, "rows": entry.rows}
    counts = {"new": entry.new, "changed": entry.changed, "unchanged": entry.unchanged, "removed": entry.removed}
    ledger.record(db, "readings.imported", at=now, actor_id=actor.person_id, payload=payload | counts)


def _close(db: Session, import_id: int, now: datetime) -> ReadingImport:
    entry = db.get_one(ReadingImport, import_id)
    entry.state, entry.ended_at = DONE, now
    return entry


def remember(db: Session, slug: str, mapping: SourceMapping) -> int:
    """The id of a source, which from now on is read by this mapping; it is made when it is not there."""
    found = db.scalars(select(ReadingSource).where(ReadingSource.slug == slug).with_for_update()).first()
    content = mapping.model_dump(mode="json", exclude_defaults=True)
    if found is None:
        found = ReadingSource(slug=slug, title=mapping.title, mapping=content, columns=None, settled=None, standards=[])
        db.add(found)
        db.flush()
    elif found.mapping != content:
        found.title, found.mapping, found.settled = mapping.title, content, None
    return found.id


def _aliases(db: Session, source_id: int, report: Report) -> dict[str, int]:
    """The ids of every name of the source that the roster does not know; new ones are made."""
    new = [{"source_id": source_id, "name": name} for name in report.unknown_people]
    if new:
        db.execute(inserting(db, ReadingAlias).on_conflict_do_nothing(), new)
    query = select(ReadingAlias.name, ReadingAlias.id).where(ReadingAlias.source_id == source_id)
    return dict(db.execute(query).all())


def _progress(written: Written, rows: int) -> dict[Any, Any]:
    counts = {name: getattr(ReadingImport, name) + number for name, number in asdict(written).items()}
    return counts | {"rows_done": ReadingImport.rows_done + rows}


def _kept(report: Report) -> dict[str, Any]:
    """What is remembered of a report with its import."""
    return {
        "readings": dict(report.readings),
        "unknown_people": dict(list(report.unknown_people.items())[:300]),
        "unknown_teams": dict(list(report.unknown_teams.items())[:300]),
        "first_day": str(report.first_day or ""),
        "last_day": str(report.last_day or ""),
        "left_out": list(report.left_out),
    }


def _more(report: Report, where: str) -> tuple[Problem, ...]:
    more = report.problem_count - len(report.problems)
    message = ngettext("And %(num)d more problem.", "And %(num)d more problems.", more)
    return (Problem(where, None, message),) if more > 0 else ()


def _batches(found: Iterator[tuple[Contact, int]], size: int) -> Iterator[list[Contact]]:
    part: list[Contact] = []
    for contact, _line in found:
        part.append(contact)
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


def _part(tell: Tell | None, start: float, end: float) -> Tell | None:
    """Tells a part of the work as a part of the whole."""
    return None if tell is None else lambda share: tell(start + share * (end - start))


def _refuse_outsiders(actor: Actor) -> None:
    if not actor.may(Permission.METRIC_WRITE):
        raise NotFound
