"""Ids that stand in a file twice, found in bounded memory however many there are."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import IO

_BUCKETS = 128
_HELD = 200_000
"""Ids that are held in memory before they go to disk; a small file never touches it."""


class Seen:
    """Takes ids with their lines, and tells afterwards which came twice.

    Ids go to files by their hash; each file is small enough to be looked through by itself. Ids hold no line break.
    """

    def __init__(self) -> None:
        self._waiting: list[list[str]] = [[] for _bucket in range(_BUCKETS)]
        self._count = 0
        self._stack = ExitStack()
        self._files: list[IO[str]] = []

    def __enter__(self) -> "Seen":
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stack.close()

    def add(self, external_id: str, line: int) -> None:
        """Take an id that stands in this line."""
        self._waiting[hash(external_id) % _BUCKETS].append(f"{line} {external_id}\n")
        self._count += 1
        if self._count >= _HELD:
            self._put_away()

    def twice(self) -> Iterator[tuple[str, int, int]]:
        """Every id that came again: the id, the line where it stood first, and the other one."""
        for number, waiting in enumerate(self._waiting):
            first: dict[str, int] = {}
            for entry in self._entries(number, waiting):
                line, _space, external_id = entry.rstrip("\n").partition(" ")
                if external_id in first:
                    yield external_id, first[external_id], int(line)
                else:
                    first[external_id] = int(line)

    def _entries(self, number: int, waiting: list[str]) -> Iterator[str]:
        if self._files:
            self._files[number].seek(0)
            yield from self._files[number]
        yield from waiting

    def _put_away(self) -> None:
        if not self._files:
            for _bucket in range(_BUCKETS):
                file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 -- the stack closes it
                self._files.append(self._stack.enter_context(file))
        for waiting, kept in zip(self._waiting, self._files, strict=True):
            kept.writelines(waiting)
            waiting.clear()
        self._count = 0
