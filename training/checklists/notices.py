"""What others tell people about observations: signatures that wait, and days on which somebody looks again."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from training.checklists.models import Assessor, Observation
from training.checklists.queries_observations import may_second
from training.checklists.rules import State
from training.content.models import Document, Version
from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import CalendarDay, Waiting, WaitingFor
from training.core.permissions import Actor
from training.people.models import Person
from training.people.queries_holding import held_of, held_on

_UNSIGNED = Observation.state.in_([State.OPEN.value, State.SECOND.value])
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)


def _unsigned(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """What these people filled in and did not sign, and what waits for them as the second observer."""
    query = (
        select(Observation, Person, Version.title)
        .join(Person, Person.id == Observation.learner_id)
        .join(Version, Version.id == Observation.version_id)
        .where(_UNSIGNED)
        .order_by(Observation.id)
    )
    zone = web.site().zone
    seconds = []
    for row, learner, title in db.execute(query):
        since, path = local_day(row.uploaded_at, zone), f"/observations/{row.id}"
        if row.state == State.SECOND:
            words = lazy("“%(title)s” of %(name)s waits for a second observer", title=title, name=learner.full_name)
            seconds.append((row, words, path, since))
        elif row.observer_id in person_ids:
            words = lazy("What you saw of %(name)s waits for your signature", name=learner.full_name)
            yield Waiting(row.observer_id, f"observation:{row.id}", words, path, since)
    if seconds:
        actors = _assessors(db, person_ids, today)
        for row, words, path, since in seconds:
            for actor in actors.get(row.document_id, ()):
                if may_second(db, actor, row, today=today):
                    yield Waiting(actor.person_id or 0, f"observation-second:{row.id}", words, path, since)


def _assessors(db: Session, person_ids: Collection[int], today: date) -> dict[int, list[Actor]]:
    """Those of these people who were appointed to observe, with what they may do, by checklist."""
    appointed = select(Assessor.document_id, Assessor.person_id).where(
        Assessor.withdrawn_at.is_(None), Assessor.person_id.in_(person_ids)
    )
    found: dict[int, list[Actor]] = {}
    rows = db.execute(appointed).all()
    holding = held_on(today)
    held: dict[int, list[tuple[str, str | None]]] = {}
    for person_id, permission_set, path in db.execute(
        select(holding).where(holding.c.person_id.in_({person_id for _document, person_id in rows}))
    ):
        held.setdefault(person_id, []).append((permission_set, path))
    for document_id, person_id in rows:
        actor = Actor(person_id=person_id, held=tuple(held_of(*one) for one in held.get(person_id, ())))
        found.setdefault(document_id, []).append(actor)
    return found


NOTICES = (
    WaitingFor(
        _unsigned,
        or_(
            exists().where(_UNSIGNED, Observation.observer_id.in_(_PEOPLE)),
            and_(
                exists().where(Observation.state == State.SECOND.value),
                exists().where(Assessor.withdrawn_at.is_(None), Assessor.person_id.in_(_PEOPLE)),
            ),
        ),
    ),
)


def calendar_days(db: Session, person_id: int, today: date) -> Iterator[CalendarDay]:
    """The days on which somebody is seen again, for the learner and for whoever saw them."""
    query = (
        select(Observation, Person, Document.slug, Version.title)
        .join(Person, Person.id == Observation.learner_id)
        .join(Document, Document.id == Observation.document_id)
        .join(Version, Version.id == Observation.version_id)
        .where(
            Observation.state == State.NOT_YET.value,
            Observation.again_on >= today,
            (Observation.learner_id == person_id) | (Observation.observer_id == person_id),
        )
    )
    for row, learner, slug, title in db.execute(query):
        if row.again_on is None:
            continue
        if row.learner_id == person_id:
            words = lazy("Somebody looks again: “%(title)s”", title=title)
            yield CalendarDay(f"observation-again:{row.id}", row.again_on, words, f"/observations/{row.id}")
        else:
            # A calendar is read on many screens: it names nobody else.
            words = lazy("Look again: “%(title)s”", title=title)
            path = f"/observe/{slug}/{learner.id}"
            yield CalendarDay(f"observation-look:{row.id}", row.again_on, words, path)
