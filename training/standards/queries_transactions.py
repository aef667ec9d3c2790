"""A transaction with its steps, and with everything that is done, promised and taught at each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from training.content.faults import Fault
from training.content.library import Edition
from training.content.queries import live, live_all, live_all_for
from training.content.queries_uses import PlacedUse, placed, uses_for
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.queries import role_names
from training.standards.files_hours import KIND as HOURS
from training.standards.files_hours import Hours
from training.standards.files_profile import KIND as PROFILE
from training.standards.files_service import KIND as SERVICE
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_transaction import KIND as TRANSACTION
from training.standards.files_transaction import Step, Transaction
from training.standards.rules_agreement import Claim, claimed_twice
from training.standards.rules_blueprint import Drawn, drawn
from training.standards.rules_span import overrun
from training.standards.rules_transaction import doubts


@dataclass(frozen=True)
class StepKnown:
    """A step as it is drawn and explained.

    `standards`, `promises` and `uses` are what it is held to, what it keeps, and what serves it, by kind.
    """

    step: Step
    drawn: Drawn
    standards: tuple[Edition, ...]
    promises: tuple[PlacedUse, ...]
    hours: Edition | None
    uses: Mapping[str, Sequence[PlacedUse]]


@dataclass(frozen=True)
class ToSettle:
    """Something about a transaction that somebody has to decide. `step` is where, None for the whole."""

    step: StepKnown | None
    message: str
    remedy: str


@dataclass(frozen=True)
class Sketch:
    """What a blueprint shows: lanes from above, the name of every role by its slug, and the steps."""

    lanes: tuple[str, ...]
    roles: Mapping[str, str]
    steps: tuple[StepKnown, ...]


@dataclass(frozen=True)
class TransactionKnown(Sketch):
    """A live transaction with what is to be settled in it."""

    edition: Edition
    service: Edition | None
    hours: Edition | None
    doubts: tuple[ToSettle, ...]
    claims: tuple[tuple[StepKnown, tuple[str, ...]], ...]  # a step and the names of all who think it theirs

    @property
    def transaction(self) -> Transaction:
        found: Transaction = self.edition.model
        return found


def transaction_known(db: Session, actor: Actor, slug: str, *, today: date) -> TransactionKnown:
    """A live transaction with everything around it. Raises NotFound."""
    found = live(db, TRANSACTION.name, slug)
    if found is None:
        raise NotFound
    transaction: Transaction = found.model
    houses = live_all(db, HOURS.name, _houses_of(transaction))
    profiles = live_all(db, PROFILE.name)
    claims = claimed_twice(
        {f"{slug}/{step.id}": step.owner for step in transaction.steps},
        {edition.model.role: edition.model.steps for edition in profiles.values()},
    )
    policies = live_all_for(db, actor, "policy", today=today) if any(one.promises for one in transaction.steps) else {}
    uses: dict[str, dict[str, list[PlacedUse]]] = {}
    for use in uses_for(db, actor, TRANSACTION.name, slug, today=today):
        if use.item and use.kind != PROFILE.name:
            uses.setdefault(use.item, {}).setdefault(use.kind, []).append(use)
    steps = _steps(db, transaction, policies, houses, uses)
    by_link = {f"{slug}/{one.step.id}": one for one in steps}
    roles = _named(db, transaction, (role for one in claims for role in one.others))
    return TransactionKnown(
        lanes=transaction.roles,
        roles=roles,
        steps=steps,
        edition=found,
        service=live(db, SERVICE.name, transaction.service) if transaction.service else None,
        hours=houses.get(transaction.hours or ""),
        doubts=tuple(_to_settle(transaction, steps, houses)),
        claims=tuple((by_link[one.step], _names(one, roles)) for one in claims),
    )


def sketched(db: Session, transaction: Transaction) -> Sketch:
    """What somebody wrote as a blueprint, before anything points at it."""
    houses = live_all(db, HOURS.name, _houses_of(transaction))
    return Sketch(transaction.roles, _named(db, transaction), _steps(db, transaction, {}, houses, {}))


def _named(db: Session, transaction: Transaction, others: Iterable[str] = ()) -> dict[str, str]:
    slugs = sorted({*transaction.roles, *_roles_of(transaction), *others})
    return dict(zip(slugs, role_names(db, slugs), strict=True))


def _names(claim: Claim, roles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(roles[role] for role in (claim.owner, *claim.others))


def _houses_of(transaction: Transaction) -> set[str]:
    named = (step.clock.hours for step in transaction.steps if step.clock)
    return {slug for slug in (transaction.hours, *named) if slug}


def _roles_of(transaction: Transaction) -> Iterable[str]:
    for step in transaction.steps:
        yield from (*step.role, *step.helps)
        if step.authority and step.authority.then:
            yield step.authority.then


def _steps(
    db: Session,
    transaction: Transaction,
    policies: Mapping[str, Edition],
    houses: Mapping[str, Edition],
    uses: Mapping[str, Mapping[str, Sequence[PlacedUse]]],
) -> tuple[StepKnown, ...]:
    standards = live_all(db, STANDARD.name, {slug for step in transaction.steps for slug in step.standards})
    return tuple(
        StepKnown(
            step=step,
            drawn=picture,
            standards=tuple(standards[slug] for slug in step.standards if slug in standards),
            promises=tuple(_promises(step, policies)),
            hours=houses.get(step.clock.hours or "") if step.clock else None,
            uses=uses.get(step.id, {}),
        )
        for step, picture in zip(transaction.steps, drawn(transaction, transaction.roles), strict=True)
    )


def _promises(step: Step, policies: Mapping[str, Edition]) -> Iterable[PlacedUse]:
    for promise in step.promises:
        slug, _slash, item = promise.partition("/")
        if slug in policies:
            yield placed(policies[slug], item or None)


def _to_settle(
    transaction: Transaction, steps: Sequence[StepKnown], houses: Mapping[str, Edition]
) -> Iterable[ToSettle]:
    for fault in doubts(transaction):
        yield _settled(fault, steps)
    found = overrun(transaction, partial(_house, houses))
    if found:
        yield ToSettle(None, found.in_words(), "")


def _house(houses: Mapping[str, Edition], slug: str) -> Hours | None:
    return houses[slug].model if slug in houses else None


def _settled(fault: Fault, steps: Sequence[StepKnown]) -> ToSettle:
    number = fault.path[1] if len(fault.path) > 1 else None
    return ToSettle(steps[number] if isinstance(number, int) else None, fault.message, fault.remedy)
