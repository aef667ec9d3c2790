"""Mail: written into an outbox in the transaction that wants it sent, and sent by a job.

Without a mail server the outbox is where mails are read, on the operations page. No mail is sent twice: it is marked
before it is handed over, and when the line breaks in between, a person decides.
"""

import secrets
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sqlalchemy import Enum, delete, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from training.core import web
from training.core.db import Base
from training.core.jobs import enqueue, enqueue_new
from training.core.worker import Task

JOB = "mail.send"
TIMEOUT_SECONDS = 20
KEPT = timedelta(days=30)
DEFAULT_SENDER = "training@localhost"


class MailState(StrEnum):
    """Where a mail is on its way."""

    WAITING = "waiting"
    SENDING = "sending"  # being handed over just now
    SENT = "sent"
    KEPT = "kept"  # there is no mail server: it is read on the operations page
    UNSURE = "unsure"  # the line broke while it was handed over: it may or may not have arrived
    FAILED = "failed"


class Mail(Base):
    """One mail to one address. A private one carries a one-time link: few may read it, and it is blanked once sent."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    private: Mapped[bool]
    message_key: Mapped[str]  # the part of the Message-ID before the @, so that a repeated mail is known as one
    state: Mapped[MailState] = mapped_column(
        Enum(MailState, native_enum=False, length=16, values_callable=lambda states: [state.value for state in states]),
        index=True,
    )
    written_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    last_error: Mapped[str | None]


class NotAccepted(Exception):
    """The server took no mail; nothing was sent. `final` says that trying again would not help."""

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final


def send(db: Session, *, to: str, subject: str, text: str, html: str = "", now: datetime, private: bool = False) -> int:
    """Write a mail into the outbox and enqueue its sending; returns its id.

    `private` marks a mail with a one-time link. Raises ValueError when address or subject could smuggle in headers.
    """
    mail = Mail(
        recipient=one_address(to),
        subject=one_line(subject),
        text=text,
        html=html,
        private=private,
        message_key=secrets.token_hex(12),
        state=MailState.WAITING,
        written_at=now,
        changed_at=now,
    )
    db.add(mail)
    db.flush()
    enqueue(db, JOB, {"mail": mail.id}, now=now, unique_key=f"mail:{mail.id}")
    return mail.id


@dataclass(frozen=True)
class Draft:
    """A mail that is to be sent."""

    to: str
    subject: str
    text: str
    html: str = ""


def send_all(db: Session, drafts: Sequence[Draft], *, now: datetime) -> list[int]:
    """Write many mails into the outbox at once and enqueue the sending of each; returns their ids in order.

    Raises ValueError like `send`.
    """
    if not drafts:
        return []
    rows: list[dict[str, Any]] = [
        {
            "recipient": one_address(draft.to),
            "subject": one_line(draft.subject),
            "text": draft.text,
            "html": draft.html,
            "private": False,
            "message_key": secrets.token_hex(12),
            "state": MailState.WAITING,
            "written_at": now,
            "changed_at": now,
        }
        for draft in drafts
    ]
    # By the key, since no database promises to answer in the order of the rows.
    id_of = {key: mail_id for mail_id, key in db.execute(insert(Mail).returning(Mail.id, Mail.message_key), rows)}
    ids = [id_of[row["message_key"]] for row in rows]
    enqueue_new(db, JOB, {f"mail:{mail_id}": {"mail": mail_id} for mail_id in ids}, now=now)
    return ids


def send_again(db: Session, mail_id: int, *, now: datetime) -> bool:
    """Send a mail that failed or whose fate is unsure, because a person wants it; False in any other state."""
    mail = db.get(Mail, mail_id)
    if mail is None or mail.state not in {MailState.FAILED, MailState.UNSURE, MailState.KEPT} or not mail.text:
        return False
    mail.state, mail.changed_at, mail.last_error = MailState.WAITING, now, None
    enqueue(db, JOB, {"mail": mail.id}, now=now, unique_key=f"mail:{mail.id}")
    return True


def one_line(text: str) -> str:
    """The text, if it is one line. Raises ValueError: a line break in a header would begin another header."""
    if not text.strip() or any(ord(sign) < 32 or ord(sign) == 127 or sign in "\x85\u2028\u2029" for sign in text):
        raise ValueError(f"A header must be one line of text: {text!r}")
    return text.strip()


def one_address(text: str) -> str:
    """The text, if it is one bare address. Raises ValueError."""
    address = one_line(text)
    if parseaddr(address)[1] != address or address.count("@") != 1 or any(sign in address for sign in ' ,;<>"'):
        raise ValueError(f"Not an e-mail address: {text!r}")
    return address


def deliver(task: Task) -> None:
    """The job: hand one mail to the mail server named in the settings.

    The network is spoken to outside of any transaction, so that a slow server keeps no writer waiting.
    """
    mail_url = web.settings().mail_url
    with task.database.writing() as db:
        mail = db.get(Mail, task.payload["mail"])
        if mail is None or mail.state not in {MailState.WAITING, MailState.SENDING}:
            return
        if mail.state is MailState.SENDING:
            # The one who marked it never came back: it may have been sent. Sending it again is not ours to decide.
            mail.state, mail.changed_at = MailState.UNSURE, task.now
            return
        mail.state = MailState.SENDING if mail_url else MailState.KEPT
        mail.changed_at = task.now
    if not mail_url:
        return
    state, error = MailState.SENT, None
    try:
        hand_over(message_of(mail, mail_url), mail_url)
    except NotAccepted as refusal:
        state = MailState.FAILED if refusal.final or task.last_attempt else MailState.WAITING
        error = str(refusal)
    except (OSError, smtplib.SMTPException) as broken:
        state, error = MailState.UNSURE, f"{type(broken).__name__}: {broken}"
    with task.database.writing() as db:
        _settle(db, mail.id, state, error, now=task.clock.now())
    if state is MailState.WAITING:
        raise ConnectionError(error)


def _settle(db: Session, mail_id: int, state: MailState, error: str | None, *, now: datetime) -> None:
    values = {"state": state, "last_error": error and error[:2000], "changed_at": now}
    db.execute(update(Mail).where(Mail.id == mail_id).values(values))
    if state is MailState.SENT:
        db.execute(update(Mail).where(Mail.id == mail_id, Mail.private).values(text="", html=""))


def message_of(mail: Mail, mail_url: str) -> EmailMessage:
    """The mail as it goes over the line."""
    sender = sender_of(mail_url)
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.message_key}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def sender_of(mail_url: str) -> str:
    """The address that mails come from: `?from=` of the mail URL, else its user name, else a local one."""
    url = urlsplit(mail_url)
    named = parse_qs(url.query).get("from", [""])[0]
    user = unquote(url.username or "")
    return named or (user if "@" in user else DEFAULT_SENDER)


def hand_over(message: EmailMessage, mail_url: str) -> None:
    """Give a message to the server. Raises NotAccepted when it surely was not taken, others when nobody knows."""
    url = urlsplit(mail_url)
    with _connected(url) as server:
        try:
            server.send_message(message)
        except smtplib.SMTPNotSupportedError as refused:
            raise NotAccepted(str(refused), final=True) from refused
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            raise NotAccepted(f"{code} {_words(words)}", final=code >= 500) from refused
        except smtplib.SMTPResponseException as refused:
            raise NotAccepted(
                f"{refused.smtp_code} {_words(refused.smtp_error)}", final=refused.smtp_code >= 500
            ) from refused


@contextmanager
def _connected(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """A server that is ready to take mail, over TLS wherever it offers that. Failures up to there sent nothing."""
    host, context = url.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    try:
        if url.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            private = url.scheme == "smtps" or host in {"localhost", "127.0.0.1", "::1"}
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
                private = True
            if url.username and not private:
                raise NotAccepted("The mail server offers no TLS, so the password was not sent to it.", final=False)
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
        except BaseException:
            server.close()
            raise
    except (OSError, smtplib.SMTPException) as error:
        raise NotAccepted(f"{type(error).__name__}: {error}", final=False) from error
    try:
        yield server
    finally:
        _say_good_bye(server)


def _say_good_bye(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()  # what matters was said before


def _words(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def forget_old(db: Session, *, now: datetime) -> None:
    """Remove mails that were written long ago and need nobody any more."""
    db.execute(delete(Mail).where(Mail.written_at < now - KEPT, Mail.state.in_([MailState.SENT, MailState.KEPT])))
