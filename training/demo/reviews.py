"""Reviews of calls and visits of the sample: drawn at random, scored, some of them by a second reviewer too."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from training.content.library import Edition
from training.content.queries import live_all
from training.demo.appeals import appeal_and_decide, appeal_lately
from training.demo.bench import BY_NUMBER, Bench, Done
from training.demo.calibrating import calibrate
from training.demo.calls import Call
from training.demo.cast import COUNTER, Colleague
from training.demo.chronicle import Chronicle
from training.demo.days import OPENS, Days
from training.demo.rounds import (
    PICKED,
    REMARKS,
    ROUNDS,
    VISIT,
    Picked,
    Round,
    listed,
    moment_of,
    seen_again,
    seen_by,
    with_a_miss,
)
from training.demo.rows import write_rows
from training.demo.staff import Company
from training.metrics import actions as metrics
from training.scorecards import readings
from training.scorecards.actions import evidence_of
from training.scorecards.models import ReviewInteraction, ReviewRemark, ReviewSample
from training.scorecards.rules import How
from training.scorecards.rules_sampling import Drawn, Per, draw

READ, REMARKED = 0.85, 0.2
A_DAY = 2  # reviews of one reviewer


def review(
    db: Session, company: Company, days: Days, chronicle: Chronicle, calls: Sequence[Call], *, now: datetime
) -> None:
    """Write down half a year of reviews by the scorecards that there are."""
    bench = Bench(db, company, days, chronicle, live_all(db, "scorecard"))
    _Reviewing(bench, calls).write(now=now)
    calibrate(bench)
    db.flush()


@dataclass
class _Reviewing:
    bench: Bench
    calls: Sequence[Call]

    def __post_init__(self) -> None:
        self._names = {person: number for number, person in self.bench.company.people.items()}

    def write(self, *, now: datetime) -> None:
        done = [one for drawn in ROUNDS for one in self._round(drawn)]
        done += [one for picked in PICKED for one in self._picked(picked)]
        self.bench.db.add_all([one.row for one in done])
        self.bench.db.flush()
        finished = [one for one in done if one.row.finished_at is not None]
        for one in finished:
            self._note(one)
        appeal_and_decide(self.bench, finished)
        appeal_lately(self.bench, finished)
        write_rows(self.bench.db, ReviewRemark, list(self._remarks(finished)))
        told = [reading for one in finished if one.first for reading in readings.readings_of(self.bench.db, one.seen)]
        metrics.keep(self.bench.db, readings.SOURCE, told, now=now)

    def _round(self, one: Round) -> Iterator[Done]:
        """Draw, and review what was drawn but for the last ones."""
        found, reviewer = self.bench.scorecards.get(one.scorecard), BY_NUMBER[one.reviewer]
        if found is None:
            return
        day = self.bench.days.last_shift(reviewer, one.day)
        interactions = self._draw(one, found, day)
        last = len(interactions) - one.left
        before: Done | None = None
        for number, interaction in enumerate(interactions[:last]):
            on = self.bench.shift(reviewer, day + 1 + number // A_DAY)
            if on is None:
                return
            minute = OPENS + 75 + 47 * (number % A_DAY)
            is_short = number == 0 and one.left > 0
            done = self._review(found, interaction, reviewer, on, minute, is_short=is_short)
            done.team = one.team
            before = before or done
            yield done
        if one.team == COUNTER and one.left:
            yield from self._draft(found, interactions[-1], reviewer)
        if before is not None:
            second = BY_NUMBER[one.second]
            on = self.bench.shift(second, before.day + 2)
            if on is not None:
                yield self._review(found, before.interaction, second, on, OPENS + 310, again=before)

    def _draw(self, one: Round, found: Edition, day: int) -> list[ReviewInteraction]:
        """A sample as `actions_samples.draw_sample` keeps it."""
        at, by = self.bench.days.at(day, OPENS + 25), self.bench.company.people[one.reviewer]
        among = listed(one, self.bench.company.people, self.bench.days, self.calls)
        among = [each for each in among if each.person_id != by]
        seed = f"{one.team} {self.bench.days.on(day).isoformat()}"
        sample = ReviewSample(
            document_id=found.document_id,
            made_by_id=by,
            made_at=at,
            per=Per.ALL.value,
            size=one.size,
            seed=seed,
            listed=[[each.reference, each.person_id, each.channel, each.at, each.seconds] for each in among],
        )
        self.bench.db.add(sample)
        self.bench.db.flush()
        rows = [self._drawn(each, sample) for each in draw(among, one.size, Per.ALL, seed)]
        self.bench.db.add_all(rows)
        self.bench.db.flush()
        return rows

    def _drawn(self, drawn: Drawn, sample: ReviewSample) -> ReviewInteraction:
        one = drawn.interaction
        return ReviewInteraction(
            person_id=one.person_id,
            channel=one.channel,
            reference=one.reference,
            at=moment_of(one),
            seconds=one.seconds,
            how=How.RANDOM.value,
            probability=drawn.probability,
            sample_id=sample.id,
            added_by_id=sample.made_by_id,
            added_at=sample.made_at,
        )

    def _picked(self, one: Picked) -> Iterator[Done]:
        found = self.bench.scorecards.get(VISIT)
        on = self.bench.shift(BY_NUMBER[one.reviewer], one.day + 1)
        if found is not None and on is not None:
            interaction = self.bench.named(one)
            yield self._review(found, interaction, BY_NUMBER[one.reviewer], on, OPENS + 150)

    def _review(
        self,
        found: Edition,
        interaction: ReviewInteraction,
        by: Colleague,
        day: int,
        minute: float,
        *,
        again: Done | None = None,
        is_short: bool = False,
    ) -> Done:
        """A finished review, signed by what is on it."""
        who = BY_NUMBER[self._names[interaction.person_id]]
        random, card = self.bench.random, found.model
        given = seen_by(card, by.number, who.number, day, random)
        if again is not None:
            given = seen_again(again.seen.given, given, random)
        if is_short:
            given = with_a_miss(card, given)
        row = self.bench.row(found, interaction, by, self.bench.days.at(day, minute), given)
        done = Done(found, interaction, by, who, day, row, first=again is None)
        self.bench.sign(done, self.bench.days.at(day, minute + random.uniform(8, 16)))
        read = self.bench.shift(who, day + 1)
        if again is None and read is not None and random.random() < READ:
            row.read_at = self.bench.days.at(read, OPENS + random.uniform(5, 60))
        return done

    def _draft(self, found: Edition, interaction: ReviewInteraction, by: Colleague) -> Iterator[Done]:
        """One that is begun: the first three items have an answer."""
        day, who = self.bench.days.last_shift(by, -1), BY_NUMBER[self._names[interaction.person_id]]
        given = seen_by(found.model, by.number, who.number, day, self.bench.random)
        begun = dict(list(given.items())[:3])
        row = self.bench.row(found, interaction, by, self.bench.days.at(day, OPENS + 480), begun)
        yield Done(found, interaction, by, who, day, row)

    def _remarks(self, done: Iterable[Done]) -> Iterator[dict[str, Any]]:
        for one in done:
            if one.row.read_at is not None and not one.row.passed and self.bench.random.random() < REMARKED:
                at = one.row.read_at + timedelta(minutes=4)
                text = self.bench.random.choice(REMARKS)
                yield {"review_id": one.row.id, "by_id": one.row.person_id, "at": at, "text": text}

    def _note(self, one: Done) -> None:
        at = one.row.finished_at
        assert at is not None, "Only what is finished is noted."  # noqa: S101 # a slip of ours
        said = evidence_of(one.seen)
        self.bench.chronicle.note("review.finished", at=at, payload=said, **self.bench.about(one, one.by))
