"""Days one by one: every mail has its reason, none comes twice, nobody who is late is forgotten, checks are content."""

from datetime import date

import pytest
from flask import Flask

from bench.year import Year
from training.core.clock import FixedClock

LOOKS = ((0, 10), (7, 10), (8, 10), (17, 10))


# bench/year.py lives through the whole year of 200 people; these are the days on which calendars are odd.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "begins", [date(2028, 2, 25), date(2027, 10, 28)], ids=["a leap day", "the hour that comes twice"]
)
def test_every_line_of_every_mail_is_true_when_it_is_written(app: Flask, clock: FixedClock, begins: date) -> None:
    del app.extensions["checks"]["shape of the tables"]  # tests make them without revisions
    report = Year(app, clock, people_count=8, begins=begins, looks=LOOKS).live(8)
    assert report.wrong == []
    assert report.mails > report.days
    assert {"overdue", "assigned"} <= report.kinds.keys()
