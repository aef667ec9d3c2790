"""Scripts that somebody may see, and how far they are in rehearsing them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import behaviour_changes, edition, live_all_for, live_for, needs_version, needs_versions
from training.core.permissions import Actor
from training.people.queries import roles_held
from training.scripts.files import Script
from training.scripts.models import Rehearsal
from training.scripts.rules_rehearsal import Pass, Rating, Said, Turn, carried, next_turn, shaky


def script_for(db: Session, actor: Actor, slug: str, *, today: date) -> Edition:
    """The live version of a script that the actor may see. Raises NotFound."""
    return live_for(db, actor, "script", slug, today=today)


class Standing(StrEnum):
    """How somebody stands with a script."""

    NEW = "new"  # never rehearsed
    BEGUN = "begun"  # in the middle of a rehearsal
    REHEARSED = "rehearsed"
    CHANGED = "changed"  # rehearsed, and since then it asks for something else


@dataclass(frozen=True)
class Listed:
    """A script in a list. `is_mine` says whether it is for a role that the actor holds today."""

    slug: str
    title: str
    summary: str
    language: str
    is_mine: bool
    standing: Standing

    @property
    def url(self) -> str:
        return f"/scripts/{self.slug}"


def scripts_for(db: Session, actor: Actor, *, today: date) -> list[Listed]:
    """Every script that the actor may see, by title; those of their own roles first."""
    found = live_all_for(db, actor, "script", today=today)
    if not found:
        return []
    held = roles_held(db, actor.person_id, today=today)
    standings = _standings(db, actor, [one.document_id for one in found.values()])
    listed = [
        Listed(
            slug=slug,
            title=one.title,
            summary=one.model.summary,
            language=one.language,
            is_mine=not held.isdisjoint(one.model.roles),
            standing=standings.get(one.document_id, Standing.NEW),
        )
        for slug, one in found.items()
    ]
    return sorted(listed, key=lambda one: (not one.is_mine, one.title.casefold()))


def _standings(db: Session, actor: Actor, document_ids: Collection[int]) -> Mapping[int, Standing]:
    query = (
        select(Rehearsal.document_id, Rehearsal.version_id, Rehearsal.finished_at)
        .where(Rehearsal.person_id == actor.person_id, Rehearsal.document_id.in_(document_ids))
        .order_by(Rehearsal.finished_at.is_(None), Rehearsal.id)
    )
    latest = {row.document_id: row for row in db.execute(query)}
    if not latest:
        return {}
    needed = needs_versions(db, latest)
    standings = {}
    for document_id, row in latest.items():
        if row.finished_at is None:
            standings[document_id] = Standing.BEGUN
        else:
            is_old = edition(db, row.version_id).number < needed.get(document_id, 1)
            standings[document_id] = Standing.CHANGED if is_old else Standing.REHEARSED
    return standings


@dataclass(frozen=True)
class Rehearsing:
    """A script as one person rehearses it, always on its live version.

    `said` is what counts of the open rehearsal, or of the last one that was finished. `row_id` is the open rehearsal's;
    None while none is open. `changed` says that the script asks for something else since it was last said.
    """

    edition: Edition
    said: tuple[Said, ...] = ()
    row_id: int | None = None
    finished_at: datetime | None = None
    changed: bool = False

    @property
    def script(self) -> Script:
        found: Script = self.edition.model
        return found

    @property
    def turn(self) -> Turn | None:
        """The line to be said next; None when all is said."""
        return next_turn(self.script.line_ids, self.said)

    def turn_numbered(self, number: int) -> Turn | None:
        """A turn that was taken, or the next one; None for any other."""
        if 1 <= number <= len(self.said):
            return Turn(self.said[number - 1].within, self.said[number - 1].line)
        return self.turn if number == len(self.said) + 1 else None

    @property
    def shaky(self) -> tuple[str, ...]:
        return shaky(self.script.line_ids, self.said)


# The open rehearsal of a script, else the last one that was finished.
_LATEST = (
    select(Rehearsal.id, Rehearsal.version_id, Rehearsal.ratings, Rehearsal.finished_at)
    .where(Rehearsal.person_id == bindparam("person"), Rehearsal.document_id == bindparam("document"))
    .order_by(Rehearsal.finished_at.is_(None).desc(), Rehearsal.id.desc())
    .limit(1)
)


def rehearsing(db: Session, actor: Actor, slug: str, *, today: date) -> Rehearsing:
    """The script with the actor's rehearsal of it. Raises NotFound.

    Words are for the next customer, so an open rehearsal goes on with the live version at once: lines that are gone,
    and lines in which a version since then asks people to act differently, are said again; the others count.
    """
    found = script_for(db, actor, slug, today=today)
    row = db.execute(_LATEST, {"person": actor.person_id, "document": found.document_id}).first()
    if row is None:
        return Rehearsing(found)
    return _on_live_version(db, found, row)


def _on_live_version(db: Session, found: Edition, row: Row[Any]) -> Rehearsing:
    said, is_open = said_from(row.ratings), row.finished_at is None
    begun = edition(db, row.version_id).number
    changed = begun < found.number and begun < needs_version(db, found.document_id)
    if begun != found.number:
        changes = behaviour_changes(db, found.document_id) if changed else {}
        asked = {line for number, lines in changes.items() if begun < number <= found.number for line in lines}
        said = carried(said, found.model.line_ids, asked)
    return Rehearsing(found, said, row.id if is_open else None, row.finished_at, changed)


def said_from(ratings: Sequence[Sequence[str]]) -> tuple[Said, ...]:
    """What a row keeps, as the rules see it."""
    return tuple(Said(Pass(within), line, Rating(rating)) for within, line, rating in ratings)


def as_ratings(said: Sequence[Said]) -> list[list[str]]:
    """What the rules have decided, as a row keeps it."""
    return [[one.within.value, one.line, one.rating.value] for one in said]
