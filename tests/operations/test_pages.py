"""The operations page: what waits, what failed, what was mailed, and whether all is well."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.house import House
from tests.moment import NOW
from training.core import jobs, ledger, mail, migrate, permissions
from training.core.clock import FixedClock
from training.core.jobs import Job
from training.core.mail import Mail, MailState
from training.core.permissions import Permission, PermissionSet
from training.core.worker import Beat, Worker
from training.operations import metrics
from training.operations.models import Care, LastCare, note_care


@pytest.fixture
def well(house: House) -> House:
    """A house whose tables are up to date and whose worker is alive."""
    with house.database.writing() as db:
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        db.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrate.head_revision()})
        db.add(Beat(worker="w", seen_at=NOW))
    return house


def fail_a_job(house: House) -> int:
    with house.database.writing() as db:
        job = Job(kind="test.note", payload={}, enqueued_at=NOW, run_at=NOW, failed_at=NOW, attempts=8, last_error="Oh")
        db.add(job)
        db.flush()
        return job.id


def write_mail(house: House, *, private: bool = False) -> int:
    with house.database.writing() as db:
        return mail.send(
            db,
            to="nora@juniper.example",
            subject="Your invitation",
            text="Dear Nora,\n\nOpen https://training.example/welcome/abc",
            now=NOW,
            private=private,
        )


def test_a_site_that_is_well_says_so(well: House) -> None:
    page = well.administrator().get("/operations").text
    assert "<h1>All is well</h1>" in page
    assert "No mail has been written yet." in page


def test_the_page_is_hidden_from_everybody_else(well: House) -> None:
    for permission_set in set(PermissionSet) - {PermissionSet.ADMINISTRATOR}:
        assert well.browser(well.someone_with(permission_set)).get("/operations").status_code == 404


def test_a_job_that_was_given_up_is_shown_and_starts_anew_at_a_press(well: House) -> None:
    job_id = fail_a_job(well)
    browser = well.administrator()
    page = browser.get("/operations").text
    assert "<h1>One thing needs you</h1>" in page
    assert "test.note" in page
    answer = browser.post(f"/operations/jobs/{job_id}/retry", follow_redirects=True)
    assert "starts anew" in answer.text
    assert well.get(Job, job_id).failed_at is None
    assert "needs no new start" in browser.post(f"/operations/jobs/{job_id}/retry", follow_redirects=True).text
    with well.database.reading() as db:
        kinds = list(db.scalars(select(ledger.Entry.kind)))
    assert kinds.count("operations.job-retried") == 1


def test_without_a_mail_server_mails_are_read_here(well: House) -> None:
    mail_id = write_mail(well)
    browser = well.administrator()
    assert f"/operations/mails/{mail_id}" in browser.get("/operations").text
    page = browser.get(f"/operations/mails/{mail_id}").text
    assert '<a href="https://training.example/welcome/abc"' in page
    assert "Dear Nora," in page


def test_with_a_mail_server_nobody_reads_the_mail_of_others(well: House) -> None:
    mail_id = write_mail(well)
    well.app.extensions["settings"] = replace(well.app.extensions["settings"], mail_url="smtp://localhost")
    assert well.administrator().get(f"/operations/mails/{mail_id}").status_code == 404


def test_a_one_time_link_is_shown_only_to_those_who_may_act(well: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = PermissionSet.AUDITOR
    monkeypatch.setitem(
        permissions.PERMISSIONS_OF, reader, permissions.PERMISSIONS_OF[reader] | {Permission.OPERATIONS_READ}
    )
    private, plain = write_mail(well, private=True), write_mail(well)
    browser = well.browser(well.someone_with(reader))
    page = browser.get("/operations").text
    assert f"/operations/mails/{private}" not in page
    assert browser.get(f"/operations/mails/{private}").status_code == 404
    assert browser.get(f"/operations/mails/{plain}").status_code == 200
    assert browser.post(f"/operations/mails/{plain}/send").status_code == 404
    assert well.administrator().get(f"/operations/mails/{private}").status_code == 200


def test_a_mail_that_did_not_go_is_sent_again_at_a_press(well: House) -> None:
    mail_id = write_mail(well)
    with well.database.writing() as db:
        db.get_one(Mail, mail_id).state = MailState.FAILED
    browser = well.administrator()
    assert "One thing needs you" in browser.get("/operations").text
    assert "goes out again" in browser.post(f"/operations/mails/{mail_id}/send", follow_redirects=True).text
    assert well.get(Mail, mail_id).state is MailState.WAITING
    assert "need not be sent" in browser.post(f"/operations/mails/{mail_id}/send", follow_redirects=True).text


def test_a_check_is_asked_for_here_and_its_findings_are_shown(well: House) -> None:
    well.app.extensions["checks"].clear()
    well.app.extensions["checks"]["test"] = lambda _db: ["The shelf is empty."]
    browser = well.administrator()
    browser.post("/operations/check")
    browser.post("/operations/check")
    assert Worker(well.app).run_due() == 1
    assert well.get(LastCare, Care.CHECK).sentences == ["The shelf is empty."]
    page = browser.get("/operations").text
    assert "The shelf is empty." in page
    assert "One thing needs you" in page


def test_the_last_backup_is_shown(well: House) -> None:
    with well.database.writing() as db:
        note_care(db, Care.BACKUP, ["backup.zip"], now=NOW)
    assert "12 March 2026, 09:41" in well.administrator().get("/operations").text


def test_health_is_told_to_anybody(well: House, clock: FixedClock) -> None:
    answer = well.app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "Everything is well.\n")
    clock.at += timedelta(minutes=3)
    answer = well.app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert "No worker has been seen for 3 minutes" in answer.text


def test_health_misses_a_worker_that_never_came_and_tables_that_are_old(well: House) -> None:
    with well.database.writing() as db:
        db.execute(text("DELETE FROM worker_beat"))
    assert "No worker is running" in well.app.test_client().get("/healthz").text
    with well.database.writing() as db:
        db.execute(text("DELETE FROM alembic_version"))
    answer = well.app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert "training migrate" in answer.text


def test_health_says_when_the_database_is_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.extensions["database"].writing() as db:
        db.execute(text("DROP TABLE worker_beat"))
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503


def test_figures_are_off_unless_asked_for(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


def test_figures_tell_requests_jobs_and_mail(house: House) -> None:
    metrics.init_app(house.app)
    write_mail(house)
    house.app.test_client().get("/sign-in")
    text = house.app.test_client().get("/metrics").text
    assert 'training_requests_total{method="GET",route="/sign-in",status="200"} 1.0' in text
    assert 'training_jobs{state="waiting"} 1' in text
    assert 'training_mails{state="waiting"} 1' in text
    assert 'training_ledger_entries{state="unsealed"}' in text


def test_the_house_looks_after_itself_at_night(house: House, clock: FixedClock) -> None:
    with house.database.writing() as db:
        db.add(Job(kind="test.note", payload={}, enqueued_at=NOW, run_at=NOW, done_at=NOW))
        db.add(Beat(worker="died", seen_at=NOW))
        ledger.record(db, "test.fact", at=NOW, actor_id=None)
    house.app.extensions["checks"].clear()
    worker = Worker(house.app)
    worker.beat()
    clock.at += jobs.KEPT + timedelta(days=1)
    worker.beat()
    worker.run_due()
    with house.database.reading() as db:
        assert db.scalars(select(Job.id).where(Job.kind == "test.note")).all() == []
        assert ledger.unsealed(db) == 0
        assert db.get(Beat, "died") is None
        assert db.get(LastCare, Care.CHECK) is not None
