"""What comes round by itself: needs of people who have left, and those about which nobody decided in time."""

from training.core.i18n import gettext as _
from training.core.worker import Task
from training.needs.actions_tidying import dismiss_expired, dismiss_left

TIDY = "needs.tidy"


def tidy(task: Task) -> None:
    """Let go of what has no subject any more, or rests on figures that have expired."""
    dismiss_left(task.db, _("Has left."), now=task.now)
    dismiss_expired(task.db, _("Nobody decided while the figures were fresh."), now=task.now)
