"""The words of a line in pieces: what has to be said as it stands, and the gaps to fill in."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

BLANK = re.compile(r"\{([^{}\n]*)\}")
"""A gap as authors write it: “{customer}”."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, or a gap: then `blank` is its id, and `text` what stands in the file."""

    text: str
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that follow each other and are alike in whether they have to be said."""

    must: bool
    pieces: tuple[Piece, ...]


def runs(text: str, *, must: Sequence[str] = (), blanks: Collection[str] = ()) -> tuple[Run, ...]:
    """A text in runs. Every place of a phrase in `must` counts; a gap that such a phrase touches belongs to it.

    Braces around what is none of the `blanks` are text like any other.
    """
    has_to = _marked(text, must)
    pieces = _pieces(text, has_to, blanks)
    alike = groupby(pieces, key=lambda one: one[0])
    return tuple(Run(is_must, tuple(piece for _must, piece in found)) for is_must, found in alike)


def _marked(text: str, phrases: Sequence[str]) -> list[bool]:
    """For each sign of the text, whether it belongs to one of the phrases."""
    marked = [False] * len(text)
    for phrase in filter(None, phrases):
        place = text.find(phrase)
        while place >= 0:
            marked[place : place + len(phrase)] = [True] * len(phrase)
            place = text.find(phrase, place + 1)
    return marked


def _pieces(text: str, marked: Sequence[bool], blanks: Collection[str]) -> Iterator[tuple[bool, Piece]]:
    place = 0
    for gap in BLANK.finditer(text):
        if gap[1] in blanks:
            yield from _plain(text, marked, place, gap.start())
            yield any(marked[gap.start() : gap.end()]), Piece(gap[0], gap[1])
            place = gap.end()
    yield from _plain(text, marked, place, len(text))


def _plain(text: str, marked: Sequence[bool], start: int, end: int) -> Iterator[tuple[bool, Piece]]:
    for is_must, places in groupby(range(start, end), key=marked.__getitem__):
        yield is_must, Piece("".join(text[place] for place in places))
