"""A running site on this machine, and what it takes: processor time and memory of its processes, and of the others."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import HOST, Client

TICK = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Processes:
    """A process and everything below it."""

    pid: int

    def pids(self) -> list[int]:
        found, queue = [], [self.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                queue += map(int, _read(children).split())
        return found

    def cpu_seconds(self) -> float:
        """User and system time so far, children that have ended included."""
        total = 0
        for pid in self.pids():
            fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
        return total / TICK

    def memory_mb(self) -> float:
        """Proportional set size: pages that several processes share are counted once."""
        rollups = (_read(Path(f"/proc/{pid}/smaps_rollup")) for pid in self.pids())
        return sum(int(kilobytes) for text in rollups for kilobytes in re.findall(r"(?m)^Pss:\s+(\d+)", text)) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended meanwhile


@dataclass
class Site:
    """A `training serve` of our own, and the database server beside it if there is one."""

    port: int
    processes: Processes
    database: Processes | None = None


@contextmanager
def running(environ: dict[str, str], *, port: int, database: Processes | None = None) -> Iterator[Site]:
    """Start a site on a data directory that is ready, wait until it answers, and stop it afterwards."""
    command = [str(Path(sys.executable).with_name("training")), "serve", "--host", HOST, "--port", str(port)]
    log = Path(environ["TRAINING_DATA_DIR"]) / "bench.log"
    with log.open("wb") as out:
        inside = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
        process = subprocess.Popen(command, env=inside, stdout=out, stderr=out)  # noqa: S603 -- our own command
        try:
            wait_until_ready(port, process)
            yield Site(port, Processes(process.pid), database)
        finally:
            process.terminate()
            process.wait(timeout=60)


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


class Peak:
    """The most memory that processes take together while the block runs, looked at twice a second."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.megabytes = 0.0

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.megabytes = max(self.megabytes, self._processes.memory_mb())

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()


@dataclass
class Meter:
    """Processor seconds as of a moment: the site's, its database server's, these clients', and everybody's."""

    at: float
    site: float
    database: float
    clients: float
    machine: float

    @staticmethod
    def read(site: Site) -> "Meter":
        line = Path("/proc/stat").read_text().split("\n", 1)[0].split()
        user, nice, system, _idle, _waiting, *rest = map(int, line[1:])
        return Meter(
            at=time.perf_counter(),
            site=site.processes.cpu_seconds(),
            database=site.database.cpu_seconds() if site.database else 0.0,
            clients=time.process_time(),
            machine=(user + nice + system + sum(rest[:3])) / TICK,
        )

    def since(self, earlier: "Meter") -> "Meter":
        return Meter(
            self.at - earlier.at,
            self.site - earlier.site,
            self.database - earlier.database,
            self.clients - earlier.clients,
            self.machine - earlier.machine,
        )

    @property
    def others(self) -> float:
        """The share of the machine's cores that went to neither the site nor its clients, from 0 to 1."""
        spent = self.machine - self.site - self.database - self.clients
        return max(0.0, spent / self.at / (os.cpu_count() or 1))
