"""What changed between two texts, so that people can read it: lines, and in changed lines the words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Literal

AROUND = 2  # lines of context kept beside a change
MOST_WORDS = 2000  # in a changed passage, before words are no longer told apart
ALIKE = 0.4  # of the words, before a line counts as changed rather than replaced

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True)
class Part:
    """A piece of a line."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Line:
    """A line in its parts; `left_out` is how many unchanged lines stand in its place instead."""

    parts: tuple[Part, ...] = ()
    left_out: int = 0


def difference(old: str, new: str) -> list[Line]:
    """The lines of both texts in order; long stretches without a change are left out. Empty when nothing changed."""
    if old == new:
        return []
    before, after = old.split("\n"), new.split("\n")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    lines: list[Line] = []
    codes = matcher.get_opcodes()
    for place, (tag, low, high, new_low, new_high) in enumerate(codes):
        if tag == "equal":
            lines += _stretch(before[low:high], first=place == 0, last=place == len(codes) - 1)
        else:
            lines += _changed(before[low:high], after[new_low:new_high])
    return lines


def _stretch(same: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    if len(same) <= head + tail + 1:
        yield from (_line("same", text) for text in same)
        return
    yield from (_line("same", text) for text in same[:head])
    yield Line(left_out=len(same) - head - tail)
    yield from (_line("same", text) for text in same[len(same) - tail :])


def _line(kind: Kind, text: str) -> Line:
    return Line((Part(kind, text),)) if text else Line()


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    old_words, new_words = (re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", "\n".join(lines)) for lines in (old, new))
    if old and new and len(old_words) + len(new_words) <= MOST_WORDS:
        matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
        if matcher.ratio() >= ALIKE:
            return _lines_of(_words(matcher, old_words, new_words))
    return list(chain((_line("gone", text) for text in old), (_line("new", text) for text in new)))


def _words(matcher: "SequenceMatcher[str]", old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(old[low:high]))
            continue
        if high > low:
            yield Part("gone", "".join(old[low:high]))
        if new_high > new_low:
            yield Part("new", "".join(new[new_low:new_high]))


def _lines_of(parts: Iterator[Part]) -> list[Line]:
    """Parts cut at line ends."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        for number, text in enumerate(part.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Part(part.kind, text))
    return [Line(tuple(line)) for line in lines]
