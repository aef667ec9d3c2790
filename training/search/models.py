"""The index of search. All of it can be made again from the live documents, so no backup holds it."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class SearchEntry(Base):
    """A part of a live document as search answers with it; `block` None is the document itself.

    Ids of documents and versions are plain numbers: an entry whose version is not live any more is not found, and
    stands in nobody's way. `said` is the answer in pieces, (sort, text). `weight` says how much this sort of answer is
    preferred to others that fit as well. `for_all` says whether its words may put mistyped ones right.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_start", "kind", "block"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(index=True)
    version_id: Mapped[int]
    kind: Mapped[str]
    slug: Mapped[str]
    block: Mapped[str | None]
    title: Mapped[str]  # of the document
    heading: Mapped[str]
    text: Mapped[str]
    answer: Mapped[str]
    also: Mapped[list[Any]]
    said: Mapped[list[Any]]
    authority: Mapped[str]
    language: Mapped[str]
    weight: Mapped[float]
    for_all: Mapped[bool]


class SearchRole(Base):
    """A role that a document names: its holders find the document before others that fit as well."""

    __tablename__ = "search_role"

    document_id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class SearchWord(Base):
    """A word by which mistyped ones are put right, and in how many documents for everybody it stands.

    Words of a document that is for some only are never among them: a correction would tell that they are there.
    """

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(primary_key=True)
    documents: Mapped[int]


class SearchState(Base):
    """The one row about the index. `revision` rises with each change, `form` is that of the program that made it."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    form: Mapped[int]
