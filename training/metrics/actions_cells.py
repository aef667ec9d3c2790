"""Making cells anew from the readings: after a doubt, and when a standard measures otherwise."""

from typing import Any

from sqlalchemy import BigInteger, Select, case, cast, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from training.content.queries import live_of
from training.metrics.models import Cell, CellDay, Reading
from training.metrics.queries import inserting
from training.metrics.rules_judging import Yardstick, yardstick


def standards_with_readings(db: Session) -> list[int]:
    """The ids of the standards that have readings or cells."""
    columns = Reading.standard_id, Cell.standard_id
    return sorted({found for column in columns for found in db.scalars(select(column).distinct())})


def rebuild_cells(db: Session, standard_id: int) -> int:
    """Make the cells of a standard anew from its readings; returns how many. Whoever writes meanwhile waits."""
    _mark_days(db, standard_id)
    db.execute(delete(Cell).where(Cell.standard_id == standard_id))
    names = [column.name for column in Cell.__table__.columns]
    db.execute(insert(Cell).from_select(names, cells_of_readings().where(Reading.standard_id == standard_id)))
    _mark_days(db, standard_id)  # also those that had no cells before
    return db.scalar(select(func.count()).select_from(Cell).where(Cell.standard_id == standard_id)) or 0


def _mark_days(db: Session, standard_id: int) -> None:
    """Note that the cells of a standard change on every day on which there are any."""
    days = select(Cell.standard_id, Cell.day, literal(1)).where(Cell.standard_id == standard_id).distinct()
    marked = inserting(db, CellDay).from_select(["standard_id", "day", "marks"], days)
    db.execute(
        marked.on_conflict_do_update(
            index_elements=[CellDay.standard_id, CellDay.day], set_={"marks": CellDay.marks + 1}
        )
    )


def cells_of_readings() -> Select[*tuple[Any, ...]]:
    """What the readings add up to, in the columns of `Cell` and their order."""
    nobody = func.coalesce(Reading.team_id, 0), func.coalesce(Reading.person_id, 0)
    key = Reading.standard_id, Reading.day, *nobody, Reading.stratum_id
    summed = (
        Reading.value,
        Reading.value * Reading.value,
        Reading.exposure,
        Reading.weight,
        Reading.weight * Reading.missed,
    )
    sums = (func.sum(Reading.missed), *(cast(func.sum(one), BigInteger) for one in summed))
    return select(*key, func.count(), *sums).group_by(*key)


def judge_anew(db: Session, standard_id: int) -> int:
    """Hold the readings of a standard against it as it is now, so that a trend compares like with like.

    Returns how many were judged otherwise. Where a limit stands still at night only whoever measured knows what was
    kept, so their word stays.
    """
    edition = live_of(db, standard_id)
    if edition is None:
        return 0
    rule = yardstick(standard_id, edition.slug, edition.model)
    if rule.by_the_house:
        return 0
    missed = _missed(rule)
    judged = (
        update(Reading)
        .where(Reading.standard_id == standard_id, Reading.missed != missed)
        .values(missed=missed)
        .execution_options(synchronize_session=False)
    )
    changed: int = db.execute(judged).rowcount  # type: ignore[attr-defined] # an update has a row count
    if changed:
        rebuild_cells(db, standard_id)
    return changed


def _missed(rule: Yardstick) -> Any:
    if rule.measure == "time":
        return case((Reading.value > rule.limit, 1), else_=0)
    if rule.measure == "proportion":
        return case((Reading.value < rule.met_from, 1), else_=0)
    return 0
