"""Reminders by the clock: each quarter of an hour a job looks whose hour has come, and sets others to work.

One job for each time zone and hour reads, outside of any transaction, who is to be told anything. Only for these, some
hundreds at a time, another decides anew and writes.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from training.certification.jobs import is_catching_up
from training.certification.queries import in_chunks
from training.core import web
from training.core.clock import local_day
from training.core.jobs import Registry, enqueue
from training.core.worker import Task
from training.reminders.actions import tell
from training.reminders.queries import at_work, behind, wishes
from training.reminders.queries_digests import planned
from training.reminders.queries_team import chain_on
from training.reminders.rules_when import Wish, day_to_tell
from training.reminders.site import custom, hours, house

ROUND = "reminders.round"
GROUP = "reminders.group"
PEOPLE = "reminders.people"
QUARTER = timedelta(minutes=15)
ONCE = timedelta(days=2)  # for how long it is known that a group had its turn on a day
WRITTEN_AT_ONCE = 250  # people whose mails one transaction writes: less than a second


def register(registry: Registry) -> None:
    """Say who does these jobs, and that one of them comes round."""
    registry.handle(ROUND, look_at_the_clock)
    registry.handle(GROUP, look_at_group, lease=timedelta(minutes=30))
    registry.handle(PEOPLE, tell_people)
    registry.every(ROUND, QUARTER)


def look_at_the_clock(task: Task) -> None:
    """Enqueue a job for each time zone and hour whose turn it is; each once a day."""
    chosen, zone = hours(), web.site().zone
    if chosen is None or is_catching_up(task.db):
        return  # while standings are being written, they are not yet what people should hear
    for wish in {Wish(zone), *wishes(task.db, zone)}:
        day = day_to_tell(task.now, chosen, wish)
        if day is not None:
            hour = chosen.nearest(wish.hour)
            payload = {"zone": wish.zone.key, "hour": hour}
            key = f"reminders:{wish.zone.key}:{hour}:{day}"
            enqueue(task.db, GROUP, payload, now=task.now, unique_key=key, window=ONCE)


def look_at_group(task: Task) -> None:
    """Find out who of a time zone and hour is to be told anything, and enqueue the telling."""
    here, chosen = custom(), hours()
    zone, hour = ZoneInfo(task.payload["zone"]), task.payload["hour"]
    today = local_day(task.now, here.zone)
    found: list[int] = []
    with task.database.reading() as db:
        others = wishes(db, here.zone)
        mine = {
            person_id
            for wish, people in others.items()
            if chosen is not None and (wish.zone.key, chosen.nearest(wish.hour)) == (zone.key, hour)
            for person_id in people
        }
        if chosen is not None and (here.zone.key, chosen.first) == (zone.key, hour):
            mine.update(set(at_work(db, today)).difference(*others.values()))
        chain = chain_on(db, today)
        for chunk in in_chunks(mine):
            found += {one.reader.id for one in planned(db, chunk, here, now=task.now, chain=chain)}
            found += behind(db, chunk, today)
    for people in _some(sorted(set(found))):
        enqueue(task.db, PEOPLE, {"people": people}, now=task.now)


def tell_people(task: Task) -> None:
    """Decide anew about these people, and write."""
    tell(task.db, task.payload["people"], custom(), house(), now=task.now)


def _some(people: list[int]) -> Iterator[list[int]]:
    rest = iter(people)
    while chunk := list(islice(rest, WRITTEN_AT_ONCE)):
        yield chunk
