"""Of whom which programme is asked: what somebody's roles, team and employment begin, carry on and end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from training.content.durations import Duration


class Because(StrEnum):
    """Why a programme is asked of somebody."""

    ROLE = "role"
    TEAM = "team"
    EVERYBODY = "everybody"
    HAND = "hand"


class Ended(StrEnum):
    """Why a programme is asked of somebody no more."""

    SCOPE = "scope"  # role or team are others now
    LEFT = "left"
    RETIRED = "retired"  # the programme is out of use
    WITHDRAWN = "withdrawn"  # by the hand that assigned it


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
class Employment:
    """Somebody's place today: the path of their team, and their first and last working day."""

    team: str = ""
    hired_on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A live programme: since when there is it, of whom it is asked, and the shortest time it gives.

    `places` are the paths of the teams that it names, `of_teams` whether it names any at all.
    """

    document_id: int
    published_on: date
    roles: frozenset[str]
    shortest: Duration | None
    places: frozenset[str] = frozenset()
    of_teams: bool = False
    everybody: bool = False
    asked_from: date | None = None
    asked_until: date | None = None

    def begins_on(self, day: date) -> bool:
        """Whether it may begin for somebody on a day. A campaign that is over goes on for those it was asked of."""
        return (self.asked_from is None or self.asked_from <= day) and (
            self.asked_until is None or day <= self.asked_until
        )

    def fits_team(self, team: str) -> bool:
        return not self.of_teams or any(team.startswith(place) for place in self.places)


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
    role_id: int | None
    start_on: date
    because: Because = Because.ROLE


@dataclass(frozen=True, slots=True)
class End:
    """`ended_on` is the first day on which the programme is asked for no more."""

    assignment_id: int
    ended_on: date
    because: Ended = Ended.SCOPE


def reconcile(
    roles: Sequence[RoleHeld],
    assignments: Iterable[Open],
    offers: Mapping[int, Offer],
    *,
    employment: Employment,
    today: date,
) -> list[Begin | End]:
    """What has to change so that one person's open assignments fit the roles held and the place taken today.

    `offers` are the live programmes by document.
    """
    gone = employment.last_day is not None and employment.last_day < today
    wanted = {} if gone else _wanted(roles, offers, employment, today)
    changes: list[Begin | End] = []
    for assignment in assignments:
        offer = offers.get(assignment.document_id)
        stays = offer is not None and (assignment.by_hand or assignment.document_id in wanted)
        wanted.pop(assignment.document_id, None)
        if gone or not stays:
            ended = Ended.LEFT if gone else Ended.RETIRED if offer is None else Ended.SCOPE
            changes.append(End(assignment.id, _end(assignment, roles, offer, employment.last_day, today), ended))
    for document_id, (because, role) in wanted.items():
        asking = offers[document_id]
        if asking.begins_on(today):
            start = _start(role.from_on if role else employment.hired_on, asking, today)
            changes.append(Begin(document_id, role.role_id if role else None, start, because))
    return changes


def _wanted(
    roles: Sequence[RoleHeld], offers: Mapping[int, Offer], employment: Employment, today: date
) -> dict[int, tuple[Because, RoleHeld | None]]:
    """The programmes that are asked for, and why: of several roles the one that was held first."""
    held = sorted((role for role in roles if role.on(today)), key=lambda role: role.from_on)
    is_here = employment.hired_on is None or employment.hired_on <= today
    found: dict[int, tuple[Because, RoleHeld | None]] = {}
    for role in held:
        for document_id, offer in offers.items():
            if role.slug in offer.roles and offer.fits_team(employment.team):
                found.setdefault(document_id, (Because.ROLE, role))
    for document_id, offer in offers.items():
        if not is_here or offer.roles:
            continue
        if offer.everybody:
            found[document_id] = Because.EVERYBODY, None
        elif offer.of_teams and offer.fits_team(employment.team):
            found[document_id] = Because.TEAM, None
    return found


def _start(since: date | None, offer: Offer, today: date) -> date:
    start = max(day for day in (since, offer.published_on, offer.asked_from) if day is not None)
    # Nobody is late with something on the very day that they are first asked for it.
    if offer.shortest is not None and offer.shortest.after(start) < today:
        return today
    return start


def _end(assignment: Open, roles: Iterable[RoleHeld], offer: Offer | None, last_day: date | None, today: date) -> date:
    """The day after the last day of the role that asked for it, or of work; today when neither is known."""
    ends = [role.until_on for role in roles if role.until_on is not None and offer and role.slug in offer.roles]
    known = [day for day in (last_day, max(ends, default=None)) if day is not None]
    ended = [day for day in known if assignment.start_on <= day < today]
    return min(ended) + timedelta(days=1) if ended else max(today, assignment.start_on)


def shortest(times: Iterable[Duration | None], start: date) -> Duration | None:
    """The time that runs out first, of those that requirements give."""
    return min((time for time in times if time is not None), key=lambda time: time.after(start), default=None)
