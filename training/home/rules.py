"""What a person's first page says: which thing comes next, in which order the others follow, and how it greets."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from training.certification.rules import TargetId

HELD = ("met", "spare")
LATE = ("overdue", "expired")
REFRESHER = "refresher"
"""The kind of a task that renews a whole programme at once."""

NOON, EVENING, NIGHT_IS_OVER = 12, 18, 4  # hours of the site's day


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a programme asks of somebody. `state` is that of the requirement, `place` its number in order.

    `until` is set while earlier evidence still counts. `begun` says that there is something to go on with, `blocked_by`
    the title of what comes first, and `instead` the titles of what would do as well.
    """

    target: TargetId
    kind: str
    title: str
    url: str
    state: str
    minutes: int
    place: int
    due_on: date | None = None
    until: date | None = None
    begun: bool = False
    blocked_by: str | None = None
    instead: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Whether it counts today, even if its end is near."""
        return self.state in HELD or (self.state == "soon" and self.until is not None)

    @property
    def late(self) -> bool:
        return self.state in LATE

    @property
    def renewed(self) -> bool:
        """Whether doing it renews what was done before: it ends soon, or has ended, and nothing of it is begun."""
        return not self.begun and (self.held or self.state == "expired")

    @property
    def only_changed(self) -> bool:
        """Whether it was done before and only what changed since is asked for; nothing of that is begun yet."""
        return self.state == "changed" and not self.begun


def to_do(tasks: Iterable[Task]) -> list[Task]:
    """What somebody is asked to do, the next thing first.

    What is late comes before everything; then what is begun, because to go on is easier than to start; then what is
    due first, in the order of the programme. What waits for something else comes after all that can be done, and what
    still holds and only ends soon comes last. What several programmes ask for is there once, as the most urgent of
    them sees it.
    """
    found: dict[TargetId, Task] = {}
    for task in sorted((task for task in tasks if task.state not in HELD), key=_urgency):
        found.setdefault(task.target, task)
    return list(found.values())


def gathered(tasks: Sequence[Task], refreshers: Iterable[tuple[Task, Collection[TargetId]]]) -> list[Task]:
    """The list with one refresher in the place of all that it renews, where the first of that stood.

    A refresher comes with the documents that it is about. What only changed stays by itself: it is quickly read.
    """
    found = list(tasks)
    for refresher, documents in refreshers:
        renewed = [task for task in found if task.target in documents and task.renewed]
        if renewed:
            first = renewed[0]
            found[found.index(first)] = replace(
                refresher, state=first.state, due_on=first.due_on, until=first.until, place=first.place
            )
            found = [task for task in found if task not in renewed]
    return found


def _urgency(task: Task) -> tuple[bool, bool, bool, bool, date, int]:
    return task.held, task.blocked_by is not None, not task.late, not task.begun, task.due_on or date.max, task.place


def days_late(due_on: date, today: date) -> int:
    """Whole days since the last day on which it was in time; at least 1."""
    return max(1, (today - due_on).days)


def part_of_day(moment: datetime) -> str:
    """“morning”, “afternoon” or “evening” of a moment on the site's clock."""
    if NIGHT_IS_OVER <= moment.hour < NOON:
        return "morning"
    return "afternoon" if NOON <= moment.hour < EVENING else "evening"


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody is with a programme. `done` are the titles of what is held, each with its day."""

    title: str
    level: str
    held: int
    total: int
    due_on: date | None
    certified: bool = False  # by a certificate that counts today
    done: Sequence[tuple[str, date]] = ()
    gates: Sequence[tuple[str, bool]] = ()  # what one may do as soon as some of it is met, and whether one may

    @property
    def left(self) -> int:
        return self.total - self.held
