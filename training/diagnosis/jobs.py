"""What the worker does for reviews: teams each night, people at their rhythm, and forgetting what was found of them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from training.content.queries import live_all
from training.core.clock import local_day
from training.core.jobs import enqueue
from training.core.web import site
from training.core.worker import Task
from training.diagnosis.actions_review import expire, keep_all
from training.diagnosis.queries import PEOPLE, TEAMS, people_are_due
from training.diagnosis.queries_reckoning import reckon
from training.diagnosis.queries_rules import rules_now
from training.diagnosis.queries_weeks import has_cells
from training.standards.files import STANDARD

NIGHT, REVIEW = "diagnosis.night", "diagnosis.review"

LEASE = timedelta(minutes=30)
"""How long the review of one standard may take; ten thousand people are some seconds."""


def night(task: Task) -> None:
    """Forget what was found of people and is not kept any longer, and have each measured standard reviewed.

    Each is a job of its own, so that one that fails holds no other up.
    """
    expire(task.db, today=local_day(task.now, site().zone))
    for slug in measured(task.db):
        enqueue(task.db, REVIEW, {"standard": slug}, now=task.now, unique_key=f"{REVIEW}:{slug}")


def review(task: Task) -> None:
    """Review one standard. It is reckoned before anything is written, so that nobody waits meanwhile."""
    today = local_day(task.now, site().zone)
    with task.database.reading() as db:
        standard = live_all(db, STANDARD.name, [task.payload["standard"]]).get(task.payload["standard"])
        if standard is None:
            return  # retired since
        due = people_are_due(db, standard.document_id, rules_now(db).model, today=today)
        reckoned = reckon(db, standard, scopes=(TEAMS, PEOPLE) if due else (TEAMS,), today=today)
    keep_all(task.database, reckoned, now=task.now)


def measured(db: Session) -> list[str]:
    """The slugs of the live standards of which there are readings."""
    found = live_all(db, STANDARD.name)
    there = set(has_cells(db, [one.document_id for one in found.values()]))
    return [slug for slug, one in found.items() if one.document_id in there]
