"""Rows of a source’s file to readings: everything that one row says, or what is wrong with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.metrics.files_mapping import Mapping as SourceMapping
from training.metrics.files_mapping import Measured
from training.metrics.files_values import BadValueError, Values, number_of
from training.metrics.rules_judging import LARGEST, Yardstick
from training.metrics.rules_times import BadTimeError, Days, Times

SHOWN = 300
"""Problems that are shown; more are only counted."""

MOST_UNKNOWN = 10_000
MOST_STRATA = 2_000
LONGEST_ID = 200


@dataclass(frozen=True)
class Known:
    """What the site knows: standards by slug, people by how the source names them, teams by name, its zone.

    `people` gives id and team; `aliases` says who unknown names are, None for nobody yet. `teams` maps a folded name or
    path to an id.
    """

    zone: ZoneInfo
    rules: Mapping[str, Yardstick]
    people: Mapping[str, tuple[int, int]]
    aliases: Mapping[str, tuple[int, int] | None]
    teams: Mapping[str, int]


@dataclass
class Found:
    """What came to light while a file was read."""

    rows: int = 0
    readings: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    unknown_people: Counter[str] = field(default_factory=Counter)
    unknown_teams: Counter[str] = field(default_factory=Counter)
    strata: set[str] = field(default_factory=set)
    first_day: int | None = None
    last_day: int | None = None

    def problem(self, where: str, line: int | None, message: str, remedy: str = "") -> None:
        self.problem_count += 1
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(where, line, message, remedy))


@dataclass(frozen=True, slots=True)
class Contact:
    """One row as readings: who, when, what kind, and (standard, value, exposure, missed) of each reading.

    `who` is the name in the file where the roster does not know it. `own_team`: the file names no team, so it is the
    person’s.
    """

    external_id: str
    person_id: int | None
    team_id: int | None
    who: str | None
    own_team: bool
    at: int
    day: int
    stratum: str
    readings: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class _Column:
    place: int
    values: Values
    slug: str
    standard_id: int
    condition: tuple[int, frozenset[str]] | None
    exposure: int | None
    decimal: str


class RowReader:
    """Reads the rows of one file. `latest` is the last moment that can be, in seconds since 1970."""

    def __init__(self, mapping: SourceMapping, header: Sequence[str], known: Known, where: str, latest: int) -> None:
        self.found = Found()
        self._where = where
        self._known = known
        self._width = len(header)
        self._latest = latest
        place = {name: number for number, name in reversed(list(enumerate(header)))}
        self._id = [place[name] for name in mapping.id]
        self._time = [place[name] for name in mapping.time.columns]
        zone = ZoneInfo(mapping.time.zone) if mapping.time.zone else None
        self._times = Times(mapping.time.format, zone, mapping.time.repeated_hour)
        self._days = Days(known.zone)
        self._person = place[mapping.person.column] if mapping.person else None
        self._number = mapping.person is not None and mapping.person.by != "alias"
        self._team = place[mapping.team] if mapping.team else None
        # What the same text meant before; few texts come millions of times.
        self._teams: dict[str, int | None] = {}
        self._people: dict[str, tuple[int | None, int | None, str | None]] = {}
        self._named: dict[tuple[str, ...], str] = {}
        self._strata = [place[name] for name in mapping.strata]
        self._columns = [
            _column(one, known.rules[one.standard], place) for one in mapping.readings if one.standard in known.rules
        ]

    def read(self, line: int, cells: tuple[str, ...]) -> Contact | None:
        """What a row says; None when something is wrong with it, which `found` then tells."""
        found = self.found
        found.rows += 1
        if len(cells) != self._width and not self._fits(cells):
            message = _(
                "This row has %(cells)s cells, the header has %(columns)s.", cells=len(cells), columns=self._width
            )
            remedy = _("Look for a missing or an extra separator; text that contains one needs quotes around it.")
            found.problem(self._where, line, message, remedy)
            return None
        external_id = "/".join([" ".join(cells[place].split()) for place in self._id])
        if not external_id.strip("/") or len(external_id) > LONGEST_ID or "\x00" in external_id:
            found.problem(self._where, line, _("This row has no id that tells it from others."), _("Add it."))
            return None
        try:
            at = self._times.seconds(" ".join([cells[place].strip() for place in self._time]))
        except BadTimeError as error:
            found.problem(self._where, line, error.message, error.remedy)
            return None
        if at > self._latest:
            message = _("This time lies in the future.")
            found.problem(self._where, line, message, _("Correct it, or the time zone of the source."))
            return None
        readings = self._readings(line, cells)
        if readings is None:
            return None
        day = self._days.of(at)
        found.first_day = day if found.first_day is None or day < found.first_day else found.first_day
        found.last_day = day if found.last_day is None or day > found.last_day else found.last_day
        person, own_team, who = self._whom(cells)
        team = self._team_of(cells)
        stratum = self._stratum(cells)
        return Contact(
            external_id, person, own_team if team is None else team, who, team is None, at, day, stratum, readings
        )

    def _fits(self, cells: tuple[str, ...]) -> bool:
        """Whether a longer row is longer by empty cells only."""
        return len(cells) > self._width and not any(cells[self._width :])

    def _readings(self, line: int, cells: tuple[str, ...]) -> tuple[tuple[int, int, int, int], ...] | None:
        readings = []
        fine = True
        for column in self._columns:
            text = cells[column.place].strip()
            if not text:
                continue
            condition = column.condition
            if condition is not None and cells[condition[0]].strip().casefold() not in condition[1]:
                continue
            try:
                value, missed = column.values.of(text)
                exposure = 100 if column.exposure is None else _exposure(cells[column.exposure], column.decimal)
            except BadValueError as error:
                remedy = _("Correct it, or leave the cell empty where nothing was measured.")
                self.found.problem(self._where, line, str(error), remedy)
                fine = False
                continue
            readings.append((column.standard_id, value, exposure, missed))
            self.found.readings[column.slug] += 1
        return tuple(readings) if fine else None

    def _whom(self, cells: tuple[str, ...]) -> tuple[int | None, int | None, str | None]:
        """Person, their team, and the name in the file where it says nothing to the roster."""
        if self._person is None:
            return None, None, None
        written = cells[self._person]
        met = self._people.get(written)
        if met is not None:
            return met
        name = " ".join(written.replace("\x00", "").split())
        if not name:
            return None, None, None
        told = self._known.aliases.get(name)
        found = self._known.people.get(name.casefold()) if self._number and told is None else None
        if told is not None or found is not None:
            person, team = told or found or (None, None)
            self._people[written] = person, team, None if told is None else name
            return self._people[written]
        unknown = self.found.unknown_people
        if name in unknown or len(unknown) < MOST_UNKNOWN:
            unknown[name] += 1
        return None, None, name

    def _team_of(self, cells: tuple[str, ...]) -> int | None:
        if self._team is None:
            return None
        name = " ".join(cells[self._team].split())
        if not name:
            return None
        if name not in self._teams:
            key = team_key(name)
            # The company itself may go by another name in the source.
            self._teams[name] = self._known.teams.get(key) or self._known.teams.get(key.partition("/")[2])
        team = self._teams[name]
        if team is None and (name in self.found.unknown_teams or len(self.found.unknown_teams) < MOST_UNKNOWN):
            self.found.unknown_teams[name] += 1
        return team

    def _stratum(self, cells: tuple[str, ...]) -> str:
        if not self._strata:
            return ""
        written = tuple([cells[place] for place in self._strata])
        stratum = self._named.get(written)
        if stratum is None:
            parts = (" ".join(text.replace("\x00", "").split()) for text in written)
            stratum = " / ".join(filter(None, parts))[:200]
            if len(self.found.strata) <= MOST_STRATA:
                self.found.strata.add(stratum)
                self._named[written] = stratum
        return stratum


def team_key(path: str) -> str:
    """A team’s name or path for comparison: capitals and spaces around the strokes do not count."""
    return "/".join(" ".join(part.split()).casefold() for part in path.strip("/").split("/"))


def _column(one: Measured, rule: Yardstick, place: Mapping[str, int]) -> _Column:
    condition = one.only_if and (
        place[one.only_if.column],
        frozenset(value.casefold() for value in one.only_if.values),
    )
    return _Column(
        place=place[one.column],
        values=Values(one, rule),
        slug=one.standard,
        standard_id=rule.standard_id,
        condition=condition or None,
        exposure=place[one.exposure] if one.exposure else None,
        decimal=one.decimal,
    )


def _exposure(text: str, decimal: str) -> int:
    number = number_of(text.strip(), decimal)
    if not 0 < number <= Decimal(LARGEST):
        raise BadValueError(_("%(number)s cannot be what a count is counted against.", number=text.strip()))
    return int(number * 100)
