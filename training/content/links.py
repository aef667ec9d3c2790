"""Links from what is taught and watched to the steps and standards that it serves.

A `step` is written “transaction/step” and a `standard` by its slug. Plain words are allowed in both places until
somebody has written the step or the standard down; they point at nothing, so a warning says so.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Protocol

from pydantic import AfterValidator, WithJsonSchema

from training.content.faults import Fault
from training.content.kinds import Reference
from training.content.types import SLUG, wrong
from training.content.yaml import Path
from training.core.i18n import gettext as _

_STEP = re.compile(rf"({SLUG.pattern})/({SLUG.pattern})")


def _step_link(value: str) -> str:
    if _STEP.fullmatch(value) is None:
        message = _("“%(value)s” names no step.", value=value)
        raise wrong(message, _("Name transaction and step: “a-sale/greet”."))
    return value


StepLink = Annotated[
    str, AfterValidator(_step_link), WithJsonSchema({"type": "string", "pattern": f"^{_STEP.pattern}$"})
]
"""A step by transaction and id, where nothing else will do."""


class Aimed(Protocol):
    """A part of a document that says which step and which standard it serves."""

    @property
    def step(self) -> str | None: ...

    @property
    def standard(self) -> str | None: ...


def step_named(text: str | None) -> tuple[str, str] | None:
    """The slug of the transaction and the id of the step that a text names; None for plain words."""
    match = _STEP.fullmatch(text or "")
    return (match[1], match[2]) if match else None


def standard_named(text: str | None) -> str | None:
    """The slug of the standard that a text names; None for plain words."""
    return text if text and SLUG.fullmatch(text) else None


def aims_of(part: Aimed, block: str | None, path: Path = ()) -> Iterator[Reference]:
    """What a part points at: a step, a standard, both or nothing."""
    if step := step_named(part.step):
        yield Reference(block, "transaction", step[0], step[1], (*path, "step"))
    if standard := standard_named(part.standard):
        yield Reference(block, "standard", standard, None, (*path, "standard"))


def loose_aims(part: Aimed, path: Path = ()) -> Iterator[Fault]:
    """A warning for each of the two that is plain words and so points at nothing."""
    if part.step and step_named(part.step) is None:
        message = _("“%(text)s” points at no step, so “where used” does not know of it.", text=part.step)
        yield Fault(message, _("Name transaction and step: “a-sale/greet”."), (*path, "step"))
    if part.standard and standard_named(part.standard) is None:
        message = _("“%(text)s” points at no standard, so “where used” does not know of it.", text=part.standard)
        yield Fault(message, _("Name the standard by its slug: “seen-at-once”."), (*path, "standard"))
