"""An answer on paper: what the template audit.typ sets, in the reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from training.certification.queries_history import Fact
from training.certification.words import state_word
from training.certification.words_history import author, happened, reason
from training.core import i18n
from training.core.i18n import format_date, format_moment
from training.core.i18n import gettext as _
from training.core.ledger import Head
from training.core.typeset import Undrawable, pdf
from training.reports.rules_audit import NOTHING, Line, Part, Question, Summary
from training.reports.words_audit import CHIPS, finding, held_sentence, words_of_states

TEMPLATE = "audit"


@dataclass(frozen=True)
class Asking:
    """Who asked what, when, and what the ledger ended with at that moment. `scope` says of whom, a line each."""

    question: Question
    scope: Sequence[tuple[str, str]]
    by: str
    at: datetime
    company: str
    zone: ZoneInfo
    head: Head


def cover(asking: Asking, summary: Summary, *, in_tables: bool) -> dict[str, Any]:
    """The first page: the question, the answer in numbers, and how to check it. People may be in the tables only."""
    words = words_of_states()
    states = [state for state in words if state != NOTHING and summary.states[state]]
    nothing = summary.states[NOTHING]
    programmes = sorted(summary.programmes.items())
    return {
        "title": _("Who was certified on %(day)s?", day=format_date(asking.question.day)),
        "finding": finding(summary.people, summary, asking.question),
        "notes": [
            *(
                [_("Nothing was asked of %(number)s others, and they held no certificate.", number=nothing)]
                * bool(nothing)
            ),
            *([_("The people are in standings.csv, a line for each requirement.")] * in_tables),
        ],
        "facts": [
            (_("Company"), asking.company),
            *asking.scope,
            (_("Answered as of"), _("the end of that day, %(zone)s", zone=asking.zone.key)),
            (_("Asked by"), asking.by),
            (_("Asked on"), format_moment(asking.at)),
            (_("Ledger"), _("%(number)s sealed facts", number=asking.head.position)),
            (_("Its last seal"), asking.head.seal),
        ],
        "check_title": _("How to check it"),
        "check": how_to_check(),
        "summary_title": _("By programme"),
        "summary_head": [_("Programme"), *(words[state] for state in states)],
        "summary": [[title, *(str(counts[state]) for state in states)] for title, counts in programmes],
    }


def how_to_check() -> list[str]:
    """What an inspector can do with the files beside the paper."""
    return [
        _(
            "Each line names the facts of the ledger that decided it. The file ledger.jsonl holds these facts as they "
            "were written, each with its seal and the one before it; no fact can be changed later without breaking its "
            "seal and every seal after it."
        ),
        _(
            "Run “python3 check.py” among the files: it looks whether every file is as it was made, and computes the "
            "digest and the seal of each fact anew."
        ),
        _(
            "Then ask the site for the seals of some of these positions, or compare the last seal with a note of it "
            "that was kept elsewhere. The site has written down the SHA-256 of manifest.json as a fact of its own."
        ),
    ]


History = Mapping[int, Sequence[Fact]]
"""What happened up to the day, by person, the newest first."""


def paper(asking: Asking, summary: Summary, lines: Sequence[Line], history: History) -> bytes:
    """A PDF: the cover, and then the people of these lines, who may be none, each with the chain of facts."""
    title = _("Who was certified on %(day)s?", day=format_date(asking.question.day))
    data: dict[str, Any] = {
        "foot": f"{asking.company} · {title}",
        "cover": cover(asking, summary, in_tables=not lines),
        "nothing": _("Nothing was asked of them."),
        "head": [_("Requirement"), _("State"), _("Since"), _("Version"), _("Fact")],
        "chain_title": _("What happened"),
        "chain_head": [_("Day"), _("What"), _("Fact")],
        "people": _people(lines, history),
    }
    try:
        return _set(data, title, asking.at)
    finally:
        # The setter keeps what its last ten papers took, 60 MB for a hundred people: ten empty ones make it let go.
        for _time in range(10):
            _set(data | {"people": []}, title, asking.at)


def _set(data: Mapping[str, Any], title: str, at: datetime) -> bytes:
    while True:
        try:
            return pdf(TEMPLATE, data, title=title, language=i18n.language(), at=at)
        except Undrawable as error:
            # A question mark for a sign that no font has is worse than the name, and better than no paper.
            data = _without(data, error.text)


def _people(lines: Iterable[Line], history: History) -> list[dict[str, Any]]:
    words = words_of_states()
    people: dict[int, dict[str, Any]] = {}
    for line in lines:
        person = line.person
        team = person.team if person.team_known else _("%(team)s (today’s team)", team=person.team)
        about = " · ".join((person.number, person.roles or _("No role"), team))
        said = people.setdefault(person.id, {"name": person.name, "about": about, "programmes": []})
        said["chain"] = [_link(fact) for fact in reversed(history.get(person.id, ()))]
        if line.title:
            said["programmes"].append(_programme(line, words[line.state]))
    return list(people.values())


def _link(fact: Fact) -> tuple[str, str, str]:
    """A fact of the chain: its day, what happened and who says so, and its number in the ledger."""
    version = _("version %(number)s", number=fact.version) if fact.version else ""
    said = " · ".join(text for text in (happened(fact), version, author(fact), reason(fact)) if text)
    return fact.day.isoformat(), said, str(fact.entry or "")


def _programme(line: Line, state: str) -> dict[str, Any]:
    version = f", {_('version %(number)s', number=line.version)}" if line.version else ""
    return {
        "title": f"{line.title}{version}",
        "state": state,
        "shade": CHIPS[line.state],
        "certificate": held_sentence(line.certificate) if line.certificate else "",
        "rows": [_row(part) for part in line.parts],
    }


def _row(part: Part) -> tuple[str, ...]:
    on = part.standing.met_on or part.standing.since
    versions = " ".join(str(proof.version) for proof in part.proofs if proof.version)
    facts = " ".join(str(proof.entry_id) for proof in part.proofs)
    return part.title, state_word(part.standing), on.isoformat(), versions, facts


def _without(value: Any, text: str) -> Any:
    """The same data with question marks where a text has no signs."""
    if isinstance(value, str):
        return value.replace(text, "?" * len(text))
    if isinstance(value, Mapping):
        return {key: _without(item, text) for key, item in value.items()}
    return [_without(item, text) for item in value] if isinstance(value, list | tuple) else value
