"""Who is asked for which programme: what the roles that somebody holds today begin, carry on and end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.content.durations import Duration


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role that somebody holds or held. `until_on` is its last day, None when it goes on."""

    role_id: int
    slug: str
    from_on: date
    until_on: date | None = None

    def on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class Offer:
    """A live programme: since when there is it, which roles it is for, and the shortest time it gives."""

    document_id: int
    published_on: date
    roles: frozenset[str]
    shortest: Duration | None


@dataclass(frozen=True, slots=True)
class Open:
    """An assignment that has not ended. One made by hand ends by hand, or when its person leaves."""

    id: int
    document_id: int
    start_on: date
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Begin:
    document_id: int
    role_id: int
    start_on: date


@dataclass(frozen=True, slots=True)
class End:
    """`ended_on` is the first day on which the programme is asked for no more."""

    assignment_id: int
    ended_on: date


def reconcile(
    roles: Sequence[RoleHeld],
    assignments: Iterable[Open],
    offers: Mapping[int, Offer],
    *,
    last_day: date | None,
    today: date,
) -> list[Begin | End]:
    """What has to change so that one person's open assignments fit the roles held today.

    `last_day` is the person's last working day, `offers` the live programmes by document.
    """
    gone = last_day is not None and last_day < today
    held = [] if gone else sorted((role for role in roles if role.on(today)), key=lambda role: role.from_on)
    wanted: dict[int, RoleHeld] = {}
    for role in held:
        for offer in offers.values():
            if role.slug in offer.roles:
                wanted.setdefault(offer.document_id, role)
    changes: list[Begin | End] = []
    for assignment in assignments:
        stays = assignment.document_id in offers if assignment.by_hand else assignment.document_id in wanted
        wanted.pop(assignment.document_id, None)
        if gone or not stays:
            changes.append(End(assignment.id, _end(assignment, roles, offers, last_day, today)))
    for document_id, role in wanted.items():
        changes.append(Begin(document_id, role.role_id, _start(role, offers[document_id], today)))
    return changes


def _start(role: RoleHeld, offer: Offer, today: date) -> date:
    start = max(role.from_on, offer.published_on)
    # Nobody is late with something on the very day that they are first asked for it.
    if offer.shortest is not None and offer.shortest.after(start) < today:
        return today
    return start


def _end(
    assignment: Open, roles: Iterable[RoleHeld], offers: Mapping[int, Offer], last_day: date | None, today: date
) -> date:
    """The day after the last day of the role that asked for it, or of work; today when neither is known."""
    offer = offers.get(assignment.document_id)
    ends = [role.until_on for role in roles if role.until_on is not None and offer and role.slug in offer.roles]
    known = [day for day in (last_day, max(ends, default=None)) if day is not None]
    ended = [day for day in known if assignment.start_on <= day < today]
    return min(ended) + timedelta(days=1) if ended else max(today, assignment.start_on)


def shortest(times: Iterable[Duration | None], start: date) -> Duration | None:
    """The time that runs out first, of those that requirements give."""
    return min((time for time in times if time is not None), key=lambda time: time.after(start), default=None)
