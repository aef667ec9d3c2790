"""Programmes as they stood on a day, with the documents that they ask for."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certification import files
from training.certification.rules import Change, Gate, Programme, Requirement, Target, TargetId
from training.certification.rules_assignment import Offer, shortest
from training.certification.rules_dates import Validity
from training.content.library import Edition
from training.content.models import Document, Version
from training.content.queries import editions
from training.core.clock import local_day
from training.people.models import Team


@dataclass(frozen=True)
class LiveProgramme:
    """One programme on a day: its version, what it asks for, and of whom."""

    document_id: int
    version_id: int
    slug: str
    title: str
    published_on: date
    model: files.Programme
    programme: Programme
    places: frozenset[str] = frozenset()  # the paths of the teams that it names

    @property
    def offer(self) -> Offer:
        model = self.model
        return Offer(
            document_id=self.document_id,
            published_on=self.published_on,
            roles=frozenset(model.roles),
            shortest=shortest((one.due for one in self.programme.requirements), self.published_on),
            places=self.places,
            of_teams=bool(model.teams),
            everybody=model.everybody,
            asked_from=model.asked_from,
            asked_until=model.asked_until,
        )


@dataclass(frozen=True)
class Catalogue:
    """Every programme that was live on a day, and the documents whose versions ask people to learn again."""

    day: date
    programmes: Mapping[int, LiveProgramme]
    targets: Mapping[TargetId, Target]

    @property
    def offers(self) -> dict[int, Offer]:
        return {key: programme.offer for key, programme in self.programmes.items()}


def catalogue_on(db: Session, day: date, zone: ZoneInfo, *, draft: Edition | None = None) -> Catalogue:
    """The programmes live on a day of the site, in a few queries however many there are.

    With `draft`, an edition with an id that no version has, as if it were the newest version of its document.
    """
    query = (
        select(Version.id, Version.document_id, Version.at, Document.retired_at)
        .join(Document, Document.id == Version.document_id)
        .where(Document.kind == files.KIND.name)
        .order_by(Version.document_id, Version.number)
    )
    histories: dict[int, list[int]] = {}
    for version_id, document_id, at, retired_at in db.execute(query):
        is_retired = retired_at is not None and local_day(retired_at, zone) <= day
        if local_day(at, zone) <= day and (not is_retired or (draft and draft.document_id == document_id)):
            histories.setdefault(document_id, []).append(version_id)
    found = editions(db, [version_id for history in histories.values() for version_id in history])
    if draft is not None:
        histories.setdefault(draft.document_id, []).append(draft.id)
        found[draft.id] = draft
    ids = _document_ids(db, (item for edition in found.values() for item in edition.model.items))
    places = places_named(db, {name for edition in found.values() for name in edition.model.teams})
    live = {
        document_id: _live([found[version_id] for version_id in history], ids, places, zone)
        for document_id, history in histories.items()
    }
    wanted = {item.target for programme in live.values() for item in programme.programme.requirements}
    return Catalogue(day, live, _targets(db, wanted, day, zone))


def places_named(db: Session, names: Collection[str]) -> dict[str, list[str]]:
    """The paths of the teams of a name, wherever in the tree they stand; of no such team none."""
    if not names:
        return {}
    found: dict[str, list[str]] = {}
    for name, path in db.execute(select(Team.name, Team.path).where(Team.name.in_(names))):
        found.setdefault(name, []).append(path)
    return found


def _live(
    history: Sequence[Edition],
    ids: Mapping[tuple[str, str], int],
    places: Mapping[str, Sequence[str]],
    zone: ZoneInfo,
) -> LiveProgramme:
    edition = history[-1]
    model: files.Programme = edition.model
    return LiveProgramme(
        document_id=edition.document_id,
        version_id=edition.id,
        slug=edition.slug,
        title=edition.title,
        published_on=local_day(history[0].at, zone),
        model=model,
        programme=programme_of(
            model,
            document_id=edition.document_id,
            ids=ids,
            added_on=lambda item: _added_on(item, history, zone),
        ),
        places=frozenset(path for name in model.teams for path in places.get(name, ())),
    )


def programme_of(
    model: files.Programme,
    *,
    document_id: int,
    ids: Mapping[tuple[str, str], int],
    added_on: Callable[[files.Item], date | None],
) -> Programme:
    """A programme's file as the rules know it. `ids` are the documents by kind and slug; others are not asked for."""
    requirements = tuple(
        Requirement(
            id=item.id,
            kind=item.kind,
            target=item.slug if item.kind == files.PRACTICE else ids[item.kind, item.slug],
            due=item.due or one.due or model.due,
            added_on=added_on(item),
            mark=item.mark,
            due_on=item.due_on or one.due_on or (None if item.due or one.due else model.due_on),
            after=(*one.after, *item.after) if one.of else item.after,
            core=item.core or one.core,
            group=one.id if one.of else None,
        )
        for one in model.requirements
        for item in one.items
        if item.kind == files.PRACTICE or (item.kind, item.slug) in ids
    )
    return Programme(
        validity=Validity.of(model.validity, ends_on=model.ends_on, renew=model.renew, grace=model.grace),
        requirements=requirements,
        document=document_id,
        groups=_enough(model, requirements),
        gates=tuple(Gate(gate.id, gate.title, gate.needs) for gate in model.gates),
        leave_waits=model.leave == "waits",
        full=model.renewal == "full",
        lapsed_full=model.lapsed == "full",
    )


def _enough(model: files.Programme, requirements: Sequence[Requirement]) -> dict[str, int]:
    """How many of each choice are enough; never more than there are documents for."""
    there = Counter(one.group for one in requirements if one.group is not None)
    return {one.id: min(one.any or 1, there[one.id]) for one in model.requirements if one.of and there[one.id]}


def _added_on(item: files.Item, history: Sequence[Edition], zone: ZoneInfo) -> date | None:
    """The day of the version since which a requirement is asked for without a break; None if it always was."""
    place = len(history) - 1
    while place > 0 and _asks_for(history[place - 1].model, item):
        place -= 1
    return local_day(history[place].at, zone) if place > 0 else None


def _asks_for(programme: files.Programme, item: files.Item) -> bool:
    """Whether an earlier version asked for as much already: a higher mark is as good as a new requirement."""
    return any(
        (other.kind, other.slug) == (item.kind, item.slug) and (other.mark or 0) >= (item.mark or 0)
        for other in programme.items
    )


def _document_ids(db: Session, items: Iterable[files.Item]) -> dict[tuple[str, str], int]:
    slugs = {item.slug for item in items}
    rows = db.execute(select(Document.kind, Document.slug, Document.id).where(Document.slug.in_(slugs)))
    return {(kind, slug): document_id for kind, slug, document_id in rows}


def _targets(db: Session, targets: Iterable[TargetId], day: date, zone: ZoneInfo) -> dict[TargetId, Target]:
    document_ids = {target for target in targets if isinstance(target, int)}
    query = (
        select(Version.document_id, Version.number, Version.at)
        .where(Version.document_id.in_(document_ids), Version.asks_again, Version.number > 1)
        .order_by(Version.document_id, Version.number)
    )
    changes: dict[int, list[Change]] = {}
    for document_id, number, at in db.execute(query):
        on = local_day(at, zone)
        if on <= day:
            changes.setdefault(document_id, []).append(Change(number, on))
    return {document_id: Target(tuple(found)) for document_id, found in changes.items()}
