"""Who was here on a past day, and in which team: what the ledger remembers about people, for some hundreds at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from training.certification.queries import in_chunks
from training.core.clock import local_day
from training.core.ledger import Entry
from training.people.models import Person, Team
from training.people.roster.cells import written_team
from training.people.roster.queries import team_paths
from training.reports.rules_past import TeamFact, TeamThen, Turn, team_on, was_away

ADDED, CHANGED, LEFT, RETURNED = "person.added", "person.changed", "person.left", "person.returned"
# A form writes the team's id, a roster its path.
OF_TEAMS = ("team_id", "team")


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day of the site."""
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def away_on(db: Session, person_ids: Collection[int], day: date, zone: ZoneInfo) -> set[int]:
    """Of these people, those who had left before that day and came back after it."""
    turns: defaultdict[int, list[Turn]] = defaultdict(list)
    for chunk in in_chunks(person_ids):
        returned = select(Entry.subject_id).where(Entry.subject_id.in_(chunk), Entry.kind == RETURNED)
        query = (
            select(Entry.subject_id, Entry.kind, Entry.at, Entry.payload)
            .where(Entry.subject_id.in_(returned), Entry.kind.in_((LEFT, RETURNED)))
            .order_by(Entry.id)
        )
        for person_id, kind, at, payload in db.execute(query):
            on = local_day(at, zone)
            said = orjson.loads(payload) if payload else {}
            last_day = date.fromisoformat(said["last_day"]) if "last_day" in said else on
            turns[person_id or 0].append(Turn(on, last_day if kind == LEFT else None))
    return {person_id for person_id, found in turns.items() if was_away(day, found)}


class Teams:
    """The teams of people on a past day: paths of ids, or what was written where no such team is left."""

    def __init__(self, db: Session, day: date, zone: ZoneInfo) -> None:
        self._db, self._day, self._zone = db, day, zone
        rows = db.execute(select(Team.id, Team.name, Team.path)).all()
        self._paths = {row.id: row.path for row in rows}
        self.names: Mapping[str, str] = {row.path: row.name for row in rows}
        written = {written_team(path).casefold(): key for key, path in team_paths(db).items()}
        self._written = {text: self._paths[key] for text, key in written.items()}

    def path_of(self, team_id: int) -> str | None:
        """The path of ids of a team that is there today."""
        return self._paths.get(team_id)

    def name(self, team: str) -> str:
        """The name of a team that `of` gave."""
        return self.names.get(team) or team.rpartition("/")[2]

    def of(self, person_ids: Collection[int]) -> dict[int, TeamThen]:
        """The team of each of these people on the day."""
        facts: defaultdict[int, list[TeamFact]] = defaultdict(list)
        today: dict[int, str] = {}
        for chunk in in_chunks(person_ids):
            found = self._db.execute(select(Person.id, Person.team_id).where(Person.id.in_(chunk)))
            today.update((person_id, self._paths[team_id]) for person_id, team_id in found)
            speaks = or_(Entry.kind == ADDED, Entry.payload.is_(None), Entry.payload.contains('"team'))
            query = (
                select(Entry.subject_id, Entry.kind, Entry.at, Entry.payload)
                .where(Entry.subject_id.in_(chunk), Entry.kind.in_((ADDED, CHANGED)), speaks)
                .order_by(Entry.id)
            )
            for person_id, kind, at, payload in self._db.execute(query):
                if (fact := self._fact(kind, local_day(at, self._zone), payload)) is not None:
                    facts[person_id or 0].append(fact)
        return {person_id: team_on(self._day, facts.get(person_id, ()), team) for person_id, team in today.items()}

    def _fact(self, kind: str, on: date, payload: str | None) -> TeamFact | None:
        if payload is None:
            return TeamFact(on, readable=False)
        if kind == ADDED:
            return TeamFact(on)
        changes = orjson.loads(payload).get("changes", {})
        change = next((changes[name] for name in OF_TEAMS if name in changes), None)
        return None if change is None else TeamFact(on, self._resolved(change[0]))

    def _resolved(self, written: int | str) -> str:
        if isinstance(written, int):
            return str(self._paths.get(written, ""))
        return str(self._written.get(written.casefold(), written))
