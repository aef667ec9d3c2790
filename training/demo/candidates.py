"""Two people who would like to work at the company, and what their interviewers wrote down each for themselves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live
from training.demo.cast import COUNTER, PHONES
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.staff import Company
from training.standards.models import Candidate, Interview

TAKES = timedelta(minutes=38)


@dataclass(frozen=True)
class Sheet:
    """One interviewer's scores and notes, in the order of the questions; fewer than there are leave the rest open."""

    by: str
    said: tuple[tuple[int, str], ...]
    comment: str = ""
    is_finished: bool = True


@dataclass(frozen=True)
class Applied:
    """Somebody who would like a role: under which label, when they were here, and who spoke with them."""

    profile: str
    team: str
    label: str
    day: int
    sheets: tuple[Sheet, ...]


APPLIED = (
    Applied(
        "counter-staff",
        COUNTER,
        "S. M., the letter with green ink",
        -9,
        (
            Sheet(
                "J1006",
                (
                    (5, "The pram on the steps. Held the door before anybody had asked."),
                    (4, "Bakery, Saturday at ten: rolls first, telephone last. Told the queue."),
                    (4, "“I don’t know, but I will find out.” And found out."),
                    (5, "Asked where it would stand, and said it back."),
                    (3, "Had to think for a while."),
                ),
                "Would stand beside Ben on the first day. Looks up when the door opens.",
            ),
            Sheet(
                "J1005",
                (
                    (4, "Same story with the pram, told simply."),
                    (4, "Had an order. Asked for help late."),
                    (5, "Named the price she had got wrong, and what she said to the customer."),
                    (3, "One question, then three lamps."),
                    (3, "Waters the plants of the house. As if it were nothing."),
                ),
                "Warm and honest. The lamp we saw differently: let us talk about it.",
            ),
        ),
    ),
    Applied(
        "phone-agent",
        PHONES,
        "K., of the voice message",
        -8,
        (
            Sheet(
                "J1005",
                (
                    (4, "Clear, warm, waited until I hung up."),
                    (3, "Told them, but on the day itself."),
                ),
                is_finished=False,
            ),
        ),
    ),
)


def interview(db: Session, company: Company, days: Days, chronicle: Chronicle) -> None:
    """Write down who was interviewed, where the profile of the role has questions."""
    for applied in APPLIED:
        profile = live(db, "profile", applied.profile)
        if profile is not None and profile.model.interview:
            _Talking(db, company, days, chronicle, profile).write(applied)


@dataclass
class _Talking:
    db: Session
    company: Company
    days: Days
    chronicle: Chronicle
    profile: Edition
    random: Random = field(default_factory=lambda: Random("interviews"))  # noqa: S311 -- an invented past

    def write(self, applied: Applied) -> None:
        first = applied.sheets[0]
        day = self._shift(first.by, applied.day)
        candidate = Candidate(
            document_id=self.profile.document_id,
            version_id=self.profile.id,
            team_id=self.company.teams[applied.team],
            label=applied.label,
            by_id=self.company.people[first.by],
            key=f"{self.random.getrandbits(128):032x}",
            at=self.days.at(day, OPENS + 180),
            changed_at=self.days.at(day, OPENS + 180),
        )
        self.db.add(candidate)
        self.db.flush()
        for sheet in applied.sheets:
            # The others meet them some days later, each alone.
            self._sit_down(candidate, sheet, day)
            day += 3

    def _sit_down(self, candidate: Candidate, sheet: Sheet, day: int) -> None:
        begun_at = self.days.at(self._shift(sheet.by, day), OPENS + 180)
        finished_at = begun_at + TAKES if sheet.is_finished else None
        row = Interview(
            candidate_id=candidate.id,
            by_id=self.company.people[sheet.by],
            begun_at=begun_at,
            finished_at=finished_at,
            answers=self._answers(sheet),
            comment=sheet.comment,
            revision=1,
        )
        self.db.add(row)
        self.db.flush()
        candidate.changed_at = max(candidate.changed_at, finished_at or begun_at + TAKES)
        self._note("interview.begun", candidate, row, begun_at)
        if finished_at is not None:
            self._note("interview.finished", candidate, row, finished_at)

    def _answers(self, sheet: Sheet) -> dict[str, list[Any]]:
        asked = [one.id for one in self.profile.model.interview]
        return {question: [score, note] for question, (score, note) in zip(asked, sheet.said, strict=False)}

    def _note(self, kind: str, candidate: Candidate, row: Interview, at: datetime) -> None:
        self.chronicle.note(
            kind,
            at=at,
            actor=row.by_id,
            document=candidate.document_id,
            version=candidate.version_id,
            payload={"candidate": candidate.id, "interview": row.id},
        )

    def _shift(self, number: str, day: int) -> int:
        """This day or the last one before it on which somebody works."""
        return self.days.last_shift(next(one for one in COLLEAGUES if one.number == number), day)
