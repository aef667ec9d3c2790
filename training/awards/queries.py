"""Certificates as their holders and as outsiders see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from training.awards.models import AwardPaper, HiddenAward
from training.awards.papers import Stands
from training.certification.files import PRACTICE, Programme
from training.certification.models import Award, AwardWithdrawal
from training.certification.queries_awards import state_of
from training.certification.rules import EXTENDED
from training.content.models import Document, Version
from training.content.queries import editions
from training.core.ledger import Entry
from training.core.permissions import Actor
from training.core.web import NotFound
from training.people.models import Person


@dataclass(frozen=True)
class Verified:
    """All that an outsider learns of a certificate. `state` is valid, expired or revoked on the day of the question.

    While it `is_hidden`, its holder shows neither name nor title. `given_back_on` is the day since which a certificate
    that was withdrawn holds again. `until` is its last day, which is later than on paper when it `was_extended`.
    """

    number: str
    name: str
    title: str
    issued_on: date
    until: date | None
    state: str
    revoked_on: date | None
    given_back_on: date | None = None
    is_hidden: bool = False
    was_extended: bool = False


def verified(db: Session, number: str, today: date) -> Verified | None:
    """What may be said of the certificate with this number to anybody who has it; None when there is none."""
    return _verified(db, Award.public_id == number, today)


def verified_badge(db: Session, credential: str, today: date) -> Verified | None:
    """The same for the certificate whose badge has this id.

    Who has the badge has what it says: nothing is left out for a holder who hides the certificate otherwise.
    """
    return _verified(db, Award.id == _award_of(credential), today, may_hide=False)


def _award_of(credential: str) -> ColumnElement[int]:
    return select(AwardPaper.award_id).where(AwardPaper.credential == credential).scalar_subquery()


def _verified(db: Session, which: ColumnElement[bool], today: date, *, may_hide: bool = True) -> Verified | None:
    given_back = (
        select(func.max(AwardWithdrawal.reinstated_on)).where(AwardWithdrawal.award_id == Award.id).scalar_subquery()
    )
    row = db.execute(select(Award, _hidden(Award.id), given_back).where(which)).first()
    if row is None:
        return None
    award, hidden, given_back_on = row
    hidden = hidden and may_hide
    until = last_day_of(db, award)
    return Verified(
        number=award.public_id,
        name="" if hidden else award.name,
        title="" if hidden else award.title,
        issued_on=award.issued_on,
        until=until,
        state=state_until(award, until, today),
        revoked_on=award.revoked_on,
        given_back_on=given_back_on if award.revoked_on is None else None,
        is_hidden=hidden,
        was_extended=until != award.until,
    )


def last_day_of(db: Session, award: Award) -> date | None:
    """The last day of a certificate: as printed, or later when more time was given for its programme since."""
    if award.until is None:
        return None
    query = select(Entry).where(
        Entry.subject_id == award.person_id, Entry.kind == EXTENDED, Entry.document_id == award.document_id
    )
    given = (entry.facts.get("until") for entry in db.scalars(query))
    return max([award.until, *(date.fromisoformat(day) for day in given if day)])


def state_until(award: Award, until: date | None, today: date) -> str:
    """Whether a certificate with this last day is valid, expired or revoked on a day."""
    state = state_of(award, today)
    return "valid" if state == "expired" and until is not None and today <= until else state


def _hidden(award_id: ColumnElement[int] | InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    return exists().where(HiddenAward.award_id == award_id)


def own_award(db: Session, actor: Actor, award_id: int) -> Award:
    """A certificate of the actor’s own. Raises NotFound for anybody else’s."""
    award = db.get(Award, award_id)
    if award is None or award.person_id != actor.person_id:
        raise NotFound
    return award


def shown_award(db: Session, number: str) -> Award:
    """The certificate with this number. Raises NotFound when there is none, or when its holder hides it."""
    award = db.scalars(select(Award).where(Award.public_id == number)).first()
    if award is None or is_hidden(db, award.id):
        raise NotFound
    return award


def is_hidden(db: Session, award_id: int) -> bool:
    return bool(db.scalar(select(_hidden(award_id))))


def paper_of(db: Session, award_id: int) -> AwardPaper | None:
    """What was fixed at issue; None for a certificate from before papers were kept."""
    return db.get(AwardPaper, award_id)


def without_paper(db: Session, limit: int) -> list[int]:
    """Certificates from before papers were kept, the oldest first."""
    query = select(Award.id).where(~exists().where(AwardPaper.award_id == Award.id)).order_by(Award.id).limit(limit)
    return list(db.scalars(query))


def revoked_credentials(db: Session, today: date) -> list[str]:
    """The ids of the badges whose certificates are withdrawn today."""
    query = (
        select(AwardPaper.credential)
        .join(Award, Award.id == AwardPaper.award_id)
        .where(Award.revoked_on.is_not(None), Award.revoked_on <= today)
    )
    return sorted(db.scalars(query))


def achieved_paper(db: Session, slug: str, version: int) -> tuple[str, AwardPaper]:
    """Title and paper of a certificate for this version of a programme. Raises NotFound when none was issued."""
    query = (
        select(Award.title, AwardPaper)
        .join(Award, Award.id == AwardPaper.award_id)
        .join(Version, Version.id == Award.version_id)
        .join(Document, Document.id == Version.document_id)
        .where(Document.slug == slug, Version.number == version)
        .order_by(Award.id)
    )
    row = db.execute(query).first()
    if row is None:
        raise NotFound
    title, paper = row
    return title, paper


def languages_of(db: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The languages that people read."""
    rows = db.execute(select(Person.id, Person.language).where(Person.id.in_(set(person_ids))))
    return {row.id: row.language for row in rows}


def stands_of(db: Session, version_ids: Iterable[int]) -> dict[int, Stands]:
    """What versions of programmes stand for, in three queries however many there are."""
    found = editions(db, set(version_ids))
    wanted = {
        (item.kind, item.slug)
        for edition in found.values()
        if isinstance(edition.model, Programme)
        for item in edition.model.items
    }
    titles = _titles(db, {slug for _kind, slug in wanted})
    made = {}
    for key, edition in found.items():
        items = edition.model.items if isinstance(edition.model, Programme) else ()
        asked = [
            item.slug.replace("-", " ").capitalize()
            if item.kind == PRACTICE
            else titles.get((item.kind, item.slug), "")
            for item in items
        ]
        summary = str(getattr(edition.model, "summary", ""))
        made[key] = Stands(edition.slug, edition.number, summary, edition.language, [title for title in asked if title])
    return made


def _titles(db: Session, slugs: Collection[str]) -> dict[tuple[str, str], str]:
    query = (
        select(Document.kind, Document.slug, Version.title)
        .join(Version, Version.id == Document.live_version_id)
        .where(Document.slug.in_(slugs))
    )
    return {(kind, slug): title for kind, slug, title in db.execute(query)}
