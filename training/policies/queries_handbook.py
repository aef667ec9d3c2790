"""The handbook: what the company is here for, what it values and promises, and how it works, for one reader."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all, live_all_for, needs_versions
from training.core.permissions import Actor
from training.people.queries import roles_held
from training.policies.files import Policy
from training.policies.queries import signatures_of
from training.policies.rules import State, state_of
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_transaction import KIND as TRANSACTION
from training.standards.rules_standard import sentence

VISION = "vision"
"""The slug of the page that comes first, whatever else there is."""

WHOLE = ""
"""The part of a promise under which steps stand that keep all of it."""


@dataclass(frozen=True)
class Named:
    """Something that stands on a page of its own; `words` say in a line what it is."""

    title: str
    url: str
    words: str = ""


@dataclass(frozen=True)
class Chapter:
    """A policy in the handbook, how its reader stands with it, where it shows, and which steps keep which part."""

    edition: Edition
    state: State
    is_asked: bool
    standards: tuple[Named, ...] = ()
    kept_by: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        found: Policy = self.edition.model
        return found

    @property
    def slug(self) -> str:
        return self.edition.slug

    @property
    def url(self) -> str:
        return f"/policies/{self.slug}"

    @property
    def waits(self) -> bool:
        """Whether the reader has still to sign it."""
        return self.state is State.CHANGED or (self.is_asked and self.state is State.UNSIGNED)


@dataclass(frozen=True)
class Handbook:
    """All of it, in the order in which it is read."""

    vision: Chapter | None
    values: tuple[Chapter, ...]
    promises: tuple[Chapter, ...]
    pages: tuple[Chapter, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        first = (self.vision,) if self.vision else ()
        return (*first, *self.values, *self.promises, *self.pages)


def handbook(db: Session, actor: Actor, *, today: date) -> Handbook:
    """What everybody may read of the handbook, and what is for the reader's roles; rules are no part of it."""
    chapters = list(_chapters(db, actor, live_all_for(db, actor, "policy", today=today), today))
    of_sort = {
        sort: tuple(one for one in chapters if one.policy.sort == sort) for sort in ("value", "promise", "handbook")
    }
    pages = of_sort["handbook"]
    vision = next((one for one in pages if one.slug == VISION), pages[0] if pages else None)
    return Handbook(vision, of_sort["value"], of_sort["promise"], tuple(one for one in pages if one is not vision))


def _chapters(db: Session, actor: Actor, editions: Mapping[str, Edition], today: date) -> Iterator[Chapter]:
    ids = [one.document_id for one in editions.values()]
    signatures, needed = signatures_of(db, actor.person_id, ids), needs_versions(db, ids)
    held = roles_held(db, actor.person_id, today=today)
    standards = _standards(db, {slug for one in editions.values() for slug in one.model.standards})
    kept = _kept(db) if any(one.model.sort == "promise" for one in editions.values()) else {}
    for slug, one in sorted(editions.items(), key=lambda pair: pair[1].title.casefold()):
        signature, policy = signatures.get(one.document_id), one.model
        number = signature.number if signature else None
        yield Chapter(
            edition=one,
            state=state_of(number, live=one.number, needs=needed.get(one.document_id, 1)),
            is_asked=not policy.roles or not held.isdisjoint(policy.roles),
            standards=tuple(standards[name] for name in policy.standards if name in standards),
            kept_by={part: tuple(steps) for (of, part), steps in kept.items() if of == slug},
        )


def _standards(db: Session, slugs: set[str]) -> dict[str, Named]:
    found = live_all(db, STANDARD.name, slugs) if slugs else {}
    return {slug: Named(one.title, STANDARD.place(slug, None), sentence(one.model)) for slug, one in found.items()}


def _kept(db: Session) -> dict[tuple[str, str], Sequence[Named]]:
    """The steps that keep a promise, by its slug and the part of it; `words` name its transaction."""
    kept: dict[tuple[str, str], list[Named]] = {}
    transactions = sorted(live_all(db, TRANSACTION.name).values(), key=lambda one: one.title.casefold())
    for transaction in transactions:
        for step in transaction.model.steps:
            for promise in step.promises:
                slug, _slash, part = promise.partition("/")
                place = TRANSACTION.place(transaction.slug, step.id)
                kept.setdefault((slug, part or WHOLE), []).append(Named(step.title, place, transaction.title))
    return dict(kept)
