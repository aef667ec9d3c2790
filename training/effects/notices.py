"""What is told of effects: to whoever began a round what came of it, to whoever wrote a lesson that it did not help."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from training.content.models import Document, Version
from training.core import web
from training.core.clock import local_day
from training.core.i18n import lazy_gettext as lazy
from training.core.notices import Waiting, WaitingFor
from training.effects.models import Effect
from training.effects.rules_state import State
from training.method.effects import Verdict
from training.needs.models import Round
from training.voice.queries import titles_by_id

TOLD = timedelta(days=21)
"""How long a result stands on the first page; from then on it is found under “What works”."""

_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_JUDGED = Effect.state == State.JUDGED.value
_TAUGHT = Effect.lesson_id != Effect.standard_id  # a round that teaches nothing names its standard
_USELESS = and_(_JUDGED, Effect.verdict.in_((Verdict.NOTHING.value, Verdict.WORSE.value)))


def _results(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """New results, for those who began the training or made the change."""
    query = select(Effect).where(_JUDGED, Effect.judged_at > _since(today), Effect.fixed_by_id.in_(person_ids))
    found = db.scalars(query.order_by(Effect.id)).all()
    titles = titles_by_id(db, {one.standard_id for one in found})
    for one in found:
        if one.fixed_by_id is not None and one.judged_at is not None:
            since = local_day(one.judged_at, web.site().zone)
            words = _words(Verdict(one.verdict), titles[one.standard_id])
            yield Waiting(one.fixed_by_id, f"effect:{one.id}", words, f"/effects/{one.id}", since)


def _words(verdict: Verdict, title: str) -> Any:
    if verdict is Verdict.HELPED:
        return lazy("“%(title)s”: it helped. See how much", title=title)
    if verdict is Verdict.NOTHING:
        return lazy("“%(title)s”: it changed nothing worth having", title=title)
    if verdict is Verdict.WORSE:
        return lazy("“%(title)s”: it got worse. See by how much", title=title)
    return lazy("“%(title)s”: nobody can tell yet whether it helped", title=title)


def _lessons(db: Session, person_ids: Collection[int], today: date) -> Iterator[Waiting]:
    """Lessons that did not help in their last round, for those who published what was taught."""
    query = (
        select(Effect.id, Effect.judged_at, Version.by_id, Version.title, Document.kind, Document.slug)
        .join(Round, Round.id == Effect.round_id)
        .join(Version, Version.id == Round.lesson_version_id)
        .join(Document, Document.id == Effect.lesson_id)
        .where(_USELESS, _TAUGHT, Effect.judged_at > _since(today), Version.by_id.in_(person_ids))
        .order_by(Effect.id)
    )
    for effect_id, judged_at, by_id, title, kind, slug in db.execute(query):
        words = lazy("“%(title)s” did not help yet. See what it did to the figures", title=title)
        if by_id is None or judged_at is None:
            continue
        since = local_day(judged_at, web.site().zone)
        yield Waiting(by_id, f"effect-lesson:{effect_id}", words, f"/effects/lessons/{kind}/{slug}", since)


def _since(today: date) -> datetime:
    return datetime.combine(today - TOLD, time(), tzinfo=web.site().zone)


NOTICES = (
    WaitingFor(_results, exists().where(_JUDGED, Effect.fixed_by_id.in_(_PEOPLE))),
    WaitingFor(
        _lessons,
        exists().where(
            _USELESS,
            _TAUGHT,
            Round.id == Effect.round_id,
            Version.id == Round.lesson_version_id,
            Version.by_id.in_(_PEOPLE),
        ),
    ),
)
