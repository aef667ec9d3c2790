"""Complaint rules as files: what customers complain about, how soon they hear from us, and who may offer what."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import WithJsonSchema

from training.content.durations import Duration
from training.content.faults import Fault, closest, twice
from training.content.kinds import Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.limits import Limit, LimitOf
from training.content.links import aims_of, loose_aims
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import ItemId, Language, Line, Slug, Span, Text, Title, Whole, within
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

FRAME = "frame"
"""The block of hours, apologies, what is measured, and for how long it is kept."""

AUTHORITY = "authority"
"""The block of who may offer what."""

Amount = Annotated[Whole, within(1, 1_000_000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1_000_000})]


class Category(Strict):
    """What a complaint is about.

    `hint` helps to recognise it, `asks` says what to note down so that nobody has to ask the customer twice. `service`,
    `step` and `standard` are what it mostly touches, `severity` how bad it mostly is.
    """

    id: ItemId
    title: Line
    hint: Line | None = None
    asks: tuple[Line, ...] = ()
    service: Slug | None = None
    step: Line | None = None
    standard: Line | None = None
    severity: ItemId | None = None


class Severity(Strict):
    """How bad it is, and what that promises: a call back within `call_back`, a decision within `decide`.

    `tell` are roles whose holders in the team, or else its leaders, hear of such a complaint at once.
    """

    id: ItemId
    title: Line
    text: Line | None = None
    call_back: LimitOf
    decide: LimitOf
    tell: tuple[Slug, ...] = ()


class Rung(Strict):
    """What a role may offer for one complaint without asking; no amount means any. Beyond it `then` decides."""

    role: Slug
    text: Line
    up_to: Amount | None = None
    then: Slug | None = None


class Fed(Strict):
    """The standards whose figures come from complaints: their count, decided in time, called back as promised."""

    complaints: Slug | None = None
    decided: Slug | None = None
    call_backs: Slug | None = None


class ComplaintRules(Strict):
    """How a house takes complaints. One such document is enough; of several the first by slug holds.

    `severities` stand worst first; the last one is a complaint's whose category names none. Opening hours and working
    days run by `hours`. `apologies` are words that staff may borrow, `currency` what amounts are in. What customers
    said of themselves is erased when a complaint has been closed for as long as `keep` says.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    hours: Slug | None = None
    currency: Line | None = None
    keep: Span = Duration.parse("180 days")
    standards: Fed = Fed()
    apologies: tuple[Text, ...] = ()
    categories: tuple[Category, ...]
    severities: tuple[Severity, ...]
    authority: tuple[Rung, ...] = ()

    def category(self, item: str | None) -> Category | None:
        """The category with this id."""
        return next((one for one in self.categories if one.id == item), None)

    def severity(self, item: str | None) -> Severity | None:
        """The severity with this id."""
        return next((one for one in self.severities if one.id == item), None)

    def faults(self) -> Iterable[Fault]:
        if not self.categories:
            yield Fault(_("It is not said what customers complain about."), _("Add a category."), ("categories",))
        if not self.severities:
            yield Fault(_("It is not said how bad a complaint can be."), _("Add a severity."), ("severities",))
        yield from twice((one.id for one in self.categories), "categories")
        yield from twice((one.id for one in self.severities), "severities")
        yield from twice((one.role for one in self.authority), "authority", "role")
        categories, severities = [one.id for one in self.categories], [one.id for one in self.severities]
        for name, ids in (("categories", categories), ("severities", severities)):
            for number, item in enumerate(ids):
                if item in (FRAME, AUTHORITY):
                    message = _("“%(id)s” stands for something else here and cannot be an id.", id=item)
                    yield Fault(message, _("Choose another id."), (name, number, "id"))
        for number, item in enumerate(severities):
            if item in categories:
                message = _("A category has the id “%(id)s” too.", id=item)
                yield Fault(message, _("Give each its own id."), ("severities", number, "id"))
        for number, category in enumerate(self.categories):
            if category.severity and category.severity not in severities:
                message = _("There is no severity “%(id)s”.", id=category.severity)
                yield Fault(message, closest(category.severity, severities), ("categories", number, "severity"))
        yield from self._ladder_faults()

    def _ladder_faults(self) -> Iterator[Fault]:
        """Whoever decides beyond a role may give more than it, so that nobody is sent round in a circle."""
        may_give = {one.role: one.up_to for one in self.authority}
        for number, rung in enumerate(self.authority):
            path = ("authority", number, "then")
            if rung.up_to is None and rung.then:
                message = _("“%(role)s” may give any amount, so nobody decides beyond it.", role=rung.role)
                yield Fault(message, _("Add “up_to”, or remove “then”."), path)
            elif rung.then in may_give and rung.up_to is not None:
                more, names = may_give[rung.then], {"then": rung.then, "role": rung.role}
                if more is not None and more <= rung.up_to:
                    message = _("“%(then)s” decides beyond “%(role)s”, and may give no more.", **names)
                    yield Fault(message, _("Name somebody who may give more."), path)


def _read(text: str, where: str) -> Source[ComplaintRules]:
    return read_yaml(ComplaintRules, text, where)


def parse(text: str, where: str) -> ComplaintRules:
    """The rules of a text. Raises Problems."""
    return _read(text, where).model


def to_text(rules: ComplaintRules) -> str:
    """The file of complaint rules."""
    return dump(content_of(rules))


_FRAME = ("hours", "currency", "keep", "standards", "apologies")


def _blocks(rules: ComplaintRules) -> dict[str, str]:
    """Each category and each severity is a block, and so is who may offer what."""
    content = content_of(rules)
    return (
        {FRAME: canonical_json({key: content[key] for key in _FRAME if key in content})}
        | {one.id: canonical(one) for one in rules.categories}
        | {one.id: canonical(one) for one in rules.severities}
        | {AUTHORITY: canonical_json(content.get("authority", []))}
    )


def _block_title(rules: ComplaintRules, block: str) -> str:
    if block == FRAME:
        return _("Hours, apologies and what is kept")
    if block == AUTHORITY:
        return _("Who may offer what")
    found = rules.category(block) or rules.severity(block)
    return found.title if found else block


def _references(rules: ComplaintRules) -> Iterable[Reference]:
    if rules.hours:
        yield Reference(FRAME, "hours", rules.hours, None, ("hours",))
    fed = rules.standards
    for name, slug in (("complaints", fed.complaints), ("decided", fed.decided), ("call_backs", fed.call_backs)):
        if slug:
            yield Reference(FRAME, "standard", slug, None, ("standards", name))
    for number, category in enumerate(rules.categories):
        path = ("categories", number)
        if category.service:
            yield Reference(category.id, "service", category.service, None, (*path, "service"))
        yield from aims_of(category, category.id, path)


def _roles(rules: ComplaintRules) -> Iterable[RoleNamed]:
    for number, severity in enumerate(rules.severities):
        for place, role in enumerate(severity.tell):
            yield RoleNamed(role, ("severities", number, "tell", place))
    for number, rung in enumerate(rules.authority):
        yield RoleNamed(rung.role, ("authority", number, "role"))
        if rung.then:
            yield RoleNamed(rung.then, ("authority", number, "then"))


def _warnings(rules: ComplaintRules) -> Iterable[Fault]:
    if rules.owner is None:
        yield Fault(_("Nobody answers for how complaints are taken."), _("Name who does: “owner: Head of service”."))
    if not rules.authority:
        message = _("It is not said who may offer what, so everybody has to ask.")
        yield Fault(message, _("Add roles under “authority”."))
    for number, severity in enumerate(rules.severities):
        if _longer(severity.call_back, severity.decide):
            message = _("“%(title)s” is decided before the customer is called back.", title=severity.title)
            yield Fault(message, _("Correct one of the limits."), ("severities", number, "decide"))
    for number, category in enumerate(rules.categories):
        path = ("categories", number)
        # The last one takes what fits nowhere, which happens anywhere.
        if category.step is None and category.standard is None and number + 1 < len(rules.categories):
            message = _("It is not said where “%(title)s” goes wrong.", title=category.title)
            yield Fault(message, _("Name the step, or the standard: “step: a-sale/pay”."), path)
        for fault in loose_aims(category):
            yield fault.under(*path)


def _longer(one: Limit, other: Limit) -> bool:
    """Whether a limit is surely longer than another; unlike units cannot be told without opening hours."""
    if one.unit == other.unit:
        return one.count > other.count
    return one.seconds is not None and other.seconds is not None and one.seconds > other.seconds


KIND = Kind(
    name="complaint-rules",
    label=lazy_gettext("Complaint rules"),
    folder="content/complaints",
    suffix=".yaml",
    schema=ComplaintRules,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=_block_title,
    references=_references,
    roles=_roles,
    warn=_warnings,
    preview="complaints/preview.html",
    place=lambda _slug, block: "/complaints/rules" + (f"#{block}" if block and block != FRAME else ""),
    template="""\
title: How we put things right
summary: Whoever complains is heard, called back and told what happens next.
owner: Who answers for it
keep: 180 days
categories:
  - {id: something-else, title: Something else, hint: Whatever fits nowhere.}
severities:
  - {id: ordinary, title: Ordinary, call_back: same working day, decide: 5 working days}
authority:
  - {role: counter-staff, up_to: 15, text: A voucher once for each complaint, then: team-leader}
  - {role: team-leader, text: Whatever puts it right}
""",
)

KINDS = (KIND,)

DEFAULT = parse(
    """\
title: How we put things right
summary: Whoever complains is heard, called back and told what happens next.
categories:
  - {id: something-else, title: A complaint}
severities:
  - {id: ordinary, title: Ordinary, call_back: same working day, decide: 5 working days}
""",
    "",
)
"""What holds until somebody has written rules down: nobody is sent away because a document is missing."""
