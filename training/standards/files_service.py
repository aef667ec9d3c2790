"""Services as files: for whom they are, what those people want to achieve, and what belongs to them."""

from collections.abc import Iterable
from typing import Literal

from training.content.faults import Fault, twice
from training.content.kinds import Findable, Kind, Reference, Source, content_of, read_yaml
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import ItemId, Language, Line, Slug, Text, Title, YesNo
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

FRAME = "frame"
"""The block of what holds for the whole document."""


class Outcome(Strict):
    """What the customer has in the end. `measure` and `target` are words; `standard` is the one that shows it."""

    id: ItemId
    text: Line
    measure: Line | None = None
    target: Line | None = None
    standard: Slug | None = None


class Part(Strict):
    """Something that belongs to the service.

    What is core is why people come, what is enabling is needed to get it, what is enhancing makes it better.
    `transaction` says how it runs.
    """

    id: ItemId
    title: Line
    text: Line | None = None
    sort: Literal["core", "enabling", "enhancing"] = "core"
    transaction: Slug | None = None


class Service(Strict):
    """What customers come for.

    A `model` is no service of its own: others are made from it and name it under `based_on`. A package `bundles` other
    services. `market` is where it competes, `customer` for whom it is, `wants` what they want to achieve.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    model: YesNo = False
    based_on: Slug | None = None
    bundles: tuple[Slug, ...] = ()
    market: Line | None = None
    customer: Text | None = None
    wants: tuple[Line, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    parts: tuple[Part, ...] = ()

    def faults(self) -> Iterable[Fault]:
        yield from twice((one.id for one in self.outcomes), "outcomes")
        yield from twice((one.id for one in self.parts), "parts")
        ids = {"outcomes": [one.id for one in self.outcomes], "parts": [one.id for one in self.parts]}
        for name, found in ids.items():
            if FRAME in found:
                message = _("“%(id)s” stands for something else here and cannot be an id.", id=FRAME)
                yield Fault(message, _("Choose another id."), (name, found.index(FRAME), "id"))
        for number, part in enumerate(self.parts):
            if part.id in ids["outcomes"]:
                message = _("An outcome has the id “%(id)s” too.", id=part.id)
                yield Fault(message, _("Give each its own id."), ("parts", number, "id"))
        if self.parts and not any(part.sort == "core" for part in self.parts):
            message = _("Nothing of it is core, so it is not said what people come for.")
            yield Fault(message, _("Give at least one part “sort: core”."), ("parts",))


def parse(text: str, where: str) -> Service:
    """The service of a text. Raises Problems."""
    return _read(text, where).model


def to_text(service: Service) -> str:
    """The file of a service."""
    return dump(content_of(service))


def _read(text: str, where: str) -> Source[Service]:
    return read_yaml(Service, text, where)


def _blocks(service: Service) -> dict[str, str]:
    content = content_of(service)
    frame = {key: content[key] for key in ("based_on", "bundles", "market", "customer", "wants") if key in content}
    return (
        {FRAME: canonical_json(frame)}
        | {one.id: canonical(one) for one in service.outcomes}
        | {one.id: canonical(one) for one in service.parts}
    )


def _block_title(service: Service, block: str) -> str:
    if block == FRAME:
        return _("For whom it is and what they want")
    titles = {one.id: one.text for one in service.outcomes} | {one.id: one.title for one in service.parts}
    return titles.get(block, block)


def _references(service: Service) -> Iterable[Reference]:
    if service.based_on:
        yield Reference(FRAME, "service", service.based_on, None, ("based_on",))
    for number, slug in enumerate(service.bundles):
        yield Reference(FRAME, "service", slug, None, ("bundles", number))
    for number, outcome in enumerate(service.outcomes):
        if outcome.standard:
            yield Reference(outcome.id, "standard", outcome.standard, None, ("outcomes", number, "standard"))
    for number, part in enumerate(service.parts):
        if part.transaction:
            yield Reference(part.id, "transaction", part.transaction, None, ("parts", number, "transaction"))


def _warnings(service: Service) -> Iterable[Fault]:
    if service.owner is None:
        yield Fault(_("Nobody answers for this service."), _("Name who does: “owner: Head of service”."))
    if service.model:
        return
    if service.customer is None:
        yield Fault(_("It is not said for whom this service is."), _("Say under “customer” who comes for it."))
    if not service.wants:
        message = _("It is not said what the customer wants to achieve.")
        yield Fault(message, _("Write it under “wants”, as the customer would say it."))
    if not service.bundles and not any(part.transaction for part in service.parts):
        message = _("It is not said how this service runs.")
        yield Fault(message, _("Give a part the transaction that says so: “transaction: a-sale”."), ("parts",))
    for number, outcome in enumerate(service.outcomes):
        if outcome.standard is None and outcome.measure is None:
            message = _("Nobody could tell whether “%(text)s” comes true.", text=outcome.text)
            yield Fault(message, _("Name a standard, or say how it is measured."), ("outcomes", number))


def _findable(service: Service) -> Iterable[Findable]:
    yield Findable(None, service.title, " ".join((service.summary, service.customer or "", *service.wants)))


KIND = Kind(
    name="service",
    label=lazy_gettext("Service"),
    folder="content/services",
    suffix=".yaml",
    schema=Service,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=_block_title,
    references=_references,
    warn=_warnings,
    findable=_findable,
    preview="standards/preview_service.html",
    place=lambda slug, block: f"/services/{slug}" + (f"#{block}" if block and block != FRAME else ""),
    template="""\
title: Name of the service
summary: What the customer has from it, in a sentence.
owner: Who answers for it
customer: Who comes for it.
wants:
  - What they want to achieve, in their words.
outcomes:
  - {id: first, text: What they have in the end, measure: How one sees it, target: How often}
parts:
  - {id: core, title: What they come for, sort: core}
""",
)
