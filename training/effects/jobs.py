"""What the worker does each morning: judge what is due."""

from training.core.clock import local_day
from training.core.web import site
from training.core.worker import Task
from training.effects.actions import judge_due

JUDGE = "effects.judge"


def judge(task: Task) -> None:
    """Judge every effect whose day has come."""
    judge_due(task.db, task.now, local_day(task.now, site().zone))
