"""What the columns of a file hold: guessed from their names, said by whoever brings it, and made into a mapping."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

ID, TIME, TEAM, STRATUM = "id", "time", "team", "stratum"
PERSON = {"number": "person-number", "mail": "person-mail", "alias": "person-alias"}
"""What a column of people holds, by how it names them."""

NOTHING = ""
MEASURES = "standard:"
"""Before the slug of the standard that a column measures."""

_WORDS: tuple[tuple[str, str], ...] = (
    (r"(call|ticket|case|response|survey|contact|interaction|conversation)?_?(id|number|no|ref|reference)", ID),
    (r"(start|started|created|opened|answered|submitted|date|time|begin|began|timestamp).*", TIME),
    (r".*_(at|on|time|date|timestamp)", TIME),
    (r"(employee|staff|personnel|agent|user)_?(id|number|no|code)", PERSON["number"]),
    (r"(employee|staff|agent|assignee|user)_?(e_?)?mail.*", PERSON["mail"]),
    (r"(agent|assignee|employee|staff|owner|operator|user)(_?name)?", PERSON["alias"]),
    (r"(team|group|department|unit|branch|shop|store)(_?name)?", TEAM),
    (r"(queue|channel|type|call_?type|category|reason|topic|skill|shift)", STRATUM),
)
_UNITS: tuple[tuple[str, str], ...] = (
    (r".*(_|\b)(ms|milliseconds?)$", "milliseconds"),
    (r".*(_|\b)(s|sec|secs|seconds?)$", "seconds"),
    (r".*(_|\b)(min|mins|minutes?)$", "minutes"),
    (r".*(_|\b)(h|hrs?|hours?)$", "hours"),
    (r".*(percent|pct|per_cent|%)$", "per cent"),
)
_CLOCK = re.compile(r"\d{1,3}:\d\d:\d\d")
_YES_NO = frozenset({"yes", "no", "true", "false", "y", "n"})
_MANY = ((ID, 4), (TIME, 2), (STRATUM, 4))


@dataclass(frozen=True)
class Wish:
    """What one column holds: NOTHING, one of the words above, or MEASURES and a standard; and in which unit."""

    holds: str = NOTHING
    unit: str = "number"

    @property
    def standard(self) -> str | None:
        """The slug of the standard that the column measures."""
        return self.holds.removeprefix(MEASURES) if self.holds.startswith(MEASURES) else None


def guess(header: Sequence[str], examples: Sequence[Sequence[str]], standards: Mapping[str, str]) -> list[Wish]:
    """What the columns probably hold, by their names and some cells of each; `standards` are titles by slug.

    Of what can be in one column only, the first that looks like it is taken.
    """
    found: list[Wish] = []
    for name, cells in zip(header, examples, strict=True):
        holds = _holds(name, standards)
        most = dict(_MANY).get(holds, 1)
        taken = sum(one.holds == holds or (_is_person(holds) and _is_person(one.holds)) for one in found)
        if holds and taken >= (1 if holds in {ID, TIME} else most):
            holds = NOTHING
        found.append(Wish(holds, _unit(name, cells) if holds.startswith(MEASURES) else "number"))
    return found


def mapping_of(
    title: str, header: Sequence[str], wishes: Sequence[Wish], *, zone: str, pattern: str, before: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of a mapping as somebody wishes it, to be checked by its schema.

    `before` is the content of the mapping until now: what only its text can say, such as a condition, stays with the
    columns that still measure the same. Raises Problems with what is missing or there too often.
    """
    named = [(name, wish) for name, wish in zip(header, wishes, strict=True) if wish.holds]
    _refuse(named)

    def holding(word: str) -> list[str]:
        return [name for name, wish in named if wish.holds == word]

    time = {**before.get("time", {}), "columns": holding(TIME), "format": pattern or "iso", "zone": zone or None}
    content: dict[str, Any] = {
        **{key: value for key, value in before.items() if key in {"summary", "encoding", "delimiter", "sheet"}},
        "title": title,
        "id": holding(ID),
        "time": {key: value for key, value in time.items() if value is not None},
        "readings": [_measured(name, wish, before) for name, wish in named if wish.standard],
    }
    for by, word in PERSON.items():
        if columns := holding(word):
            content["person"] = {"column": columns[0], "by": by}
    if teams := holding(TEAM):
        content["team"] = teams[0]
    if strata := holding(STRATUM):
        content["strata"] = strata
    return content


def wishes_of(content: Mapping[str, Any], header: Sequence[str]) -> list[Wish]:
    """What a mapping says of each column of a file."""
    person = content.get("person") or {}
    held: dict[str, Wish] = {name: Wish(STRATUM) for name in content.get("strata", ())}
    held |= {name: Wish(ID) for name in content.get("id", ())}
    held |= {name: Wish(TIME) for name in (content.get("time") or {}).get("columns", ())}
    if person:
        held[person["column"]] = Wish(PERSON[person.get("by", "number")])
    if content.get("team"):
        held[content["team"]] = Wish(TEAM)
    for one in content.get("readings", ()):
        held[one["column"]] = Wish(MEASURES + one["standard"], one.get("unit", "number"))
    return [held.get(name, Wish()) for name in header]


def _measured(name: str, wish: Wish, before: Mapping[str, Any]) -> dict[str, Any]:
    same = [one for one in before.get("readings", ()) if (one["standard"], one["column"]) == (wish.standard, name)]
    kept: dict[str, Any] = same[0] if same else {}
    of_unit = {"yes", "no"} if wish.unit == "yes/no" else {"decimal", "met_when"}
    stays = {"only_if", "exposure", "optional"} | of_unit
    content = {key: value for key, value in kept.items() if key in stays}
    return {"standard": wish.standard, "column": name, "unit": wish.unit, **content}


def _refuse(named: Sequence[tuple[str, Wish]]) -> None:
    problems = []
    held = [wish.holds for _name, wish in named]
    if ID not in held:
        message = _("No column tells one contact from another.")
        problems.append(Problem("columns", None, message, _("Say which one holds the number of the call or ticket.")))
    if TIME not in held:
        message = _("No column says when it happened.")
        problems.append(Problem("columns", None, message, _("Say which one holds the time.")))
    if not any(holds.startswith(MEASURES) for holds in held):
        message = _("No column measures anything.")
        problems.append(Problem("columns", None, message, _("Say of at least one which standard it is about.")))
    people = [name for name, wish in named if _is_person(wish.holds)]
    problems += _too_many(people, 1)
    for word, most in (*_MANY, (TEAM, 1)):
        problems += _too_many([name for name, wish in named if wish.holds == word], most)
    for holds in sorted({one for one in held if one.startswith(MEASURES)}):
        problems += _too_many([name for name, wish in named if wish.holds == holds], 1)
    if problems:
        raise Problems(problems)


def _too_many(columns: Collection[str], most: int) -> list[Problem]:
    if len(columns) <= most:
        return []
    names = ", ".join(f"“{name}”" for name in columns)
    message = _("%(columns)s cannot all hold the same.", columns=names)
    return [Problem("columns", None, message, _("Leave at most %(most)s of them.", most=most))]


def _is_person(holds: str) -> bool:
    return holds in PERSON.values()


def _holds(name: str, standards: Mapping[str, str]) -> str:
    plain = re.sub(r"[^a-z0-9%]+", "_", name.casefold()).strip("_")
    for slug, title in standards.items():
        if plain in (slug.replace("-", "_"), re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")):
            return MEASURES + slug
    return next((word for pattern, word in _WORDS if re.fullmatch(pattern, plain)), NOTHING)


def _unit(name: str, cells: Sequence[str]) -> str:
    if cells and all(_CLOCK.fullmatch(cell) for cell in cells):
        return "hh:mm:ss"
    if cells and all(cell.casefold() in _YES_NO for cell in cells):
        return "yes/no"
    return next((unit for pattern, unit in _UNITS if re.fullmatch(pattern, name.casefold())), "number")
