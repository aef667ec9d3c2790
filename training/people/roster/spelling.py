"""One spelling for each team and role: the site's own, else the one that most rows use."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.people.roster.cells import written_team
from training.people.roster.entries import Roster
from training.people.roster.headers import LABELS, Field
from training.people.roster.snapshot import Snapshot, TeamPath, role_key, team_key

Key = TypeVar("Key", bound=Hashable)


def settle_spelling(roster: Roster, snapshot: Snapshot, *, top_is_company: bool | None = None) -> Roster:
    """The roster with roles and teams as the site spells them, and a warning for each row that spells otherwise.

    Team paths come out from the topmost team of the site down. `top_is_company` says whether the first name of the
    paths means that topmost team by another name; None decides it by what is there.
    """
    counted_roles = Counter(row.role for row in roster.rows if row.role)
    roles = _settled(((role_key(role), role, rows) for role, rows in counted_roles.items()), snapshot.role_by_key)
    counted_paths = Counter(row.team for row in roster.rows if row.team)
    placed, problems = _placed(roster, counted_paths, snapshot, top_is_company)
    teams = _settled_teams(placed, counted_paths, snapshot)
    rows = []
    for row in roster.rows:
        role = roles[role_key(row.role)] if row.role else ""
        team = teams[row.team] if row.team else ()
        if role != row.role:
            problems.append(_spelled(roster, row.line, Field.ROLE, row.role, role))
        if row.team and team != placed[row.team]:
            problems.append(_spelled(roster, row.line, Field.TEAM, written_team(row.team), written_team(team)))
        rows.append(replace(row, role=role, team=team))
    return replace(roster, rows=tuple(rows)).with_problems(problems, set())


def _settled(said: Iterable[tuple[Key, str, int]], known: Mapping[Key, str]) -> dict[Key, str]:
    """For each key the spelling that is known, else the most used one; the order of rows does not matter."""
    spellings: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for key, spelling, rows in said:
        spellings[key][spelling] += rows
    return {
        key: known.get(key) or min(counts, key=lambda spelling: (-counts[spelling], spelling))
        for key, counts in spellings.items()
    }


def _settled_teams(
    placed: Mapping[TeamPath, TeamPath], counted: Mapping[TeamPath, int], snapshot: Snapshot
) -> dict[TeamPath, TeamPath]:
    """Each path as the file says it, to the path with every name in its settled spelling."""
    said = (
        (team_key(path[:depth]), path[depth - 1], counted[raw])
        for raw, path in placed.items()
        for depth in range(1, len(path) + 1)
    )
    names = _settled(said, {key: team.path[-1] for key, team in snapshot.team_by_key.items()})
    return {
        raw: tuple(names[team_key(path[:depth])] for depth in range(1, len(path) + 1)) for raw, path in placed.items()
    }


def _placed(
    roster: Roster, paths: Iterable[TeamPath], snapshot: Snapshot, top_is_company: bool | None
) -> tuple[dict[TeamPath, TeamPath], list[Problem]]:
    """Each path from the site's topmost team down, and a note when the file calls that team by another name."""
    paths = list(paths)
    root = snapshot.root
    if root is None:
        return {path: path for path in paths}, []
    elsewhere = [path for path in paths if team_key(path[:1]) != team_key(root)]
    alias = _other_name_of_root(elsewhere, root, snapshot, top_is_company)
    placed = {}
    for path in paths:
        top = team_key(path[:1])
        if top == team_key(root) or top == alias:
            placed[path] = root + path[1:]
        else:
            placed[path] = root + path
    if alias is None:
        return placed, []
    message = _("“%(top)s” is taken as the whole of %(company)s.", top=min(elsewhere)[0], company=root[0])
    remedy = _("Say so if it is a team below it instead.")
    return placed, [Problem(roster.name, None, message, remedy, "warning")]


def _other_name_of_root(
    paths: list[TeamPath], root: TeamPath, snapshot: Snapshot, top_is_company: bool | None
) -> TeamPath | None:
    """The key of the one name under which all these paths stand, if it means the topmost team."""
    tops = {team_key(path[:1]) for path in paths}
    if len(tops) != 1 or top_is_company is False:
        return None
    (top,) = tops
    if top_is_company:
        return top
    below_root = {key[1:] for key in snapshot.team_by_key if len(key) == len(root) + 1}
    seconds = {team_key(path[1:2]) for path in paths if len(path) > 1}
    fits = bool(seconds) and (not below_root or bool(seconds & below_root))
    return top if fits and top not in below_root else None


def _spelled(roster: Roster, line: int, column: Field, said: str, taken: str) -> Problem:
    message = _("%(field)s: “%(said)s” is taken as “%(taken)s”.", field=LABELS[column], said=said, taken=taken)
    return Problem(roster.name, line, message, _("Nothing to do, unless another one is meant."), "warning")
