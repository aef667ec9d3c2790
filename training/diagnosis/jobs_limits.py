"""What the worker does each night for the guards."""

from datetime import timedelta

from training.core.clock import local_day
from training.core.web import site
from training.core.worker import Task
from training.diagnosis.actions_limits import counted, keep_counts
from training.metrics.panels import DAYS
from training.metrics.queries_cells import Window

COUNT_LIMITS = "diagnosis.count-limits"


def count_limits(task: Task) -> None:
    """Count how many readings of the last months lie how near their limits, before anything is written."""
    yesterday = local_day(task.now, site().zone) - timedelta(days=1)
    with task.database.reading() as db:
        rows = counted(db, Window.back_from(yesterday, DAYS))
    keep_counts(task.db, rows)
