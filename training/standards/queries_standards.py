"""Standards with the steps that are held to them, and a standard with everything that serves it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live, live_all
from training.content.queries_uses import PlacedUse, uses_for
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.queries import role_names
from training.standards.files_service import KIND as SERVICE
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_standard import Standard
from training.standards.files_transaction import KIND as TRANSACTION
from training.standards.files_transaction import Step, Transaction
from training.standards.rules_standard import sentence


@dataclass(frozen=True)
class Line:
    """A standard in a list. `steps` are those of this transaction that are held to it: (title, url)."""

    slug: str
    standard: Standard
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        return STANDARD.place(self.slug, None)

    @property
    def sentence(self) -> str:
        return sentence(self.standard)


@dataclass(frozen=True)
class Held:
    """The standards of a transaction, in the order of its steps. `service` is (title, url), where it names one."""

    title: str
    url: str
    service: tuple[str, str] | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listed:
    """All standards: those that steps are held to, by transaction, and those that no step is held to."""

    held: tuple[Held, ...]
    free: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many there are, each counted once."""
        return len({line.slug for one in self.held for line in one.lines} | {line.slug for line in self.free})


def list_standards(db: Session) -> Listed:
    """Every live standard by the services and transactions that it belongs to."""
    standards = {slug: edition.model for slug, edition in live_all(db, STANDARD.name).items()}
    services = live_all(db, SERVICE.name)
    held = [
        one
        for slug, edition in live_all(db, TRANSACTION.name).items()
        if (one := _held(slug, edition.model, standards, services)).lines
    ]
    held.sort(key=lambda one: (one.service is None, one.service or ("", ""), one.title.casefold()))
    known = {line.slug for one in held for line in one.lines}
    free = [Line(slug, standard) for slug, standard in standards.items() if slug not in known]
    free.sort(key=lambda line: line.standard.title.casefold())
    return Listed(tuple(held), tuple(free))


def _held(
    slug: str, transaction: Transaction, standards: Mapping[str, Standard], services: Mapping[str, Edition]
) -> Held:
    steps: dict[str, list[tuple[str, str]]] = {}
    for step in transaction.steps:
        for standard in step.standards:
            if standard in standards:
                steps.setdefault(standard, []).append((step.title, TRANSACTION.place(slug, step.id)))
    service = services.get(transaction.service or "")
    named = (service.title, SERVICE.place(service.slug, None)) if service else None
    lines = tuple(Line(one, standards[one], tuple(places)) for one, places in steps.items())
    return Held(transaction.title, TRANSACTION.place(slug, None), named, lines)


@dataclass(frozen=True)
class StepHeld:
    """A step that is held to a standard, of which transaction, and who is accountable for it."""

    transaction: str  # its title
    step: Step
    role: str  # its name
    url: str


@dataclass(frozen=True)
class Known:
    """A standard with all that is known of it. `guard` must not fall while this one rises; `guards` are the reverse.

    `uses` are what serves it by the kind of document, without transactions, policies and standards.
    """

    edition: Edition
    roles: tuple[str, ...]
    guard: Edition | None
    guards: tuple[PlacedUse, ...]
    steps: tuple[StepHeld, ...]
    policies: tuple[PlacedUse, ...]
    uses: Mapping[str, Sequence[PlacedUse]]

    @property
    def standard(self) -> Standard:
        found: Standard = self.edition.model
        return found


def standard_known(db: Session, actor: Actor, slug: str, *, today: date) -> Known:
    """A live standard and everything that points at it. Raises NotFound."""
    found = live(db, STANDARD.name, slug)
    if found is None:
        raise NotFound
    standard: Standard = found.model
    by_kind: dict[str, list[PlacedUse]] = {}
    for use in uses_for(db, actor, STANDARD.name, slug, today=today):
        by_kind.setdefault(use.kind, []).append(use)
    return Known(
        edition=found,
        roles=tuple(role_names(db, standard.roles)),
        guard=live(db, STANDARD.name, standard.guard) if standard.guard else None,
        guards=tuple(by_kind.pop(STANDARD.name, [])),
        steps=tuple(_steps(db, by_kind.pop(TRANSACTION.name, []))),
        policies=tuple(by_kind.pop("policy", [])),
        uses=by_kind,
    )


def _steps(db: Session, uses: Sequence[PlacedUse]) -> Iterator[StepHeld]:
    transactions = live_all(db, TRANSACTION.name, {use.slug for use in uses}) if uses else {}
    found = [(use, step) for use in uses if (step := transactions[use.slug].model.step(use.block or ""))]
    owners = list({step.owner for _use, step in found})
    names = dict(zip(owners, role_names(db, owners), strict=True))
    for use, step in found:
        yield StepHeld(use.title, step, names[step.owner], use.url)
