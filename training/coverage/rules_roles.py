"""What a role carries, and whether its programmes ask it to learn that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from training.coverage.rules import BANK, CHECKLIST, MODULE, SCENARIO, SCRIPT, Carry, Matrix, Part, Row

LEARNED = (MODULE, SCRIPT, BANK, SCENARIO, CHECKLIST)
"""The kinds that a programme can ask for, itself or in a quiz."""


class Reach(StrEnum):
    """Whether something of a kind covers a row where this role meets it."""

    ASKED = "asked"  # a programme of the role asks for it
    THERE = "there"  # it is written, but no programme of the role asks for it
    NONE = "none"


@dataclass(frozen=True)
class Carried:
    """A standard or step that a role carries, and what reaches the role of it, by kind."""

    row: Row
    carry: Carry
    reach: dict[str, Reach]


def carried_by(matrix: Matrix, role: str, rows: Iterable[Row]) -> Iterator[Carried]:
    """Those of the rows that the role carries, in their order."""
    asked = matrix.company.asked.get(role, frozenset())
    for row in rows:
        if carry := row.carried.get(role):
            yield Carried(row, carry, {kind: reach(row, kind, asked) for kind in LEARNED})


def reach(row: Row, kind: str, asked: frozenset[Part]) -> Reach:
    """How far what covers a row with one kind of document gets to somebody of whom these documents are asked."""
    parts = row.cell(kind).parts
    if any(part in asked or Part(part.kind, part.slug) in asked for part in parts):
        return Reach.ASKED
    return Reach.THERE if parts else Reach.NONE


def taught(matrix: Matrix, row: Row, role: str) -> Reach:
    """Whether somebody of the role is really taught a standard or a step."""
    return reach(row, MODULE, matrix.company.asked.get(role, frozenset()))
