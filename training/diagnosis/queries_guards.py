"""What may deceive whoever reads the figures of a standard, each with what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from training.core.permissions import Actor
from training.metrics.queries_cells import Window


class Guarded(StrEnum):
    """What a guard watches."""

    PAIR = "pair"  # the guard standard fell while this one rose
    BUNCHING = "bunching"  # too many readings just inside the limit
    SEVERITY = "severity"  # a reviewer marks much harder or softer than others


@dataclass(frozen=True)
class Guard:
    """One warning: what was found, in a sentence, and what to do. `url` leads to where one looks, or is empty."""

    kind: Guarded
    sentence: str
    remedy: str
    url: str = ""


def guards_of(db: Session, actor: Actor, slug: str, window: Window) -> tuple[Guard, ...]:  # noqa: ARG001 -- the guards follow
    """The warnings about a standard in a window, over all teams of which the actor may see figures.

    Empty where nothing is to be said. Names of reviewers are told only to those who lead reviews.
    """
    return ()
