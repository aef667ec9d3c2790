"""Work for later: enqueued with its cause, run once, tried again with patience, given up in the open."""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.moment import NOW
from training.core import jobs, ledger
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import Every, Job, Nightly, Registry, enqueue
from training.core.worker import Beat, Task, Worker, pause_after


@pytest.fixture
def registry(app: Flask) -> Registry:
    found: Registry = app.extensions["jobs"]
    found.rounds.clear()
    return found


def note(task: Task) -> None:
    """A job whose effect can be counted."""
    ledger.record(task.db, "test.ran", at=task.now, actor_id=None, payload=task.payload)


def fail(task: Task) -> None:
    note(task)
    raise ZeroDivisionError("no such thing")


def effects(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).where(ledger.Entry.kind == "test.ran")) or 0


def the_job(database: Database) -> Job:
    with database.reading() as db:
        return db.scalars(select(Job).order_by(Job.id.desc())).first()  # type: ignore[return-value] # the test made it


def put(database: Database, kind: str = "test.note", **options: object) -> int | None:
    with database.writing() as db:
        return enqueue(db, kind, {"n": 1}, **{"now": NOW, **options})  # type: ignore[arg-type] # the caller knows


def test_a_job_runs_once_and_says_when(app: Flask, database: Database, registry: Registry) -> None:
    registry.handle("test.note", note)
    put(database)
    assert Worker(app).run_due() == 1
    assert Worker(app).run_due() == 0
    assert effects(database) == 1
    assert the_job(database).done_at == NOW


def test_a_job_of_an_undone_transaction_was_never_there(database: Database, app: Flask, registry: Registry) -> None:
    registry.handle("test.note", note)

    def want_and_fail() -> None:
        with database.writing() as db:
            enqueue(db, "test.note", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        want_and_fail()
    assert Worker(app).run_due() == 0


def test_a_job_waits_for_its_time(app: Flask, database: Database, registry: Registry, clock: FixedClock) -> None:
    registry.handle("test.note", note)
    put(database, run_at=NOW + timedelta(hours=1))
    assert Worker(app).run_due() == 0
    clock.at += timedelta(hours=1)
    assert Worker(app).run_due() == 1


def test_a_key_is_taken_while_its_job_waits_and_free_once_it_is_done(
    app: Flask, database: Database, registry: Registry
) -> None:
    registry.handle("test.note", note)
    assert put(database, unique_key="once") is not None
    assert put(database, unique_key="once") is None
    assert Worker(app).run_due() == 1
    assert put(database, unique_key="once") is not None


def test_a_key_with_a_window_stays_taken_after_its_job_was_done(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.note", note)
    day = timedelta(days=1)
    put(database, unique_key="daily", window=day)
    Worker(app).run_due()
    assert put(database, unique_key="daily", window=day, now=NOW + timedelta(hours=23)) is None
    assert put(database, unique_key="daily", window=day, now=NOW + timedelta(hours=25)) is not None


def test_a_failing_job_leaves_no_half_work_and_is_tried_again_until_given_up(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.fail", fail)
    put(database, "test.fail")
    worker = Worker(app)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        assert worker.run_due() == 1
        job = the_job(database)
        assert job.attempts == attempt
        assert job.last_error == "ZeroDivisionError: no such thing"
        clock.at += timedelta(hours=5)
    assert job.failed_at is not None
    assert worker.run_due() == 0
    assert effects(database) == 0


def test_a_failed_job_gets_a_fresh_start_when_somebody_asks(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    put(database, "test.unknown", unique_key="k")
    worker = Worker(app)
    while the_job(database).failed_at is None:
        worker.run_due()
        clock.at += timedelta(hours=5)
    assert "test.unknown" in (the_job(database).last_error or "")
    registry.handle("test.unknown", note)
    with database.writing() as db:
        assert jobs.retry(db, the_job(database).id, now=clock.at)
    assert worker.run_due() == 1
    with database.writing() as db:
        assert not jobs.retry(db, the_job(database).id, now=clock.at)


def test_a_failed_job_is_not_started_anew_beside_one_that_took_up_its_key(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    failed = put(database, "test.unknown", unique_key="k")
    worker = Worker(app)
    while the_job(database).failed_at is None:
        worker.run_due()
        clock.at += timedelta(hours=5)
    assert put(database, "test.unknown", unique_key="k") is not None
    with database.writing() as db:
        assert failed is not None
        assert not jobs.retry(db, failed, now=clock.at)


def test_the_job_of_a_dead_worker_is_taken_over_when_its_lease_has_run_out(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.note", note)
    put(database)
    assert Worker(app).claim() is not None  # and then it dies
    assert Worker(app).run_due() == 0
    clock.at += jobs.LEASE
    assert Worker(app).run_due() == 1
    assert effects(database) == 1


def test_a_worker_that_lost_its_lease_undoes_its_work(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.note", note)
    put(database)
    slow, quick = Worker(app), Worker(app)
    job = slow.claim()
    clock.at += jobs.LEASE
    assert quick.run_due() == 1
    assert job is not None
    slow.perform(job)
    assert effects(database) == 1


def test_a_job_that_kills_its_worker_each_time_is_given_up(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.note", note)
    put(database)
    for _ in range(jobs.MOST_ATTEMPTS):
        assert Worker(app).claim() is not None
        clock.at += jobs.LEASE
    assert Worker(app).run_due() == 1
    assert effects(database) == 0
    assert "died" in (the_job(database).last_error or "")


def test_four_workers_at_once_run_each_job_once(app: Flask, database: Database, registry: Registry) -> None:
    registry.handle("test.note", note)
    with database.writing() as db:
        for number in range(40):
            enqueue(db, "test.note", {"n": number}, now=NOW)
    workers = [threading.Thread(target=Worker(app).run_due) for _ in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    with database.reading() as db:
        entries = db.scalars(select(ledger.Entry).where(ledger.Entry.kind == "test.ran")).all()
        left = db.scalar(select(func.count()).where(Job.done_at.is_(None)))
    # A worker that lost every race in a row sees nothing due and goes: then a job waits for the next look.
    assert len(entries) == len({entry.facts["n"] for entry in entries}) == 40 - (left or 0)
    Worker(app).run_due()
    assert effects(database) == 40


def test_what_comes_round_is_enqueued_once_by_however_many_workers(
    app: Flask, database: Database, registry: Registry, clock: FixedClock, db: Session
) -> None:
    registry.handle("test.note", note)
    registry.every("test.note", timedelta(minutes=1))
    first, second = Worker(app), Worker(app)
    first.beat()
    assert first.run_due() == 0
    clock.at += timedelta(minutes=1)
    first.beat()
    second.beat()
    assert first.run_due() + second.run_due() == 1
    assert db.scalar(select(func.count()).select_from(Beat)) == 2


def test_a_round_missed_many_times_is_made_up_once(
    app: Flask, database: Database, registry: Registry, clock: FixedClock
) -> None:
    registry.handle("test.note", note)
    registry.every("test.note", timedelta(minutes=1))
    worker = Worker(app)
    worker.beat()
    clock.at += timedelta(days=3)
    worker.beat()
    worker.beat()
    assert worker.run_due() == 1


def test_a_round_that_another_worker_has_begun_and_ended_meanwhile_is_not_begun_again(
    database: Database, registry: Registry
) -> None:
    if database.is_sqlite:
        return  # there they cannot meet: one writes after the other
    zone = ZoneInfo("UTC")
    registry.every("test.note", timedelta(minutes=1))
    with database.writing() as db:
        registry.enqueue_rounds(db, now=NOW, zone=zone)
    later = NOW + timedelta(minutes=1)

    def second() -> None:
        with database.writing() as db:
            registry.enqueue_rounds(db, now=later, zone=zone)

    other = threading.Thread(target=second)
    with database.writing() as db:
        registry.enqueue_rounds(db, now=later, zone=zone)
        other.start()  # it finds the round due, and waits for this transaction to end
        other.join(timeout=1)
        assert other.is_alive()
        db.execute(update(Job).values(done_at=later))
    other.join()
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Job)) == 1


def test_a_worker_stops_when_told_and_says_good_bye(app: Flask, database: Database, registry: Registry) -> None:
    stop = threading.Event()
    worker = Worker(app)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    with database.reading() as db:
        assert db.get(Beat, worker.name) is None


def test_done_jobs_are_forgotten_in_the_end_and_failed_ones_are_not(database: Database, app: Flask) -> None:
    with database.writing() as db:
        for ended in ({"done_at": NOW}, {"failed_at": NOW}):
            db.add(Job(kind="test.note", payload={}, enqueued_at=NOW, run_at=NOW, **ended))
        db.flush()
        jobs.forget_old(db, now=NOW + jobs.KEPT + timedelta(seconds=1))
    with database.reading() as db:
        assert [job.failed_at for job in db.scalars(select(Job))] == [NOW]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 12, 2, 59, tzinfo=UTC), datetime(2026, 3, 12, 3, tzinfo=UTC)),
        (datetime(2026, 3, 12, 3, 0, tzinfo=UTC), datetime(2026, 3, 13, 3, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)),  # summer time begins
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),  # and ends
    ],
)
def test_a_nightly_job_keeps_to_the_clock_on_the_wall(now: datetime, due: datetime) -> None:
    assert Nightly(time(3)).next_after(now, ZoneInfo("Europe/Dublin")) == due


def test_a_job_that_comes_round_is_due_after_its_pause() -> None:
    assert Every(timedelta(minutes=1)).next_after(NOW, ZoneInfo("UTC")) == NOW + timedelta(minutes=1)


def test_pauses_grow_to_a_limit() -> None:
    pauses = [pause_after(attempt).total_seconds() for attempt in range(1, jobs.MOST_ATTEMPTS + 1)]
    assert pauses[:6] == sorted(pauses[:6])
    assert 18 <= pauses[0] <= 22
    assert pauses[-1] <= 4.4 * 3600
