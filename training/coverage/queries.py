"""Everything that coverage is told from, read in a few statements however much there is."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification.files import KIND as PROGRAMME
from training.certification.files import Programme
from training.content.library import Edition
from training.content.links import step_named
from training.content.models import Document, Edge
from training.content.queries import editions
from training.content.queries_uses import PlacedUse, placed
from training.coverage.rules import MODULE, Company, Lesson, Link, Part, Promise, Standard, Step, Transaction
from training.modules.files import Module
from training.people.models import Role
from training.policies.files import KIND as POLICY
from training.policies.files import Policy
from training.standards.files import PROFILE, STANDARD, TRANSACTION
from training.standards.files_profile import Profile
from training.standards.files_standard import Standard as StandardFile
from training.standards.files_transaction import Transaction as TransactionFile

MEASURED = "measured_standards"
"""The list in `app.extensions` in which domains below say of which standards figures arrive."""

MeasuredStandards = Callable[[Session], Collection[str]]
"""(db) → the slugs of standards that have readings, or a source from which some will come."""

QUIZ, BANK = "quiz", "bank"
_READ = (STANDARD.name, TRANSACTION.name, PROFILE.name, PROGRAMME.name, POLICY.name, MODULE)


def company(db: Session, *, measured: frozenset[str]) -> Company:
    """What is live now, in three statements; `measured` are the standards of which figures arrive."""
    live = select(Document.live_version_id).where(Document.kind.in_(_READ), Document.live_version_id.is_not(None))
    found: dict[str, list[Edition]] = {kind: [] for kind in _READ}
    for edition in editions(db, list(db.scalars(live))).values():
        found[edition.kind].append(edition)
    for listed in found.values():
        listed.sort(key=lambda edition: (edition.title.casefold(), edition.slug))
    links, banks = _pointing(db)
    standards = [_standard(edition.slug, edition.model) for edition in found[STANDARD.name]]
    transactions = [_transaction(edition.slug, edition.model) for edition in found[TRANSACTION.name]]
    roles = {role for one in standards for role in one.roles}
    roles |= {role for one in transactions for step in one.steps for role in step.carried}
    return Company(
        standards=standards,
        transactions=transactions,
        links=links,
        measured=measured,
        claims=_claims(edition.model for edition in found[PROFILE.name]),
        lessons=[_lesson(edition.slug, edition.model) for edition in found[MODULE]],
        promises=[promise for edition in found[POLICY.name] for promise in _promises(edition.slug, edition.model)],
        kept=frozenset(_kept(edition.model for edition in found[TRANSACTION.name])),
        asked=_asked([edition.model for edition in found[PROGRAMME.name]], banks, roles),
        programmes=_programmes(found[PROGRAMME.name]),
    )


def measured(db: Session) -> frozenset[str]:
    """The slugs of the standards of which figures arrive, as the domains that receive them say."""
    asked: Sequence[MeasuredStandards] = current_app.extensions[MEASURED]
    return frozenset(slug for ask in asked for slug in ask(db))


def shown(db: Session, parts: Collection[Part]) -> dict[Part, PlacedUse]:
    """What parts of live documents are called and where they are read, in at most two statements."""
    if not parts:
        return {}
    query = select(Document.kind, Document.slug, Document.live_version_id).where(
        Document.kind.in_({part.kind for part in parts}),
        Document.slug.in_({part.slug for part in parts}),
    )
    wanted = {(part.kind, part.slug) for part in parts}
    live = {
        (kind, slug): version_id
        for kind, slug, version_id in db.execute(query)
        if version_id is not None and (kind, slug) in wanted
    }
    found = editions(db, list(live.values()))
    return {
        part: placed(found[live[part.kind, part.slug]], part.block) for part in parts if (part.kind, part.slug) in live
    }


def role_titles(db: Session) -> dict[str, str]:
    """What roles are called, by their slugs, in the order of their names."""
    return dict(db.execute(select(Role.slug, Role.name).order_by(Role.name)).all())


def _pointing(db: Session) -> tuple[list[Link], dict[str, list[Part]]]:
    """What points at standards and steps, and by quiz which questions it asks."""
    query = (
        select(Document.kind, Document.slug, Edge.block, Edge.kind, Edge.slug, Edge.item)
        .join(Edge, Edge.version_id == Document.live_version_id)
        .where(Edge.kind.in_((STANDARD.name, TRANSACTION.name, BANK)))
        .order_by(Document.kind, Document.slug, Edge.id)
    )
    links: list[Link] = []
    banks: dict[str, list[Part]] = defaultdict(list)
    for kind, slug, block, to_kind, to_slug, item in db.execute(query):
        if to_kind == BANK:
            banks[slug].append(Part(BANK, to_slug, item))
        elif to_kind == STANDARD.name:
            links.append(Link(Part(kind, slug, block), to_slug))
        elif item:
            links.append(Link(Part(kind, slug, block), f"{to_slug}/{item}"))
    return links, banks


def _standard(slug: str, model: StandardFile) -> Standard:
    return Standard(slug, model.title, model.roles)


def _transaction(slug: str, model: TransactionFile) -> Transaction:
    return Transaction(
        slug,
        model.title,
        tuple(
            Step(
                transaction=slug,
                id=step.id,
                title=step.title,
                owner=step.owner,
                helps=step.helps,
                decides=(step.authority.then or "") if step.authority else "",
                standards=step.standards,
            )
            for step in model.steps
        ),
    )


def _lesson(slug: str, model: Module) -> Lesson:
    blocks = tuple((block.id, block.title) for block in model.blocks)
    return Lesson(slug, model.title, blocks, of_service=model.service is not None)


def _claims(profiles: Iterable[Profile]) -> Mapping[str, frozenset[str]]:
    claims: dict[str, set[str]] = defaultdict(set)
    for profile in profiles:
        for step in profile.steps:
            claims[step].add(profile.role)
    return {step: frozenset(roles) for step, roles in claims.items() if step_named(step)}


def _promises(slug: str, model: Policy) -> Iterable[Promise]:
    return (Promise(slug, block.id, block.title) for block in model.blocks if model.sort == "promise")


def _kept(transactions: Iterable[TransactionFile]) -> Iterable[tuple[str, str | None]]:
    for transaction in transactions:
        for step in transaction.steps:
            for promise in step.promises:
                policy, _slash, block = promise.partition("/")
                yield policy, block or None


def _asked(
    programmes: Iterable[Programme], banks: Mapping[str, Sequence[Part]], everybody: Collection[str]
) -> dict[str, frozenset[Part]]:
    """By role the documents that its programmes ask for; of a quiz the questions that it may draw.

    One that is asked of some teams only counts for its roles: somebody who holds them is asked.
    """
    asked: dict[str, set[Part]] = defaultdict(set)
    for programme in programmes:
        parts: set[Part] = set()
        for item in programme.items:
            parts.add(Part(item.kind, item.slug))
            parts.update(banks.get(item.slug, ()) if item.kind == QUIZ else ())
        for role in everybody if programme.everybody else programme.roles:
            asked[role] |= parts
    return {role: frozenset(parts) for role, parts in asked.items()}


def _programmes(programmes: Iterable[Edition]) -> dict[str, tuple[str, ...]]:
    of_role: dict[str, list[str]] = defaultdict(list)
    for edition in programmes:
        for role in edition.model.roles:
            of_role[role].append(edition.slug)
    return {role: tuple(slugs) for role, slugs in of_role.items()}
