"""Which questions a test-out asks. The same seed over the same questions gives the same test-out.

Drawn in layers: what was failed before comes first, then two questions for each skill, as far as there are so many.
What a quiz asks about a skill, a module need not ask again. How many questions there are for a block depends on its
skills and minutes alone, and never takes longer than reading it: whoever remembers more never gets a longer refresher.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from training.refreshers.rules import Asked
from training.refreshers.rules_known import Block, Item

FOR_EACH_SKILL = 2
FEWEST_OF_A_QUIZ = 5
"""With fewer, one slip would fail a pass mark of eighty per cent."""

QUESTIONS_A_MINUTE = 2

Key = tuple[int, str, str]


class Draw:
    """Draws test-outs one after another; no question is drawn twice."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 -- chance, not secrecy: nobody sees the questions before they are asked
        self._taken: set[Key] = set()
        self.about: Counter[str] = Counter()
        """How many questions of quizzes are about each skill."""

    def for_quiz(self, items: Sequence[Item], count: int, *, fewest: int = FEWEST_OF_A_QUIZ) -> list[Item]:
        """At least those that must be asked, those failed before and two of each skill; `count` is the most."""
        pool = self._shuffled(items)
        drawn = [item for item in pool if item.must]
        left = [item for item in pool if not item.must]
        drawn += [item for item in left if item.failed_on is not None][: count - len(drawn)]
        seen = Counter(skill for item in drawn for skill in item.skills)
        offered = Counter(skill for item in pool for skill in item.skills)
        for skill in sorted(offered, key=lambda skill: (offered[skill], skill)):  # a rare one leaves the least choice
            for item in left:
                if len(drawn) >= count or seen[skill] >= FOR_EACH_SKILL:
                    break
                if skill in item.skills and item not in drawn:
                    drawn.append(item)
                    seen.update(item.skills)
        drawn += [item for item in left if item not in drawn][: max(0, min(count, fewest) - len(drawn))]
        self.about.update(skill for item in drawn for skill in item.skills)
        return self._keep(drawn)

    def for_blocks(self, blocks: Sequence[Block], items: Sequence[Item]) -> list[Item]:
        """Questions on blocks: one that asks about just this block first, then about its skills."""
        pool = self._shuffled(self.free(items))
        drawn: list[Item] = []
        for block, room in zip(blocks, rooms(blocks, items, self.about), strict=True):
            near = [item for item in pool if item.block == block.id and item not in drawn]
            seen = Counter(skill for item in drawn for skill in item.skills)
            far = [item for item in pool if not item.block and item not in drawn and _about(item, block)]
            wanted = near[:1] + sorted(
                near[1:] + far, key=lambda item: min(seen[skill] for skill in item.skills or "-")
            )
            drawn += wanted[:room]
        return self._keep(drawn)

    def shown(self, item: Item) -> Asked:
        """An item with its options in an order of their own."""
        options = list(item.options)
        self._chance.shuffle(options)
        return item.asked(tuple(options))

    def left(self, items: Sequence[Item]) -> tuple[Asked, ...]:
        """Questions that nobody has drawn, for another round."""
        return tuple(self.shown(item) for item in self._shuffled(self.free(items)))

    def free(self, items: Iterable[Item]) -> list[Item]:
        """Those that are not drawn yet."""
        return [item for item in items if item.key not in self._taken]

    def _shuffled(self, items: Sequence[Item]) -> list[Item]:
        found = sorted(items, key=lambda item: item.key)
        self._chance.shuffle(found)
        return sorted(found, key=lambda item: item.urgency)

    def _keep(self, drawn: list[Item]) -> list[Item]:
        self._taken |= {item.key for item in drawn}
        self._chance.shuffle(drawn)
        return drawn


def rooms(blocks: Sequence[Block], items: Iterable[Item], about: Mapping[str, int]) -> list[int]:
    """How many questions each block is worth: two for each skill that nothing else has been asked about.

    `about` is how many questions of quizzes are about each skill. Where these show enough, only a question of the
    block's own is asked. Never are there more than reading it takes in time, and never more than there are.
    """
    found = list(items)
    missing = {s: max(0, FOR_EACH_SKILL - about.get(s, 0)) for block in blocks for s in block.skills}
    counts = []
    for block in blocks:
        near = [item for item in found if is_about(item, block)]
        room = min(QUESTIONS_A_MINUTE * block.minutes, len(near))
        left = room
        for skill in block.skills:
            used = min(left, missing[skill])
            missing[skill] -= used
            left -= used
        shown = any(about.get(skill, 0) >= FOR_EACH_SKILL for skill in block.skills)
        least = 0 if shown and not any(item.block for item in near) else 1
        counts.append(min(room, max(least, room - left)))
    return counts


def is_about(item: Item, block: Block) -> bool:
    """Whether a question shows that a block is known: its own, or a bank's about one of its skills."""
    return item.block == block.id or (not item.block and _about(item, block))


def _about(item: Item, block: Block) -> bool:
    return not set(item.skills).isdisjoint(block.skills)


def once_more(asked: Sequence[Asked], spare: Sequence[Asked], seed: int) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Another round of a test-out and what is spare after it: each question gives way to one of its block or skill.

    Questions that everybody is asked stay, and so do those for which nothing else is left.
    """
    chance = Random(seed)  # noqa: S311 -- see above
    rest, shown, resting = list(spare), [], []
    for one in asked:
        other = None if one.must else next((other for other in rest if _stands_in(other, one)), None)
        if other is None:
            options = list(one.options)
            chance.shuffle(options)
            shown.append(replace(one, options=tuple(options)))
        else:
            rest.remove(other)
            shown.append(other)
            resting.append(one)
    chance.shuffle(shown)
    return tuple(shown), (*rest, *resting)


def _stands_in(other: Asked, one: Asked) -> bool:
    if one.block and other.block:
        return one.block == other.block
    return not one.skills or not set(one.skills).isdisjoint(other.skills)
