"""What a role may decide at a step, and until when it has to be done, in the words of the card that it carries."""

import re
from typing import Protocol

from training.core.i18n import format_number
from training.core.i18n import gettext as _
from training.standards.rules_standard import LimitInWords


class MayDecide(Protocol):
    """The authority of a step; see `files_transaction.Authority`."""

    @property
    def text(self) -> str: ...

    @property
    def up_to(self) -> int | None: ...

    @property
    def within(self) -> LimitInWords | None: ...


class Ticking(Protocol):
    """The clock of a step; see `files_transaction.StepClock`."""

    @property
    def starts(self) -> str: ...

    @property
    def limit(self) -> LimitInWords: ...


def authority_words(authority: MayDecide, then: str) -> str:
    """“Refund alone, up to 50. Beyond: Team leader, within 5 minutes.” `then` is the name of who decides beyond it."""
    text = authority.text.rstrip(".")
    if authority.up_to is not None and not re.search(rf"\b{authority.up_to}\b", text):
        text = _("%(text)s, up to %(amount)s", text=text, amount=format_number(authority.up_to))
    if not then:
        return f"{text}."
    if authority.within is None:
        return _("%(text)s. Beyond: %(role)s.", text=text, role=then)
    return _("%(text)s. Beyond: %(role)s, within %(limit)s.", text=text, role=then, limit=authority.within.in_words())


def clock_words(clock: Ticking) -> str:
    """“Within 1 minute, from: They reach the desk”."""
    return _("Within %(limit)s, from: %(start)s", limit=clock.limit.in_words(), start=clock.starts.rstrip("."))
