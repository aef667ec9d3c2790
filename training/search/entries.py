"""What search keeps of a document: a row for each part, and the words in it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.kinds import Findable
from training.content.library import Edition, library
from training.content.models import Document
from training.content.queries import editions
from training.search.rules_answer import weight_of
from training.search.rules_entry import Fields, fields_of, spellings

CHUNK = 200  # documents that are held at once when all are gone through

Row = Mapping[str, Any]
"""The values of a `SearchEntry` by the names of its columns."""


def rows_of(edition: Edition) -> list[dict[str, Any]]:
    """The rows of a version, in the order of its parts; none when search knows nothing of its kind."""
    kind = library().kinds[edition.kind]
    for_all = not any(kind.audience(edition.model))
    return [_row(edition, part, place, for_all=for_all) for place, part in enumerate(kind.findable(edition.model))]


def roles_of(edition: Edition) -> list[str]:
    """The slugs of the roles that a version names, each once."""
    return sorted({role.slug for role in library().kinds[edition.kind].roles(edition.model)})


def fields_in(row: Row) -> Fields:
    """The words of a row."""
    return fields_of(**{name: row[name] for name in ("heading", "also", "answer", "text", "title")})


def spellings_in(rows: Iterable[Row], fields: Iterable[Fields]) -> set[str]:
    """The words of a document by which mistyped ones may be put right."""
    open_to_all = (words.every for row, words in zip(rows, fields, strict=True) if row["for_all"])
    return spellings(set().union(*open_to_all))


def live_editions(db: Session) -> Iterator[list[Edition]]:
    """The live version of every document, some at a time."""
    query = select(Document.live_version_id).where(Document.live_version_id.is_not(None)).order_by(Document.id)
    ids = [version_id for version_id in db.scalars(query) if version_id]
    for start in range(0, len(ids), CHUNK):
        yield list(editions(db, ids[start : start + CHUNK]).values())


def _row(edition: Edition, part: Findable, place: int, *, for_all: bool) -> dict[str, Any]:
    return {
        "document_id": edition.document_id,
        "version_id": edition.id,
        "kind": edition.kind,
        "slug": edition.slug,
        "block": part.block,
        "title": edition.title,
        "heading": part.heading,
        "text": part.text,
        "answer": part.answer,
        "also": list(part.also),
        "said": [list(piece) for piece in part.said],
        "authority": part.authority,
        "language": edition.language,
        "weight": weight_of(edition.kind, answers=bool(part.answer), place=place),
        "for_all": for_all,
    }
