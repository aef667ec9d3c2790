"""What all reviews of the sample have in common: who signs what when, as rows and facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.demo.cast import Colleague
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.rounds import Picked, comment, slip
from training.demo.staff import Company
from training.scorecards.actions import signature_of
from training.scorecards.models import Review, ReviewAppeal, ReviewInteraction
from training.scorecards.queries_reviews import Seen, as_kept
from training.scorecards.rules import Given, How, State

BY_NUMBER = {one.number: one for one in COLLEAGUES}


@dataclass
class Done:
    """A review with what it is about. `first` says that it speaks for its interaction."""

    found: Edition
    interaction: ReviewInteraction
    by: Colleague
    who: Colleague
    day: int
    row: Review
    team: str = ""
    first: bool = True
    appeals: list[ReviewAppeal] = field(default_factory=list)

    @property
    def seen(self) -> Seen:
        return Seen(self.row, self.found, self.interaction, {}, self.appeals)


@dataclass
class Bench:
    """Writes reviews down; chance is the same on each machine."""

    db: Session
    company: Company
    days: Days
    chronicle: Chronicle
    scorecards: Mapping[str, Edition]
    random: Random = field(default_factory=lambda: Random("reviews"))  # noqa: S311 -- an invented past

    def row(
        self,
        found: Edition,
        interaction: ReviewInteraction,
        by: Colleague,
        at: datetime,
        given: Mapping[str, Given],
    ) -> Review:
        """The row of a review that is begun."""
        return Review(
            interaction_id=interaction.id,
            document_id=found.document_id,
            version_id=found.id,
            person_id=interaction.person_id,
            reviewer_id=self.company.people[by.number],
            state=State.DRAFT.value,
            is_blind=True,
            begun_at=at,
            answers=as_kept(given),
            comment="",
        )

    def sign(self, done: Done, at: datetime) -> None:
        """Finish it with everything that is on it."""
        row, reached = done.row, done.seen.mark
        row.comment = comment(passed=reached.passed, random=self.random)
        row.state, row.finished_at = State.FINISHED.value, at
        row.score, row.passed = reached.score, reached.passed
        row.sha256 = signature_of(done.seen)

    def named(self, one: Picked) -> ReviewInteraction:
        """An interaction that somebody named by hand."""
        day = self.days.last_shift(BY_NUMBER[one.who], one.day)
        at = self.days.at(day, OPENS + 200)
        row = ReviewInteraction(
            person_id=self.company.people[one.who],
            channel=one.channel,
            reference=slip(at, self.days),
            at=at,
            how=(How.MYSTERY if one.channel == "mystery-shop" else How.PICKED).value,
            probability=None,
            added_by_id=self.company.people[one.reviewer],
            added_at=self.days.at(self.days.last_shift(BY_NUMBER[one.reviewer], one.day + 1), OPENS + 145),
        )
        self.db.add(row)
        self.db.flush()
        return row

    def shift(self, colleague: Colleague, day: int) -> int | None:
        """The first day from this one on which somebody works; None when that is not over yet."""
        return next((found for found in range(day, 0) if self.days.works(colleague, found)), None)

    def said(self, one: Done, **more: Any) -> dict[str, Any]:
        """What a fact about a review says beside all else."""
        return {"slug": one.found.slug, "title": one.found.title, "review": one.row.id, **more}

    def about(self, one: Done, by: Colleague) -> dict[str, Any]:
        """Who did something about whom, and by which version, as a fact says it."""
        return {
            "actor": self.company.people[by.number],
            "subject": one.row.person_id,
            "document": one.row.document_id,
            "version": one.row.version_id,
        }
