"""What search keeps in the memory of each process: the words by which mistyped ones are put right."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.search.models import SearchState, SearchWord
from training.search.rules_spelling import Vocabulary


class KeptWords:
    """The words of the index as of a revision. One for each application."""

    def __init__(self) -> None:
        self.as_of: tuple[int, Vocabulary] = (-1, Vocabulary())


def vocabulary(db: Session) -> Vocabulary:
    """The words of all documents for everybody; read again when the index has changed."""
    kept: KeptWords = current_app.extensions["search_words"]
    revision = db.scalar(select(SearchState.revision)) or 0
    if kept.as_of[0] != revision:
        rows = db.execute(select(SearchWord.word, SearchWord.documents))
        kept.as_of = revision, Vocabulary((word, documents) for word, documents in rows)
    return kept.as_of[1]
