"""What people were told on the last morning, so that the first real round tells them only what is new."""

from dataclasses import replace

from sqlalchemy.orm import Session

from training.accounts.actions_codes import House
from training.demo.days import Days
from training.reminders.actions import write
from training.reminders.queries import at_work
from training.reminders.queries_digests import Custom, planned_on
from training.reminders.rules_when import Hours

MORNING, EVENING = 8, 18  # hours of the day


def tell(db: Session, company: str, days: Days) -> None:
    """Write down the digests of the last day on which the shops were open. No mail goes to invented people."""
    day = days.open_day(-1)
    custom = Custom(days.zone, Hours(MORNING, EVENING))
    digests = planned_on(db, at_work(db, days.on(day)), custom, days.on(day))
    on_the_site = [replace(one, reader=replace(one.reader, email=None)) for one in digests]
    write(db, on_the_site, House(company, days.zone, ""), now=days.at(day, MORNING * 60))
