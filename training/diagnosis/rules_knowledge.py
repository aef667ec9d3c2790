"""How much somebody knows of what a standard takes, from everything that asked or watched them.

A skill is told by items: a question answered, a card recalled, a scenario played, a criterion seen at work. A source’s
share is what was right of its items. The sources of a skill are put together as

    mastery = Σ wₛ · shareₛ / Σ wₛ,    wₛ = trustₛ · min(itemsₛ, MOST)

so that forty easy cards do not drown one watching at work, which counts double: it is the thing itself. Below FEWEST
items nothing is said. What a standard takes is the mean of its skills by their weights, as long as what is known makes
at least half of the weight. Who reaches KNOWS of it knows; the line is that of practice between “mostly” and “fading”.
All of it is a sorting of people into rough kinds, and no grade.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 3  # items of a skill
MOST = 10  # items of one source, beyond which more of the same tells nothing new
KNOWS = 0.75


class Asked(StrEnum):
    """Where something that is known was shown."""

    PRACTICE = "practice"
    QUIZ = "quiz"
    SCENARIO = "scenario"
    CHECKLIST = "checklist"


_TRUST = {Asked.PRACTICE: 1.0, Asked.QUIZ: 1.0, Asked.SCENARIO: 1.0, Asked.CHECKLIST: 2.0}


@dataclass(frozen=True, slots=True)
class Shown:
    """What one source tells of one skill: `right` (0 to `items`, in parts too) of `items`."""

    skill: str
    asked: Asked
    right: float
    items: int = 1


@dataclass(frozen=True)
class SkillKnown:
    """A skill that the standard takes, with its `weight`; `share` (0 to 1) is None where too little was asked."""

    skill: str
    weight: int
    share: float | None
    items: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Known:
    """What somebody knows of what a standard takes: `share` from 0 to 1, None where too little was asked."""

    share: float | None
    skills: tuple[SkillKnown, ...]

    @property
    def knows(self) -> bool | None:
        """Whether they know enough of it; None where nobody can say."""
        return None if self.share is None else self.share >= KNOWS

    @property
    def gaps(self) -> tuple[SkillKnown, ...]:
        """The skills that they were shown not to know, the heaviest and least known first."""
        found = [one for one in self.skills if one.share is not None and one.share < KNOWS]
        return tuple(sorted(found, key=lambda one: (-one.weight * (1 - (one.share or 0)), one.skill)))


def known(weights: Mapping[str, int], shown: Iterable[Shown]) -> Known:
    """What somebody knows of a standard with these skills and weights."""
    by_skill: dict[str, list[Shown]] = {skill: [] for skill in weights}
    for one in shown:
        if one.skill in by_skill:
            by_skill[one.skill].append(one)
    skills = tuple(_skill(skill, weights[skill], told) for skill, told in by_skill.items())
    told = [(one.weight, one.share) for one in skills if one.share is not None]
    weight = sum(weight for weight, _share in told)
    if not weight or weight * 2 < sum(weights.values()):
        return Known(None, skills)
    return Known(sum(weight * share for weight, share in told) / weight, skills)


def _skill(skill: str, weight: int, shown: Sequence[Shown]) -> SkillKnown:
    right: dict[Asked, float] = {}
    items: dict[Asked, int] = {}
    for one in shown:
        right[one.asked] = right.get(one.asked, 0.0) + one.right
        items[one.asked] = items.get(one.asked, 0) + one.items
    asked = tuple(one for one in Asked if items.get(one))
    count = sum(items[one] for one in asked)
    if count < FEWEST:
        return SkillKnown(skill, weight, None, count, asked)
    weights = {one: _TRUST[one] * min(items[one], MOST) for one in asked}
    share = sum(weights[one] * right[one] / items[one] for one in asked) / sum(weights.values())
    return SkillKnown(skill, weight, min(1.0, max(0.0, share)), count, asked)


@dataclass(frozen=True)
class Quadrant:
    """How many know and do, know and do not, do without knowing, do neither; and of how many it cannot be said."""

    knows_does: int = 0
    knows_only: int = 0
    does_only: int = 0
    neither: int = 0
    unknown: int = 0

    @property
    def placed(self) -> int:
        """How many have a place in it."""
        return self.knows_does + self.knows_only + self.does_only + self.neither


def quadrant(people: Iterable[tuple[bool | None, bool | None]]) -> Quadrant:
    """Count people by whether they know and whether they do; None is that nobody can say."""
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    unknown = 0
    for knows, does in people:
        if knows is None or does is None:
            unknown += 1
        else:
            counts[knows, does] += 1
    return Quadrant(counts[True, True], counts[True, False], counts[False, True], counts[False, False], unknown)
