"""Reviews of the sample that whoever was reviewed saw differently, and what became of that."""

from collections.abc import Sequence
from datetime import timedelta

from training.demo.bench import BY_NUMBER, Bench, Done
from training.demo.cast import COUNTER, PHONES
from training.demo.days import OPENS
from training.scorecards.models import ReviewAppeal, ReviewLook
from training.scorecards.rules import Outcome

DECIDER = "J1005"
WHY = "I did say it, right at the beginning, before the recording was loud enough to hear it."
WHY_NOT = "It was the colleague beside me who spoke with this customer until I came from the stairs."
WORDS = "Listened again with headphones: it is there, in the second sentence. I have changed it."
SOON = 10  # days within which somebody appeals


def appeal_and_decide(bench: Bench, done: Sequence[Done]) -> None:
    """Somebody on the telephone appealed an item, and was right."""
    for one in done:
        asked = bench.shift(one.who, one.day + 2)
        if one.team != PHONES or not one.seen.failed or asked is None or one.day < -130 or asked > one.day + SOON:
            continue
        decided = bench.shift(BY_NUMBER[DECIDER], asked + 2)
        if decided is not None:
            appeal = _appeal(bench, one, asked, WHY)
            _decide(bench, one, appeal, decided)
            return


def appeal_lately(bench: Bench, done: Sequence[Done]) -> None:
    """Somebody at the counter did so a few days ago, and waits."""
    for one in done:
        asked = bench.shift(one.who, one.day + 1)
        if one.team == COUNTER and one.day > -13 and one.seen.failed and asked is not None:
            _appeal(bench, one, asked, WHY_NOT)
            return


def _appeal(bench: Bench, one: Done, day: int, reason: str) -> ReviewAppeal:
    item, at = one.seen.failed[0], bench.days.at(day, OPENS + 265)
    one.row.read_at = min(one.row.read_at or at, at - timedelta(minutes=9))
    was = one.seen.signed.get(item.id)
    row = ReviewAppeal(review_id=one.row.id, item=item.id, reason=reason, at=at, was=was)
    bench.db.add(row)
    one.appeals.append(row)
    said = bench.said(one, item=item.id, reason=reason)
    bench.chronicle.note("review.appealed", at=at, payload=said, **bench.about(one, one.who))
    return row


def _decide(bench: Bench, one: Done, appeal: ReviewAppeal, day: int) -> None:
    """Whoever leads above the reviewer looks, listens and changes it."""
    by, at, before = BY_NUMBER[DECIDER], bench.days.at(day, OPENS + 330), one.seen.mark
    decider, item = bench.company.people[DECIDER], one.found.model.item(appeal.item)
    bench.db.add(ReviewLook(review_id=one.row.id, by_id=decider, on=bench.days.on(day)))
    looked = {"review": one.row.id, "way": "page"}
    bench.chronicle.note(
        "review.looked", at=at - timedelta(minutes=21), actor=decider, subject=one.row.person_id, payload=looked
    )
    appeal.outcome, appeal.words, appeal.becomes = Outcome.CHANGED.value, WORDS, item.needs
    appeal.decided_at, appeal.decided_by_id = at, decider
    reached = one.seen.mark
    appeal.score, appeal.passed = reached.score, reached.passed
    said = bench.said(
        one,
        item=appeal.item,
        outcome=appeal.outcome,
        was=appeal.was,
        becomes=appeal.becomes,
        reason=WORDS,
        score=reached.score,
        passed=reached.passed,
        score_before=before.score,
    )
    bench.chronicle.note("review.decided", at=at, payload=said, **bench.about(one, by))
