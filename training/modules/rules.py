"""Reading a module, decided: which version somebody reads, which parts count as done, and what is left.

A part is done when its reader went on from it and has answered its questions. What somebody has done is theirs: a
new version takes away only the parts in which it asks people to act differently.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a module. `minutes` are whole and at least 1; `questions` are the ids of those asked on it."""

    id: str
    title: str
    minutes: int
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is: parts done, questions answered, and the part to go on with."""

    done: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    last: str | None = None

    def is_done(self, part: Part) -> bool:
        return part.id in self.done

    def open_questions(self, part: Part) -> tuple[str, ...]:
        return tuple(question for question in part.questions if question not in self.answered)


def stays_with(begun: int, live: int, changes: Mapping[int, Collection[str]]) -> bool:
    """Whether somebody goes on with the version they began, given the ids of the parts that each later one changed.

    `begun` and `live` are the numbers of the two versions, `changes` the parts that ask people to act differently,
    by version. Somebody in the middle of a lesson keeps their text, unless finishing it would prove what is no
    longer right.
    """
    return not any(changes.get(number) for number in range(begun + 1, live + 1))


def outdated(begun: int, live: int, changes: Mapping[int, Collection[str]]) -> frozenset[str]:
    """The parts in which some version after `begun`, up to `live`, asks people to act differently."""
    return frozenset(part for number in range(begun + 1, live + 1) for part in changes.get(number, ()))


def carried(progress: Progress, parts: Sequence[Part], changed: Collection[str]) -> Progress:
    """The progress of an older version, seen on a newer one: only what has changed or is new is to be read."""
    kept = [part for part in parts if part.id not in changed]
    answered = progress.answered & {question for part in kept for question in part.questions}
    done = frozenset(part.id for part in kept if part.id in progress.done and answered.issuperset(part.questions))
    last = progress.last if progress.last in {part.id for part in parts} else None
    return Progress(done, answered, last)


def after_reading(progress: Progress, part: Part, parts: Sequence[Part]) -> Progress:
    """The progress after going on from a part."""
    done = progress.done if progress.open_questions(part) else progress.done | {part.id}
    following = next_part(parts, part)
    return Progress(done, progress.answered, (following or part).id)


def next_part(parts: Sequence[Part], part: Part) -> Part | None:
    """The part after this one, or None after the last."""
    place = parts.index(part)
    return parts[place + 1] if place + 1 < len(parts) else None


def part_before(parts: Sequence[Part], part: Part) -> Part | None:
    """The part before this one, or None before the first."""
    place = parts.index(part)
    return parts[place - 1] if place else None


def still_open(progress: Progress, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that are not done yet, in order; () means that the module is done."""
    return tuple(part for part in parts if not progress.is_done(part))


def minutes_left(progress: Progress, parts: Sequence[Part]) -> int:
    """Minutes that the open parts take."""
    return sum(part.minutes for part in still_open(progress, parts))


def resume_at(progress: Progress, parts: Sequence[Part]) -> Part:
    """The part to go on with: where the reader stopped, else the first that is open, else the first."""
    open_parts = still_open(progress, parts)
    stopped = next((part for part in open_parts if part.id == progress.last), None)
    return stopped or (open_parts or tuple(parts))[0]
