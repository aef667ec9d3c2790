"""Telling people: a digest is written down, with everything that it said, in the transaction that writes its mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from training.accounts.actions_codes import House
from training.certification.actions_standing import follow
from training.certification.queries import in_chunks
from training.core import i18n
from training.core.clock import local_day
from training.core.letters import compose
from training.core.mail import Draft, send_all
from training.people.models import Person
from training.reminders import words
from training.reminders.models import TEAM, Reminder, ReminderDigest, ReminderLine
from training.reminders.queries import at_work, behind
from training.reminders.queries_digests import Custom, Planned, planned
from training.reminders.queries_things import Things, things_of
from training.reminders.rules import Line

MOST_LINES = 15  # a mail that lists more is not read


@dataclass(frozen=True)
class Sender:
    """A leader who asked for a reminder; `id` is None for the house itself."""

    id: int | None
    name: str


def tell(db: Session, person_ids: Collection[int], custom: Custom, house: House, *, now: datetime) -> list[Planned]:
    """Tell these people what is to be told to them at this moment; returns what was written.

    Whose standing the calendar has moved on from is looked at anew before. Whoever tells them something at the same
    time waits for the end of this transaction, and then finds what was told in it.
    """
    db.execute(select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update())
    late = behind(db, person_ids, local_day(now, custom.zone))
    if late:
        follow(db, late, now=now, zone=custom.zone)
        db.flush()
    digests = planned(db, person_ids, custom, now=now)
    write(db, digests, house, now=now)
    return digests


def tell_everybody(db: Session, custom: Custom, house: House, *, now: datetime) -> list[Planned]:
    """Tell everybody at work whose hour has come, in the caller's transaction: for rehearsing days one by one."""
    chunks = in_chunks(at_work(db, local_day(now, custom.zone)))
    return [one for chunk in chunks for one in tell(db, chunk, custom, house, now=now)]


def write(
    db: Session, digests: Sequence[Planned], house: House, *, now: datetime, sender: Sender | None = None
) -> None:
    """Write these digests down, and a mail for each whose reader has an address; the others read it on the site."""
    if not digests:
        return
    today = local_day(now, house.zone)
    things = things_of(db, (line for one in digests for line in one.digest.lines))
    drafts = {
        place: draft_of(one, things, house, today=today, sender=sender.name if sender else "")
        for place, one in enumerate(digests)
        if one.reader.email
    }
    mails = dict(zip(drafts, send_all(db, list(drafts.values()), now=now), strict=True))
    rows = [
        {
            "person_id": one.reader.id,
            "audience": one.audience,
            "day": one.day,
            "at": now,
            "occasion": one.digest.occasion or "",
            "mail_id": mails.get(place),
            "by_id": sender.id if sender else None,
        }
        for place, one in enumerate(digests)
    ]
    new = insert(ReminderDigest).returning(ReminderDigest.id, ReminderDigest.person_id, ReminderDigest.audience)
    ids = {(person_id, audience): digest_id for digest_id, person_id, audience in db.execute(new, rows)}
    pairs = [(ids[one.reader.id, one.audience], one) for one in digests]
    lines = [row for digest_id, one in pairs for row in _lines(digest_id, one)]
    # With each NULL written out all rows have one shape, and go in at once.
    db.execute(insert(ReminderLine), lines, execution_options={"render_nulls": True})
    db.execute(insert(Reminder), [row for digest_id, one in pairs for row in _topics(digest_id, one, today)])


def draft_of(one: Planned, things: Things, house: House, *, today: date, sender: str = "") -> Draft:
    """The mail of a digest, in its reader's language."""
    digest, audience, language = one.digest, one.audience, one.reader.language
    shown = digest.lines[:MOST_LINES]
    with i18n.speaking(language):
        letter = compose(
            "reminder",
            language,
            subject=words.subject(digest, audience, things, today=today, sender=sender),
            name=one.reader.called,
            beginning=words.beginning(digest, audience, sender=sender),
            sections=words.sections(shown, things, today=today),
            more=len(digest.lines) - len(shown),
            reason=words.reason(audience, company=house.company, sender=sender),
            base_url=house.base_url,
            path="/board" if audience == TEAM else "/",
        )
    return Draft(one.reader.email or "", letter.subject, letter.text, letter.html)


def _lines(digest_id: int, one: Planned) -> list[dict[str, Any]]:
    with i18n.speaking(one.reader.language):
        return [
            {"digest_id": digest_id, "place": place, **_columns(line)} for place, line in enumerate(one.digest.lines)
        ]


def _columns(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "on": line.on,
        "programme_id": line.programme_id,
        "document_id": line.target if isinstance(line.target, int) else None,
        "skill": line.target if isinstance(line.target, str) else None,
        "about_id": line.person_id,
        "count": line.count,
        "words": str(line.words),
        "path": line.path,
    }


def _topics(digest_id: int, one: Planned, today: date) -> list[dict[str, Any]]:
    return [
        {
            "person_id": one.reader.id,
            "topic": topic.key,
            "kind": topic.kind.value,
            "day": today,
            "digest_id": digest_id,
        }
        for topic in one.digest.topics
    ]
