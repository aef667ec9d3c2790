"""Who leads a team, by the managers that the roster names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from training.people.roster.snapshot import PersonNow, Status, TeamNow, TeamPath, number_key, team_key


@dataclass(frozen=True)
class LeaderChange:
    """A team whose leaders change. Employee numbers, in order; those set by hand are in both."""

    team: TeamPath
    before: tuple[str, ...]
    after: tuple[str, ...]


def leading(people: Iterable[PersonNow], day: date) -> dict[TeamPath, frozenset[str]]:
    """The employee numbers of the leaders of each team, by the team's key.

    Somebody leads a team who belongs to it, manages others in it or in teams directly below it, and has no manager in
    it. People who have left neither lead nor count.
    """
    here = {person.key: person for person in people if person.status(day) is not Status.LEFT}
    team_of = {key: team_key(person.team) for key, person in here.items()}
    leaders: defaultdict[TeamPath, set[str]] = defaultdict(set)
    for key, person in here.items():
        manager = number_key(person.manager)
        if manager not in here or manager == key:
            continue
        team = team_of[manager]
        above = number_key(here[manager].manager)
        if team in {team_of[key], team_of[key][:-1]} and team_of.get(above) != team:
            leaders[team].add(here[manager].employee_number)
    return {team: frozenset(numbers) for team, numbers in leaders.items()}


def touched_teams(
    before: Mapping[str, PersonNow], after: Mapping[str, PersonNow], changed: Collection[str]
) -> set[TeamPath]:
    """Keys of the teams whose leaders may differ because these people (by key) are new or changed."""
    touched = set()
    for key in changed:
        for people in (before, after):
            person = people.get(key)
            if person is None:
                continue
            manager = people.get(number_key(person.manager))
            for team in (person.team, person.team[:-1], manager.team if manager else ()):
                touched.add(team_key(team))
    return touched - {()}


def leader_changes(
    teams: Mapping[TeamPath, TeamNow], people: Iterable[PersonNow], touched: Collection[TeamPath], day: date
) -> tuple[LeaderChange, ...]:
    """What changes in the leaders of the touched teams. Leaders set by hand stay."""
    led = leading(people, day)
    changes = []
    for key in sorted(touched):
        team = teams.get(key)
        if team is None:
            continue
        after = led.get(key, frozenset()) | team.by_hand
        if after != team.leaders:
            changes.append(LeaderChange(team.path, tuple(sorted(team.leaders)), tuple(sorted(after))))
    return tuple(changes)
