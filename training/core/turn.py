"""Who may write next, when the database has one writer at a time."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turn:
    """A fair lock over threads and processes, taken before BEGIN IMMEDIATE.

    SQLite's own busy handler sleeps and retries, so under load some writers starve for seconds. A thread lock and
    then `flock` queue them instead. The kernel releases a dead process's lock.
    """

    def __init__(self, path: Path) -> None:
        self._threads = threading.Lock()
        self._owner: int | None = None
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> None:
        """Wait for the turn. Raises RuntimeError when this thread has it already: that would wait for ever."""
        if self._owner == threading.get_ident():
            raise RuntimeError("This thread is writing already; a second write must join the first.")
        self._threads.acquire()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise
        self._owner = threading.get_ident()

    def give_back(self) -> None:
        self._owner = None
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        self.take()
        try:
            yield
        finally:
            self.give_back()

    def close(self) -> None:
        os.close(self._file)
