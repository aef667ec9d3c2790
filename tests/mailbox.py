"""A mail server to test against: it speaks enough SMTP to take a mail, refuse it, or break the line."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


class Mailbox(socketserver.ThreadingTCPServer):
    """What arrived, in order. `answers` replaces the reply to a command, such as {"RCPT": "550 Unknown"}."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.breaks_after_data = False
        self.may_answer = threading.Event()  # cleared, the server takes a mail and keeps its sender waiting
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=training@juniper.example"


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        box = cast(Mailbox, self.server)
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.decode().split()[0].split(":")[0].upper()
            if word in box.answers:
                self.say(box.answers[word])
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                box.mails.append(cast(EmailMessage, message_from_bytes(b"".join(lines), policy=policy.default)))
                if box.breaks_after_data:
                    return
                box.may_answer.wait(30)
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, reply: str) -> None:
        self.wfile.write(reply.encode() + b"\r\n")


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A mail server on a free port, for the length of a block."""
    with Mailbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
