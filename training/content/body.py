"""Taking the body of a Markdown file apart: blocks under their headings, in each block Markdown and questions in turn.

This reads lines, not meaning: what stands inside a fence is left alone, everything else follows CommonMark's rules for
headings and fences, so that no renderer sees it differently.
"""

import difflib
import re
from dataclasses import dataclass, field
from typing import Literal

from training.content.types import slug_of
from training.content.yaml import Path, Value
from training.core.i18n import gettext as _
from training.core.problems import Problem

QUESTION = "question"

ATTRIBUTES = ("minutes", "step", "standard")
"""What a heading may say of its block besides the id."""

_HEADING = re.compile(r" {0,3}##(?!#)(?P<rest>.*)")
_REST = re.compile(r"[ \t]*(?P<title>.*?)[ \t]*(?:\{#(?P<id>[^\s{}]*)(?P<attributes>[^{}]*)\})?[ \t]*")
_TOP_HEADING = re.compile(r" {0,3}#(?:[ \t].*)?")
_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_FENCE_RUN = re.compile(r"^[ \t]*(`{3,}|~{3,})", re.MULTILINE)


@dataclass
class RawPiece:
    """Markdown, or the YAML of a question, and the number of its first line in the file."""

    kind: Literal["text", "question"]
    line: int
    text: str


@dataclass
class RawBlock:
    """A heading and what follows it. Values are as written; the schema judges them."""

    line: int
    title: str
    id: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[RawPiece] = field(default_factory=list)


@dataclass
class RawBody:
    """The blocks of a body, and what was wrong with its outline."""

    blocks: list[RawBlock]
    problems: list[Problem]


def read_body(text: str, where: str, first_line: int) -> RawBody:
    """Take a body apart; `first_line` is the number of its first line in the file."""
    return _Reader(where).read(text.split("\n"), first_line)


def heading_value(
    block: RawBlock, path: Path, where: str, lines: dict[Path, int], problems: list[Problem]
) -> dict[str, Value]:
    """What a heading says of its block, for a schema: title, id, and the attributes that are given.

    Notes the line of the block at `path`, and a problem when it has no id.
    """
    lines |= {path: block.line} | {(*path, key): block.line for key in ("id", "title", *ATTRIBUTES)}
    value: dict[str, Value] = {"title": block.title, "id": slug_of(block.title) if block.id is None else block.id}
    if block.id is None:
        message = _("The block “%(title)s” has no id.", title=block.title)
        remedy = _("Add one that never changes: “{#%(slug)s}”.", slug=slug_of(block.title))
        problems.append(Problem(where, block.line, message, remedy))
    return value | block.attributes


def note_lines(text: str, first_line: int, path: Path, lines: dict[Path, int]) -> None:
    """Give every line of a text a path of its own, so that a fault inside it can be pointed at."""
    lines |= {path: first_line} | {(*path, number): first_line + number for number in range(text.count("\n") + 1)}


def trimmed(text: str) -> str:
    """Markdown without empty lines at its ends. The indentation of the first line means something and stays."""
    lines = [line.rstrip() if not line.strip() else line for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines).rstrip()


def fence_for(text: str) -> str:
    """Backticks that no line inside the text can close."""
    longest = max((len(run) for run in _FENCE_RUN.findall(text)), default=0)
    return "`" * max(3, longest + 1)


class _Reader:
    def __init__(self, where: str) -> None:
        self.where = where
        self.blocks: list[RawBlock] = []
        self.problems: list[Problem] = []
        self._text: list[str] = []
        self._text_line = 0

    def read(self, lines: list[str], first_line: int) -> RawBody:
        fence, opened, question = "", 0, False  # the marks of the fence that is open, its line, and what it holds
        for number, line in enumerate(lines, start=first_line):
            if fence and not _closes(line, fence):
                self._refuse_swallowed(line, fence, opened, number)
                self._keep(line, number)
            elif fence and question:
                self._flush("question")
                fence = ""
            elif fence:
                self._keep(line, number)
                fence = ""
            elif match := _FENCE.fullmatch(line):
                fence, opened = match["marks"], number
                question = self._is_question(match["info"].strip(), number)
                if question:
                    self._flush("text")
                    self._text_line = number + 1
                else:
                    self._keep(line, number)
            else:
                self._line(line, number)
        if fence:
            self._say(opened, _("This fence is never closed."), _("Add a line “%(fence)s” at its end.", fence=fence))
        self._flush("text")
        return RawBody(self.blocks, self.problems)

    def _refuse_swallowed(self, line: str, fence: str, opened: int, number: int) -> None:
        match = _FENCE.fullmatch(line)
        if match and match["info"].strip() == QUESTION and len(match["marks"]) >= len(fence):
            message = _("A question begins inside the fence of line %(line)s.", line=opened)
            self._say(number, message, _("Close that fence first; to show a fence, make the outer one longer."))

    def _line(self, line: str, number: int) -> None:
        """A line outside fences."""
        if match := _HEADING.fullmatch(line):
            self._flush("text")
            self._heading(match["rest"], number)
            return
        if _TOP_HEADING.fullmatch(line):
            message = _("A heading with one # is not used here; the title stands in the head of the file.")
            self._say(number, message, _("Begin a block with ##, a part of a block with ###."))
        self._keep(line, number)

    def _say(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.where, line, message, remedy))

    def _is_question(self, info: str, line: int) -> bool:
        if info != QUESTION and difflib.get_close_matches(info, [QUESTION], cutoff=0.8):
            self._say(line, _("“%(word)s” is not known here.", word=info), _("Did you mean “question”?"))
        return info == QUESTION

    def _keep(self, line: str, number: int) -> None:
        if not self._text:
            if not line.strip():
                return
            self._text_line = number
        self._text.append(line)

    def _flush(self, kind: Literal["text", "question"]) -> None:
        text, self._text = "\n".join(self._text), []
        if kind == "text":
            text = trimmed(text)
            if not text:
                return
        if self.blocks:
            self.blocks[-1].pieces.append(RawPiece(kind, self._text_line, text))
        else:
            message = _("There is text before the first block.")
            self._say(self._text_line, message, _("Put a heading above it, such as “## First steps {#first-steps}”."))

    def _heading(self, rest: str, number: int) -> None:
        if rest and rest[0] not in " \t":
            self._say(number, _("There is no space after ##."), _("Write “## ” and then the heading."))
        match = _REST.fullmatch(rest)
        assert match is not None  # noqa: S101 -- every part of the pattern may be empty
        block = RawBlock(number, match["title"], match["id"])
        for word in (match["attributes"] or "").split():
            name, _sign, value = word.partition("=")
            if name in ATTRIBUTES and name not in block.attributes:
                block.attributes[name] = value
            else:
                message = _("“%(word)s” is not known in a heading.", word=word)
                self._say(number, message, _("Write an id and, if you like, minutes: “{#the-id minutes=2}”."))
        self.blocks.append(block)


def _closes(line: str, fence: str) -> bool:
    bare = line.strip(" \t")
    return (
        len(line) - len(line.lstrip(" ")) <= 3
        and len(bare) >= len(fence)
        and bare == fence[0] * len(bare)
        and not line.startswith("\t")
    )
