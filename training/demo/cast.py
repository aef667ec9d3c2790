"""Juniper & Vale, a chain of shops for household goods that never was: its teams and the people in them.

Days are counted from today: 0 is today, -1 yesterday. So the company is as old as the day on which it is loaded.
"""

from dataclasses import dataclass
from enum import Enum

COMPANY = "Juniper & Vale"
MAIL_DOMAIN = "juniper-vale.example"  # a domain that can never exist
LAUNCH = -748  # the site is set up and the library published

OFFICE = COMPANY
HARBOUR = "Harbour Street"
COUNTER = "Harbour Street counter"
PHONES = "Phones"
RETURNS = "Returns desk"
STATION = "Station Road"
STATION_COUNTER = "Station Road counter"


@dataclass(frozen=True)
class Unit:
    """A team: what stands above it, who leads it, and the day on which it joined the site.

    The leader may be new: then `since` is their first day, and `before` led until the day before.
    """

    name: str
    above: str | None
    leader: str
    joined: int
    since: int = LAUNCH
    before: str = ""

    def led_by(self, day: int) -> str:
        """The number of whoever led it on a day."""
        return self.leader if day >= self.since else self.before


UNITS = (
    Unit(OFFICE, None, "J1001", LAUNCH),
    Unit(HARBOUR, OFFICE, "J1005", LAUNCH),
    Unit(RETURNS, HARBOUR, "J1040", LAUNCH),
    Unit(PHONES, HARBOUR, "J1025", -692),
    Unit(COUNTER, HARBOUR, "J1006", -622, since=-430, before="J1066"),
    Unit(STATION, OFFICE, "J1050", -541),
    Unit(STATION_COUNTER, STATION, "J1051", -541, since=-330, before="J1052"),
)

DIRECTOR = "Director"
OFFICE_STAFF = "Office staff"
SHOP_MANAGER = "Shop manager"
TEAM_LEADER = "Team leader"
COUNTER_STAFF = "Counter staff"
PHONE_AGENT = "Phone agent"
SERVICE_DESK = "Service desk"


class Pace(Enum):
    """How somebody learns: at once, early, well in time, or at the last moment and now and then after it."""

    KEEN = "keen"
    PROMPT = "prompt"
    STEADY = "steady"
    SLOW = "slow"


@dataclass(frozen=True)
class Post:
    """A role from its first to its last day; no end means still."""

    role: str
    first: int
    last: int | None = None


@dataclass(frozen=True)
class Colleague:
    """Somebody of the company, and what is known of how they learn.

    `earlier` names teams of before, each with the last day in it; `leave` is the first and last day of leave. `stops`
    is the last day on which they did anything, `done` how many steps they got through in all, and `begun` says that
    they are in the middle of the next one. `fails` names quizzes that they fail at first, and `unseen` says that
    nobody has come round to observe them yet.
    """

    number: str
    given: str
    family: str
    team: str
    posts: tuple[Post, ...]
    hired: int
    preferred: str = ""
    mail: str | None = None
    phone: str = ""
    language: str = "en"
    earlier: tuple[tuple[str, int], ...] = ()
    left: int | None = None
    leave: tuple[int, int] | None = None
    pace: Pace = Pace.STEADY
    stops: int | None = None
    done: int | None = None
    begun: bool = False
    fails: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def email(self) -> str | None:
        return f"{self.mail}@{MAIL_DOMAIN}" if self.mail else None

    @property
    def first_team(self) -> str:
        return self.earlier[0][0] if self.earlier else self.team

    def team_on(self, day: int) -> str:
        """The team that they were in on a day."""
        return next((team for team, last in self.earlier if day <= last), self.team)

    @property
    def added(self) -> int:
        """The day on which they were entered: with their team, or some days before they began."""
        return max(unit_named(self.first_team).joined, min(self.hired - 9, -1))


@dataclass(frozen=True)
class HandAssignment:
    """A programme that a manager asks of somebody beyond their role."""

    who: str
    by: str
    programme: str
    day: int


@dataclass(frozen=True)
class StandIn:
    """Somebody stands in for a leader from the first to the last day; arranged on `day`."""

    leader: str
    deputy: str
    first: int
    last: int
    day: int


HAND_ASSIGNMENTS = (
    HandAssignment("J1007", "J1005", "first-aider", -400),
    HandAssignment("J1027", "J1005", "first-aider", -400),
    HandAssignment("J1041", "J1005", "first-aider", -400),
    HandAssignment("J1009", "J1006", "first-aider", -48),
    HandAssignment("J1008", "J1005", "service-desk", -19),
    HandAssignment("J1057", "J1050", "first-aider", -12),
    HandAssignment("J1012", "J1006", "first-aider", -5),
)
STAND_INS = (
    StandIn("J1025", "J1027", -4, 8, -9),
    StandIn("J1006", "J1007", 12, 23, -2),
)


def unit_named(team: str) -> Unit:
    return next(unit for unit in UNITS if unit.name == team)
