"""The questions of a feedback form: what a customer can answer with one tap, or in a sentence."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import WithJsonSchema

from training.content.faults import Fault, twice
from training.content.links import StepLink
from training.content.schema import Strict
from training.content.types import ItemId, Line, Slug, Whole, within
from training.core.i18n import gettext as _

FRAME = "frame"
"""The block of what is said around the questions."""

GRADES = 5
"""From 1, the worst, to 5."""

LIKELY = 10
"""The most of a recommendation; the least is 0."""

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6

Signs = Annotated[Whole, within(50, 2000), WithJsonSchema({"type": "integer", "minimum": 50, "maximum": 2000})]


class Option(Strict):
    """One of the answers to pick from."""

    id: ItemId
    text: Line


class Question(Strict):
    """One question.

    `type` is `faces` (five grades, each with its word; `words` replaces the usual ones, the worst first), `yes-no`
    (`good` is the answer that one hopes for), `recommend` (0 to 10), `pick` (one of two to six `options`) or `text` (a
    sentence or two of at most `most` characters). `standard` is what the answer is a reading of: faces, recommend and
    yes-no only. `step` is the step that it asks about.
    """

    id: ItemId
    type: Literal["faces", "yes-no", "recommend", "pick", "text"]
    text: Line
    help: Line | None = None
    words: tuple[Line, ...] = ()
    good: Literal["yes", "no"] = "yes"
    options: tuple[Option, ...] = ()
    most: Signs = 500
    step: StepLink | None = None
    standard: Slug | None = None

    def faults(self) -> Iterable[Fault]:
        if self.id == FRAME:
            message = _("“%(id)s” stands for something else here and cannot be an id.", id=FRAME)
            yield Fault(message, _("Choose another id."), ("id",))
        if self.words and (self.type != "faces" or len(self.words) != GRADES):
            message = _("“words” are the five grades of faces, the worst first.")
            yield Fault(message, _("Write five of them, or remove “words”."), ("words",))
        if self.good == "no" and self.type != "yes-no":
            yield Fault(_("Only yes or no has a good answer."), _("Remove “good”."), ("good",))
        if self.type == "pick" and not FEWEST_OPTIONS <= len(self.options) <= MOST_OPTIONS:
            message = _("There must be two to six options to pick from.")
            yield Fault(message, _("Nobody reads more than six while standing."), ("options",))
        if self.type != "pick" and self.options:
            yield Fault(_("Only “type: pick” has options."), _("Remove them, or change the type."), ("options",))
        if self.type != "text" and self.most != Question.model_fields["most"].default:
            yield Fault(_("Only “type: text” has a length."), _("Remove “most”."), ("most",))
        if self.standard and self.type in ("pick", "text"):
            message = _("Words are no reading of a standard.")
            yield Fault(message, _("Ask with faces, yes-no or recommend, or remove “standard”."), ("standard",))
        yield from twice((one.id for one in self.options), "options")
