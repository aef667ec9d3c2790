"""The lane of a role: its steps through all transactions, with clocks, authority, words and hand-overs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document, Edge
from training.content.queries import editions, live_all, open_to
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Role
from training.people.queries import role_names, roles_held
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_transaction import KIND as TRANSACTION
from training.standards.files_transaction import Step, Transaction
from training.standards.rules_lane import authority_words, clock_words

Links = tuple[tuple[str, str], ...]
"""(title, url) of what stands on a page of its own."""

Scripts = Mapping[tuple[str, str], Links]
"""By transaction and step, the scripts that hold words for it."""


@dataclass(frozen=True)
class Around:
    """What lies around the steps of transactions: names of roles, scripts, and standards as (title, url)."""

    names: Mapping[str, str]
    scripts: Scripts
    standards: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Hand:
    """Something that goes from one role to the next: whose the other step is, which one, and what goes along."""

    role: str
    step: str
    url: str
    words: str


@dataclass(frozen=True)
class LaneStep:
    """A step that the role is accountable for."""

    step: Step
    url: str
    clock: str
    authority: str
    gets: tuple[Hand, ...]
    gives: tuple[Hand, ...]
    scripts: Links
    standards: Links


@dataclass(frozen=True)
class Stretch:
    """The steps of one role in one transaction, in order."""

    slug: str
    title: str
    url: str
    language: str
    steps: tuple[LaneStep, ...]


@dataclass(frozen=True)
class Elsewhere:
    """A step of another role: where this one helps, or decides what goes beyond that role's authority."""

    transaction: str
    step: str
    role: str
    url: str
    words: str = ""


@dataclass(frozen=True)
class Lane:
    """All that a role does. `profile` is (title, url) of what it needs, where that is written down."""

    slug: str
    name: str
    stretches: tuple[Stretch, ...]
    decides: tuple[Elsewhere, ...]
    helps: tuple[Elsewhere, ...]
    profile: tuple[str, str] | None

    @property
    def url(self) -> str:
        return f"/lane/{self.slug}"

    @property
    def count(self) -> int:
        """How many steps are its own."""
        return sum(len(one.steps) for one in self.stretches)

    @property
    def is_empty(self) -> bool:
        return not (self.stretches or self.decides or self.helps)


@dataclass(frozen=True)
class Lanes:
    """The lanes of the reader's own roles, and (name, url) of those of others."""

    mine: tuple[Lane, ...]
    others: tuple[tuple[str, str], ...]


def my_lanes(db: Session, actor: Actor, *, today: date) -> Lanes:
    """What the reader does, by their roles of today; own roles without any step are there too."""
    transactions = live_all(db, TRANSACTION.name)
    held = roles_held(db, actor.person_id, today=today)
    known = sorted({role for one in transactions.values() for role in _roles_in(one.model)} | held)
    names = dict(zip(known, role_names(db, known), strict=True))
    own = sorted(held, key=lambda slug: names[slug])
    mine = _lanes(own, transactions, _around(db, actor, names, today), _profiles(db))
    others = sorted((names[slug], f"/lane/{slug}") for slug in known if slug not in held)
    return Lanes(mine, tuple(others))


def lane_for(db: Session, actor: Actor, role: str, *, today: date) -> Lane:
    """The lane of a role. Raises NotFound for one that is neither in the company nor in any transaction."""
    transactions = live_all(db, TRANSACTION.name)
    known = sorted({slug for one in transactions.values() for slug in _roles_in(one.model)} | {role})
    names = dict(zip(known, role_names(db, known), strict=True))
    (lane,) = _lanes([role], transactions, _around(db, actor, names, today), _profiles(db))
    if lane.is_empty and db.scalar(select(Role.id).where(Role.slug == role)) is None:
        raise NotFound
    return lane


def _roles_in(transaction: Transaction) -> set[str]:
    named = {role for step in transaction.steps for role in (*step.role, *step.helps)}
    return named | {step.authority.then for step in transaction.steps if step.authority and step.authority.then}


def _lanes(
    roles: Sequence[str],
    transactions: Mapping[str, Edition],
    around: Around,
    profiles: Mapping[str, tuple[str, str]],
) -> tuple[Lane, ...]:
    ordered = sorted(transactions.values(), key=lambda one: one.title.casefold())
    return tuple(
        Lane(
            slug=role,
            name=around.names[role],
            stretches=tuple(one for edition in ordered if (one := stretch_of(role, edition, around)).steps),
            decides=tuple(one for edition in ordered for one in _decides(role, edition, around.names)),
            helps=tuple(one for edition in ordered for one in _helps(role, edition, around.names)),
            profile=profiles.get(role),
        )
        for role in roles
    )


def _around(db: Session, actor: Actor, names: Mapping[str, str], today: date) -> Around:
    standards = {slug: (one.title, STANDARD.place(slug, None)) for slug, one in live_all(db, STANDARD.name).items()}
    return Around(names, _scripts(db, actor, today), standards)


def _profiles(db: Session) -> dict[str, tuple[str, str]]:
    """(title, url) of the profile of each role that has one."""
    found = live_all(db, PROFILE.name)
    return {one.model.role: (one.title, PROFILE.place(slug, None)) for slug, one in found.items()}


def _scripts(db: Session, actor: Actor, today: date) -> Scripts:
    """The scripts that the reader may see, by the step that they or one of their lines serve, in two queries."""
    query = (
        select(Edge.slug, Edge.item, Edge.version_id)
        .join(Document, Document.live_version_id == Edge.version_id)
        .where(Edge.kind == TRANSACTION.name, Document.kind == "script", open_to(actor, today=today))
        .order_by(Edge.id)
    )
    rows = db.execute(query).all()
    found = editions(db, {row.version_id for row in rows})
    scripts: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for slug, item, version_id in rows:
        edition = found[version_id]
        scripts.setdefault((slug, item or ""), {})[edition.title, f"/scripts/{edition.slug}"] = None
    return {step: tuple(titles) for step, titles in scripts.items()}


def stretch_of(role: str, edition: Edition, around: Around) -> Stretch:
    """The steps of a role in a transaction, with what comes to each and goes on from it."""
    transaction: Transaction = edition.model
    hands = list(_hands(edition, around.names))
    steps = tuple(
        LaneStep(
            step=step,
            url=TRANSACTION.place(edition.slug, step.id),
            clock=clock_words(step.clock) if step.clock else "",
            authority=_authority(step, around.names),
            gets=_each(got for _from, to, got, _given in hands if to == step.id),
            gives=_each(given for origin, _to, _got, given in hands if origin == step.id),
            scripts=around.scripts.get((edition.slug, step.id), ()),
            standards=tuple(around.standards[slug] for slug in step.standards if slug in around.standards),
        )
        for step in transaction.steps
        if step.owner == role
    )
    return Stretch(edition.slug, edition.title, TRANSACTION.place(edition.slug, None), edition.language, steps)


def _each(hands: Iterable[Hand]) -> tuple[Hand, ...]:
    """Without what the same role hands over, or takes, with the same words a second time."""
    return tuple({(hand.role, hand.words): hand for hand in hands}.values())


def _hands(edition: Edition, names: Mapping[str, str]) -> Iterator[tuple[str, str, Hand, Hand]]:
    """Every way on which the work changes hands: from and to which step, as its receiver and as its giver sees it."""
    transaction: Transaction = edition.model
    for number, origin in enumerate(transaction.steps):
        for way in transaction.ways(number):
            target = transaction.step(way.to)
            if target is None or target.owner == origin.owner:
                continue
            words = target.hand_over or ""
            sides = [
                Hand(names[other.owner], other.title, TRANSACTION.place(edition.slug, other.id), words)
                for other in (origin, target)
            ]
            yield origin.id, target.id, sides[0], sides[1]


def _authority(step: Step, names: Mapping[str, str]) -> str:
    if step.authority is None:
        return ""
    return authority_words(step.authority, names.get(step.authority.then or "", ""))


def _decides(role: str, edition: Edition, names: Mapping[str, str]) -> Iterator[Elsewhere]:
    for step in edition.model.steps:
        if step.authority and step.authority.then == role and step.owner != role:
            limit = step.authority.within
            yield _elsewhere(edition, step, names, limit.in_words() if limit else "")


def _helps(role: str, edition: Edition, names: Mapping[str, str]) -> Iterator[Elsewhere]:
    return (_elsewhere(edition, step, names) for step in edition.model.steps if role in step.helps)


def _elsewhere(edition: Edition, step: Step, names: Mapping[str, str], words: str = "") -> Elsewhere:
    place = TRANSACTION.place(edition.slug, step.id)
    return Elsewhere(edition.title, step.title, names[step.owner], place, words)
