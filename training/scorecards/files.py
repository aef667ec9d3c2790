"""Scorecards as files: what is listened and looked for in a real interaction, and how much each part of it weighs."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import WithJsonSchema

from training.content.durations import Duration
from training.content.faults import Fault, closest, twice
from training.content.kinds import Findable, Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.links import aims_of, loose_aims
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import (
    ItemId,
    Language,
    Line,
    PerCent,
    Points,
    Slug,
    Span,
    Text,
    Title,
    Whole,
    YesNo,
    within,
)
from training.content.yaml import Path
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.scorecards.rules import NOT_UP

FRAME = "frame"
"""The block of what holds for the whole scorecard."""

MOST_ITEMS = 20
"""More than these no reviewer keeps apart while a call goes on."""

Channel = Literal["call", "ticket", "visit", "mystery-shop"]
CHANNELS: tuple[Channel, ...] = ("call", "ticket", "visit", "mystery-shop")

Weight = Annotated[Whole, within(1, 10), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 10})]


class Answer(Strict):
    """One answer of an item and the points that it gives. `text` says how to tell it from the one below."""

    id: ItemId
    title: Line
    points: Points
    text: Line | None = None


class Section(Strict):
    """A part of the scorecard under a heading of its own."""

    id: ItemId
    title: Line


class Item(Strict):
    """One thing to look for. `look_for` says what it sounds or looks like when it is there.

    `answers` go from the fewest points to the most; without them it is yes or no. An answer below `needed` is a miss;
    without it everything but the best one is. `weight` is what the item counts beside the others. A miss of a
    `critical` one fails the whole review. One that is `optional` may be left as “did not come up” and then counts
    nothing. `step` and `standard` say what it serves, `skills` what helps whoever misses it.
    """

    id: ItemId
    text: Line
    look_for: Text | None = None
    section: ItemId | None = None
    answers: tuple[Answer, ...] = ()
    needed: ItemId | None = None
    weight: Weight = 1
    critical: YesNo = False
    optional: YesNo = False
    step: Line | None = None
    standard: Line | None = None
    skills: tuple[Slug, ...] = ()

    @property
    def ladder(self) -> tuple[Answer, ...]:
        """The answers from the fewest points to the most, also where the item is yes or no."""
        return self.answers or yes_or_no()

    @property
    def needs(self) -> str:
        """The id of the lowest answer that is no miss."""
        return self.needed or (self.answers[-1].id if self.answers else YES)

    @property
    def points(self) -> dict[str, int]:
        """What each answer gives, by its id, the fewest first."""
        return {one.id: one.points for one in self.answers} or {NO: 0, YES: 1}

    def answer(self, item: str) -> Answer | None:
        """The answer with this id."""
        return next((one for one in self.ladder if one.id == item), None)


class Scorecard(Strict):
    """How interactions of some roles are reviewed, and from which score they pass.

    `roles` are those whose work it is. `channels` are the kinds of interactions that it fits; none means all four.
    `pass_mark` is the least per cent of the points, by weight, that passes. Whoever was reviewed may appeal
    `appeal_within` this time.
    """

    title: Title
    summary: Line
    language: Language = "en"
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"
    owner: Line | None = None
    channels: tuple[Channel, ...] = ()
    pass_mark: PerCent = 80
    appeal_within: Span = Duration(14, "days")
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...]

    def item(self, name: str) -> Item | None:
        """The item with this id."""
        return next((item for item in self.items if item.id == name), None)

    @property
    def fits(self) -> tuple[Channel, ...]:
        """The channels that it may be used for."""
        return self.channels or CHANNELS

    @property
    def parts(self) -> list[tuple[Section | None, list[Item]]]:
        """The items below their sections in order; those without one stand first."""
        found = [(None, [item for item in self.items if item.section is None])] if self.items else []
        parts: list[tuple[Section | None, list[Item]]] = [*found]
        parts += [(one, [item for item in self.items if item.section == one.id]) for one in self.sections]
        return [(section, items) for section, items in parts if items]

    def faults(self) -> Iterable[Fault]:
        if not self.items:
            yield Fault(_("The scorecard looks at nothing."), _("Add a line under “items:”."), ("items",))
        elif all(item.optional for item in self.items):
            message = _("Every item may be left out, so a review could come to nothing.")
            yield Fault(message, _("Take “optional” away from at least one."), ("items",))
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the scorecard, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        yield from twice((section.id for section in self.sections), "sections")
        yield from twice((item.id for item in self.items), "items")
        for name, words in (("roles", self.roles), ("channels", self.channels)):
            for number, word in enumerate(words):
                if word in words[:number]:
                    yield Fault(_("“%(word)s” is here twice.", word=word), _("Remove one."), (name, number))
        for number, item in enumerate(self.items):
            for fault in self._faults_of(item):
                yield fault.under("items", number)

    def _faults_of(self, item: Item) -> Iterable[Fault]:
        if item.id == FRAME:
            message = _("“%(id)s” stands for something else here and cannot be the id of an item.", id=FRAME)
            yield Fault(message, _("Choose another id."), ("id",))
        known = [section.id for section in self.sections]
        if item.section is not None and item.section not in known:
            message = _("“%(id)s” is none of the sections.", id=item.section)
            yield Fault(message, closest(item.section, known), ("section",))
        yield from faults_of_answers(item.answers)
        steps = list(item.points)
        if item.needed is not None and item.needed not in steps:
            yield Fault(_("“%(id)s” is none of the answers.", id=item.needed), closest(item.needed, steps), ("needed",))
        elif item.needed == steps[0]:
            message = _("“%(id)s” is the lowest answer, so nobody could miss this.", id=item.needed)
            yield Fault(message, _("Choose a higher one."), ("needed",))


def faults_of_answers(answers: tuple[Answer, ...]) -> Iterable[Fault]:
    """What is wrong with the answers of an item, if it has its own."""
    if len(answers) == 1:
        message = _("With one answer there is nothing to tell apart.")
        yield Fault(message, _("Name at least two, or leave “answers” out for yes and no."), ("answers",))
    yield from twice((answer.id for answer in answers), "answers")
    for number, answer in enumerate(answers):
        if answer.id == NOT_UP:
            message = _("“%(id)s” stands for something else here and cannot be the id of an answer.", id=NOT_UP)
            yield Fault(message, _("Choose another id."), ("answers", number, "id"))
        if number and answer.points <= answers[number - 1].points:
            message = _("“%(title)s” gives no more points than the answer above it.", title=answer.title)
            yield Fault(message, _("Put the answers in order, the fewest points first."), ("answers", number))


NO, YES = "no", "yes"
"""The answers of an item that names none."""


def yes_or_no() -> tuple[Answer, ...]:
    """The answers of an item that names none, in the reader's language."""
    return (Answer(id=NO, title=_("No"), points=0), Answer(id=YES, title=_("Yes"), points=1))


def parse(text: str, where: str) -> Scorecard:
    """The scorecard of a text. Raises Problems."""
    return _read(text, where).model


def to_text(scorecard: Scorecard) -> str:
    """The file of a scorecard."""
    return dump(content_of(scorecard))


def _read(text: str, where: str) -> Source[Scorecard]:
    return read_yaml(Scorecard, text, where)


_IN_FRAME = ("channels", "pass_mark", "sections")


def _blocks(scorecard: Scorecard) -> dict[str, str]:
    """Each item is a block, and how all of them are scored is one."""
    content = content_of(scorecard)
    frame = {key: content[key] for key in content if key in _IN_FRAME}
    return {FRAME: canonical_json(frame)} | {one.id: canonical(one) for one in scorecard.items}


def _block_title(scorecard: Scorecard, block: str) -> str:
    if block == FRAME:
        return _("What it is for, its sections and the pass mark")
    item = scorecard.item(block)
    return item.text if item else block


def _findable(scorecard: Scorecard) -> Iterable[Findable]:
    yield Findable(None, scorecard.title, scorecard.summary)
    for one in scorecard.items:
        yield Findable(one.id, one.text, f"{scorecard.title} {one.look_for or ''}".strip(), answer=one.look_for or "")


def _roles(scorecard: Scorecard) -> Iterable[RoleNamed]:
    for number, role in enumerate(scorecard.roles):
        yield RoleNamed(role, ("roles", number))


def _references(scorecard: Scorecard) -> Iterable[Reference]:
    for number, one in enumerate(scorecard.items):
        yield from aims_of(one, one.id, ("items", number))


def _warnings(scorecard: Scorecard) -> Iterable[Fault]:
    if scorecard.owner is None:
        yield Fault(_("Nobody answers for this scorecard."), _("Name who does: “owner: Head of service”."))
    if not scorecard.roles:
        yield Fault(_("It is not said whose work this is."), _("Name a role under “roles”."))
    for number, one in enumerate(scorecard.items):
        path: Path = ("items", number)
        yield from loose_aims(one, path)
        if one.step is None and one.standard is None and not one.skills:
            message = _("A failed “%(text)s” names no lesson.", text=one.text)
            yield Fault(message, _("Name the step or the standard that it serves, or a skill."), path)
        if one.look_for is None:
            message = _("Two reviewers may mean different things by “%(text)s”.", text=one.text)
            yield Fault(message, _("Say under “look_for” what one hears or sees."), path)
    if len(scorecard.items) > MOST_ITEMS:
        message = _("Nobody listens for %(count)s things at once.", count=len(scorecard.items))
        yield Fault(message, _("Keep up to %(most)s, or make two scorecards.", most=MOST_ITEMS), ("items",))


KIND = Kind(
    name="scorecard",
    label=lazy_gettext("Scorecard"),
    folder="content/scorecards",
    suffix=".yaml",
    schema=Scorecard,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    preview="scorecards/preview.html",
    block_title=_block_title,
    references=_references,
    warn=_warnings,
    roles=_roles,
    audience=lambda scorecard: scorecard.roles if scorecard.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, block: f"/scorecards/{slug}" + (f"#{block}" if block else ""),
    template="""\
title: Name of what is reviewed
summary: What an interaction that passes was like for the customer.
roles: [slug-of-a-role]
owner: Who answers for it
channels: [call]
pass_mark: 80
items:
  - id: first
    text: What was done
    look_for: What one hears or sees when it is there.
    critical: true
""",
)

KINDS = (KIND,)
