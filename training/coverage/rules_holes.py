"""What is missing, each hole once: what nobody is taught, asked, watched at or measured by, and who claims what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.coverage.rules import (
    BANK,
    CHECKLIST,
    MODULE,
    SCENARIO,
    SCORECARD,
    Carry,
    Company,
    Mark,
    Matrix,
    Part,
    Row,
)


class Sort(StrEnum):
    """Sorts of holes, in the order in which they matter."""

    UNTAUGHT = "untaught"  # a standard that no lesson teaches
    UNASKED = "unasked"  # … that no question and no scenario asks about
    UNWATCHED = "unwatched"  # … that no checklist and no scorecard looks at
    UNMEASURED = "unmeasured"  # … of which no figures arrive
    UNCARRIED = "uncarried"  # … that is kept at no step, and that is for no role
    NOT_REQUIRED = "not-required"  # a role whose programmes leave out the lesson that teaches its steps
    DISPUTED = "disputed"  # a step that more than one role thinks it owns
    UNKEPT = "unkept"  # a promise that no step keeps
    UNTAUGHT_STEP = "untaught-step"  # a step that no lesson teaches, nor any of its standards
    NEEDLESS = "needless"  # a lesson, or a part of one, that serves no standard and no step


COVERED_BY: Mapping[Sort, tuple[str, ...]] = {
    Sort.UNTAUGHT: (MODULE,),
    Sort.UNASKED: (BANK, SCENARIO),
    Sort.UNWATCHED: (CHECKLIST, SCORECARD),
    Sort.UNTAUGHT_STEP: (MODULE,),
}
"""Which kinds of documents close a hole of a sort, the most usual first."""

OF_ROWS = frozenset(Sort) - {Sort.NOT_REQUIRED, Sort.UNKEPT, Sort.NEEDLESS}
"""The sorts whose subject is a standard or a step."""


@dataclass(frozen=True)
class Hole:
    """Something that is missing.

    `subject` is the standard, the step, the promise (“policy/block”), the module or part of one (“module/block”), or
    the role that lacks it; `title` what that is called. `roles` are those that it concerns, `document` what has to be
    changed to fill it, if that is there already; `steps` are the keys of the steps in question.
    """

    sort: Sort
    subject: str
    title: str
    roles: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    document: Part | None = None
    steps: tuple[str, ...] = ()


def holes(matrix: Matrix) -> list[Hole]:
    """Every hole once, in the order of the sorts."""
    nearest = Nearest(matrix)
    return [
        *(hole for sort in Sort for hole in _of_standards(sort, matrix, nearest)),
        *_not_required(matrix),
        *_disputed(matrix.company),
        *_unkept(matrix.company),
        *(_hole(Sort.UNTAUGHT_STEP, row, nearest) for row in matrix.steps if not row.covered(MODULE)),
        *_needless(matrix),
    ]


FIGURES, ROLES = "figures", "roles"
"""What a row can lack besides documents of some kind."""


def lacking(holes: Iterable[Hole]) -> dict[str, frozenset[str]]:
    """By standard or step the columns in which it has a hole: kinds of documents, FIGURES or ROLES; none where two
    claim it."""
    found: dict[str, frozenset[str]] = {}
    for hole in holes:
        if hole.sort in OF_ROWS:
            columns = {Sort.UNMEASURED: (FIGURES,), Sort.UNCARRIED: (ROLES,)}.get(hole.sort)
            kinds = frozenset(columns or COVERED_BY.get(hole.sort, ()))
            found[hole.subject] = found.get(hole.subject, frozenset()) | kinds
    return found


class Nearest:
    """The document of a kind that is nearest to a row: it serves most of what stands in the same transactions."""

    def __init__(self, matrix: Matrix) -> None:
        self._served: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in matrix.steps:
            for kind, cell in row.cells.items():
                for part in cell.parts:
                    self._served[row.transactions[0], kind][part.slug] += 1

    def document(self, row: Row, kinds: Iterable[str]) -> Part | None:
        """None where no transaction has anything of these kinds yet."""
        for kind in kinds:
            served: Counter[str] = Counter()
            for transaction in row.transactions:
                served.update(self._served.get((transaction, kind), ()))
            if served:
                return Part(kind, min(served, key=lambda slug: (-served[slug], slug)))
        return None


def _of_standards(sort: Sort, matrix: Matrix, nearest: Nearest) -> Iterator[Hole]:
    for row in matrix.standards:
        if _is_missing(sort, row):
            yield _hole(sort, row, nearest)


def _is_missing(sort: Sort, row: Row) -> bool:
    match sort:
        case Sort.UNTAUGHT | Sort.UNASKED | Sort.UNWATCHED:
            return not row.covered(*COVERED_BY[sort])
        case Sort.UNMEASURED:
            return row.measured is Mark.NONE
        case Sort.UNCARRIED:
            return not row.carried
        case _:
            return False


def _hole(sort: Sort, row: Row, nearest: Nearest) -> Hole:
    document = nearest.document(row, COVERED_BY.get(sort, ()))
    return Hole(sort, row.key, row.title, tuple(row.carried), row.transactions, document, row.near)


def _not_required(matrix: Matrix) -> Iterator[Hole]:
    """A role owns or helps with steps that a module teaches, but none of its programmes asks for such a module."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in matrix.steps:
        modules = list(dict.fromkeys(part.slug for part in row.cell(MODULE).parts))
        for role, carry in row.carried.items():
            asked = matrix.company.asked.get(role, frozenset())
            if modules and carry is not Carry.DECIDES and not any(Part(MODULE, slug) in asked for slug in modules):
                found[role, modules[0]].append(row)
    titles = {lesson.slug: lesson.title for lesson in matrix.company.lessons}
    for (role, module), rows in sorted(found.items()):
        programmes = matrix.company.programmes.get(role, ())
        yield Hole(
            Sort.NOT_REQUIRED,
            f"{role}/{module}",
            titles.get(module, module),
            (role,),
            tuple(dict.fromkeys(row.transactions[0] for row in rows)),
            Part("programme", programmes[0]) if programmes else None,
            tuple(row.key for row in rows),
        )


def _disputed(company: Company) -> Iterator[Hole]:
    for step in company.steps:
        owners = tuple(sorted(company.claims.get(step.key, frozenset()) | ({step.owner} if step.owner else set())))
        if len(owners) > 1:
            document = Part("transaction", step.transaction, step.id)
            yield Hole(Sort.DISPUTED, step.key, step.title, owners, (step.transaction,), document, (step.key,))


def _unkept(company: Company) -> Iterator[Hole]:
    for promise in company.promises:
        if company.kept.isdisjoint({(promise.policy, promise.block), (promise.policy, None)}):
            document = Part("policy", promise.policy, promise.block)
            yield Hole(Sort.UNKEPT, f"{promise.policy}/{promise.block}", promise.title, document=document)


def _needless(matrix: Matrix) -> Iterator[Hole]:
    """Parts of lessons that serve nothing. Of a lesson that serves nothing at all, the lesson as a whole."""
    known = matrix.rows
    serving = {link.part for link in matrix.company.links if link.part.kind == MODULE and link.aim in known}
    for lesson in matrix.company.lessons:
        idle: Sequence[tuple[str, str]] = [
            (block, title) for block, title in lesson.blocks if Part(MODULE, lesson.slug, block) not in serving
        ]
        if lesson.of_service or Part(MODULE, lesson.slug) in serving:
            continue
        if len(idle) == len(lesson.blocks):
            yield Hole(Sort.NEEDLESS, lesson.slug, lesson.title, document=Part(MODULE, lesson.slug))
            continue
        for block, title in idle:
            yield Hole(Sort.NEEDLESS, f"{lesson.slug}/{block}", title, document=Part(MODULE, lesson.slug, block))
