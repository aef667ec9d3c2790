"""Documents, their immutable versions, drafts, what points at what, and media files."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base


class Document(Base):
    """Something that is taught, by kind and slug. `live_version_id` is None once it is retired.

    `file_sha256` is the checksum of the document as it last stood in a file when both were compared: the base that
    tells whether file, live version or both have moved since.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    slug: Mapped[str]
    live_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("version.id", use_alter=True, name="fk_document_live_version_id_version"), index=True
    )
    retired_at: Mapped[datetime | None]
    file_sha256: Mapped[str | None]


class Version(Base):
    """What a document said from one publish on; never changed afterwards.

    `body` is canonical JSON, `sha256` its checksum, with kind and media. `changes` gives the class of each block that
    changed (editorial, clarifying, behaviour); `asks_again` says whether any of them is behaviour. `media` maps names
    of media files to their SHA-256, so that a replaced picture does not change what was shown before.
    """

    __tablename__ = "version"
    # Processes keep versions that they have read by their ids, so no id may ever come back for another version.
    __table_args__ = (UniqueConstraint("document_id", "number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    sha256: Mapped[str]
    body: Mapped[str]
    media: Mapped[dict[str, Any]]
    title: Mapped[str]
    language: Mapped[str]
    origin: Mapped[str]  # file, browser or import
    changes: Mapped[dict[str, Any]]
    asks_again: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Draft(Base):
    """An unpublished change to a document, or a document that is not published yet; at most one for each.

    `base_version_id` is the live version that it began from. `revision` rises with each save, so that a second tab
    cannot overwrite the first unseen.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    slug: Mapped[str]
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    source: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Edge(Base):
    """A version points at a document, or at one item of it. Edges of live versions answer “where used”."""

    __tablename__ = "edge"
    __table_args__ = (Index("ix_edge_target", "kind", "slug", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    block: Mapped[str | None]
    kind: Mapped[str]
    slug: Mapped[str]
    item: Mapped[str | None]


class Audience(Base):
    """A role for which a document is, as its live version says. A document without such rows is for everybody."""

    __tablename__ = "document_audience"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)  # its slug; perhaps no such role is there yet


class Media(Base):
    """A media file that documents show. The newest row of a name is what new versions show; the bytes lie on disk."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
