"""Strict YAML: what an author writes is what is loaded.

Every scalar is text; only a schema turns “80” into a number or “true” into a yes. So `no`, `12:30`, `1.10`, `null` and
`2026-01-01` never become something else. What makes YAML surprising (anchors, tags, merge keys, duplicate keys, tabs,
several documents) is a problem with its line and a remedy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from training.content.source import MAX_BYTES
from training.core.i18n import gettext as _
from training.core.problems import Problem, Problems

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_DEPTH = 20

# libyaml is ten times faster; the pure parser takes its place where it was not built in.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Loaded:
    """Nested dicts, lists and texts, and the line on which each path begins."""

    value: Value
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int | None:
        """The line of the path, or of the nearest thing around it."""
        return nearest_line(self.lines, path)


def nearest_line(lines: Mapping[Path, int], path: Path) -> int | None:
    """The line of the deepest known part of the path. Pieces that no file holds, such as a union's tag, are skipped."""
    known: Path = ()
    for piece in path:
        if (*known, piece) in lines:
            known = (*known, piece)
    return lines.get(known)


def load(text: str, where: str, first_line: int = 1) -> Loaded:
    """Load one YAML document; `first_line` is where the text begins inside its file.

    Raises Problems with everything that is wrong. An empty text is an empty mapping.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = _("The text is larger than one megabyte.")
        raise Problems([Problem(where, None, message, _("Split it into several documents."))])
    tabs = [
        Problem(where, number, _("The line is indented with a tab."), _("Indent with spaces."))
        for number, line in enumerate(text.split("\n"), start=first_line)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    if tabs:
        raise Problems(tabs)
    builder = _Builder(where, first_line, text.rstrip().count("\n"))
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except _TooDeep:
        pass
    except yaml.MarkedYAMLError as error:
        builder.syntax_error(error)
    except (yaml.YAMLError, UnicodeEncodeError):
        builder.say(0, _("The text contains a character that cannot be used."), _("Delete it and type it again."))
    if builder.problems:
        raise Problems(sorted(builder.problems, key=lambda problem: problem.line or 0))
    return Loaded(builder.value, builder.lines)


class _TooDeep(Exception):
    """Stops reading before deep nesting can cost anything."""


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    path: Path
    value: "dict[str, Value] | list[Value]"
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds values from parser events, one pass, collecting problems as it goes."""

    def __init__(self, where: str, first_line: int, last_line: int) -> None:
        self.where = where
        self.first_line = first_line
        self.last_line = last_line  # with something on it, counted as the parser does
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {(): first_line}
        self.value: Value = {}
        self._open: list[_Open] = []
        self._documents = 0

    def say(self, line: int, message: str, remedy: str) -> None:
        """`line` counts from 0 inside the text, as the parser does."""
        self.problems.append(Problem(self.where, self.first_line + line, message, remedy))

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self.say(line, _("A second document begins here."), _("Keep one document in a file: remove “---”."))
            case yaml.AliasEvent():
                self.say(line, _("“*%(name)s” points at another place.", name=event.anchor), _("Write the text out."))
                self._put("", line)
            case yaml.ScalarEvent():
                self._refuse_marks(event, line)
                self._scalar(event, line)
            case yaml.MappingStartEvent():
                self._refuse_marks(event, line)
                self._begin({}, line)
            case yaml.SequenceStartEvent():
                self._refuse_marks(event, line)
                self._begin([], line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            message = _("“&%(name)s” is an anchor, which is not used here.", name=event.anchor)
            self.say(line, message, _("Remove it and write texts out, or put texts with & in quotes."))
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            message = _("“%(tag)s” is a tag, which is not used here.", tag=shown)
            self.say(line, message, _("Remove it, or put texts that begin with ! in quotes."))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is None or isinstance(parent.value, list) or parent.key is not None:
            self._put(event.value, line)
            return
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self.say(line, _("“<<” merges another mapping, which is not used here."), _("Write the keys out."))
        if key in parent.value:
            first = self.first_line + parent.key_lines[key]
            message = _("“%(key)s” is here twice; the first is on line %(line)s.", key=key, line=first)
            self.say(line, message, _("Keep one of them."))
        parent.key = key
        parent.key_lines.setdefault(key, line)

    def _begin(self, value: "dict[str, Value] | list[Value]", line: int) -> None:
        if len(self._open) == MAX_DEPTH:
            message = _("The text is nested more than %(depth)s levels deep.", depth=MAX_DEPTH)
            self.say(line, message, _("Make it flatter; look for brackets that are never closed."))
            raise _TooDeep
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self.say(line, _("A key is a list or a mapping."), _("Put texts that begin with { or [ in quotes."))
            parent.key = ""
        self._open.append(_Open(self._put(value, line), value))

    def _put(self, value: Value, line: int) -> Path:
        if not self._open:
            if self._documents == 1:
                self.value = value
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            path: Path = (*parent.path, len(parent.value))
            parent.value.append(value)
        else:
            if parent.key is None:  # an alias in the place of a key, which has been reported
                parent.key = ""
                return (*parent.path, "")
            path = (*parent.path, parent.key)
            line = parent.key_lines.get(parent.key, line)
            parent.value[parent.key] = value
            parent.key = None
        self.lines.setdefault(path, self.first_line + line)
        return path

    def syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        mark, problem, context = error.problem_mark or error.context_mark, error.problem or "", error.context or ""
        # What is left open is noticed where it should have ended, but it is where it began that needs mending.
        if error.context_mark and ("quoted scalar" in context or "flow" in context or "expected ':'" in problem):
            mark = error.context_mark
        self.say(min(mark.line, self.last_line) if mark else 0, *_in_plain_words(problem, context))


def _in_plain_words(problem: str, context: str) -> tuple[str, str]:  # noqa: PLR0911 -- one for each kind of slip
    if "mapping values are not allowed" in problem:
        return (
            _("There is a second colon in this line, or the line is indented too far."),
            _("Put a text that contains “: ” in double quotes."),
        )
    if "quoted scalar" in context:
        return _("A quotation mark is opened here and not closed."), _('Close it, or write \\" for a mark inside.')
    if "flow" in context:
        return _("A bracket is opened here and not closed."), _("Close it, and separate the items with commas.")
    if "could not find expected ':'" in problem:
        return _("This line has no colon after its key."), _("Write “key: text”, or indent a text that goes on.")
    if "cannot start any token" in problem:
        return _("A text cannot begin with this character."), _("Put the text in double quotes.")
    if "did not find expected" in problem or "expected <block end>" in problem:
        return _("The indentation or the punctuation is off here."), _(
            "Line up the keys of one item; check the quotes."
        )
    return _("This line cannot be read."), _("Check indentation, colons and quotes here and in the line above.")
