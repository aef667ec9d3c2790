"""Working through what was assigned: parts that are read here, and what is done elsewhere on the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live
from training.content.questions import Question
from training.core import web
from training.core.clock import local_day
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.web import NotFound
from training.modules.files import Block
from training.needs.actions import step
from training.needs.actions_training import done
from training.needs.models import Need, NeedItem
from training.needs.queries import items_of, need_to_decide, own_need
from training.needs.queries_doing import is_gone
from training.needs.rules import Kind, Move, State, is_started
from training.needs.rules_proposal import PRACTICE, TALK


class Unanswered(Exception):
    """A question of the part has no answer yet. `question` is its id."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


@dataclass(frozen=True)
class Part:
    """A block to be read for a need, as it is in force today."""

    need: Need
    row: NeedItem
    edition: Edition
    block: Block


def part_of(db: Session, need: Need, number: int) -> Part:
    """A block among the items of a need. Raises NotFound, also where it is out of use."""
    row = db.get(NeedItem, (need.id, number))
    if row is None or row.kind != "module" or not row.item:
        raise NotFound
    edition = live(db, "module", row.slug)
    block = edition.model.block(row.item) if edition is not None else None
    if edition is None or block is None:
        raise NotFound
    return Part(need, row, edition, block)


def answer(
    db: Session, actor: Actor, need_id: int, number: int, *, question_id: str, values: Sequence[str], today: date
) -> tuple[Question, tuple[str, ...]]:
    """Keep the last response to a question of a part; returns the question and the response.

    Raises NotFound for a question that is not on this part and before its day, NotAnAnswer for what is not on offer,
    and Unanswered when nothing was chosen. Once the part is done, a response is marked and not kept.
    """
    need = own_need(db, actor, need_id)
    if not is_started(need.start_on, today):
        raise NotFound
    part = part_of(db, need, number)
    question = next((one for one in part.block.questions if one.id == question_id), None)
    if question is None:
        raise NotFound
    response = question.parse(values)
    if not response:
        raise Unanswered(question_id)
    if part.row.done_at is None:
        part.row.answers = {**part.row.answers, question_id: list(response)}
    return question, response


def read(db: Session, actor: Actor, need_id: int, number: int, *, now: datetime, today: date) -> Need:
    """Leave a part that was read. Raises NotFound, also before its day, and Unanswered for an open question.

    Whatever is out of use since it was assigned is left like what is done. Where nothing else was assigned, the need
    waits for a decision once more.
    """
    need = own_need(db, actor, need_id)
    row = db.get(NeedItem, (need.id, number))
    if row is None or not is_started(need.start_on, today):
        raise NotFound
    if is_gone(db, row):
        _leave_out(db, actor, need, row, now)
        return need
    part = part_of(db, need, number)
    for question in part.block.questions:
        if row.done_at is None and not row.answers.get(question.id):
            raise Unanswered(question.id)
    done(db, need, row, actor.person_id, now)
    return need


def _leave_out(db: Session, actor: Actor, need: Need, row: NeedItem, now: datetime) -> None:
    if need.state == State.ASSIGNED and all(is_gone(db, one) for one in items_of(db, need.id)):
        row.done_at = row.done_at or now
        if all(one.done_at is not None for one in items_of(db, need.id)):
            step(need, Move.RELEASE)
        return
    done(db, need, row, actor.person_id, now)


def talked(db: Session, actor: Actor, need_id: int, number: int, *, now: datetime) -> Need:
    """Say that a talk took place: whoever decides about the need had it. Raises NotFound."""
    need = need_to_decide(db, actor, need_id)
    row = db.get(NeedItem, (need.id, number))
    if row is None or row.kind != TALK:
        raise NotFound
    done(db, need, row, actor.person_id, now)
    return need


ELSEWHERE = {
    "module.done": "module",
    "script.rehearsed": "script",
    "scenario.passed": "scenario",
    "observation.passed": "checklist",
}
"""Facts that say that something was done, by the kind of document that they are about."""


def follow_learning(db: Session, entry: Entry) -> None:
    """A listener: what was assigned is done elsewhere on the site, after its day came."""
    kind, person = ELSEWHERE[entry.kind], entry.subject_id
    if person is None:
        return
    # Finishing a whole lesson has its parts in it.
    waiting = NeedItem.document_id == entry.document_id, NeedItem.kind == kind
    _count(db, person, waiting, entry.at)


def follow_practice(db: Session, person_id: int, now: datetime) -> None:
    """A hook of `after_practice`: practice that was assigned took place."""
    _count(db, person_id, (NeedItem.kind == PRACTICE,), now)


def _count(db: Session, person_id: int, waiting: Sequence[object], at: datetime) -> None:
    today = local_day(at, web.site().zone)
    query = (
        select(Need, NeedItem)
        .join(NeedItem, NeedItem.need_id == Need.id)
        .where(
            Need.person_id == person_id,
            Need.kind == Kind.SKILL.value,
            Need.state == State.ASSIGNED.value,
            Need.start_on <= today,
            NeedItem.done_at.is_(None),
            *waiting,  # type: ignore[arg-type] # conditions, whose types differ in ways that do not matter
        )
        .order_by(Need.id, NeedItem.number)
    )
    for need, item in db.execute(query.with_for_update(of=Need)).all():
        done(db, need, item, person_id, at)
