"""The site as a process: it starts from nothing, answers, and leaves without losing anything."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mailbox import open_mailbox
from tests.moment import NOW
from training.core import mail
from training.core.db import Base, Database
from training.core.mail import Mail, MailState

START_SECONDS = 120  # generous: other tests run beside


@dataclass
class Site:
    """A running site."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def words(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def is_silent(self) -> bool:
        """Whether nobody listens any more."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) != 0

    def leave(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def site(url: str, data_dir: Path, *, port: int | None = None, **environ: str) -> Iterator[Site]:
    """`training serve` on a free port, once it says that it is there. It is ended with the block, whatever happens."""
    port = port or free_port()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TRAINING_")}
    log = data_dir / f"{port}.log"
    with log.open("w") as file:
        process = subprocess.Popen(  # noqa: S603 -- our own program
            [Path(sys.executable).with_name("training"), "serve", "--port", str(port), "--processes", "2"],
            env=plain | {"TRAINING_DATA_DIR": str(data_dir), "TRAINING_DATABASE_URL": url} | environ,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    here = Site(process, port, log)
    try:
        until(lambda: process.poll() is not None or "Standard Bearer is at" in here.words, START_SECONDS)
        assert process.poll() is None, here.words
        yield here
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


# Processes come and go alike whichever database they talk to.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def nothing(database_url: str, tmp_path: Path) -> str:
    """The address of a database without tables."""
    database = Database(database_url, lock_dir=tmp_path)
    Base.metadata.drop_all(database.engine)
    database.close()
    return database_url


def until(true: object, seconds: float = 30) -> None:
    """Wait for something that another process does."""
    ends = time.monotonic() + seconds
    while not true():  # type: ignore[operator] # a function
        assert time.monotonic() < ends, "It did not happen in time."
        time.sleep(0.05)


def test_a_site_starts_from_nothing_is_well_and_leaves_with_zero(nothing: str, tmp_path: Path) -> None:
    with site(nothing, tmp_path) as here:
        until(lambda: here.get("/healthz")[0] == 200)
        assert here.get("/sign-in")[0] in {200, 303}
        assert f"http://localhost:{here.port}/set-up/" in here.words
        assert here.leave() == 0
        assert "Traceback" not in here.words, here.words
    # And once more on what is there by now, ended as by Ctrl-C.
    with site(nothing, tmp_path) as here:
        assert "Preparing the database …" not in here.words
        os.killpg(here.process.pid, signal.SIGINT)
        assert here.process.wait(timeout=60) == 0
        assert "Traceback" not in here.words, here.words


@on_sqlite
def test_a_request_that_has_begun_is_answered_although_the_site_is_leaving(nothing: str, tmp_path: Path) -> None:
    with site(nothing, tmp_path) as here, socket.create_connection(("127.0.0.1", here.port), timeout=30) as line:
        body = b"csrf_token=none&name=nora"
        head = f"POST /sign-in HTTP/1.1\r\nHost: localhost:{here.port}\r\nContent-Length: {len(body)}\r\n"
        line.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body[:5])
        time.sleep(1)
        here.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert here.process.poll() is None
        line.sendall(body[5:])
        assert line.recv(100).startswith(b"HTTP/1.1 ")
        assert here.process.wait(timeout=60) == 0


@on_sqlite
def test_a_job_that_has_begun_is_finished_although_the_site_is_leaving(nothing: str, tmp_path: Path) -> None:
    with open_mailbox() as box, site(nothing, tmp_path, TRAINING_MAIL_URL=box.url) as here:
        database = Database(nothing, lock_dir=tmp_path)
        box.may_answer.clear()
        with database.writing() as db:
            mail_id = mail.send(db, to="nora@juniper.example", subject="Hello", text="Dear Nora", now=NOW)
        until(lambda: box.mails)
        here.process.send_signal(signal.SIGTERM)
        until(here.is_silent)
        time.sleep(2)
        assert here.process.poll() is None
        box.may_answer.set()
        assert here.process.wait(timeout=60) == 0
        with database.reading() as db:
            assert db.get_one(Mail, mail_id).state is MailState.SENT
        database.close()


@on_sqlite
def test_web_processes_leave_when_their_parent_was_killed(nothing: str, tmp_path: Path) -> None:
    with site(nothing, tmp_path) as here:
        port = here.port
        here.process.kill()
        here.process.wait(timeout=20)
        until(here.is_silent)
    with site(nothing, tmp_path, port=port) as here:
        until(lambda: here.get("/healthz")[0] == 200)


@on_sqlite
def test_a_web_process_that_died_is_replaced(nothing: str, tmp_path: Path) -> None:
    with site(nothing, tmp_path) as here:
        children = Path(f"/proc/{here.process.pid}/task/{here.process.pid}/children")
        until(lambda: here.get("/healthz")[0] == 200)
        before = set(children.read_text().split())
        time.sleep(6)  # one that dies right after its start is taken for a fault that will not go away
        os.kill(int(min(before)), signal.SIGKILL)
        until(lambda: len(set(children.read_text().split()) - before) == 1)
        until(lambda: here.get("/healthz")[0] == 200)
        assert here.leave() == 0


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(  # noqa: S603 -- our own program
            [Path(sys.executable).with_name("training"), "serve", "--port", str(port)],
            env={"PATH": os.environ["PATH"], "TRAINING_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert result.returncode == 1
    assert result.stderr == (
        f"127.0.0.1:{port}: Another program listens there. Stop it, or choose another port with --port.\n"
    )


def test_figures_are_summed_over_the_web_processes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'training.db'}"
    with site(url, tmp_path, TRAINING_METRICS="on") as here:
        for _ in range(20):
            here.get("/healthz")
        text = here.get("/metrics")[1]
        assert 'training_requests_total{method="GET",route="/healthz",status="200"} 20.0' in text
