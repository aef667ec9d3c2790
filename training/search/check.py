"""Whether the index says what the live documents say."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.search.entries import Row, fields_in, live_editions, roles_of, rows_of, spellings_in
from training.search.models import SearchEntry, SearchRole, SearchWord
from training.search.words import count_words, kept_words

REMEDY = "Run “training search rebuild”."
MOST = 20  # sentences about documents; one remedy mends them all


def flaws(db: Session) -> list[str]:
    """What search says otherwise than the documents, in sentences."""
    found: list[str] = []
    counted: Counter[str] = Counter()
    live: set[int] = set()
    for editions in live_editions(db):
        kept = _kept(db, {edition.document_id for edition in editions})
        words = kept_words(db, [row["id"] for here, _roles in kept.values() for row in here])
        for edition in editions:
            rows, roles = rows_of(edition), roles_of(edition)
            here, has_roles = kept.get(edition.document_id, ([], []))
            counted.update(spellings_in(rows, [fields_in(row) for row in rows]))
            live.add(edition.document_id)
            same = [_without_id(row) for row in here] == rows and (not rows or has_roles == roles)
            if not same or any(words.get(row["id"]) != fields_in(row).every for row in here):
                found.append(f"Search knows “{edition.title}” otherwise than it is now. {REMEDY}")
    gone = set(db.scalars(select(SearchEntry.document_id).distinct())) - live
    if gone or (not found and count_words(db) != db.scalar(select(func.count(SearchEntry.id)))):
        found.append(f"Search knows documents that are not in use any more. {REMEDY}")
    if dict(db.execute(select(SearchWord.word, SearchWord.documents)).all()) != counted:
        found.append(f"Search counts the words of the documents wrongly. {REMEDY}")
    return found[:MOST]


def _kept(db: Session, documents: set[int]) -> dict[int, tuple[list[Row], list[str]]]:
    """By document, its rows and its roles as the index has them."""
    kept: dict[int, tuple[list[Row], list[str]]] = {document: ([], []) for document in documents}
    query = select(SearchEntry.__table__).where(SearchEntry.document_id.in_(documents)).order_by(SearchEntry.id)
    for row in db.execute(query):
        kept[row.document_id][0].append(row._asdict())
    roles = select(SearchRole).where(SearchRole.document_id.in_(documents)).order_by(SearchRole.role)
    for role in db.scalars(roles):
        kept[role.document_id][1].append(role.role)
    return kept


def _without_id(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
