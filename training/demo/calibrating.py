"""One visit of the sample that several leaders scored blind and then looked at together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from training.content.library import Edition
from training.core.clock import local_day
from training.demo.bench import BY_NUMBER, Bench, Done
from training.demo.cast import Colleague
from training.demo.days import OPENS
from training.demo.rounds import CALIBRATED, SEATS, VISIT, seen_by
from training.scorecards.models import ReviewCalibration, ReviewCalibrationSeat, ReviewInteraction
from training.scorecards.queries import asked_by
from training.scorecards.rules import NOT_UP, Given, mark

NOTE = "We were apart on the question before the first article. A list of articles is no question: we score it so now."


def calibrate(bench: Bench) -> None:
    """One visit that several leaders scored blind and then talked about."""
    found, leader = bench.scorecards.get(VISIT), BY_NUMBER[CALIBRATED.reviewer]
    if found is None:
        return
    interaction = bench.named(CALIBRATED)
    made = bench.days.last_shift(leader, CALIBRATED.day + 4)
    row = ReviewCalibration(
        interaction_id=interaction.id,
        document_id=found.document_id,
        version_id=found.id,
        led_by_id=bench.company.people[leader.number],
        made_at=bench.days.at(made, OPENS + 100),
        agreed={},
        note=NOTE,
    )
    bench.db.add(row)
    bench.db.flush()
    seats = [BY_NUMBER[number] for number in SEATS]
    people = [bench.company.people[one.number] for one in seats]
    bench.db.add_all(ReviewCalibrationSeat(calibration_id=row.id, person_id=person) for person in sorted(people))
    scored = [_score(bench, found, interaction, row, number) for number in range(len(seats))]
    bench.db.add_all([one.row for one in scored])
    bench.db.flush()
    row.opened_at = max(one.row.finished_at for one in scored if one.row.finished_at)
    _agree(bench, row, scored)


def _score(bench: Bench, found: Edition, interaction: ReviewInteraction, row: ReviewCalibration, number: int) -> Done:
    """What one of them saw. On the first ladder they were as far apart as it is long."""
    seat, days = BY_NUMBER[SEATS[number]], bench.days
    day = _later(bench, seat, row.made_at)
    given = seen_by(found.model, seat.number, CALIBRATED.who, day, bench.random)
    ladder = next((item for item in found.model.items if item.answers), None)
    if ladder is not None:
        steps = list(ladder.points)
        given[ladder.id] = Given(steps[min(number, len(steps) - 1)])
    review = bench.row(found, interaction, seat, days.at(day, OPENS + 130), given)
    review.calibration_id = row.id
    done = Done(found, interaction, seat, BY_NUMBER[CALIBRATED.who], day, review)
    bench.sign(done, review.begun_at + timedelta(minutes=11))
    return done


def _agree(bench: Bench, row: ReviewCalibration, scored: Sequence[Done]) -> None:
    """What most said holds from now on."""
    assert row.opened_at is not None, "They have all scored."  # noqa: S101 # a slip of ours
    found, leader = scored[0].found, BY_NUMBER[CALIBRATED.reviewer]
    said = [one.seen.given for one in scored]
    usual = {item.id: _most_said(given[item.id].answer for given in said) for item in found.model.items}
    row.agreed = {name: None if answer == NOT_UP else answer for name, answer in usual.items()}
    row.score = mark(asked_by(found.model), row.agreed, found.model.pass_mark).score
    row.closed_at = bench.days.at(_later(bench, leader, row.opened_at), OPENS + 420)
    bench.chronicle.note(
        "review.calibrated",
        at=row.closed_at,
        actor=row.led_by_id,
        document=row.document_id,
        version=row.version_id,
        payload={
            "slug": found.slug,
            "title": found.title,
            "calibration": row.id,
            "reviewers": [one.row.reviewer_id for one in scored],
            "agreed": row.agreed,
            "score": row.score,
        },
    )


def _later(bench: Bench, colleague: Colleague, at: datetime) -> int:
    """The next day after a moment on which somebody works; all this lies weeks ago."""
    after = (local_day(at, bench.days.zone) - bench.days.today).days + 1
    return next(day for day in range(after, 0) if bench.days.works(colleague, day))


def _most_said(answers: Iterable[str | None]) -> str | None:
    return Counter(answers).most_common(1)[0][0]
