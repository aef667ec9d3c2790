"""The smallest training that fits: parts before whole courses, the weakest skill first, no skill twice.

What says that a skill is weak are several sources at once, each with a chance ψ that it is so and the weight that the
skill has in the standard. They are put together by the largest weight · ψ: two sources that say the same are no more
than one that says it clearly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.needs.rules_gate import Advice

PART_OF_WEAKEST = 0.5
"""A skill that is less than half as weak as the weakest one can wait."""

LESSONS = ("module", "scenario", "script")
"""Kinds of offers that teach, in the order in which they are proposed where nothing else tells them apart."""

PRACTICE, CHECKLIST, TALK = "practice", "checklist", "talk"


@dataclass(frozen=True, slots=True)
class Signal:
    """One source says with a `chance` (0 to 1) that a skill is missing; `weight` is the skill's in the standard."""

    skill: str
    weight: float
    chance: float


@dataclass(frozen=True)
class Offer:
    """Something that could be done. `skills` are those that it helps with, and `is_direct` says that it serves this
    very standard or a step that is held to it; `is_part` that it is a part of something longer."""

    kind: str
    slug: str
    item: str
    title: str
    minutes: int
    skills: frozenset[str] = frozenset()
    is_direct: bool = False
    is_part: bool = False
    within: str = ""  # what the part is a part of
    document_id: int | None = None

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.kind}:{self.slug}:{self.item}"


@dataclass(frozen=True)
class Proposal:
    """What is proposed, in the order in which it is done, and what could be chosen instead."""

    chosen: tuple[Offer, ...]
    others: tuple[Offer, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.chosen)

    def offers(self, keys: Iterable[str]) -> list[Offer]:
        """Those with these keys, each once, in the order in which they are done. Unknown keys are left out."""
        wanted = set(keys)
        return [one for one in (*self.chosen, *self.others) if one.key in wanted]


def priorities(signals: Iterable[Signal]) -> dict[str, float]:
    """How much each skill matters: the largest weight · ψ of the sources that speak of it."""
    found: dict[str, float] = {}
    for one in signals:
        found[one.skill] = max(found.get(one.skill, 0.0), one.weight * one.chance)
    return found


def propose(offers: Sequence[Offer], signals: Iterable[Signal], advice: Advice) -> Proposal:
    """The smallest training that fits, from what there is. Somebody who knows it gets no lesson: a look at their
    work, or a talk."""
    weak = priorities(signals)
    ranked = _ranked(_parts_first(offers), weak)
    watched = [one for one in ranked if one.kind == CHECKLIST]
    if advice is Advice.COACH:
        beside = [one for one in ranked if one.kind == TALK]
        return _split(watched[:1] or beside[:1], [*watched, *beside])
    lessons = _smallest([one for one in ranked if one.kind in LESSONS], weak)
    if not lessons:
        beside = [one for one in ranked if one.kind == TALK]
        return _split([*watched[:1]] or beside[:1], ranked)
    practice = [one for one in ranked if one.kind == PRACTICE]
    return _split([*lessons, *practice[:1], *watched[:1]], ranked)


def _parts_first(offers: Sequence[Offer]) -> list[Offer]:
    """Without whole documents of which a part is on offer, each offer once."""
    in_parts = {(one.kind, one.slug) for one in offers if one.is_part}
    kept = [one for one in offers if one.is_part or (one.kind, one.slug) not in in_parts]
    return list({one.key: one for one in reversed(kept)}.values())[::-1]


def _ranked(offers: Iterable[Offer], weak: Mapping[str, float]) -> list[Offer]:
    return sorted(offers, key=lambda one: _rank(one, weak))


def _rank(one: Offer, weak: Mapping[str, float]) -> tuple[float | int | str | bool, ...]:
    help_ = max((weak.get(skill, 0.0) for skill in one.skills), default=0.0)
    kind = LESSONS.index(one.kind) if one.kind in LESSONS else len(LESSONS)
    return (not one.is_direct, -help_, kind, not one.is_part, one.minutes, one.title, one.key)


def _smallest(lessons: Sequence[Offer], weak: Mapping[str, float]) -> list[Offer]:
    """One lesson for each skill that is weak, unless one that is chosen already helps with it."""
    most = max(weak.values(), default=0.0)
    wanted = [skill for skill, value in weak.items() if value > 0 and value >= most * PART_OF_WEAKEST]
    wanted.sort(key=lambda skill: (-weak[skill], skill))
    chosen: list[Offer] = []
    for skill in wanted:
        if not any(skill in one.skills for one in chosen):
            chosen += [one for one in lessons if skill in one.skills][:1]
    return chosen or list(lessons[:1])


def _split(chosen: Sequence[Offer], every: Sequence[Offer]) -> Proposal:
    keys = {one.key for one in chosen}
    return Proposal(tuple(chosen), tuple(one for one in every if one.key not in keys))
