"""What comes round by itself: forgetting candidates."""

from training.core.worker import Task
from training.standards.actions_interviews import forget

FORGET = "interviews.forget"


def forget_candidates(task: Task) -> None:
    """Erase candidates whose time is over."""
    forget(task.db, now=task.now)
