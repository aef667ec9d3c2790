"""Answers that leave the site: a table, or a pack for an inspector. Each one is a fact in the ledger."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BufferedRandom, BytesIO, TextIOWrapper
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from training.core import ledger
from training.core.permissions import Actor, Permission
from training.core.site import Site
from training.reports import audit_tables as tables
from training.reports.audit_paper import Asking
from training.reports.pack import build
from training.reports.queries_asking import scope_of
from training.reports.queries_audit import Answer
from training.reports.queries_people import people_of
from training.reports.rules_audit import Question, Summary

CSV, PACK = "csv", "pack"
FORMS = (CSV, PACK)
# A pack holds what facts say, to the single turn of a conversation: more than the pages show to a leader.
PERMISSIONS = {CSV: Permission.STANDING_READ, PACK: Permission.AUDIT_READ}

File = BytesIO | BufferedRandom
Progress = Callable[[int, int], None]
"""(how many people are done, of how many)"""


@dataclass(frozen=True)
class Made:
    """What a file came to. `sha256` is that of the table, or of the pack's manifest."""

    people: int
    facts: int
    sha256: str
    summary: Summary


def make(
    db: Session,
    actor: Actor,
    form: str,
    question: Question,
    target: File,
    *,
    site: Site,
    room: Path,
    now: datetime,
    tell: Progress,
    with_chain: bool = False,
) -> Made:
    """Write the answer into a new file `target`, in the reader's language. It only reads the database.

    Tables of a pack grow in the folder `room`; little of either form is in memory at a time.
    """
    people = people_of(db, actor, question, site.zone, PERMISSIONS[form])
    tell(0, len(people))
    if form == CSV:
        summary = _write_table(db, question, people, target, zone=site.zone, tell=tell)
        target.seek(0)
        return Made(len(people), 0, hashlib.file_digest(target, "sha256").hexdigest(), summary)
    asking = Asking(
        question=question,
        scope=scope_of(db, question),
        by=actor.display_name,
        at=now,
        company=site.company,
        zone=site.zone,
        head=ledger.head(db),
    )
    built = build(
        db, asking, people, target, room=room, tell=lambda done: tell(done, len(people)), with_chain=with_chain
    )
    return Made(len(people), built.facts, built.sha256, built.summary)


def _write_table(
    db: Session, question: Question, people: list[int], target: File, *, zone: ZoneInfo, tell: Progress
) -> Summary:
    summary, done = Summary(), 0
    text = TextIOWrapper(target, tables.WITH_BYTE_ORDER_MARK, newline="")
    table = tables.Table(text, tables.standings_heading())
    for lines in Answer(db, question, zone).chunks(people):
        summary.add(lines)
        table.add(tables.standings(line for line in lines if question.state in {"", line.state}))
        done += len({line.person.id for line in lines})
        db.expunge_all()  # what was read is written down: it need not stay in memory
        tell(done, len(people))
    text.flush()
    text.detach()  # the file stays open for whoever gave it
    return summary


def note_exported(db: Session, actor: Actor, form: str, question: Question, made: Made, *, now: datetime) -> None:
    """Write down that an answer left the site: who asked what, and the checksum of what they got."""
    ledger.record(
        db,
        "audit.exported",
        at=now,
        actor_id=actor.person_id,
        payload={
            "form": form,
            "question": question.plain(),
            "people": made.people,
            "facts": made.facts,
            "sha256": made.sha256,
        },
    )
