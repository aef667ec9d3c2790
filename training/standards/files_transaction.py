"""Transactions as files: how a service runs, step by step, with HOW, WHEN and WHO for each."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from training.content.faults import Fault, closest, twice
from training.content.kinds import Findable, Kind, Lookup, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.limits import LimitOf
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import SLUG, ItemId, Language, Line, Slug, Text, Title, Whole, YesNo, within
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.standards import rules_transaction
from training.standards.files_hours import Hours
from training.standards.rules_steps import END

FRAME = "frame"
"""The block of what holds for the whole transaction."""


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Owners = Annotated[
    tuple[Slug, ...],
    BeforeValidator(_one_or_more),
    PlainSerializer(lambda roles: roles[0] if len(roles) == 1 else list(roles)),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"}),
]
"""One role. That there are two, or none, is said as what it is and not as a wrong type."""

Amount = Annotated[Whole, within(1, 1_000_000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1_000_000})]


class StepClock(Strict):
    """When a step is due: how long after which event, and when somebody is warned that it grows late.

    `hours` is the document of opening hours by which opening hours and working days are counted.
    """

    starts: Line
    limit: LimitOf
    warn: LimitOf | None = None
    hours: Slug | None = None


class Authority(Strict):
    """What the role may decide at this step, without asking. Beyond `up_to`, or what `text` says, `then` decides.

    `waits` says that the customer waits meanwhile, `within` for how long at most.
    """

    text: Line
    up_to: Amount | None = None
    then: Slug | None = None
    waits: YesNo = False
    within: LimitOf | None = None


class Way(Strict):
    """Where it goes on, and in which case."""

    to: ItemId
    when: Line | None = None


class Step(Strict):
    """One part of a transaction.

    WHO: `role` is accountable, `helps` lend a hand; `hand_over` is what goes along from the step before, so that no
    customer has to say it twice. HOW: `do` is what is done, `manner` how it feels, `say` are words to say, `extra` is
    the extra mile. WHEN: `clock`. `customer` is what the customer does or sees at this moment, with what may annoy and
    what may delight them. `person` is the way to a human being. `promises` name policies, or blocks of them, that are
    kept here: “our-promises/same-day”.
    """

    id: ItemId
    title: Line
    role: Owners = ()
    helps: tuple[Slug, ...] = ()
    customer: Line | None = None
    frustration: Line | None = None
    delight: Line | None = None
    do: tuple[Line, ...] = ()
    manner: Text | None = None
    say: tuple[Line, ...] = ()
    extra: Line | None = None
    clock: StepClock | None = None
    tools: tuple[Line, ...] = ()
    authority: Authority | None = None
    hand_over: Line | None = None
    person: Line | None = None
    standards: tuple[Slug, ...] = ()
    promises: tuple[Line, ...] = ()
    next: tuple[Way, ...] = ()

    @property
    def owner(self) -> str:
        """The slug of the one role that is accountable; published transactions have one."""
        return self.role[0] if self.role else ""


class Transaction(Strict):
    """The way a service runs. `lanes` are the roles that take part, in the order of the drawing.

    `promise` is what the customer is promised of the whole, `limit` how long all of it may take. Steps follow one
    another unless `next` says otherwise.
    """

    title: Title
    summary: Line
    language: Language = "en"
    service: Slug | None = None
    owner: Line | None = None
    promise: Text | None = None
    lanes: tuple[Slug, ...] = ()
    limit: LimitOf | None = None
    hours: Slug | None = None
    steps: tuple[Step, ...]

    def step(self, item: str) -> Step | None:
        """The step with this id."""
        return next((step for step in self.steps if step.id == item), None)

    @property
    def roles(self) -> tuple[str, ...]:
        """The lanes, or without them the roles in the order of their first step."""
        return self.lanes or tuple(dict.fromkeys(role for step in self.steps for role in step.role))

    def ways(self, number: int) -> tuple[Way, ...]:
        """Where it goes on after a step, by its place in the list; a way to END at the last."""
        step = self.steps[number]
        if step.next:
            return step.next
        return (Way(to=self.steps[number + 1].id if number + 1 < len(self.steps) else END),)

    def faults(self) -> Iterable[Fault]:
        if not self.steps:
            yield Fault(_("The transaction has no steps."), _("Add one under “steps:”."), ("steps",))
        ids = [step.id for step in self.steps]
        yield from twice(ids, "steps")
        for number, step in enumerate(self.steps):
            for fault in self._faults_of(step, ids):
                yield fault.under("steps", number)

    def _faults_of(self, step: Step, ids: list[str]) -> Iterable[Fault]:
        if step.id in (FRAME, END):
            message = _("“%(id)s” stands for something else here and cannot be the id of a step.", id=step.id)
            yield Fault(message, _("Choose another id."), ("id",))
        if not step.role:
            message = _("Nobody owns the step “%(title)s”.", title=step.title)
            yield Fault(message, _("Name the one role that is accountable: “role: counter-staff”."))
        if len(step.role) > 1:
            message = _("“%(title)s” has %(count)s owners, so nobody is.", title=step.title, count=len(step.role))
            yield Fault(message, _("Keep one under “role” and put the others under “helps”."), ("role",))
        for name, roles in (("role", step.role), ("helps", step.helps)):
            for role in roles:
                if self.lanes and role not in self.lanes:
                    message = _("“%(role)s” works outside its lane here.", role=role)
                    yield Fault(message, closest(role, self.lanes), (name,))
        for place, way in enumerate(step.next):
            if way.to != END and way.to not in ids:
                message = _("There is no step “%(id)s”.", id=way.to)
                yield Fault(message, closest(way.to, [*ids, END]), ("next", place, "to"))
        if len(step.next) > 1 and sum(way.when is None for way in step.next) > 1:
            message = _("It is not said when it goes which way.")
            yield Fault(message, _("Say under “when” in which case."), ("next",))


def parse(text: str, where: str) -> Transaction:
    """The transaction of a text. Raises Problems."""
    return _read(text, where).model


def to_text(transaction: Transaction) -> str:
    """The file of a transaction."""
    return dump(content_of(transaction))


def _read(text: str, where: str) -> Source[Transaction]:
    return read_yaml(Transaction, text, where)


def _blocks(transaction: Transaction) -> dict[str, str]:
    """Each step is a block, and what holds for all of them is one."""
    content = content_of(transaction)
    frame = {key: content[key] for key in ("service", "promise", "lanes", "limit", "hours") if key in content}
    return {FRAME: canonical_json(frame)} | {step.id: canonical(step) for step in transaction.steps}


def _block_title(transaction: Transaction, block: str) -> str:
    if block == FRAME:
        return _("Promise, lanes and limit")
    step = transaction.step(block)
    return step.title if step else block


def _references(transaction: Transaction) -> Iterable[Reference]:
    if transaction.service:
        yield Reference(FRAME, "service", transaction.service, None, ("service",))
    if transaction.hours:
        yield Reference(FRAME, "hours", transaction.hours, None, ("hours",))
    for number, step in enumerate(transaction.steps):
        path = ("steps", number)
        if step.clock and step.clock.hours:
            yield Reference(step.id, "hours", step.clock.hours, None, (*path, "clock", "hours"))
        for place, slug in enumerate(step.standards):
            yield Reference(step.id, "standard", slug, None, (*path, "standards", place))
        for place, promise in enumerate(step.promises):
            policy, _slash, block = promise.partition("/")
            yield Reference(step.id, "policy", policy, block or None, (*path, "promises", place))


def _roles(transaction: Transaction) -> Iterable[RoleNamed]:
    for number, role in enumerate(transaction.lanes):
        yield RoleNamed(role, ("lanes", number))
    for number, step in enumerate(transaction.steps):
        for role in step.role:
            yield RoleNamed(role, ("steps", number, "role"))
        for place, role in enumerate(step.helps):
            yield RoleNamed(role, ("steps", number, "helps", place))
        if step.authority and step.authority.then:
            yield RoleNamed(step.authority.then, ("steps", number, "authority", "then"))


def _warnings(transaction: Transaction) -> Iterable[Fault]:
    if transaction.owner is None:
        yield Fault(_("Nobody answers for this transaction."), _("Name who does: “owner: Head of service”."))
    yield from rules_transaction.doubts(transaction)


def _check(transaction: Transaction, lookup: Lookup) -> Iterable[Fault]:
    def hours(slug: str) -> Hours | None:
        found = lookup("hours", slug)
        return found if isinstance(found, Hours) else None

    return rules_transaction.faults(transaction, hours)


def _findable(transaction: Transaction) -> Iterable[Findable]:
    yield Findable(None, transaction.title, f"{transaction.summary} {transaction.promise or ''}".strip())
    for step in transaction.steps:
        texts = (transaction.title, *step.do, step.manner or "", *step.say, step.extra or "")
        authority = step.authority.text if step.authority else ""
        yield Findable(step.id, step.title, " ".join(texts), answer=" ".join(step.say), authority=authority)


KIND = Kind(
    name="transaction",
    label=lazy_gettext("Transaction"),
    folder="content/transactions",
    suffix=".yaml",
    schema=Transaction,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=_block_title,
    references=_references,
    check=_check,
    warn=_warnings,
    roles=_roles,
    findable=_findable,
    preview="standards/preview_transaction.html",
    place=lambda slug, block: f"/transactions/{slug}" + (f"#{block}" if block and block != FRAME else ""),
    template="""\
title: Name of the transaction
summary: What the customer has at its end.
owner: Who answers for it
lanes: [slug-of-a-role]
steps:
  - id: first
    title: What is done first
    role: slug-of-a-role
    customer: What the customer does or sees.
    do: [What is done]
    manner: How it feels.
    clock: {starts: What starts the clock, limit: 1 minute}
""",
)
