"""Markdown of authors as safe HTML. Authors are not trusted: whatever they write, no script and no style comes out.

CommonMark with tables, and four things of our own: call-outs (`> [!tip] Title`), pictures and videos with captions as
figures, tables that scroll by themselves, and headings that begin below the page's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

CALLOUTS = ("standard", "tip", "warning", "example")
MEDIA = "media/"  # how a text names a file of the media folder: media/card.svg
TOP_PART = 3  # `#` is the title of a document and `##` a block, so its parts begin with `###`
VIDEO_ENDINGS = (".mp4", ".webm")

MediaUrl = Callable[[str], str | None]
"""The address of a media file by its name, or None when there is no such file."""

_CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\][ \t]*(?P<title>[^\n]*)(?:\n|$)")
_TAGS = """
    p h2 h3 h4 h5 h6 ul ol li strong em code pre blockquote hr br a img figure figcaption video
    table thead tbody tr th td div
"""


@dataclass(frozen=True)
class Labels:
    """Words that the page adds, in the reader's language: for each kind of call-out, and for a table."""

    callouts: Mapping[str, str]
    table: str


@dataclass(frozen=True)
class Mention:
    """A picture, video, link or call-out in a text; `line` counts from 0."""

    kind: str  # "image", "link" or "callout"
    target: str
    text: str
    line: int


def render(text: str, *, labels: Labels, media_url: MediaUrl, first_heading: int = 3) -> Markup:
    """The HTML of a text. Its parts, which authors write as `###`, become headings of the level `first_heading`."""
    env = {"labels": labels, "media_url": media_url, "first_heading": first_heading}
    return _safe(_parser().render(text, env))


@lru_cache(maxsize=4096)  # a quiz shows the same options to everybody
def render_line(text: str) -> Markup:
    """The HTML of a short text, such as an answer: emphasis, code, line breaks and links, but no blocks or pictures."""
    return _safe(_line_parser().renderInline(text))


def words_of(text: str) -> str:
    """The words of a text without any marks, for search."""
    return " ".join(_plain(token) for token in _parser().parse(text, {}) if token.type == "inline")


def plain_lines(text: str) -> list[str]:
    """A text without any marks, a line for each paragraph, item, cell or title of a call-out, to be compared."""
    lines = []
    for token in _parser().parse(text, {}):
        if token.type == "blockquote_open":
            lines.append(_callout_of(token)[1])
        elif token.type == "inline":
            shown = [_alt(child) for child in token.children or () if child.type == "image"]
            lines += [_plain(token), *shown]
        elif token.type in {"fence", "code_block"}:
            lines += token.content.rstrip("\n").split("\n")
    return [line for line in lines if line]


def mentions(text: str) -> Iterator[Mention]:
    """What a text shows and points at, in its order. A call-out's target is its kind, known or not."""
    line = 0
    for token in _parser().parse(text, {}):
        if token.map:
            line = token.map[0]
        if token.type == "blockquote_open" and "callout" in token.meta:
            yield Mention("callout", token.meta["callout"], token.meta["title"], line)
        here = line
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                here += 1
            elif child.type == "image":
                yield Mention("image", str(child.attrGet("src") or ""), _alt(child), here)
            elif child.type == "link_open":
                yield Mention("link", str(child.attrGet("href") or ""), "", here)


def media_name(target: str) -> str | None:
    """The name of a media file as a text calls it: media/card.svg → card.svg; None when it is no media file."""
    return target.removeprefix(MEDIA) if target.startswith(MEDIA) and target != MEDIA else None


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    parser.core.ruler.after("block", "callouts", _callouts)
    return parser


@cache
def _line_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).disable("image")


def _safe(html: str) -> Markup:
    # The renderer escapes everything; the cleaner sees to it that a mistake in it could not do harm.
    return Markup(_cleaner().clean(html))  # noqa: S704 -- cleaned in this very line


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        attributes={
            "a": {"href", "title", "rel"},
            "img": {"src", "alt", "loading"},
            "video": {"src", "controls", "preload", "aria-label"},
            "ol": {"start"},
            "th": {"scope"},
            "div": {"role", "tabindex", "aria-label"},
        },
        allowed_classes={
            "div": {"callout", "scroll", *CALLOUTS},
            "p": {"title", "soft"},
            "th": {"num"},
            "td": {"num"},
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,  # the renderer sets it, on links that leave the site
        strip_comments=True,
    )


def _callouts(state: StateCore) -> None:
    """Mark quotes that begin with `[!kind] Title` as call-outs, and take that line out of their text."""
    for place, token in enumerate(state.tokens):
        if token.type != "blockquote_open" or place + 2 >= len(state.tokens):
            continue
        text = state.tokens[place + 2]
        match = _CALLOUT.match(text.content) if text.type == "inline" else None
        if match is None or state.tokens[place + 1].type != "paragraph_open":
            continue
        token.meta = {"callout": match["kind"].lower(), "title": match["title"].strip()}
        if token.meta["callout"] not in CALLOUTS:
            continue  # it stays a quote, with its first line to be seen
        text.content = text.content[match.end() :]
        if not text.content:
            for part in state.tokens[place + 1 : place + 4]:
                part.hidden = True
        closing = next(
            other for other in state.tokens[place:] if other.type == "blockquote_close" and other.level == token.level
        )
        closing.meta = token.meta


class _Renderer(RendererHTML):
    """HTML for what we render in our own way; everything else as CommonMark has it."""

    def blockquote_open(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        kind, title = _callout_of(tokens[idx])
        if kind is None:
            return "<blockquote>\n"
        label = env["labels"].callouts[kind]
        words = f"{label} · {title}" if title else label
        return f'<div class="callout {kind}" role="note">\n<p class="title">{escape(words)}</p>\n'

    def blockquote_close(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return "</blockquote>\n" if _callout_of(tokens[idx])[0] is None else "</div>\n"

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        return f"<h{_level(tokens[idx], env)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        return f"</h{_level(tokens[idx], env)}>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        heads = []
        for place in range(idx, len(tokens)):
            if tokens[place].type == "thead_close":
                break
            if tokens[place].type == "inline":
                heads.append(_plain(tokens[place]))
        # The column heads tell several tables of a page apart for those who hear them.
        label = ": ".join(part for part in (env["labels"].table, ", ".join(head for head in heads if head)) if part)
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">\n<table>\n'

    def table_close(self, _tokens: Sequence[Token], _idx: int, _options: Any, _env: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f'<th scope="col"{_numeric(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"<td{_numeric(tokens[idx])}>"

    def link_open(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        target = str(tokens[idx].attrGet("href") or "")
        outside = re.match(r"(?:[a-z]+:)?//", target, re.IGNORECASE)
        rel = ' rel="noopener noreferrer"' if outside else ""
        return f'<a href="{escape(target)}"{rel}>'

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if _figure(tokens[idx + 1]):
            return "<figure>\n"
        return str(self.renderToken(tokens, idx, options, env))

    def paragraph_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        figure = _figure(tokens[idx - 1])
        if figure is None:
            return str(self.renderToken(tokens, idx, options, env))
        caption = str(figure.attrGet("title") or "")
        return f"\n<figcaption>{escape(caption)}</figcaption>\n</figure>\n" if caption else "\n</figure>\n"

    def image(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        name, alt = media_name(str(tokens[idx].attrGet("src") or "")), escape(_alt(tokens[idx]))
        url = env["media_url"](name) if name else None
        if url is None:
            return f"<em>{alt}</em>"  # better the words than a hole
        if name and name.lower().endswith(VIDEO_ENDINGS):
            return f'<video controls preload="metadata" src="{escape(url)}" aria-label="{alt}"></video>'
        return f'<img src="{escape(url)}" alt="{alt}" loading="lazy">'


def _callout_of(token: Token) -> tuple[str | None, str]:
    kind = token.meta.get("callout")
    return (kind, token.meta["title"]) if kind in CALLOUTS else (None, "")


def _level(heading: Token, env: Any) -> int:
    """No level is left out below the page's own headings, and none is higher than they allow."""
    return int(min(6, env["first_heading"] + max(0, int(heading.tag[1]) - TOP_PART)))


def _numeric(token: Token) -> str:
    return ' class="num"' if "right" in str(token.attrGet("style") or "") else ""


def _figure(token: Token) -> Token | None:
    """The picture or video that stands alone in a paragraph."""
    children = token.children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _alt(token: Token) -> str:
    return (
        "".join(_plain(child) if child.children else child.content for child in token.children or ()) or token.content
    )


def _plain(token: Token) -> str:
    return "".join(_said(child) for child in token.children or ()).strip()


def _said(child: Token) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return " "  # words on two lines are two words
    return child.content if child.type in {"text", "code_inline"} else ""
