"""Whether the site is running on this machine: what replaces its rows must not happen meanwhile."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training.core.problems import Problem, Problems


@contextmanager
def running(data_dir: Path) -> Iterator[None]:
    """Inside, the site counts as running. Raises Problems while its rows are being replaced."""
    with _locked(data_dir, fcntl.LOCK_SH, "A backup is being restored.", "Wait until that is done."):
        yield


@contextmanager
def standstill(data_dir: Path) -> Iterator[None]:
    """Inside, the site cannot start. Raises Problems while it is running."""
    with _locked(data_dir, fcntl.LOCK_EX, "The site is running.", "Stop it first."):
        yield


@contextmanager
def _locked(data_dir: Path, kind: int, message: str, remedy: str) -> Iterator[None]:
    with (data_dir / "running.lock").open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problems([Problem(str(data_dir), None, message, remedy)]) from error
        yield
