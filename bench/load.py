"""A running site under load on this machine: requests a second, waiting times, CPU and memory of the server.

The clients are threads with plain sockets, so that they take little of the two cores that they share with the server.
Only the loopback address is ever asked, and every run ends after a number of seconds.
"""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
TICK = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Answer:
    """What came back: the status, the headers as sent, and the body."""

    status: int
    head: bytes
    body: bytes

    def cookie(self, name: str) -> str | None:
        found = re.search(rb"(?im)^set-cookie: " + name.encode() + rb"=([^;\r\n]*)", self.head)
        return found.group(1).decode() if found else None


class Client:
    """One browser with one connection that stays open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> Answer:
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self._port}", f"Content-Length: {len(body)}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        lines += [f"{name}: {value}" for name, value in headers.items()]
        request = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        self._connected().sendall(request)
        answer = self._read()
        for name, value in re.findall(rb"(?im)^set-cookie: ([^=]+)=([^;\r\n]*)", answer.head):
            self.cookies[name.decode()] = value.decode()
        if b"connection: close" in answer.head.lower():
            self.close()
        return answer

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _read(self) -> Answer:
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        body = self._exactly(int(length.group(1))) if length else self._chunks()
        return Answer(int(head.split(b" ", 2)[1]), head, body)

    def _chunks(self) -> bytes:
        parts = []
        while True:
            while b"\r\n" not in self._rest:
                self._more()
            size, _, self._rest = self._rest.partition(b"\r\n")
            part = self._exactly(int(size, 16) + 2)[:-2]
            if not part:
                return b"".join(parts)
            parts.append(part)

    def _exactly(self, size: int) -> bytes:
        parts, have = [self._rest], len(self._rest)
        while have < size:
            parts.append(self._connected().recv(262_144))
            if not parts[-1]:
                raise ConnectionError("The server hung up.")
            have += len(parts[-1])
        joined = b"".join(parts)
        self._rest = joined[size:]
        return joined[:size]

    def _more(self) -> None:
        got = self._connected().recv(65536)
        if not got:
            raise ConnectionError("The server hung up.")
        self._rest += got

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket, self._rest = None, b""


@dataclass
class Site:
    """A `training serve` process of our own."""

    port: int
    process: subprocess.Popen[bytes]

    def pids(self) -> list[int]:
        """The process and everything below it."""
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children")
            queue += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found

    def cpu_seconds(self) -> float:
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory_mb(self) -> float:
        """Proportional set size: shared pages are counted once over all processes."""
        total = 0
        for pid in self.pids():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
            total += int(found.group(1)) if found else 0
        return total / 1024


@contextmanager
def running(environ: dict[str, str], port: int) -> Iterator[Site]:
    """Start a site on a data directory that is ready, wait until it answers, and stop it afterwards."""
    command = [str(Path(sys.executable).with_name("training")), "serve", "--host", HOST, "--port", str(port)]
    log = Path(environ["TRAINING_DATA_DIR"]) / "bench.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=out, stderr=out)  # noqa: S603 -- ours
        try:
            wait_until_ready(port, process)
            yield Site(port, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_ready(port: int, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("The site did not start; see bench.log in its data directory.")
        try:
            if Client(port).get("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError("The site did not answer in time.")


@dataclass
class Load:
    """What a run of many clients found. Waiting times are in milliseconds, sorted."""

    name: str
    seconds: float
    waits: list[float]
    cpu: float
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds

    def wait(self, share: float) -> float:
        return self.waits[min(len(self.waits) - 1, int(len(self.waits) * share))]

    def row(self, **extra: object) -> str:
        cells = [
            self.name,
            f"{self.per_second:,.0f}",
            f"{self.wait(0.5):.1f}",
            f"{self.wait(0.95):.1f}",
            f"{1000 * self.cpu / max(1, len(self.waits)):.2f}",
            *(str(value) for value in extra.values()),
            ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items())),
        ]
        return "| " + " | ".join(cells) + " |"


Step = Callable[[Client, int], Answer]


def hammer(name: str, site: Site, clients: list[Client], step: Step, *, seconds: float) -> Load:
    """Let every client repeat a step until the time is over; `step(client, round)` makes one request."""
    waits: list[list[float]] = [[] for _ in clients]
    statuses: list[dict[int, int]] = [{} for _ in clients]
    begin = threading.Barrier(len(clients) + 1)
    end = [0.0]

    def work(number: int) -> None:
        client, own, seen = clients[number], waits[number], statuses[number]
        begin.wait()
        turn = 0
        while True:
            started = time.perf_counter()
            if started >= end[0]:
                return
            answer = step(client, turn)
            own.append(1000 * (time.perf_counter() - started))
            seen[answer.status] = seen.get(answer.status, 0) + 1
            turn += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    cpu = site.cpu_seconds()
    started = time.perf_counter()
    end[0] = started + seconds
    begin.wait()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    merged: dict[int, int] = {}
    for seen in statuses:
        for status, count in seen.items():
            merged[status] = merged.get(status, 0) + count
    return Load(name, took, sorted(wait for own in waits for wait in own), site.cpu_seconds() - cpu, merged)
