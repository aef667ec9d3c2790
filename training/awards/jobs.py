"""Certificates from before papers were kept get theirs at night, some hundreds in each turn."""

from datetime import time

from training.awards.actions import fix_papers
from training.awards.queries import without_paper
from training.core import web
from training.core.jobs import Registry, enqueue
from training.core.worker import Task

PAPERS = "awards.papers"
AT_ONCE = 300


def register(registry: Registry) -> None:
    registry.handle(PAPERS, keep_papers)
    registry.nightly(PAPERS, time(1, 40))


def keep_papers(task: Task) -> None:
    missing = without_paper(task.db, AT_ONCE)
    if missing:
        fix_papers(task.db, missing, web.site(), now=task.now)
        enqueue(task.db, PAPERS, now=task.now)
