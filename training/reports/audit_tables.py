"""The tables of an answer as CSV: safe to open in a spreadsheet program, written row by row."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from training.certification.words import state_word
from training.core.i18n import gettext as _
from training.people.roster.guards import guarded
from training.reports.queries_proof import SealedFact, VersionLine
from training.reports.rules_audit import Line
from training.reports.words_audit import words_of_states

WITH_BYTE_ORDER_MARK = "utf-8-sig"  # spreadsheet programs take a file without the mark for an old encoding

Cells = Iterable[Any]


class Table:
    """A CSV file that grows. Texts cannot become formulas; days and moments are ISO, moments in UTC."""

    def __init__(self, file: IO[str], heading: Cells) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(heading)

    def add(self, rows: Iterable[Cells]) -> None:
        for row in rows:
            self._writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else "" if value is None else value


def standings_heading() -> Cells:
    return (
        _("Number"),
        _("Name"),
        _("Role"),
        _("Team"),
        _("Team known on that day"),
        _("Programme"),
        _("Version of the programme"),
        _("State"),
        _("Certified"),
        _("Certificate"),
        _("Issued on"),
        _("Holds until"),
        _("Requirement"),
        _("Kind"),
        _("State of the requirement"),
        _("Since"),
        _("Until"),
        _("Due on"),
        _("Version of the document"),
        _("Fact of the ledger"),
    )


def standings(lines: Iterable[Line]) -> Iterator[Cells]:
    """A row for each requirement of each person and programme; one for who was asked nothing."""
    words, yes, no = words_of_states(), _("yes"), _("no")
    for line in lines:
        person, held = line.person, line.certificate
        known = yes if person.team_known else no
        who = (person.number, person.name, person.roles, person.team, known)
        programme = (line.title, line.version, words[line.state], yes if line.certified else no)
        certificate = (held.number, held.issued_on, held.until) if held else (None, None, None)
        if not line.parts:
            yield *who, *programme, *certificate
        for part in line.parts:
            standing = part.standing
            dates = standing.since, standing.until, standing.due_on
            versions = " ".join(str(proof.version) for proof in part.proofs if proof.version)
            facts = " ".join(str(proof.entry_id) for proof in part.proofs)
            about = (part.title, part.kind, state_word(standing), *dates, versions, facts)
            yield *who, *programme, *certificate, *about


def evidence_heading() -> Cells:
    return (
        _("Fact of the ledger"),
        _("Happened"),
        _("Moment"),
        _("Person"),
        _("Document"),
        _("Version"),
        _("Position"),
        _("Digest"),
        _("Seal before it"),
        _("Seal"),
    )


def evidence(facts: Iterable[SealedFact], numbers: dict[int, str], versions: dict[int, VersionLine]) -> Iterator[Cells]:
    """A row for each fact. `numbers` are employee numbers by person."""
    for fact in facts:
        version = versions.get(fact.version_id or 0)
        yield (
            fact.id,
            fact.kind,
            fact.at,
            numbers.get(fact.subject_id or 0),
            version.title if version else None,
            version.number if version else None,
            fact.position,
            fact.digest,
            fact.previous,
            fact.seal,
        )


def certificates_heading() -> Cells:
    return (
        _("Certificate"),
        _("Number"),
        _("Name"),
        _("Title"),
        _("Issued on"),
        _("Holds until"),
    )


def certificates(lines: Iterable[Line]) -> Iterator[Cells]:
    """A row for each certificate that was in force."""
    for line in lines:
        if line.certificate is not None:
            held, person = line.certificate, line.person
            yield held.number, person.number, person.name, held.title, held.issued_on, held.until


def versions_heading() -> Cells:
    return _("Kind"), _("Document"), _("Title"), _("Version"), _("Published"), _("SHA-256")


def versions(found: Iterable[VersionLine]) -> Iterator[Cells]:
    """A row for each version that programmes and evidence speak of."""
    for one in found:
        yield one.kind, one.slug, one.title, one.number, one.at, one.sha256
