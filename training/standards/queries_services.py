"""Services with what belongs to them, and promises to customers that no step keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.models import Document, Edge
from training.content.queries import live, live_all, live_all_for
from training.content.queries_uses import PlacedUse, placed, uses_for
from training.core.permissions import Actor
from training.core.web import NotFound
from training.standards.files_service import KIND as SERVICE
from training.standards.files_service import Service
from training.standards.files_standard import KIND as STANDARD
from training.standards.files_transaction import KIND as TRANSACTION
from training.standards.rules_agreement import unkept


@dataclass(frozen=True)
class Listed:
    """All services: packages of several, single ones, and the models that others are made from."""

    packages: tuple[Edition, ...]
    services: tuple[Edition, ...]
    models: tuple[Edition, ...]
    free: tuple[Edition, ...]  # transactions of no service

    @property
    def is_empty(self) -> bool:
        return not (self.packages or self.services or self.models or self.free)


def list_services(db: Session) -> Listed:
    """Every live service by title, and the transactions that belong to none."""
    found = sorted(live_all(db, SERVICE.name).values(), key=lambda edition: edition.title.casefold())
    named = {part.transaction for edition in found for part in edition.model.parts}
    slugs = {edition.slug for edition in found}
    return Listed(
        packages=tuple(one for one in found if one.model.bundles and not one.model.model),
        services=tuple(one for one in found if not one.model.bundles and not one.model.model),
        models=tuple(one for one in found if one.model.model),
        free=tuple(
            edition
            for slug, edition in live_all(db, TRANSACTION.name).items()
            if slug not in named and edition.model.service not in slugs
        ),
    )


def unkept_promises(db: Session, actor: Actor, *, today: date) -> list[PlacedUse]:
    """Promises to customers that no step of a live transaction keeps, of the policies that the actor may see."""
    policies = {
        slug: edition
        for slug, edition in live_all_for(db, actor, "policy", today=today).items()
        if edition.model.sort == "promise"
    }
    promises = {slug: [block.id for block in edition.model.blocks] for slug, edition in policies.items()}
    query = (
        select(Edge.slug, Edge.item)
        .join(Document, Document.live_version_id == Edge.version_id)
        .where(Document.kind == TRANSACTION.name, Edge.kind == "policy")
    )
    kept = {(row.slug, row.item) for row in db.execute(query)}
    return [placed(policies[slug], item) for slug, item in unkept(promises, kept)]


@dataclass(frozen=True)
class ServiceKnown:
    """A service with what it is made from, what bundles it, how it runs, and what is taught about it."""

    edition: Edition
    based_on: Edition | None
    made_from_it: tuple[Edition, ...]
    bundles: tuple[Edition, ...]
    packages: tuple[Edition, ...]
    transactions: Mapping[str, Edition]
    standards: Mapping[str, Edition]
    modules: tuple[PlacedUse, ...]

    @property
    def service(self) -> Service:
        found: Service = self.edition.model
        return found

    @property
    def runs(self) -> list[Edition]:
        """Its transactions: those of its parts first, in their order, then those that name it."""
        order = dict.fromkeys(part.transaction for part in self.service.parts if part.transaction)
        slugs = [*order, *(slug for slug in self.transactions if slug not in order)]
        return [self.transactions[slug] for slug in slugs if slug in self.transactions]


def service_known(db: Session, actor: Actor, slug: str, *, today: date) -> ServiceKnown:
    """A live service and everything around it. Raises NotFound."""
    found = live(db, SERVICE.name, slug)
    if found is None:
        raise NotFound
    service: Service = found.model
    services = live_all(db, SERVICE.name)
    uses = uses_for(db, actor, SERVICE.name, slug, today=today)
    wanted = {part.transaction for part in service.parts if part.transaction}
    wanted |= {use.slug for use in uses if use.kind == TRANSACTION.name}
    return ServiceKnown(
        edition=found,
        based_on=services.get(service.based_on or ""),
        made_from_it=tuple(one for one in services.values() if one.model.based_on == slug),
        bundles=tuple(services[one] for one in service.bundles if one in services),
        packages=tuple(one for one in services.values() if slug in one.model.bundles),
        transactions=live_all(db, TRANSACTION.name, wanted),
        standards=live_all(db, STANDARD.name, {one.standard for one in service.outcomes if one.standard}),
        modules=tuple(use for use in uses if use.kind == "module"),
    )
