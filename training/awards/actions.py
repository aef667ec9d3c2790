"""Fixing what a certificate says when it is issued; hiding one from outsiders, and showing it again."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training.awards.models import AwardPaper, HiddenAward
from training.awards.papers import TEMPLATE, checksum, compose
from training.awards.queries import is_hidden, languages_of, own_award, paper_of, stands_of
from training.certification.models import Award
from training.core import ledger
from training.core.db import Database
from training.core.i18n import speaking, spoken
from training.core.permissions import Actor
from training.core.site import Site

HIDDEN, SHOWN = "award.hidden", "award.shown"


def fix_papers(db: Session, award_ids: Collection[int], site: Site, *, now: datetime) -> None:
    """Keep every word of these certificates, as the newest template has them."""
    awards = list(db.scalars(select(Award).where(Award.id.in_(award_ids))))
    languages = languages_of(db, {award.person_id for award in awards})
    stands = stands_of(db, {award.version_id for award in awards})
    for award in awards:
        language = spoken(languages[award.person_id])
        with speaking(language):
            printed, badge = compose(award, stands[award.version_id], company=site.company, zone=site.zone)
        db.add(
            AwardPaper(
                award_id=award.id,
                credential=str(uuid.uuid4()),
                template=TEMPLATE,
                template_sha256=checksum(TEMPLATE),
                language=language,
                printed=printed,
                badge=badge,
                at=now,
            )
        )
    db.flush()


def kept_paper(database: Database, db: Session, award: Award, site: Site, *, now: datetime) -> AwardPaper:
    """What was fixed of a certificate; for one from before papers were kept it is fixed now, in its own transaction."""
    found = paper_of(db, award.id)
    if found is not None:
        return found
    try:
        with database.writing() as writing:
            found = paper_of(writing, award.id)
            if found is None:
                fix_papers(writing, [award.id], site, now=now)
    except IntegrityError:
        pass  # another request was faster
    with database.reading() as reading:
        return reading.get_one(AwardPaper, award.id)


def hide(db: Session, actor: Actor, award_id: int, *, now: datetime) -> None:
    """Show a certificate of one’s own to outsiders no longer. Raises NotFound for anybody else’s."""
    award = own_award(db, actor, award_id)
    if not is_hidden(db, award.id):
        db.add(HiddenAward(award_id=award.id, at=now))
        _record(db, HIDDEN, actor, award, now)


def show(db: Session, actor: Actor, award_id: int, *, now: datetime) -> None:
    """Let outsiders check a certificate of one’s own again. Raises NotFound for anybody else’s."""
    award = own_award(db, actor, award_id)
    if is_hidden(db, award.id):
        db.execute(delete(HiddenAward).where(HiddenAward.award_id == award.id))
        _record(db, SHOWN, actor, award, now)


def _record(db: Session, kind: str, actor: Actor, award: Award, now: datetime) -> None:
    ledger.record(
        db,
        kind,
        at=now,
        actor_id=actor.person_id,
        subject_id=award.person_id,
        document_id=award.document_id,
        version_id=award.version_id,
        payload={"award": award.id, "number": award.public_id},
    )
