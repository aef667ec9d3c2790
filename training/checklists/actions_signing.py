"""Signing observations, once each, and taking them back; what was signed stays as it was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.actions import refuse_unless_allowed
from training.checklists.models import Observation, ObservationRemark, ObservationSignature
from training.checklists.queries_observations import Seen, may_second, may_void, seen
from training.checklists.rules import State, after_first, after_second
from training.checklists.rules_signing import sealed
from training.core import ledger
from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.web import NotFound

FURTHEST = timedelta(days=366)  # a next time that lies behind it is a slip of the thumb


def sign(
    db: Session,
    actor: Actor,
    observation_id: int,
    *,
    revision: int,
    plan: str,
    next_on: date | None,
    now: datetime,
    zone: ZoneInfo,
) -> State:
    """Sign as whoever observed; their passphrase was checked. Signing again changes nothing.

    Raises NotFound for everybody else, and Problems when something is missing, the observation has changed since it
    was read, or the actor may not observe this person any more.
    """
    row = _locked(db, observation_id, lambda one: one.observer_id == actor.person_id)
    if row.state != State.OPEN:
        return State(row.state)
    found = seen(db, row)
    refuse_unless_allowed(db, actor, found.edition, row.learner_id, at=row.begun_at, now=now, zone=zone)
    reached = found.verdict
    problems = _unfit(found, revision)
    if not reached.passed:
        problems += _without_way_on(plan, next_on, today=local_day(now, zone))
    if problems:
        raise Problems(problems)
    row.plan, row.next_on = ("", None) if reached.passed else (plan, next_on)
    row.again_on = row.next_on
    _add_signature(db, found, place=1, by=actor, now=now)
    state = after_first(passed=reached.passed, needs_second=found.checklist.second_observer)
    _settle(db, found, state, now=now, second=None)
    return state


def _locked(db: Session, observation_id: int, fits: Callable[[Observation], bool]) -> Observation:
    """The row, held until the end of the transaction: it is signed once. Raises NotFound."""
    query = select(Observation).where(Observation.id == observation_id).with_for_update()
    row: Observation | None = db.scalars(query.execution_options(populate_existing=True)).first()
    if row is None or not fits(row):
        raise NotFound
    return row


def _unfit(found: Seen, revision: int) -> list[Problem]:
    """What keeps an observation from being signed, whatever it comes to."""
    problems = []
    if revision != found.row.revision:
        message = _("It has changed since you opened this page, perhaps on another device.")
        problems.append(Problem("seen", None, message, _("Read it again, then sign.")))
    for item in found.verdict.missing:
        criterion = found.checklist.criterion(item)
        message = _("“%(text)s” is not rated yet.", text=criterion.text if criterion else item)
        problems.append(Problem("seen", None, message, _("Go back to the ratings and choose a level.")))
    return problems


def _without_way_on(plan: str, next_on: date | None, *, today: date) -> list[Problem]:
    """“Not yet” is only said together with what happens next."""
    problems = []
    if not plan:
        problems.append(Problem("plan", None, _("Say what happens until the next time.")))
    if next_on is None:
        problems.append(Problem("next_on", None, _("Choose the day on which you look again.")))
    elif not today <= next_on <= today + FURTHEST:
        problems.append(Problem("next_on", None, _("Choose a day from today on, within a year.")))
    return problems


def _add_signature(
    db: Session, found: Seen, *, place: int, by: Actor, now: datetime, agrees: bool = True, words: str = ""
) -> None:
    db.add(signature_of(found, place=place, by=by.person_id or 0, at=now, agrees=agrees, words=words))
    db.flush()


def signature_of(
    found: Seen, *, place: int, by: int, at: datetime, agrees: bool = True, words: str = ""
) -> ObservationSignature:
    """The signature of a person under everything that is written there now."""
    meaning, row = found.checklist.sentence, found.row
    return ObservationSignature(
        observation_id=row.id,
        place=place,
        person_id=by,
        at=at,
        meaning=meaning,
        version_sha256=found.edition.sha256,
        sha256=sealed(
            found.content,
            key=row.key,
            learner=row.learner_id,
            signer=by,
            version=found.edition.sha256,
            meaning=meaning,
            words=words,
        ),
        agrees=agrees,
        words=words,
    )


def _settle(db: Session, found: Seen, state: State, *, now: datetime, second: int | None) -> None:
    """Set where it stands now; what it came to is a fact as soon as nobody is waited for any more."""
    found.row.state = state.value
    db.flush()
    if state is State.PASSED:
        _note(db, "observation.passed", found, now=now, second=second)
    elif state is State.NOT_YET:
        _note(db, "observation.not-yet", found, now=now, second=second)


def _note(db: Session, kind: str, found: Seen, *, now: datetime, second: int | None) -> None:
    _note_about(db, kind, found.row, found.row.observer_id, evidence_of(found, second=second), now=now)


def evidence_of(found: Seen, *, second: int | None) -> dict[str, Any]:
    """What an observation that is settled says in the ledger. `second` is the second observer, if there was one."""
    edition = found.edition
    return {
        "slug": edition.slug,
        "title": edition.title,
        "version": edition.number,
        "observation": found.row.id,
        "levels": {name: one.level for name, one in found.ratings.items()},
        "second": second,
        "sha256": edition.sha256,
    }


def _note_about(
    db: Session, kind: str, row: Observation, by: int | None, payload: dict[str, Any], *, now: datetime
) -> None:
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=by,
        subject_id=row.learner_id,
        document_id=row.document_id,
        version_id=row.version_id,
        payload=payload,
    )


def sign_second(
    db: Session, actor: Actor, observation_id: int, *, agrees: bool, words: str, now: datetime, zone: ZoneInfo
) -> State:
    """Sign as the second observer. Signing again changes nothing. Raises NotFound, and Problems without words.

    What the two saw differently is not proven: the observation ends as “not yet”, with a day to look again, and what
    both say stands side by side.
    """
    today = local_day(now, zone)
    row = _locked(db, observation_id, lambda _row: True)
    found = seen(db, row)
    if any(one.person_id == actor.person_id and one.place == 2 for one in found.signatures):
        return State(row.state)
    if not may_second(db, actor, row, today=today):
        raise NotFound
    if not agrees and not words:
        raise Problems(
            [Problem("words", None, _("Say what you saw differently, so that you three can talk about it."))]
        )
    _add_signature(db, found, place=2, by=actor, now=now, agrees=agrees, words="" if agrees else words)
    if not agrees:
        row.again_on = found.checklist.again_after.after(today)
    state = after_second(agrees=agrees)
    _settle(db, found, state, now=now, second=actor.person_id)
    return state


def void(db: Session, actor: Actor, observation_id: int, *, reason: str, now: datetime) -> None:
    """Take an observation back; it stays readable. Raises NotFound for whoever may not.

    One that was passed is revoked for those who count it, with all that was passed by this checklist before: what
    holds then is decided anew.
    """
    row = _locked(db, observation_id, lambda one: may_void(db, actor, one))
    was = State(row.state)
    row.state, row.void_reason = State.VOID.value, reason
    row.voided_at, row.voided_by_id = now, actor.person_id
    if was is State.OPEN:
        return
    found = seen(db, row)
    payload = {"slug": found.edition.slug, "title": found.edition.title, "observation": row.id, "reason": reason}
    _note_about(db, "observation.voided", row, actor.person_id, payload, now=now)
    if was is State.PASSED:
        _note_about(db, "revoked", row, actor.person_id, {"reason": reason}, now=now)


def remark(db: Session, actor: Actor, found: Seen, *, text: str, now: datetime) -> None:
    """Add what the learner, or whoever signed, says about it. Raises NotFound for everybody else."""
    if actor.person_id not in {found.row.learner_id, *(one.person_id for one in found.signatures)}:
        raise NotFound
    db.add(ObservationRemark(observation_id=found.row.id, by_id=actor.person_id, at=now, text=text))
    db.flush()
