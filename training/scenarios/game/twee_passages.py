"""Twee 3 as it lies in a file: passages with names, tags and metadata, and the signs that mean something in them."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_HEADER = re.compile(r"::[ \t]*(?P<name>(?:\\.|[^\\\[\]{}])*)(?P<rest>.*)")
_TAGS = re.compile(r"\[(?P<tags>(?:\\.|[^\\\]])*)\][ \t]*")
_ESCAPED = re.compile(r"\\(.)")
# What Twine or one of its story formats would take for a link, a tag, a macro, a variable or the next passage.
_MEANT = re.compile(r"\[\[|]]|[&<>|\n]|\((?=[\w-]+:)|\$(?=[A-Za-z_])|(?<![^\n]):(?=:)")


@dataclass(frozen=True)
class Passage:
    """One passage; `line` is that of its header, and its text begins on the next. `metadata` None cannot be read."""

    name: str
    tags: Sequence[str]
    metadata: Mapping[str, Any] | None
    text: str
    line: int


def passages(text: str) -> Iterator[Passage]:
    """The passages of a file. What stands before the first one belongs to none and is left out."""
    header, line, body = "", 0, list[str]()
    for number, content in enumerate(text.split("\n"), start=1):
        if content.startswith("::"):
            if line:
                yield _passage(header, body, line)
            header, line, body = content, number, []
        else:
            body.append(content)
    if line:
        yield _passage(header, body, line)


def _passage(header: str, body: Sequence[str], line: int) -> Passage:
    match = _HEADER.match(header)
    assert match is not None  # noqa: S101 -- the pattern takes whatever begins with two colons
    rest, tags = match["rest"], list[str]()
    tagged = _TAGS.match(rest)
    if tagged is not None:
        tags, rest = [_plain(tag) for tag in tagged["tags"].split()], rest[tagged.end() :]
    return Passage(_plain(match["name"]).strip(), tags, _object(rest.strip() or "{}"), "\n".join(body), line)


def _object(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def header(name: str, tags: Sequence[str], metadata: Mapping[str, Any]) -> str:
    """The line that begins a passage."""
    return f":: {name} [{' '.join(tags)}] {json.dumps(metadata, separators=(',', ':'))}"


def shown(text: str, *, in_link: bool = False) -> str:
    """A text so that Twine shows it as it is: whatever means something there is written as HTML does. See `meant`."""

    def written(match: re.Match[str]) -> str:
        if match[0] == "\n" and not in_link:
            return "\n"
        return "".join(html.escape(sign) if sign in "&<>" else f"&#{ord(sign)};" for sign in match[0])

    return re.sub(r"]", "&#93;", _MEANT.sub(written, text)) if in_link else _MEANT.sub(written, text)


def meant(text: str) -> str:
    """The text behind what Twine shows."""
    return html.unescape(text)
