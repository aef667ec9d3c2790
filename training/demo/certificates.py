"""The certificates that were issued, as rows and facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from training.certification.actions_standing import said_of_issued
from training.certification.models import Award
from training.certification.queries_programmes import LiveProgramme
from training.certification.rules_number import RANDOM_BITS, number_of
from training.demo.chronicle import Chronicle
from training.demo.colleagues import COLLEAGUES
from training.demo.story import Certified


@dataclass(frozen=True)
class Printer:
    """Writes certificates down."""

    db: Session
    chronicle: Chronicle
    people: Mapping[str, int]
    programmes: Mapping[int, LiveProgramme]
    random: Random

    def write(self, certified: Sequence[Certified]) -> list[Award]:
        """The certificates in the order of time."""
        names = {one.number: f"{one.preferred or one.given} {one.family}" for one in COLLEAGUES}
        awards = [self._award(item, names[item.who]) for item in sorted(certified, key=lambda one: one.at)]
        self.db.add_all(awards)
        self.db.flush()
        for award in awards:
            self.chronicle.note(
                "award.issued",
                at=award.at,
                actor=None,
                subject=award.person_id,
                document=award.document_id,
                version=award.version_id,
                payload=said_of_issued(award),
            )
        return awards

    def _award(self, item: Certified, name: str) -> Award:
        live = self.programmes[item.document]
        return Award(
            public_id=number_of(self.random.getrandbits(RANDOM_BITS)),
            person_id=self.people[item.who],
            document_id=item.document,
            version_id=live.version_id,
            name=name,
            title=live.title,
            issued_on=item.term.issued_on,
            anchor_on=item.term.anchor_on,
            periods=item.term.periods,
            until=item.term.until,
            at=item.at,
        )
