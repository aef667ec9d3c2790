"""What teaches, scripts, asks, watches and measures each standard and each step: one matrix, from what points at what.

A standard is named by its slug and a step by “transaction/step”, as documents write it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

MODULE, SCRIPT, BANK, SCENARIO = "module", "script", "bank", "scenario"
CHECKLIST, SCORECARD = "checklist", "scorecard"

ALWAYS = (MODULE, SCRIPT, BANK, SCENARIO, CHECKLIST, SCORECARD)
"""The kinds that have a column even while nothing of them points anywhere."""

FRAME = frozenset({"service", "transaction", "standard", "profile", "hours", "policy", "programme"})
"""The kinds that say how we serve and who learns what: what they point at is not covered by it."""


class Carry(StrEnum):
    """What a role has to do with a step, the strongest first; NAMED means that a standard says it is for the role."""

    OWNS = "owns"
    HELPS = "helps"
    DECIDES = "decides"
    NAMED = "named"


class Mark(StrEnum):
    """Whether something points at a row itself, at a step or standard that belongs to it, or nowhere near."""

    DIRECT = "direct"
    THROUGH = "through"
    NONE = "none"


@dataclass(frozen=True)
class Standard:
    """A standard, and the roles for which it says that it is."""

    slug: str
    title: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of a transaction: the roles that own it, lend a hand, or decide beyond them; the standards kept at it."""

    transaction: str
    id: str
    title: str
    owner: str = ""
    helps: tuple[str, ...] = ()
    decides: str = ""
    standards: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.transaction}/{self.id}"

    @property
    def carried(self) -> dict[str, Carry]:
        """What each role has to do with it."""
        found = {self.decides: Carry.DECIDES} if self.decides else {}
        found |= dict.fromkeys(self.helps, Carry.HELPS)
        return found | ({self.owner: Carry.OWNS} if self.owner else {})


@dataclass(frozen=True)
class Transaction:
    """How a service runs."""

    slug: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Part:
    """A part of a document; `block` None is all of it."""

    kind: str
    slug: str
    block: str | None = None


@dataclass(frozen=True)
class Link:
    """A part of a document that says which standard or step it serves."""

    part: Part
    aim: str


@dataclass(frozen=True)
class Lesson:
    """A module with its parts, each an id and a title; one that belongs to a service teaches a product."""

    slug: str
    title: str
    blocks: tuple[tuple[str, str], ...]
    of_service: bool = False


@dataclass(frozen=True)
class Promise:
    """A part of a policy that promises something to customers."""

    policy: str
    block: str
    title: str


@dataclass(frozen=True)
class Company:
    """Everything that coverage is told from.

    `measured` are the standards of which figures arrive. `claims` says by step which roles think that they own it.
    `kept` are policies and parts of them (block None: all) that steps say they keep. `asked` says by role what its
    programmes ask for, `programmes` which ones they are.
    """

    standards: Sequence[Standard] = ()
    transactions: Sequence[Transaction] = ()
    links: Sequence[Link] = ()
    measured: frozenset[str] = frozenset()
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lessons: Sequence[Lesson] = ()
    promises: Sequence[Promise] = ()
    kept: frozenset[tuple[str, str | None]] = frozenset()
    asked: Mapping[str, frozenset[Part]] = field(default_factory=dict)
    programmes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def steps(self) -> Iterable[Step]:
        return (step for transaction in self.transactions for step in transaction.steps)


@dataclass(frozen=True)
class Cell:
    """What of one kind points at a row: at itself, or through what belongs to it. No part is in both."""

    direct: tuple[Part, ...] = ()
    through: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.direct + self.through

    @property
    def mark(self) -> Mark:
        if self.direct:
            return Mark.DIRECT
        return Mark.THROUGH if self.through else Mark.NONE


EMPTY = Cell()


@dataclass(frozen=True)
class Row:
    """A standard or a step with what covers it, by kind. `near` are the steps of a standard, or standards of a step."""

    key: str
    title: str
    is_standard: bool
    transactions: tuple[str, ...]
    carried: Mapping[str, Carry]
    cells: Mapping[str, Cell]
    measured: Mark
    near: tuple[str, ...]

    def cell(self, kind: str) -> Cell:
        return self.cells.get(kind, EMPTY)

    def covered(self, *kinds: str) -> bool:
        """Whether anything of one of these kinds points at it, itself or through what belongs to it."""
        return any(kind in self.cells for kind in kinds)


@dataclass(frozen=True)
class Matrix:
    """Every standard, then every step in the order of its transaction; `kinds` are the columns."""

    company: Company
    standards: tuple[Row, ...]
    steps: tuple[Row, ...]
    kinds: tuple[str, ...]

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Rows by their key."""
        return {row.key: row for row in (*self.standards, *self.steps)}

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The slugs of the roles that carry something, in alphabetical order."""
        return tuple(sorted({role for row in self.rows.values() for role in row.carried}))


def matrix(company: Company) -> Matrix:
    """What covers what. Links to what is not there are passed over; kinds that nobody foresaw have their columns."""
    by_aim: dict[str, dict[str, dict[Part, None]]] = defaultdict(lambda: defaultdict(dict))
    for link in company.links:
        if link.part.kind not in FRAME:
            by_aim[link.aim][link.part.kind][link.part] = None
    kept_at: dict[str, list[Step]] = defaultdict(list)
    for step in company.steps:
        for slug in dict.fromkeys(step.standards):
            kept_at[slug].append(step)
    standards = tuple(_of_standard(one, kept_at.get(one.slug, []), by_aim, company) for one in company.standards)
    steps = tuple(_of_step(step, by_aim, company.measured) for step in company.steps)
    found = {kind for row in (*standards, *steps) for kind in row.cells}
    return Matrix(company, standards, steps, (*ALWAYS, *sorted(found - set(ALWAYS))))


_ByAim = Mapping[str, Mapping[str, Mapping[Part, None]]]


def _of_standard(one: Standard, steps: Sequence[Step], by_aim: _ByAim, company: Company) -> Row:
    carried = dict.fromkeys(one.roles, Carry.NAMED)
    for step in steps:
        for role, carry in step.carried.items():
            carried[role] = min(carry, carried.get(role, carry), key=list(Carry).index)
    keys = tuple(step.key for step in steps)
    return Row(
        key=one.slug,
        title=one.title,
        is_standard=True,
        transactions=tuple(dict.fromkeys(step.transaction for step in steps)),
        carried=carried,
        cells=_cells(one.slug, keys, by_aim),
        measured=Mark.DIRECT if one.slug in company.measured else Mark.NONE,
        near=keys,
    )


def _of_step(step: Step, by_aim: _ByAim, measured: frozenset[str]) -> Row:
    return Row(
        key=step.key,
        title=step.title,
        is_standard=False,
        transactions=(step.transaction,),
        carried=step.carried,
        cells=_cells(step.key, step.standards, by_aim),
        measured=Mark.NONE if measured.isdisjoint(step.standards) else Mark.THROUGH,
        near=tuple(dict.fromkeys(step.standards)),
    )


def _cells(key: str, near: Iterable[str], by_aim: _ByAim) -> dict[str, Cell]:
    """The cells in which there is something."""
    direct = by_aim.get(key, {})
    through: dict[str, dict[Part, None]] = defaultdict(dict)
    for other in near:
        for kind, parts in by_aim.get(other, {}).items():
            through[kind] |= parts
    return {
        kind: Cell(
            direct=tuple(direct.get(kind, ())),
            through=tuple(part for part in through.get(kind, ()) if part not in direct.get(kind, ())),
        )
        for kind in direct.keys() | through.keys()
    }
