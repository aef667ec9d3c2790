"""Observations as rows, with ratings, plans and signatures as they could have come about beside somebody at work."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from training.checklists.actions_signing import evidence_of, signature_of
from training.checklists.files import Checklist, Criterion
from training.checklists.models import Observation, ObservationRemark
from training.checklists.queries_observations import Seen, as_kept
from training.checklists.rules import Rated, State
from training.content.library import Edition
from training.demo.chronicle import Chronicle
from training.demo.rows import write_rows
from training.demo.story import Seeing
from training.people.models import Person

LEFT_OUT = 0.35  # of what may be left as “not seen today”
SHORT = (1, 1, 1, 2)  # so many criteria did not come yet, when it is not yet
COMMENTED = 0.3
REMARKS = 0.2  # of those who hear “not yet” write something below it
PRAISE = (
    "Calm from the first word on, with four people waiting.",
    "You would want to be served like this yourself.",
    "Two customers said thank you by name.",
    "Comes by itself now. Nothing to add.",
)
MISSING = (
    "Came after I looked over, and then it was good.",
    "Had it on the tip of the tongue, and then the printer jammed.",
    "The first time yes, the second time in a hurry no.",
    "Not with the last customer, who went away unsure.",
)
PLANS = (
    "Stand beside Ben for half an hour on Friday and count along. Then we look again.",
    "Say the two sentences aloud before the doors open, three mornings in a row.",
    "Rehearse the conversation once more, then serve with me in the background.",
    "Do the first ten minutes of each shift with the card beside the till.",
)
ANSWERS = (
    "I noticed it myself when it was too late. Friday suits me.",
    "Thank you for staying until the end.",
    "The second customer had asked three things at once. I will say it back next time.",
)


@dataclass(frozen=True)
class Witness:
    """Writes down who saw whom at work, and what the ledger says of it."""

    db: Session
    chronicle: Chronicle
    people: Mapping[str, int]
    random: Random

    def write(self, seeings: Sequence[Seeing], checklists: Sequence[Edition]) -> None:
        """`checklists` are the versions that were filled in, one for each."""
        rows = [self._row(item, found) for item, found in zip(seeings, checklists, strict=True)]
        self.db.add_all(rows)
        self.db.flush()
        people: dict[int, Person] = {}  # nobody asks who they are: signatures and facts name them by their ids
        for item, found, row in zip(seeings, checklists, rows, strict=True):
            self._sign(item, Seen(row, found, people))
        self.db.flush()
        write_rows(self.db, ObservationRemark, list(self._remarks(seeings, rows)))

    def _row(self, item: Seeing, found: Edition) -> Observation:
        return Observation(
            key=f"{self.random.getrandbits(128):032x}",
            document_id=item.document,
            version_id=found.id,
            learner_id=self.people[item.who],
            observer_id=self.people[item.by],
            state=(State.PASSED if item.passes else State.NOT_YET).value,
            begun_at=item.began_at,
            seen_on=item.seen_on,
            uploaded_at=item.signed_at,
            ratings=as_kept(ratings(found.model, self.random, passes=item.passes)),
            comment=self.random.choice(PRAISE) if item.passes and self.random.random() < COMMENTED else "",
            plan="" if item.passes else self.random.choice(PLANS),
            next_on=item.again_on,
            again_on=item.again_on,
        )

    def _sign(self, item: Seeing, seen: Seen) -> None:
        second = self.people[item.second] if item.second else None
        self.db.add(signature_of(seen, place=1, by=seen.row.observer_id, at=item.signed_at))
        if second is not None:
            self.db.add(signature_of(seen, place=2, by=second, at=item.left_at))
        self.chronicle.note(
            "observation.passed" if item.passes else "observation.not-yet",
            at=item.left_at,
            actor=seen.row.observer_id,
            subject=seen.row.learner_id,
            document=item.document,
            version=seen.edition.id,
            payload=evidence_of(seen, second=second),
        )

    def _remarks(self, seeings: Sequence[Seeing], rows: Sequence[Observation]) -> Iterator[dict[str, object]]:
        for item, row in zip(seeings, rows, strict=True):
            if not item.passes and self.random.random() < REMARKS:
                text = self.random.choice(ANSWERS)
                yield {"observation_id": row.id, "by_id": row.learner_id, "at": item.answered_at, "text": text}


def ratings(checklist: Checklist, random: Random, *, passes: bool) -> dict[str, Rated]:
    """What somebody saw, criterion by criterion."""
    must = [one.id for one in checklist.criteria if not one.optional]
    short = set() if passes else set(random.sample(must, min(len(must), random.choice(SHORT))))
    return {one.id: _rated(checklist, one, random, short=one.id in short) for one in checklist.criteria}


def _rated(checklist: Checklist, one: Criterion, random: Random, *, short: bool) -> Rated:
    if one.optional and random.random() < LEFT_OUT:
        return Rated(None)
    needed = checklist.steps.index(checklist.needed_of(one))
    if short:
        return Rated(checklist.steps[random.randrange(needed)], random.choice(MISSING))
    return Rated(random.choice(checklist.steps[needed:]))
