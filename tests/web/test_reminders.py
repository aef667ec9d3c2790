"""Reminders as they go out: by the clock, in the reader's language, once, and only to those at work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.house import House, actor
from tests.moment import NOW, TODAY
from tests.school import School
from training.certification.actions import assign
from training.core.clock import FixedClock
from training.core.jobs import Job
from training.core.mail import Mail
from training.core.problems import Problems
from training.core.worker import Worker
from training.people.models import Person
from training.reminders import actions
from training.reminders.actions import tell, tell_everybody
from training.reminders.cli import preview
from training.reminders.jobs import PEOPLE
from training.reminders.models import Reminder, ReminderDigest, ReminderPreference
from training.reminders.site import custom
from training.reminders.site import house as site_house

DAY = timedelta(days=1)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MORNING = datetime(2026, 3, 12, 8, 5, tzinfo=UTC)  # in Dublin too


@pytest.fixture
def school(house: House) -> School:
    return School(house.app)


@pytest.fixture
def nora(house: House, school: School, clock: FixedClock) -> int:
    """Somebody who began ten days ago and has done nothing: one thing is due in four days, one in twenty."""
    school.open(at=NOW - 90 * DAY)
    person = house.person("Nora Brandt", email="nora@juniper.example", hired_on=TODAY - 10 * DAY)
    house.role(person, since=TODAY - 10 * DAY)
    school.follow(person, at=NOW - 10 * DAY)
    run(house, clock, MORNING - timedelta(hours=1))  # too early; from now on the clock is looked at
    return person


def run(house: House, clock: FixedClock, at: datetime) -> None:
    """A worker that looks at the clock at a moment."""
    clock.at = at
    worker = Worker(house.app)
    worker.beat()
    worker.run_due()


def mornings(house: House, first: date, days: int) -> None:
    """Everybody is told what is to be told, each morning for some days."""
    for number in range(days):
        now = datetime(first.year, first.month, first.day, 8, 5, tzinfo=UTC) + number * DAY
        with house.app.app_context(), house.database.writing() as db:
            tell_everybody(db, custom(), site_house(), now=now)


def mails(house: House) -> list[Mail]:
    with house.database.reading() as db:
        return list(db.scalars(select(Mail).order_by(Mail.id)))


def test_in_the_morning_one_mail_says_what_is_new_and_why_it_came(house: House, nora: int, clock: FixedClock) -> None:
    run(house, clock, MORNING)
    run(house, clock, MORNING + timedelta(minutes=16))
    (mail,) = mails(house)
    assert mail.subject == "New for you: Counter"
    assert "Hello Nora," in mail.text
    assert "* Counter\n  2 things to do, the first by Monday 16 March.\n  http://localhost:8000/" in mail.text
    assert "because your work at Juniper & Vale asks for these things" in mail.text
    assert "http://localhost:8000/account/reminders" in mail.text


@on_sqlite
def test_over_some_weeks_nothing_is_told_twice_and_what_is_done_since_is_left_out(
    house: House, school: School, nora: int, clock: FixedClock
) -> None:
    mornings(house, TODAY, 6)  # new; on the 16th the last day of one
    school.done(nora, at=datetime(2026, 3, 17, 10, tzinfo=UTC))
    mornings(house, date(2026, 3, 18), 24)
    assert [(mail.written_at.date().day, mail.subject) for mail in mails(house)] == [
        (12, "New for you: Counter"),
        (16, "Due now: Calls"),
        (19, "Due soon: Calls, the quiz"),
        (1, "Due now: Calls, the quiz"),
        (4, "Late: Calls, the quiz"),
    ]
    with house.database.reading() as db:
        topics = db.execute(select(Reminder.person_id, Reminder.topic)).all()
        assert len(set(topics)) == len(topics)


@pytest.mark.parametrize(
    "values",
    [{"left_on": TODAY - DAY}, {"leave_from": TODAY - DAY}, {"hired_on": TODAY + DAY}],
    ids=["left", "leave", "new"],
)
@on_sqlite
def test_nothing_goes_to_somebody_who_is_not_at_work(
    house: House, nora: int, clock: FixedClock, values: dict[str, date]
) -> None:
    with house.database.writing() as db:
        for name, value in values.items():
            setattr(db.get_one(Person, nora), name, value)
    run(house, clock, MORNING)
    with house.app.app_context(), house.database.writing() as db:
        assert tell(db, [nora], custom(), site_house(), now=MORNING) == []
    assert mails(house) == []


@on_sqlite
def test_what_is_new_after_the_mail_of_a_day_waits_for_the_next(house: House, school: School, nora: int) -> None:
    mornings(house, TODAY, 1)
    programme = school.programme("boot-camp", roles="", at=NOW)
    with house.app.app_context(), house.database.writing() as db:
        assign(db, actor(nora), nora, programme, now=NOW, zone=custom().zone)
        assert tell(db, [nora], custom(), site_house(), now=NOW) == []
    mornings(house, TODAY + DAY, 1)
    assert [mail.subject for mail in mails(house)] == ["New for you: Counter", "New for you: Boot-camp"]


@on_sqlite
def test_without_an_address_it_is_told_on_the_site_and_counts(house: House, nora: int, clock: FixedClock) -> None:
    with house.database.writing() as db:
        db.get_one(Person, nora).email = None
    mornings(house, TODAY, 3)
    assert mails(house) == []
    with house.database.reading() as db:
        (digest,) = db.scalars(select(ReminderDigest)).all()
        assert (digest.mail_id, digest.day) == (None, TODAY)


def test_a_job_that_breaks_after_writing_sends_nothing_twice(
    house: House, nora: int, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = actions.write

    def cut(*args: object, **values: object) -> None:
        whole(*args, **values)  # type: ignore[arg-type] # handed on
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(actions, "write", cut)
        run(house, clock, MORNING)
    assert mails(house) == []
    run(house, clock, MORNING + timedelta(hours=1))
    assert len(mails(house)) == 1


def test_the_table_refuses_what_was_told_before_and_a_second_digest_of_a_day(
    house: House, nora: int, clock: FixedClock
) -> None:
    run(house, clock, MORNING)
    with house.database.reading() as db:
        told = db.scalars(select(Reminder)).first()
        assert told is not None
    again = Reminder(person_id=nora, topic=told.topic, kind=told.kind, day=TODAY, digest_id=told.digest_id)
    second = ReminderDigest(person_id=nora, audience="own", day=TODAY, at=MORNING)
    for row in (again, second):
        with pytest.raises(IntegrityError), house.database.writing() as db:
            db.add(row)


@on_sqlite
def test_each_hears_it_in_the_morning_of_their_own_clock(house: House, nora: int, clock: FixedClock) -> None:
    with house.database.writing() as db:
        db.add(ReminderPreference(person_id=nora, timezone="America/New_York", hour=9, rhythm="daily", weekday=0))
    run(house, clock, MORNING)
    run(house, clock, datetime(2026, 3, 12, 12, 59, tzinfo=UTC))  # 08:59 in New York, summer time since Sunday
    assert mails(house) == []
    run(house, clock, datetime(2026, 3, 12, 13, 16, tzinfo=UTC))
    assert len(mails(house)) == 1


@on_sqlite
def test_late_in_the_evening_nothing_is_sent(house: House, nora: int, clock: FixedClock) -> None:
    run(house, clock, datetime(2026, 3, 12, 18, 1, tzinfo=UTC))
    run(house, clock, datetime(2026, 3, 13, 3, 1, tzinfo=UTC))
    assert mails(house) == []


@on_sqlite
def test_a_manager_hears_who_is_late_and_later_whoever_is_above(house: House, nora: int, clock: FixedClock) -> None:
    grace = house.person("Grace Lindqvist", email="grace@juniper.example", hired_on=date(2020, 1, 1))
    ruth = house.person("Ruth Adeyemi", email="ruth@juniper.example", hired_on=date(2020, 1, 1))
    with house.database.writing() as db:
        db.get_one(Person, nora).manager_id = grace
        db.get_one(Person, grace).manager_id = ruth
    mornings(house, TODAY, 20)
    to_grace = [mail for mail in mails(house) if mail.recipient == "grace@juniper.example"]
    assert [mail.written_at.date().day for mail in to_grace] == [17, 24]
    assert "* Nora Brandt\n  1 thing of “Counter” is late, since Monday 16 March." in to_grace[0].text
    assert "because you look after these people at Juniper & Vale" in to_grace[0].text
    (to_ruth,) = [mail for mail in mails(house) if mail.recipient == "ruth@juniper.example"]
    assert to_ruth.written_at.date() == date(2026, 3, 30)
    assert "“Counter” was due on Monday 16 March. Looked after by Grace Lindqvist." in to_ruth.text


def test_a_job_that_is_run_again_finds_that_everything_was_told(house: House, nora: int, clock: FixedClock) -> None:
    run(house, clock, MORNING)
    with house.database.writing() as db:
        db.add(Job(kind=PEOPLE, payload={"people": [nora]}, enqueued_at=MORNING, run_at=MORNING, attempts=0))
    run(house, clock, MORNING + timedelta(minutes=1))
    with house.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Mail)) == 1
        assert db.scalar(select(func.count()).where(Job.failed_at.is_not(None) | Job.last_error.is_not(None))) == 0


@on_sqlite
def test_the_preview_says_who_would_be_told_what_on_a_day_and_writes_nothing(house: House, nora: int) -> None:
    runner = house.app.test_cli_runner()
    with house.app.app_context():
        told = runner.invoke(preview, ["--day", "2026-03-16"])
        past = runner.invoke(preview, ["--day", "2026-03-01"])
    assert told.exit_code == 0, told.output
    assert "Nora Brandt <nora@juniper.example>: Your training: 2 things to know" in told.stdout
    assert "    Due now: Calls. Due today, for “Counter”.\n" in told.stdout
    assert mails(house) == []
    assert isinstance(past.exception, Problems)
