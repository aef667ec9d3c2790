"""A requirement that is asked again, with everything that a plan depends on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from training.refreshers.rules import Renewed
from training.refreshers.rules_known import Block, Changed, Item

MODULE_MARK = 80
"""Per cent of a test-out on a module, which has no mark of its own: what a quiz asks for when it says nothing."""


class Scope(StrEnum):
    """How much of a requirement is asked again."""

    RENEW = "renew"  # all of it ends: what is not read is proven
    CHANGED = "changed"  # only what changed; the rest still counts
    NEW = "new"  # it was never done


@dataclass(frozen=True, slots=True)
class Subject:
    """A requirement that a refresher is about, with all that is known of it and of this person.

    `minutes` is what all of it takes. `proven_on` is the day of the evidence that ends, `until` its last day. `items`
    are a module's own questions, those of a quiz's banks, or the gaps of a script; `full_count` is how many of them a
    quiz asks. `changed` is a change of the document as a whole, of a module those of its blocks count.
    """

    requirement: str
    kind: str
    document_id: int
    version_id: int
    number: int
    slug: str
    title: str
    minutes: int
    scope: Scope
    language: str = "en"
    core: bool = False
    proven_on: date | None = None
    until: date | None = None
    changed: Changed | None = None
    blocks: tuple[Block, ...] = ()
    items: tuple[Item, ...] = ()
    pass_mark: int = MODULE_MARK
    full_count: int = 0

    @property
    def renewed(self) -> Renewed:
        return Renewed(
            self.requirement, self.kind, self.document_id, self.version_id, self.number, self.slug, self.title
        )
