"""Mail: kept in an outbox, sent by a job, never twice, readable where there is no mail server."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.mailbox import Mailbox, open_mailbox
from tests.moment import NOW
from training.core import jobs, mail
from training.core.clock import FixedClock
from training.core.db import Database
from training.core.jobs import Job
from training.core.mail import Mail, MailState
from training.core.worker import Worker


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A mail server that the application sends through."""
    with open_mailbox() as box:
        app.extensions["settings"] = replace(app.extensions["settings"], mail_url=box.url)
        yield box


def write(database: Database, **options: object) -> int:
    values = {
        "to": "nora@juniper.example",
        "subject": "Your certificate",
        "text": "Dear Nora,\n",
        "now": NOW,
        **options,
    }
    with database.writing() as db:
        return mail.send(db, **values)  # type: ignore[arg-type] # the caller knows


def read(database: Database, mail_id: int) -> Mail:
    with database.reading() as db:
        return db.get_one(Mail, mail_id)


def test_without_a_mail_server_a_mail_is_kept_to_be_read(app: Flask, database: Database) -> None:
    mail_id = write(database)
    Worker(app).run_due()
    kept = read(database, mail_id)
    assert (kept.state, kept.text) == (MailState.KEPT, "Dear Nora,\n")


def test_a_mail_arrives_once_with_both_parts_and_a_fixed_id(app: Flask, database: Database, mailbox: Mailbox) -> None:
    mail_id = write(database, text="Grüße", html="<p>Grüße</p>", subject="Für dich")
    Worker(app).run_due()
    Worker(app).run_due()
    (arrived,) = mailbox.mails
    assert arrived["To"] == "nora@juniper.example"
    assert arrived["From"] == "training@juniper.example"
    assert arrived["Subject"] == "Für dich"
    assert arrived["Message-ID"] == f"<{read(database, mail_id).message_key}@juniper.example>"
    assert [part.get_content().strip() for part in arrived.iter_parts()] == ["Grüße", "<p>Grüße</p>"]
    assert read(database, mail_id).state is MailState.SENT


def test_a_private_mail_is_blanked_once_it_is_sent(app: Flask, database: Database, mailbox: Mailbox) -> None:
    mail_id = write(database, text="https://…/code", private=True)
    open_mail = write(database)
    Worker(app).run_due()
    assert read(database, mail_id).text == ""
    assert read(database, open_mail).text == "Dear Nora,\n"


def test_a_mail_waits_while_the_server_is_away_and_goes_when_it_is_back(
    app: Flask, database: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mailbox.answers["MAIL"] = "451 come back later"
    mail_id = write(database)
    Worker(app).run_due()
    waiting = read(database, mail_id)
    assert (waiting.state, waiting.last_error) == (MailState.WAITING, "451 come back later")
    mailbox.answers.clear()
    clock.at += timedelta(minutes=1)
    Worker(app).run_due()
    assert read(database, mail_id).state is MailState.SENT
    assert len(mailbox.mails) == 1


def test_a_mail_that_is_refused_for_good_is_not_tried_again_until_somebody_asks(
    app: Flask, database: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mailbox.answers["RCPT"] = "550 no such person"
    mail_id = write(database)
    Worker(app).run_due()
    failed = read(database, mail_id)
    assert (failed.state, failed.last_error) == (MailState.FAILED, "550 no such person")
    clock.at += timedelta(days=1)
    assert Worker(app).run_due() == 0
    mailbox.answers.clear()
    with database.writing() as db:
        assert mail.send_again(db, mail_id, now=clock.at)
    Worker(app).run_due()
    assert len(mailbox.mails) == 1
    with database.writing() as db:
        assert not mail.send_again(db, mail_id, now=clock.at)


def test_a_mail_is_given_up_in_the_open_when_no_server_answers_for_hours(
    app: Flask, database: Database, clock: FixedClock
) -> None:
    with open_mailbox() as box:
        url = box.url  # nobody listens there any more once the block ends
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=url)
    mail_id = write(database)
    for _ in range(jobs.MOST_ATTEMPTS):
        Worker(app).run_due()
        clock.at += timedelta(hours=5)
    given_up = read(database, mail_id)
    assert given_up.state is MailState.FAILED
    assert "ConnectionRefusedError" in (given_up.last_error or "")


def test_a_line_that_breaks_after_the_mail_was_handed_over_sends_nothing_twice(
    app: Flask, database: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mailbox.breaks_after_data = True
    mail_id = write(database)
    Worker(app).run_due()
    clock.at += timedelta(days=1)
    Worker(app).run_due()
    assert read(database, mail_id).state is MailState.UNSURE
    assert len(mailbox.mails) == 1


def test_a_mail_is_marked_before_it_is_handed_over(app: Flask, database: Database, mailbox: Mailbox) -> None:
    mailbox.may_answer.clear()
    mail_id = write(database)
    worker = threading.Thread(target=Worker(app).run_due)
    worker.start()
    while not mailbox.mails:
        time.sleep(0.01)
    assert read(database, mail_id).state is MailState.SENDING
    # And nobody who writes waits for the mail server.
    write(database)
    mailbox.may_answer.set()
    worker.join()
    assert read(database, mail_id).state is MailState.SENT


def test_a_worker_that_died_while_it_handed_a_mail_over_leaves_the_choice_to_a_person(
    app: Flask, database: Database, mailbox: Mailbox, clock: FixedClock
) -> None:
    mail_id = write(database)
    assert Worker(app).claim() is not None
    with database.writing() as db:
        db.execute(update(Mail).values(state=MailState.SENDING))
    clock.at += jobs.LEASE
    Worker(app).run_due()
    assert read(database, mail_id).state is MailState.UNSURE
    assert mailbox.mails == []
    with database.writing() as db:
        assert mail.send_again(db, mail_id, now=clock.at)
    Worker(app).run_due()
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@juniper.example", "Hello\r\n\r\nbody", "", "a\x00b", "a\u2028b"])
def test_a_subject_that_smuggles_in_a_header_is_refused(database: Database, subject: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        write(database, subject=subject)
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize(
    "address",
    ["nora@juniper.example\nBcc: a@b.example", "nora", "a@b@c", "a@b.example, c@d.example", "Nora <a@b.example>", ""],
)
def test_an_address_that_is_not_one_address_is_refused(database: Database, address: str) -> None:
    with pytest.raises(ValueError, match=r"address|line"):
        write(database, to=address)


def test_a_password_is_not_sent_in_the_clear(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    url = mailbox.url.replace("//127.0.0.1", "//user:secret@127.1")  # not a name we know to be this machine
    message = mail.message_of(
        Mail(recipient="a@b.example", subject="s", text="t", html="", message_key="k", written_at=NOW), url
    )
    with pytest.raises(mail.NotAccepted, match="no TLS"):
        mail.hand_over(message, url)


def test_old_mails_are_forgotten_unless_somebody_must_still_see_to_them(database: Database) -> None:
    ids = {state: write(database) for state in MailState}
    with database.writing() as db:
        for state, mail_id in ids.items():
            db.execute(update(Mail).where(Mail.id == mail_id).values(state=state))
        mail.forget_old(db, now=NOW + mail.KEPT + timedelta(seconds=1))
    with database.reading() as db:
        left = set(db.scalars(select(Mail.state)))
    assert left == set(MailState) - {MailState.SENT, MailState.KEPT}
