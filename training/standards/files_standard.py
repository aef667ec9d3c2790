"""Standards as files: a promise that can be measured, what guards it, and which skills it takes."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from training.content.faults import Fault, twice
from training.content.kinds import Findable, Kind, Reference, Source, content_of, read_yaml
from training.content.limits import LimitOf
from training.content.schema import Strict, canonical_json
from training.content.types import Count, Language, Line, Slug, Text, Title, Whole, within, wrong
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

MEASURE = "measure"
"""The block of what is measured, how, and what is to be reached."""

SKILLS = "skills"
"""The block of which skills it takes."""


_NUMBER = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,2})?")


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _NUMBER.fullmatch(text):
        message = _("“%(value)s” is not a number that can be used here.", value=text)
        raise wrong(message, _("Write digits with a point, up to two places, such as 4.5."))
    return Decimal(text)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(_plain),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{_NUMBER.pattern}$"}, {"type": "integer"}]}),
]
"""A number with up to two places."""

Weight = Annotated[Whole, within(1, 5), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5})]


class SkillNeeded(Strict):
    """A skill that the standard takes; the heavier, the more of a miss it explains."""

    skill: Slug
    weight: Weight = 1


class Standard(Strict):
    """A measurable promise.

    `measure` says what a reading is: `proportion` (met or not; a number is met from `met_from` on), `time` (met within
    `limit`), `mean` (a number; `direction` says which way is better) or `count` (how many for every `per` of
    `exposure`; fewer is better unless `direction` is higher). `target` is in per cent met for proportion and time, in
    `unit` for mean, and in counts for every `per` for count. `least` and `most` bound what a reading can be; for times
    they are seconds. `guard` is the standard that must not fall while this one rises.
    """

    title: Title
    summary: Line
    language: Language = "en"
    owner: Line | None = None
    roles: tuple[Slug, ...] = ()
    measure: Literal["proportion", "count", "mean", "time"] = "proportion"
    target: Number
    unit: Line | None = None
    direction: Literal["higher", "lower"] | None = None
    limit: LimitOf | None = None
    met_from: Number | None = None
    per: Count = 1
    exposure: Line | None = None
    least: Number | None = None
    most: Number | None = None
    guard: Slug | None = None
    why: Text | None = None
    how_measured: Line | None = None
    skills: tuple[SkillNeeded, ...] = ()

    @property
    def higher_is_better(self) -> bool:
        """Which way is better; for shares met always higher, for counts lower unless the file says otherwise."""
        if self.measure == "count":
            return self.direction == "higher"
        return self.direction != "lower"

    def faults(self) -> Iterable[Fault]:
        share = self.measure in ("proportion", "time")
        if share and not 0 < self.target <= 100:
            message = _("The target is a share in per cent, so %(target)s cannot be.", target=_plain(self.target))
            yield Fault(message, _("Write a number from 1 to 100."), ("target",))
        if share and self.direction == "lower":
            message = _("The share that is met is better the higher it is.")
            yield Fault(message, _("Turn the promise round, and leave “direction” out."), ("direction",))
        if self.measure == "time" and self.limit is None:
            message = _("It is not said within which time.")
            yield Fault(message, _("Add a limit: “limit: 20 seconds”."), ("measure",))
        if self.measure != "time" and self.limit is not None:
            message = _("Only a time has a limit.")
            yield Fault(message, _("Write “measure: time”, or remove the limit."), ("limit",))
        if self.measure == "mean" and self.direction is None:
            message = _("It is not said whether more is better or less.")
            yield Fault(message, _("Add “direction: higher” or “direction: lower”."), ("measure",))
        if self.measure != "proportion" and self.met_from is not None:
            message = _("Only a proportion is met from a number on.")
            yield Fault(message, _("Write “measure: proportion”, or remove “met_from”."), ("met_from",))
        if self.measure == "count" and self.exposure is None:
            message = _("It is not said what the count is counted against.")
            yield Fault(message, _("Add it: “exposure: sales”, with “per: 1000” for every 1,000."), ("measure",))
        if self.least is not None and self.most is not None and self.least >= self.most:
            yield Fault(_("The least is not below the most."), _("Correct one of them."), ("least",))
        yield from twice((one.skill for one in self.skills), "skills", "skill")


def parse(text: str, where: str) -> Standard:
    """The standard of a text. Raises Problems."""
    return _read(text, where).model


def to_text(standard: Standard) -> str:
    """The file of a standard."""
    return dump(content_of(standard))


def _read(text: str, where: str) -> Source[Standard]:
    return read_yaml(Standard, text, where)


_MEASURED = (
    *("roles", "measure", "target", "unit", "direction", "limit", "met_from", "per", "exposure", "least", "most"),
    *("guard", "how_measured"),
)


def _blocks(standard: Standard) -> dict[str, str]:
    content = content_of(standard)
    measured = {key: content[key] for key in _MEASURED if key in content}
    return {MEASURE: canonical_json(measured), SKILLS: canonical_json(content.get("skills", []))}


def _references(standard: Standard) -> Iterable[Reference]:
    if standard.guard:
        yield Reference(MEASURE, "standard", standard.guard, None, ("guard",))


def _warnings(standard: Standard) -> Iterable[Fault]:
    if standard.owner is None:
        yield Fault(_("Nobody answers for this standard."), _("Name who does: “owner: Head of service”."))
    if standard.measure == "time" and standard.guard is None:
        message = _("A standard of speed without a guard invites haste.")
        yield Fault(message, _("Name under “guard” the standard of quality that goes with it."))
    if standard.how_measured is None:
        message = _("It is not said how anybody finds out whether it is met.")
        yield Fault(message, _("Say under “how_measured” where the figures come from."))
    if not standard.skills:
        message = _("It is not said which skills it takes, so a miss points at no lesson.")
        yield Fault(message, _("Name them: “skills: [{skill: listening, weight: 2}]”."))


KIND = Kind(
    name="standard",
    label=lazy_gettext("Standard"),
    folder="content/standards",
    suffix=".yaml",
    schema=Standard,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=lambda _standard, block: _("Measure and target") if block == MEASURE else _("Skills that it takes"),
    references=_references,
    warn=_warnings,
    findable=lambda one: (Findable(None, one.title, f"{one.summary} {one.why or ''}".strip()),),
    preview="standards/preview_standard.html",
    lonely=lazy_gettext("No step is held to this standard, and nothing teaches it."),
    place=lambda slug, _block: f"/standards/{slug}",
    template="""\
title: Name of the standard
summary: The promise, in a sentence.
owner: Who answers for it
measure: proportion
target: 90
how_measured: Where the figures come from.
skills:
  - {skill: listening, weight: 2}
""",
)
