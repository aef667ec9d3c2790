"""Where something is used, as a reader sees it: which part of which document, and where it is read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.kinds import editing_place
from training.content.library import Edition, kind_named, library
from training.content.models import Document, Edge, Version
from training.content.queries import editions, open_to
from training.core.permissions import Actor, Permission


@dataclass(frozen=True)
class PlacedUse:
    """A part of a live document that points here, and at which item (None: at the document itself).

    `block_title` is what the part is called, empty for the document as a whole. `url` is where readers find it;
    documents that have no such place are shown to authors only, with their own page.
    """

    kind: str
    label: str
    slug: str
    title: str
    block: str | None
    block_title: str
    item: str | None
    url: str


def uses_for(db: Session, actor: Actor, kind: str, slug: str, *, today: date) -> list[PlacedUse]:
    """What points at a document or at items of it, in live versions that this actor may see, in two queries.

    In the order of kinds, titles and blocks; each part is there once for each item. Who writes no documents does not
    see those without a place for readers, such as banks: the words of their blocks are the questions of a quiz.
    """
    pointing = (
        select(Document.kind, Document.live_version_id, Edge.block, Edge.item)
        .join(Edge, Edge.version_id == Document.live_version_id)
        .where(Edge.kind == kind, Edge.slug == slug, open_to(actor, today=today))
        .distinct()
    )
    is_author = actor.may(Permission.DOCUMENT_READ)
    rows = [row for row in db.execute(pointing) if is_author or has_place(row.kind)]
    found = editions(db, {row.live_version_id for row in rows})
    order = {one.name: place for place, one in enumerate(library().kinds)}
    # Once for each version: to write the blocks of a long one out takes longer than all the rest of this.
    places = {item: list(kind_named(edition.kind).blocks(edition.model)) for item, edition in found.items()}
    uses = []
    for row in rows:
        edition = found[row.live_version_id]
        blocks = places[row.live_version_id]
        place = blocks.index(row.block) if row.block in blocks else -1
        key = (order[row.kind], edition.title.casefold(), edition.slug, place, row.item or "")
        uses.append((key, placed(edition, row.block, row.item)))
    return [use for _key, use in sorted(uses, key=lambda pair: pair[0])]


def titles_of(db: Session, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What live documents are called, by kind and slug, in one query; those that are not there are left out."""
    query = (
        select(Document.kind, Document.slug, Version.title)
        .join(Version, Version.id == Document.live_version_id)
        .where(Document.kind.in_({kind for kind, _slug in pairs}), Document.slug.in_({slug for _kind, slug in pairs}))
    )
    return {(kind, slug): title for kind, slug, title in db.execute(query) if (kind, slug) in pairs}


def has_place(kind: str) -> bool:
    """Whether documents of this kind have a place where readers find them, beside the page that authors have."""
    return kind_named(kind).place is not editing_place


def by_item(uses: Iterable[PlacedUse], order: Iterable[str] = ()) -> list[tuple[str | None, Sequence[PlacedUse]]]:
    """Uses grouped by the item that they point at, those of the whole document first; `order` is that of its items."""
    groups: dict[str | None, list[PlacedUse]] = {None: [], **{item: [] for item in order}}
    for use in uses:
        groups.setdefault(use.item, []).append(use)
    return [(item, group) for item, group in groups.items() if group]


def placed(edition: Edition, block: str | None, item: str | None = None) -> PlacedUse:
    """A part of a version as readers find it."""
    kind = kind_named(edition.kind)
    return PlacedUse(
        kind=edition.kind,
        label=str(kind.label),
        slug=edition.slug,
        title=edition.title,
        block=block,
        block_title=kind.block_title(edition.model, block) if block else "",
        item=item,
        url=kind.place(edition.slug, block) if has_place(edition.kind) else f"/documents/{edition.kind}/{edition.slug}",
    )
