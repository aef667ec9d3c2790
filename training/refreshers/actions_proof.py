"""A refresher that is complete, as evidence: one fact for each requirement that it renews."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document
from training.content.queries import editions
from training.core import ledger
from training.quizzes.rules import per_cent
from training.refreshers.queries_sitting import Sitting
from training.refreshers.rules import Doing, Renewed


def record_proof(db: Session, sitting: Sitting, *, now: datetime) -> None:
    """Write down what a complete refresher proves, against the versions of today.

    A version that came since the plan asks nobody to act differently, or the plan would have taken it in. What was
    retired meanwhile is asked of nobody, so nothing is said of it.
    """
    live = _live(db, (one.document_id for one in sitting.plan.renewed))
    for one in sitting.plan.renewed:
        if one.document_id in live:
            _record(db, sitting, one, live[one.document_id], now)


def _record(db: Session, sitting: Sitting, one: Renewed, edition: Edition, now: datetime) -> None:
    person_id = sitting.person_id
    about: dict[str, Any] = {"at": now, "actor_id": person_id, "subject_id": person_id}
    about |= {"document_id": edition.document_id, "version_id": edition.id}
    said = {"slug": edition.slug, "title": edition.title, "version": edition.number, "refresher": sitting.id}
    match one.kind:
        case "module":
            ledger.record(db, "module.done", payload=said, **about)
        case "quiz":
            score, pass_mark = _score(sitting, one)
            ledger.record(db, "quiz.passed", payload={**said, "score": score, "pass_mark": pass_mark}, **about)
        case "script":
            lines = list(edition.model.line_ids)
            ledger.record(db, "script.rehearsed", payload={**said, "lines": lines, "shaky": []}, **about)


def _score(sitting: Sitting, one: Renewed) -> tuple[int, int]:
    """Per cent of the test-out that was passed, and what it asked for."""
    for number, part in enumerate(sitting.plan.parts, start=1):
        done = sitting.done.get(number)
        if part.requirement == one.requirement and part.doing is Doing.PROVE and done is not None and done.passed:
            return per_cent(done.score or 0, done.most or 0), part.pass_mark
    raise LookupError(f"Refresher {sitting.id} has no test-out of {one.slug} that was passed")


def _live(db: Session, document_ids: Iterable[int]) -> dict[int, Edition]:
    rows = db.execute(
        select(Document.id, Document.live_version_id).where(
            Document.id.in_(set(document_ids)), Document.live_version_id.is_not(None)
        )
    )
    ids = {row.id: row.live_version_id for row in rows}
    found = editions(db, ids.values())
    return {document_id: found[version_id] for document_id, version_id in ids.items()}
