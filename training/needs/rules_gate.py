"""When something may be assigned: two sources that agree, and knowledge that is not there yet.

Figures alone say that something is missed, not why. So before anybody learns, a second source has to point the same
way. And whoever knows it already does not need a lesson: a talk, a look at real work, or a better process helps there
(Mager and Pipe, Analyzing Performance Problems, 1970).
"""

from collections.abc import Collection
from enum import StrEnum


class Source(StrEnum):
    """What says that somebody needs training."""

    METRIC = "metric"
    KNOWLEDGE = "knowledge"
    SCORECARD = "scorecard"
    SHOP = "shop"
    MANAGER = "manager"


class Advice(StrEnum):
    """What is to be done: learn; talk and watch, as the knowledge is there; or first find out more."""

    TRAIN = "train"
    COACH = "coach"
    ASK = "ask"


def may_learn(sources: Collection[str]) -> bool:
    """Whether lessons may be assigned: the figures and at least one source beside them."""
    return Source.METRIC in sources and any(one != Source.METRIC for one in sources)


def advice(sources: Collection[str], knows: bool | None) -> Advice:
    """What fits. `knows` is whether somebody knows what the standard takes, None if nobody asked yet."""
    if knows:
        return Advice.COACH
    return Advice.TRAIN if may_learn(sources) else Advice.ASK
