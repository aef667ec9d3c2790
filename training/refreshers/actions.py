"""Working through a refresher: begin, read, answer, hand in. Each may be sent twice, and happens once."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from training.content.questions import NotAnAnswer
from training.core.clock import local_day
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person
from training.practice.actions import Met, meet
from training.practice.rules_exercises import CardKind
from training.quizzes.rules import LARGEST_SEQUENCE, counts
from training.refreshers.actions_proof import record_proof
from training.refreshers.models import ANSWERS, REFRESHERS, Refresher, RefresherAnswer, RefresherPart
from training.refreshers.queries import Offer, offered_subjects, offers_of
from training.refreshers.queries_questions import Question, question_of, questions_of
from training.refreshers.queries_sitting import Sitting, answers_of, sitting_for
from training.refreshers.rules import GAP, QUESTION, Doing, Part, Plan
from training.refreshers.rules_plan import plan_of
from training.refreshers.rules_scope import Offered
from training.refreshers.rules_sitting import Judged, after_missing, judge

LONGEST_KEY = 100  # of a save; a UUID has 36 signs


class NotOffered(Exception):
    """There is no refresher of this programme today."""


class Unanswered(Exception):
    """A question of the part has no answer yet. `item` is its number."""

    def __init__(self, item: int) -> None:
        super().__init__(item)
        self.item = item


class HandedIn(Exception):
    """The part is done: its answers stay as they are."""


class Over(HandedIn):
    """The refresher lay too long: what was done in it does not count any more."""


def start(db: Session, actor: Actor, assignment_id: int, *, now: datetime, zone: ZoneInfo) -> int:
    """The id of the actor's open refresher of an assignment: the one that is there, or a new one.

    One of an earlier day in which nothing was done yet is planned anew, as memory has gone on since; one that lay too
    long gives way to another. Raises NotFound for an assignment that is not the actor's, and NotOffered.
    """
    _lock(db, actor)
    person_id, today = actor.person_id or 0, local_day(now, zone)
    offer = next(
        (one for one in offers_of(db, person_id, today=today, zone=zone) if one.assignment_id == assignment_id), None
    )
    if offer is None:
        raise NotFound
    is_offered = offer.offered is Offered.YES
    if offer.refresher_id is not None:
        sitting = sitting_for(db, actor, offer.refresher_id, zone=zone)
        if not sitting.done and sitting.planned_on != today and is_offered:
            _plan_anew(db, sitting.id, offer, person_id, now=now, zone=zone)
        return sitting.id
    if not is_offered:
        raise NotOffered
    lay_too_long = (Refresher.assignment_id == assignment_id, Refresher.finished_at.is_(None))
    db.execute(update(Refresher).where(*lay_too_long, Refresher.dropped_at.is_(None)).values(dropped_at=now))
    row = Refresher(
        person_id=person_id,
        assignment_id=assignment_id,
        document_id=offer.document_id,
        version_id=offer.version_id,
        seed=secrets.randbits(31),
        plan={},
        planned_on=today,
        started_at=now,
    )
    db.add(row)
    db.flush()
    _plan_anew(db, row.id, offer, person_id, now=now, zone=zone)
    return row.id


def _plan_anew(db: Session, refresher_id: int, offer: Offer, person_id: int, *, now: datetime, zone: ZoneInfo) -> None:
    row, today = db.get_one(Refresher, refresher_id), local_day(now, zone)
    plan = plan_of(offered_subjects(db, person_id, offer, today=today, zone=zone), today=today, seed=row.seed)
    db.execute(delete(ANSWERS).where(ANSWERS.c.refresher_id == refresher_id))
    row.planned_on, row.started_at, row.version_id = today, now, offer.version_id
    _keep_plan(db, refresher_id, plan)


def _keep_plan(db: Session, refresher_id: int, plan: Plan) -> None:
    """Write a plan down, with a place for the answer to each of its questions; those that are there stay."""
    db.execute(update(Refresher).where(Refresher.id == refresher_id).values(plan=plan.as_json()))
    places = [
        {"refresher_id": refresher_id, "number": number, "item": item + 1, "seq": 0}
        for number, part in enumerate(plan.parts, start=1)
        for item in range(len(questions_of(db, part)))
    ]
    if places:
        making = sqlite_insert if db.get_bind().dialect.name == "sqlite" else postgresql_insert
        db.execute(making(RefresherAnswer).values(places).on_conflict_do_nothing())


def _lock(db: Session, actor: Actor) -> None:
    # One person's refreshers change one after another, so that two tabs begin one and finish it once.
    db.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update(key_share=True))


def _for_change(
    db: Session, actor: Actor, refresher_id: int, number: int, *, now: datetime, zone: ZoneInfo
) -> tuple[Sitting, Part]:
    """The refresher with what was published meanwhile written into its plan, and a part that is done in it."""
    _lock(db, actor)
    sitting = sitting_for(db, actor, refresher_id, zone=zone)
    part = sitting.plan.part(number)
    if part is None or part.doing is Doing.ELSEWHERE:
        raise NotFound
    if sitting.finished_at is None and not sitting.may_go_on(local_day(now, zone)):
        raise Over
    if sitting.plan != sitting.stored:
        _forget_answers(db, sitting)
        _keep_plan(db, refresher_id, sitting.plan)
    return sitting, part


def _forget_answers(db: Session, sitting: Sitting) -> None:
    """Answers to a block that was published anew before it was read: they were to another text."""
    pairs = enumerate(zip(sitting.stored.parts, sitting.plan.parts, strict=False), start=1)
    renewed = [number for number, (old, new) in pairs if old.version_id != new.version_id]
    if renewed:
        db.execute(delete(ANSWERS).where(ANSWERS.c.refresher_id == sitting.id, ANSWERS.c.number.in_(renewed)))


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
        _for_change(db, actor, refresher_id, number, now=now, zone=zone)
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
    sitting, part = _for_change(db, actor, refresher_id, number, now=now, zone=zone)
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
    sitting, part = _for_change(db, actor, refresher_id, number, now=now, zone=zone)
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
        _keep_plan(db, refresher_id, after_missing(sitting.plan, number, judged, seed=sitting.seed))
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
