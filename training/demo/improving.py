"""What is being done about the causes of complaints at the company, and what was done lately."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.complaints.queries_rules import model_now
from training.demo.cast import HARBOUR, PHONES, RETURNS, STATION_COUNTER, unit_named
from training.demo.colleagues import COLLEAGUES
from training.demo.days import OPENS, Days
from training.demo.grievances import LATE, PRICE, RANG, WAITED
from training.demo.staff import Company
from training.voice.models import Improvement

LISTED = -84
"""The day since which promised calls back stand on a list, after which nobody complained about one any more."""


@dataclass(frozen=True)
class Doing:
    """What the leader of a team does about a cause: said on a day, to be done by another one, and done or not yet."""

    category: str
    team: str
    text: str
    said: int
    by: int
    done: int | None = None


DOINGS = (
    Doing(LATE, HARBOUR, "The driver rings an hour before. Whoever cannot come says so by noon.", -34, 20),
    Doing(LATE, PHONES, "Tours are promised by half a day only until the new plan of the van holds.", -20, 6),
    Doing(PRICE, STATION_COUNTER, "Two of us compare labels and till on Monday mornings, before we open.", -26, 12),
    Doing(PRICE, HARBOUR, "The leaflet goes into the till on the evening before it is valid.", -70, -50, done=-53),
    Doing(RANG, PHONES, "Each promise on the list has a name and a clock time. We read the list aloud at three.",
          LISTED - 6, LISTED + 2, done=LISTED),
    Doing(RANG, RETURNS, "The desk keeps the promise list of the phones, and reads it aloud at four.", -18, 3),
    Doing(WAITED, HARBOUR, "Three more hours a week at noon and on Mondays, from the plan of next month on.", -40, -10,
          done=-12),
)  # fmt: skip


def improve(db: Session, company: Company, days: Days) -> None:
    """Write down what is done about causes that the rules know."""
    known = {one.id for one in model_now(db).categories}
    for one in DOINGS:
        if one.category in known:
            leader = next(who for who in COLLEAGUES if who.number == unit_named(one.team).leader)
            by = company.people[leader.number]
            row = Improvement(
                category=one.category,
                text=one.text,
                team_id=company.teams[one.team],
                owner_id=by,
                by_on=days.on(one.by),
                done_on=None if one.done is None else days.on(days.last_shift(leader, one.done)),
                made_by_id=by,
                made_at=days.at(days.last_shift(leader, one.said), OPENS + 240),
            )
            db.add(row)
    db.flush()
