"""What the rest of the site tells: readings of feedback, complaints, scorecards, and of whoever pushes them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.core.site import SiteCache
from training.metrics.actions_writing import Row, Written, hold, put, take_away
from training.metrics.models import CERTAIN, ONE, ReadingSource
from training.metrics.queries import inserting, strata, yardsticks
from training.metrics.rules_judging import LARGEST, Yardstick
from training.people.models import Person

log = structlog.get_logger()


@dataclass(frozen=True)
class Observed:
    """One reading.

    `external_id` is stable within the source: the same id with the same standard again replaces. `value` is 1 for met
    and 0 for missed where the standard is a proportion (the number itself where it is met from a number on), seconds
    for a time, the number for a mean, the count for a count, whose `exposure` says out of how many. `team_id` None
    means the person’s team. `probability` is that of having been picked, where not everything was looked at. `met`
    decides where the limit stands still while the house is closed and only the caller’s clock knows; None: the value
    decides. `alias_id` is the name under which the source knows somebody, where the roster does not.
    """

    external_id: str
    standard: str
    at: datetime
    value: Decimal
    person_id: int | None = None
    team_id: int | None = None
    stratum: str = ""
    exposure: Decimal = Decimal(1)
    probability: float | None = None
    met: bool | None = None
    alias_id: int | None = None


def keep(db: Session, source: str, readings: Sequence[Observed], *, now: datetime) -> Written:
    """Keep readings of a source, in the transaction of whoever tells them; cells follow in the same.

    Told twice they count once, told otherwise they replace what they said before. A reading of a standard that is not
    published, or with a value that cannot be, is left out with a line in the log, and so is one from tomorrow: the act
    that it belongs to must not fail for it. Whoever takes readings from outside asks `faults` first.
    """
    known = yardsticks(db, {one.standard for one in readings})
    fit = [one for one in readings if not _left_out(one, known, source, now)]
    if not fit:
        return Written()
    kept = hold(db, _source_id(db, source))
    teams = _teams_of(db, {one.person_id for one in fit if one.person_id is not None and one.team_id is None})
    of_stratum = strata(db, {one.stratum for one in fit})
    cache: SiteCache = current_app.extensions["site"]
    zone = cache.get(db).zone
    rows = [
        _row(
            one,
            known[one.standard],
            source_id=kept.id,
            team_id=teams.get(one.person_id or 0) if one.team_id is None else one.team_id,
            day=local_day(one.at, zone).toordinal(),
            stratum_id=of_stratum[one.stratum],
        )
        for one in fit
    ]
    written = put(db, kept, rows, own_team={one.external_id for one in fit if one.team_id is None})
    if new := {one.standard for one in fit} - set(kept.standards):
        kept.standards = sorted(new.union(kept.standards))
    if not written.nothing:
        kept.settled = None
    return written


def withdraw(db: Session, source: str, external_ids: Collection[str]) -> None:
    """Take readings back, whatever standards they were of; cells follow. Ids that are not there are no fault."""
    source_id = db.scalar(select(ReadingSource.id).where(ReadingSource.slug == source))
    if source_id is None or not external_ids:
        return
    kept = hold(db, source_id)
    if take_away(db, kept, set(external_ids)):
        kept.settled = None


def faults(db: Session, readings: Sequence[Observed], *, where: str, now: datetime) -> list[Problem]:
    """What is wrong with readings from outside, each with its number from 1. What has no problem `keep` keeps."""
    known = yardsticks(db, {one.standard for one in readings})
    people = _teams_of(db, {one.person_id for one in readings if one.person_id is not None})
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for number, one in enumerate(readings, 1):
        rule = known.get(one.standard)
        first = seen.setdefault((one.external_id, one.standard), number)
        if rule is None:
            problems.append(Problem(where, number, _("“%(slug)s” is not a published standard.", slug=one.standard)))
        elif rule.impossible(rule.exact(one.value)):
            problems.append(Problem(where, number, rule.refusal(rule.exact(one.value))))
        if not 0 < one.exposure <= LARGEST:
            message = _("%(number)s cannot be what a count is counted against.", number=one.exposure)
            problems.append(Problem(where, number, message))
        if _lies_ahead(one, now):
            problems.append(Problem(where, number, _("This time lies in the future.")))
        if first != number:
            message = _("“%(id)s” stands here and in number %(first)s.", id=one.external_id[:80], first=first)
            problems.append(Problem(where, number, message))
        if one.person_id is not None and one.person_id not in people:
            problems.append(Problem(where, number, _("This person is not known.")))
    return problems


def weight_of(probability: float | None) -> int:
    """A thousand times one through the probability of having been picked. Raises ValueError outside 0 to 1."""
    if probability is None:
        return CERTAIN
    if not 0 < probability <= 1:
        raise ValueError(f"A probability lies between 0 and 1: {probability!r}")
    return min(round(CERTAIN / probability), 10**9)


def _left_out(one: Observed, known: Mapping[str, Yardstick], source: str, now: datetime) -> bool:
    rule = known.get(one.standard)
    if rule is None:
        log.info("reading of no published standard", source=source, standard=one.standard)
        return True
    if rule.impossible(rule.exact(one.value)) or _lies_ahead(one, now):
        log.warning("impossible reading", source=source, standard=one.standard, id=one.external_id)
        return True
    return False


def _lies_ahead(one: Observed, now: datetime) -> bool:
    """Whether a reading is of a time to come; a day is granted to clocks that go wrong."""
    return (one.at - now).total_seconds() > 86_400


def _row(one: Observed, rule: Yardstick, *, source_id: int, team_id: int | None, day: int, stratum_id: int) -> Row:
    value = rule.exact(one.value)
    missed = rule.missed(value) if one.met is None else int(not one.met)
    return (
        *(source_id, one.external_id, rule.standard_id, one.person_id, team_id, one.alias_id),
        *(int(one.at.timestamp()), day, stratum_id, value, int(one.exposure * ONE), missed, weight_of(one.probability)),
    )


def _source_id(db: Session, slug: str) -> int:
    """The id of a source; one of the site’s own is made when it first tells something."""
    query = select(ReadingSource.id).where(ReadingSource.slug == slug)
    found = db.scalar(query)
    if found is None:
        values = {"slug": slug, "title": slug.replace("-", " ").capitalize(), "standards": []}
        db.execute(inserting(db, ReadingSource).values(values).on_conflict_do_nothing())
        found = db.scalar(query)
    if found is None:
        raise LookupError(slug)
    return found


def _teams_of(db: Session, person_ids: set[int]) -> dict[int, int]:
    if not person_ids:
        return {}
    return dict(db.execute(select(Person.id, Person.team_id).where(Person.id.in_(person_ids))).all())
