"""Counting, once a night and in one go, how many readings lie how near the limits of their standards."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.diagnosis.models_limits import LimitCount
from training.method.bunching import SIDE, step
from training.metrics.models import ONE, Cell, Reading
from training.metrics.queries_cells import Window, measured_standards
from training.metrics.rules_judging import yardstick
from training.standards.files import STANDARD
from training.standards.files_standard import Standard


@dataclass(frozen=True)
class Edge:
    """A limit in the unit in which readings keep their value, and the width of a step.

    `below`: kept is what lies at the limit or below it, else what lies at it or above.
    """

    at: int
    step: int
    below: bool


def edge_of(standard_id: int, slug: str, standard: Standard) -> Edge | None:
    """Where single readings of a standard are judged or averaged against one number; None where they are not.

    A limit that stands still while the house is closed is no edge of the lengths that are kept.
    """
    rule = yardstick(standard_id, slug, standard)
    if standard.measure == "time":
        return None if rule.by_the_house else Edge(rule.limit, step(rule.limit, is_time=True), below=True)
    if standard.measure == "proportion" and standard.met_from is not None:
        return Edge(rule.met_from, step(rule.met_from, is_time=False), below=False)
    if standard.measure == "mean":
        target = int(standard.target * ONE)
        return Edge(target, step(target, is_time=False), below=not standard.higher_is_better)
    return None


def count_near_limits(db: Session, window: Window) -> None:
    """Count and keep in one transaction: for little, or where nobody waits."""
    keep_counts(db, counted(db, window))


def keep_counts(db: Session, rows: Iterable[LimitCount]) -> None:
    """Replace all counts by these."""
    db.execute(delete(LimitCount))
    db.add_all(rows)
    db.flush()


def counted(db: Session, window: Window) -> list[LimitCount]:
    """The counts of a window: one pass over the readings, whatever the number of standards. Writes nothing."""
    standards = live_all(db, STANDARD.name, measured_standards(db))
    edges = {
        one.document_id: edge
        for slug, one in standards.items()
        if (edge := edge_of(one.document_id, slug, one.model)) is not None
    }
    if not edges:
        return []
    rows = []
    people = _people(db, edges, window)
    for (standard_id, team_id), counts in _counts(db, edges, window).items():
        found = people.get((standard_id, team_id), 0)
        width = edges[standard_id].step
        row = LimitCount(standard_id=standard_id, team_id=team_id, first=window.first, last=window.last)
        row.step, row.people, row.counts = width, found, counts
        rows.append(row)
    return rows


def _counts(db: Session, edges: Mapping[int, Edge], window: Window) -> dict[tuple[int, int], list[int]]:
    width = _of_standard({key: edge.step for key, edge in edges.items()})
    limit = _of_standard({key: edge.at for key, edge in edges.items()})
    sign = _of_standard({key: 1 if edge.below else -1 for key, edge in edges.items()})
    beyond = (Reading.value - limit) * sign
    place = case((beyond <= 0, SIDE - 1 - (-beyond) // width), else_=SIDE + (beyond - 1) // width)
    team = func.coalesce(Reading.team_id, 0)
    query = (
        select(Reading.standard_id, team, place, func.count())
        .where(
            Reading.standard_id.in_(edges),
            Reading.day.between(window.first.toordinal(), window.last.toordinal()),
            beyond > -SIDE * width,
            beyond <= SIDE * width,
        )
        .group_by(Reading.standard_id, team, place)
    )
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * (2 * SIDE))
    for standard_id, team_id, where, n in db.execute(query):
        found[standard_id, team_id][where] = n
    return found


def _of_standard(values: Mapping[int, int]) -> ColumnElement[int]:
    return case(values, value=Reading.standard_id)


def _people(db: Session, edges: Mapping[int, Edge], window: Window) -> dict[tuple[int, int], int]:
    query = (
        select(Cell.standard_id, Cell.team_id, func.count(func.nullif(Cell.person_id, 0).distinct()))
        .where(Cell.standard_id.in_(edges), window.condition())
        .group_by(Cell.standard_id, Cell.team_id)
    )
    return {(standard, team): people for standard, team, people in db.execute(query)}
