"""What the worker does each morning: judge what is due."""

from training.core.clock import local_day
from training.core.jobs import enqueue
from training.core.web import site
from training.core.worker import Task
from training.effects.actions import keep_judgement, may_be_judged, plan_improvements, reckon
from training.effects.models import Effect
from training.effects.queries_judging import due

JUDGE, JUDGE_ONE = "effects.judge", "effects.judge-one"


def judge(task: Task) -> None:
    """Plan what was done before anybody listened, and have every effect judged whose day has come.

    Each is a job of its own, so that one that fails holds no other up.
    """
    plan_improvements(task.db, task.now)
    for effect in task.db.scalars(due(local_day(task.now, site().zone))).all():
        enqueue(task.db, JUDGE_ONE, {"effect": effect.id}, now=task.now, unique_key=f"{JUDGE_ONE}:{effect.id}")


def judge_one(task: Task) -> None:
    """Judge one effect. It is reckoned before anything is written, so that nobody waits meanwhile."""
    effect_id, today = int(task.payload["effect"]), local_day(task.now, site().zone)
    with task.database.reading() as db:
        effect = db.get_one(Effect, effect_id)
        found = reckon(db, effect) if may_be_judged(db, effect, today) else None
    if found is None:
        return  # its figures are late
    effect = task.db.get_one(Effect, effect_id, with_for_update=True)
    if may_be_judged(task.db, effect, today):  # unless somebody was faster
        keep_judgement(task.db, effect, found, task.now)
