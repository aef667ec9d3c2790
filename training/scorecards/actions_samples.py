"""Drawing a sample: read the list of interactions, know whose they are, draw, and keep how likely each one was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from training.content.library import Edition
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.people.models import Person
from training.people.roster.records import Record, Table
from training.scorecards.actions import Happened, known_as
from training.scorecards.models import Review, ReviewSample
from training.scorecards.queries import reviewable
from training.scorecards.rules import How
from training.scorecards.rules_sampling import Interaction, Per, draw

MOST_ROWS = 20_000
MOST_DRAWN = 500
LONGEST_REFERENCE = 100

# What exports call these columns, folded; the first that fits is taken.
NAMES: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "reference",
        "id",
        "call id",
        "ticket",
        "ticket id",
        "ticket number",
        "interaction",
        "conversation id",
    ),
    "person": ("person", "person number", "employee number", "number", "agent", "agent id", "employee"),
    "at": ("at", "time", "date", "start", "started at", "started", "start time", "created at", "date and time"),
    "channel": ("channel", "type", "kind"),
    "seconds": ("seconds", "duration", "duration seconds", "handle time", "talk time"),
}
NEEDED = ("reference", "person", "at")


@dataclass(frozen=True)
class Wanted:
    """How a sample is to be drawn."""

    size: int
    per: Per
    seed: str
    channel: str  # of the rows that name none


@dataclass(frozen=True)
class Row:
    """A row of the list before anybody knows whose it is."""

    line: int
    reference: str
    number: str
    at: datetime
    channel: str
    seconds: int | None


def read_rows(table: Table, channels: Sequence[str], channel: str, zone: ZoneInfo) -> list[Row]:
    """The rows of a list of interactions. Times without a zone are the site's. Raises Problems, every one at once."""
    places = _places(table)
    if len(table.records) > MOST_ROWS:
        message = _("This list has more than %(limit)s rows.", limit=f"{MOST_ROWS:,}")
        raise Problems([Problem("file", None, message, _("Draw for a shorter time."))])
    rows, problems = [], []
    for record in table.records:
        try:
            rows.append(_row(record, places, channels, channel, zone))
        except ValueError as error:
            problems.append(Problem("file", record.line, str(error)))
    if problems:
        raise Problems(problems)
    return rows


def _places(table: Table) -> dict[str, int]:
    heads = [cell.strip().casefold().replace("_", " ") for cell in table.header.cells]
    places = {field: heads.index(name) for field, names in NAMES.items() for name in names[::-1] if name in heads}
    missing = [field for field in NEEDED if field not in places]
    if missing:
        message = _("The list has no column “%(name)s”.", name=missing[0])
        remedy = _("Name the columns reference, person, at, and if you like channel and seconds.")
        raise Problems([Problem("file", table.header.line, message, remedy)])
    return places


def _row(record: Record, places: Mapping[str, int], channels: Sequence[str], channel: str, zone: ZoneInfo) -> Row:
    """Raises ValueError in the reader's words."""
    cells = {field: record.cells[place].strip() for field, place in places.items()}
    reference = cells["reference"]
    if not reference or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        raise ValueError(_("Row %(line)s has no reference that we can keep.", line=record.line))
    named = cells.get("channel", "").casefold().replace(" ", "-") or channel
    if named not in channels:
        words = {"line": record.line, "channel": cells.get("channel", ""), "known": ", ".join(channels)}
        raise ValueError(_("Row %(line)s: “%(channel)s” is none of %(known)s.", **words))
    return Row(
        record.line, reference, cells["person"], _moment(cells["at"], record.line, zone), named, _seconds(cells, record)
    )


def _moment(text: str, line: int, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if not 1990 <= found.year <= 2100:
            raise ValueError(text)
    except ValueError:
        message = _("Row %(line)s: “%(text)s” is no time. Write it like 2026-03-21 14:05.", line=line, text=text[:40])
        raise ValueError(message) from None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _seconds(cells: Mapping[str, str], record: Record) -> int | None:
    text = cells.get("seconds", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        message = _("Row %(line)s: “%(text)s” are no seconds.", line=record.line, text=text[:40])
        raise ValueError(message)
    return int(text)


def draw_sample(
    db: Session, actor: Actor, found: Edition, rows: Sequence[Row], wanted: Wanted, *, now: datetime
) -> tuple[ReviewSample, list[str]]:
    """Draw from a list; returns the sample, and the numbers of people in it whom the actor does not lead.

    Those are left out before the draw. Raises Problems when nothing is left, or more would be drawn than anybody does.
    """
    people, strangers = _people(db, actor, {row.number for row in rows})
    future = [row for row in rows if row.at > now]
    if future:
        message = _("Row %(line)s lies in the future.", line=future[0].line)
        raise Problems([Problem("file", future[0].line, message, _("Correct it, or remove it."))])
    listed = [
        Interaction(row.reference, people[row.number.casefold()], row.channel, row.at.isoformat(), row.seconds)
        for row in rows
        if row.number.casefold() in people
    ]
    drawn = draw(listed, wanted.size, wanted.per, wanted.seed)
    if not drawn:
        message = _("Nobody in this list is among the people whom you lead.")
        raise Problems([Problem("file", None, message, _("The column “person” holds employee numbers."))])
    if len(drawn) > MOST_DRAWN:
        message = _("%(count)s interactions would be drawn, and nobody reviews so many.", count=len(drawn))
        raise Problems([Problem("size", None, message, _("Draw %(most)s at most.", most=MOST_DRAWN))])
    sample = ReviewSample(
        document_id=found.document_id,
        made_by_id=actor.person_id,
        made_at=now,
        per=wanted.per.value,
        size=wanted.size,
        seed=wanted.seed,
        listed=[[one.reference, one.person_id, one.channel, one.at, one.seconds] for one in listed],
    )
    db.add(sample)
    db.flush()
    for one in drawn:
        row = known_as(db, actor, _happened(one.interaction, one.probability, sample.id), now=now)
        if row.sample_id is None and not db.scalar(select(exists().where(Review.interaction_id == row.id))):
            # Somebody named it and nobody reviewed it: it is reviewed because it was drawn.
            row.how, row.probability, row.sample_id = How.RANDOM.value, one.probability, sample.id
    db.flush()
    return sample, strangers


def _happened(one: Interaction, probability: float, sample_id: int) -> Happened:
    return Happened(
        person_id=one.person_id,
        channel=one.channel,
        reference=one.reference,
        at=datetime.fromisoformat(one.at),
        how=How.RANDOM,
        seconds=one.seconds,
        probability=probability,
        sample_id=sample_id,
    )


def _people(db: Session, actor: Actor, numbers: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """By folded number the ids of the actor's people, and the numbers of everybody else."""
    folded = {number.casefold(): number for number in numbers}
    query = select(func.lower(Person.employee_number), Person.id).where(reviewable(actor))
    query = query.where(func.lower(Person.employee_number).in_(folded))
    people: dict[str, int] = dict(db.execute(query).all())
    return people, sorted(number for key, number in folded.items() if key not in people)
