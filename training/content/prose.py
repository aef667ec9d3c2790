"""Markdown that stands in a block of a document, and what it may hold."""

import difflib
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, ValidationInfo, model_validator

from training.content.body import read_body, trimmed
from training.content.faults import Fault
from training.content.schema import STORED, TAKEN_APART, Strict
from training.content.types import Body, wrong
from training.core.i18n import gettext as _
from training.core.markdown import CALLOUTS, Mention, media_name, mentions


class Written(Strict):
    """Whatever has Markdown of its own, under `text`."""

    text: Annotated[Body, AfterValidator(trimmed)]

    def media(self) -> Iterable[tuple[int, str]]:
        """The media files that it shows, each with the number of its line from 0."""
        for mention in mentions(self.text):
            name = media_name(mention.target)
            if mention.kind == "image" and name:
                yield mention.line, name

    @model_validator(mode="after")
    def _stands_alone(self, info: ValidationInfo) -> Self:
        """Refuse what would be read back as something else. What was taken out of a file has passed that already."""
        if info.context not in (STORED, TAKEN_APART):
            body = read_body(f"## x {{#x}}\n{self.text}", "", 0)
            kinds = [piece.kind for block in body.blocks for piece in block.pieces]
            if body.problems or len(body.blocks) != 1 or kinds != ["text"]:
                message = _("The text is empty, or holds a block’s heading, a question, or a fence that stays open.")
                raise wrong(message, _("Make it a block or a question of its own."))
        return self

    def faults(self) -> Iterable[Fault]:
        for mention in mentions(self.text):
            yield from _faults_of(mention)


def _faults_of(mention: Mention) -> Iterable[Fault]:
    path = ("text", mention.line)
    if mention.kind == "callout" and mention.target not in CALLOUTS:
        close = difflib.get_close_matches(mention.target, CALLOUTS, n=1) or [", ".join(CALLOUTS)]
        message = _("“%(kind)s” is not a kind of call-out.", kind=mention.target)
        yield Fault(message, _("Choose %(kinds)s.", kinds=close[0]), path)
    if mention.kind == "image":
        if media_name(mention.target) is None:
            message = _("“%(file)s” is not a file of the media folder.", file=mention.target)
            yield Fault(message, _("Put the file there and write “media/” and its name."), path)
        if not mention.text.strip():
            message = _("The picture “%(file)s” has no words for those who cannot see it.", file=mention.target)
            yield Fault(message, _("Say what it shows between the square brackets."), path)
