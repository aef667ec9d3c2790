"""What the application knows about documents: their kinds, where media lie, and the versions it has read lately."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.content.kinds import Kind, Kinds
from training.content.schema import Strict
from training.core.permissions import Actor

KEPT = 1000  # versions; a parsed module takes about 50 kB


@dataclass(frozen=True)
class Edition:
    """An immutable version as readers use it. `model` is of the kind’s schema; `media` maps a name to its SHA-256."""

    id: int
    document_id: int
    kind: str
    slug: str
    number: int
    title: str
    language: str
    at: datetime
    by_id: int | None
    origin: str
    note: str | None
    sha256: str
    changes: dict[str, str]
    media: dict[str, str]
    model: Any = field(repr=False)

    def media_url(self, name: str) -> str | None:
        """The address of a media file as this version shows it."""
        sha256 = self.media.get(name)
        return f"/media/{sha256}/{name}" if sha256 else None


CountRelearners = Callable[[Session, int, str, str], int]
"""(db, document_id, kind, slug) → how many people a change of behaviour would ask to learn again."""


def nobody(_db: Session, _document_id: int, _kind: str, _slug: str) -> int:
    return 0


BeforePublishing = Callable[[Session, Actor, str, str, Strict], Markup]
"""(db, actor, kind, slug, model) → what an author reads before this document is published."""


def nothing_to_read(_db: Session, _actor: Actor, _kind: str, _slug: str, _model: Strict) -> Markup:
    return Markup()


class Library:
    """One for each application. It sets `count_relearners` and `before_publishing` to what knows about learners."""

    def __init__(self, kinds: Kinds, media_dir: Path) -> None:
        self.kinds = kinds
        self.media_dir = media_dir
        self.count_relearners: CountRelearners = nobody
        self.before_publishing: BeforePublishing = nothing_to_read
        self._editions: OrderedDict[int, Edition] = OrderedDict()
        self._lock = Lock()

    def kept(self, version_id: int) -> Edition | None:
        """A version that was read lately."""
        with self._lock:
            edition = self._editions.get(version_id)
            if edition is not None:
                self._editions.move_to_end(version_id)
            return edition

    def keep(self, edition: Edition) -> None:
        """Remember a version that is committed: it will never change."""
        with self._lock:
            self._editions[edition.id] = edition
            while len(self._editions) > KEPT:
                self._editions.popitem(last=False)


def library() -> Library:
    """The library of the running application."""
    found: Library = current_app.extensions["library"]
    return found


def kind_named(name: str) -> Kind[Any]:
    """Raises KeyError."""
    return library().kinds[name]
