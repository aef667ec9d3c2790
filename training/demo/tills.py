"""How many sales the tills of the sample counted, without which nobody knows whether complaints are many or few."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from training.complaints.queries_rules import model_now
from training.demo.calls import FIRST
from training.demo.cast import COUNTER, STATION_COUNTER
from training.demo.days import CLOSES, Days
from training.demo.staff import Company
from training.metrics import actions as metrics

SOURCE = "tills"
A_DAY = {COUNTER: (72, 11), STATION_COUNTER: (47, 8)}  # sales: the mean and how far days differ


def count_the_sales(db: Session, company: Company, days: Days, *, now: datetime) -> None:
    """Tell the figures of nearly a year of sales: no complaints, out of so many."""
    standard = model_now(db).standards.complaints
    if standard:
        metrics.keep(db, SOURCE, list(_sales(standard, company, days)), now=now)


def _sales(standard: str, company: Company, days: Days) -> Iterator[metrics.Observed]:
    for team, (mean, spread) in A_DAY.items():
        random = Random(f"sales {team}")  # noqa: S311 -- an invented past
        for day in range(FIRST, 0):
            if days.is_open(day):
                sold = Decimal(max(5, round(random.gauss(mean, spread))))
                named, at = f"{team} {days.on(day).isoformat()}", days.at(day, CLOSES)
                yield metrics.Observed(named, standard, at, Decimal(0), team_id=company.teams[team], exposure=sold)
