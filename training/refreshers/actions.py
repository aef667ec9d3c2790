"""Working through a refresher: read, answer, hand in. Each may be sent twice, and happens once."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from training.content.questions import NotAnAnswer
from training.core.clock import local_day
from training.core.permissions import Actor
from training.core.web import NotFound
from training.practice.actions import Met, meet
from training.practice.rules_exercises import CardKind
from training.quizzes.rules import LARGEST_SEQUENCE, counts
from training.refreshers.actions_plan import HandedIn, for_change, keep_plan
from training.refreshers.actions_proof import record_proof
from training.refreshers.models import ANSWERS, REFRESHERS, Refresher, RefresherPart
from training.refreshers.queries_questions import Question, question_of, questions_of
from training.refreshers.queries_sitting import Sitting, answers_of, sitting_for
from training.refreshers.rules import GAP, QUESTION, Doing, Part, Plan
from training.refreshers.rules_sitting import Judged, after_missing, judge

LONGEST_KEY = 100  # of a save; a UUID has 36 signs


class Unanswered(Exception):
    """A question of the part has no answer yet. `item` is its number."""

    def __init__(self, item: int) -> None:
        super().__init__(item)
        self.item = item


_LINE = (
    select(
        REFRESHERS.c.plan,
        RefresherPart.done_at,
        ANSWERS.c.seq,
        ANSWERS.c.key,
        ANSWERS.c.saved_at,
    )
    .join(ANSWERS, ANSWERS.c.refresher_id == REFRESHERS.c.id)
    .outerjoin(
        RefresherPart,
        (RefresherPart.refresher_id == ANSWERS.c.refresher_id) & (RefresherPart.number == ANSWERS.c.number),
    )
    .where(
        REFRESHERS.c.id == bindparam("refresher"),
        REFRESHERS.c.person_id == bindparam("person"),
        ANSWERS.c.number == bindparam("part"),
        ANSWERS.c.item == bindparam("place"),
    )
    # A hand-in waits until this save is in, or this save sees that it is handed in.
    .with_for_update(of=REFRESHERS)
)


def save_answer(
    db: Session,
    actor: Actor,
    refresher_id: int,
    *,
    number: int,
    item: int,
    values: Sequence[str],
    sequence: int | None,
    key: str | None,
    now: datetime,
    zone: ZoneInfo,
) -> datetime:
    """Keep an answer to a question of a part; returns when the newest answer to it was saved.

    A save that was sent before, or that is older than the newest, changes nothing and is answered alike. Raises
    NotFound, HandedIn, and NotAnAnswer for what was never on offer.
    """
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise NotAnAnswer("the key of a save")
    if sequence is not None and not 0 < sequence <= LARGEST_SEQUENCE:
        raise NotAnAnswer(f"the sequence {sequence}")
    here = {"refresher": refresher_id, "part": number, "place": item}
    line = db.execute(_LINE, {**here, "person": actor.person_id}).first()
    if line is None:  # perhaps it was published meanwhile, and the plan has only shown it so far
        for_change(db, actor, refresher_id, number, now=now, zone=zone)
        line = db.execute(_LINE, {**here, "person": actor.person_id}).first()
    if line is None:
        raise NotFound
    repeated = key is not None and key == line.key
    if line.saved_at is not None and (repeated or not counts(sequence, line.seq)):
        saved_at: datetime = line.saved_at
        return saved_at
    if line.done_at is not None:
        raise HandedIn
    response = question_of(db, Plan.from_json(line.plan).parts[number - 1], item).parse(values)
    db.execute(
        update(ANSWERS)
        .where(ANSWERS.c.refresher_id == refresher_id, ANSWERS.c.number == number, ANSWERS.c.item == item)
        .values(
            response=list(response) or None, key=key, saved_at=now, seq=line.seq + 1 if sequence is None else sequence
        )
    )
    return now


def read(db: Session, actor: Actor, refresher_id: int, number: int, *, now: datetime, zone: ZoneInfo) -> Sitting:
    """Leave a part that was read; returns the refresher after it. Raises NotFound, Over, and Unanswered
    for a question."""
    sitting, part = for_change(db, actor, refresher_id, number, now=now, zone=zone)
    if part.doing is not Doing.READ:
        raise NotFound
    if number not in sitting.done:
        for given in answers_of(db, refresher_id, number):
            if not given.response:
                raise Unanswered(given.item)
        db.execute(insert(RefresherPart).values(refresher_id=refresher_id, number=number, done_at=now))
    return _finished(db, actor, refresher_id, now=now, zone=zone)


def hand_in(db: Session, actor: Actor, refresher_id: int, number: int, *, now: datetime, zone: ZoneInfo) -> Sitting:
    """Judge a test-out, once; returns the refresher after it. What was missed is read, and asked again.

    Raises NotFound, Over, and Unanswered while a question is open.
    """
    sitting, part = for_change(db, actor, refresher_id, number, now=now, zone=zone)
    if part.doing is not Doing.PROVE:
        raise NotFound
    if number in sitting.done:
        return sitting
    given = answers_of(db, refresher_id, number)
    for one in given:
        if not one.response:
            raise Unanswered(one.item)
    questions = questions_of(db, part)
    judged = judge(part.asked, questions, [one.response for one in given], pass_mark=part.pass_mark)
    _keep_judged(db, refresher_id, number, judged, now)
    met = _met(part, questions, [one.response for one in given])
    meet(db, actor.person_id or 0, met, day=local_day(now, zone))
    if not judged.passed:
        keep_plan(db, refresher_id, after_missing(sitting.plan, number, judged, seed=sitting.seed))
    return _finished(db, actor, refresher_id, now=now, zone=zone)


def _keep_judged(db: Session, refresher_id: int, number: int, judged: Judged, now: datetime) -> None:
    db.execute(
        insert(RefresherPart).values(
            refresher_id=refresher_id,
            number=number,
            done_at=now,
            score=float(judged.result.score),
            most=judged.result.most,
            passed=judged.passed,
        )
    )


def _met(part: Part, questions: Sequence[Question], responses: Sequence[tuple[str, ...]]) -> list[Met]:
    """An answer in a test-out is a recall like any other, so practice hears of it."""
    kinds = {QUESTION: CardKind.QUESTION, GAP: CardKind.GAP}
    return [
        Met(question.document_id, (kinds[one.what], one.id), right=question.mark(response).fraction == 1)
        for one, question, response in zip(part.asked, questions, responses, strict=True)
    ]


def _finished(db: Session, actor: Actor, refresher_id: int, *, now: datetime, zone: ZoneInfo) -> Sitting:
    """The refresher as it is now; when nothing of its own is left, it is evidence."""
    sitting = sitting_for(db, actor, refresher_id, zone=zone)
    if sitting.finished_at is not None or sitting.left:
        return sitting
    db.execute(update(Refresher).where(Refresher.id == refresher_id).values(finished_at=now))
    record_proof(db, sitting, now=now)
    return sitting_for(db, actor, refresher_id, zone=zone)
