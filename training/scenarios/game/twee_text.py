"""What a passage says, and where it leads; what a scenario cannot have is taken out and told, with its line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from training.core.i18n import gettext as _
from training.core.problems import Problem
from training.scenarios.game.twee_passages import Passage, meant

_COMMENT = re.compile(r"<!--.*?-->|/%.*?%/|/\*.*?\*/", re.DOTALL)
_CODE = re.compile(r"<(script|style)\b.*?</\1\s*>|<%.*?%>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"\[\[(?P<inside>[^\n]+?)\](?:\[(?P<setter>[^\]\n]*)\])?\]")
_IMAGE = re.compile(r"\[img\[.*?\](?:\[.*?\])?\]|<img\b[^>]*>", re.IGNORECASE)
_ANGLED = re.compile(r"<<(?P<end>/?)(?P<name>[\w=-]+)(?:[^>]|>(?!>))*>>")
_ROUND = re.compile(r"\((?P<name>[a-z][\w-]*):")
_INSERT = re.compile(
    r"\{[a-z][^{}\n]*\}|^\[(?:if|unless|ifalways|ifnever|after|append|align|else|continue|cont|css|js)\b[^\]\n]*\]$",
    re.MULTILINE,
)
_VARIABLES = re.compile(r"\A(?:[^\n]*:[^\n]*\n)+--\n")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^<>]*>")
_VARIABLE = re.compile(r"\$[A-Za-z_]\w*(?:\.\w+)*")
_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

# Words before a colon in a bracket are macros of Harlowe only when it knows them, and nobody would write them else:
# “(note: …)” and “(number: 12)” are text. With a variable inside they are macros whatever they are called.
_MACROS = """
alert align animate background bind button char-style checkbox click click-append click-replace colour cond confirm css
cycling-link dataset datamap display dm dropdown ds either else else-if enchant event float-box force-input-box go-to
goto goto-url hide hook hover-style if input-box link link-append link-fullscreen link-goto link-prepend link-repeat
link-replace link-rerun link-reveal link-reveal-goto link-show link-storylet link-undo live load-game loop mouseout
mouseover move open-storylets prepend print prompt put random redirect replace rerun save-game saved-games seq-link set
show shuffled sorted storylet t8n text-color text-colour text-indent text-rotate text-size text-style transition
transition-depart undo unless unpack verbatim
"""
_KNOWN = frozenset(_MACROS.split())
_LEADING = frozenset({"link", "link-goto", "go-to", "goto", "click", "button", "redirect", "link-reveal-goto"})


@dataclass(frozen=True)
class Link:
    """A link as it is written: its words, the passage that it leads to, and its line."""

    text: str
    target: str
    line: int


@dataclass
class Reading:
    """Reads passages one after another and collects what was left out of them."""

    where: str
    has_inserts: bool = False  # Chapbook's own marks
    notes: list[Problem] = field(default_factory=list)

    def read(self, passage: Passage, text: str) -> tuple[str, list[Link]]:
        """What a passage says without its links, and the links."""
        links: list[Link] = []

        def link(match: re.Match[str], line: int) -> str:
            links.extend(self._link(match, line))
            return ""

        first = passage.line + 1
        if self.has_inserts:
            text = self._without(
                _VARIABLES, text, first, self._told(_("Variables are set here."), _say_it_with_state())
            )
        text = self._without(_COMMENT, text, first, self._told(_("A comment is left out."), ""))
        text = self._without(_CODE, text, first, self._told(_("Code is left out: a scenario runs none."), ""))
        text = self._without(_LINK, text, first, link)
        text = self._plain(text, first)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip(), links

    def _plain(self, text: str, first: int) -> str:
        """Words only."""
        pictured = _("A picture is left out.")
        text = self._without(_IMAGE, text, first, self._told(pictured, _("Say in words what there is to see.")))
        text = self._without(_ANGLED, text, first, self._angled)
        text = self._without_round(text, first)
        if self.has_inserts:
            text = self._without(_INSERT, text, first, self._marked)
        text = self._without(_TAG, text, first, self._tag)
        text = self._without(_VARIABLE, text, first, self._variable)
        return _UNUSABLE.sub("", meant(text))

    def _without(self, wanted: re.Pattern[str], text: str, first: int, put: Callable[[re.Match[str], int], str]) -> str:
        """The text with each match replaced. It keeps its line ends, so that what comes later has its line still."""

        def replaced(match: re.Match[str]) -> str:
            return put(match, first + text.count("\n", 0, match.start())) + "\n" * match[0].count("\n")

        return wanted.sub(replaced, text)

    def _told(self, message: str, remedy: str) -> Callable[[re.Match[str], int], str]:
        def put(_match: re.Match[str], line: int) -> str:
            self._note(line, message, remedy)
            return ""

        return put

    def _note(self, line: int, message: str, remedy: str) -> None:
        self.notes.append(Problem(self.where, line, message, remedy, "warning"))

    def _link(self, match: re.Match[str], line: int) -> list[Link]:
        inside = match["inside"]
        if match["setter"] is not None:
            message = _("The link “%(link)s” changes a variable; that is left out.", link=inside)
            self._note(line, message, _say_it_with_state())
        if "->" in inside:
            text, _arrow, target = inside.rpartition("->")
        elif "<-" in inside:
            target, _arrow, text = inside.partition("<-")
        else:
            text, _arrow, target = inside.rpartition("|")
        target = meant(target).strip()
        if re.match(r"(?:https?|mailto):", target):
            message = _("A link leads out of the story, to “%(address)s”: it is left out.", address=target[:80])
            self._note(line, message, "")
            return []
        return [Link(self._plain(text, line).strip() or target, target, line)]

    def _angled(self, match: re.Match[str], line: int) -> str:
        if not match["end"]:
            self._macro(f"<<{match['name']}>>", match["name"], line)
        return ""

    def _macro(self, written: str, name: str, line: int) -> None:
        message = _("The macro %(macro)s cannot be taken over; text inside of it is kept.", macro=written)
        leads = _("Write a link that always leads on as [[text->passage]].")
        self._note(line, message, leads if name in _LEADING else _say_it_with_state())

    def _without_round(self, text: str, first: int) -> str:
        """Without Harlowe's macros; the brackets of what hangs on them go too."""
        place = 0
        while (match := _ROUND.search(text, place)) is not None:
            end = _closing(text, match.start(), "(", ")")
            is_macro = end is not None and (match["name"] in _KNOWN or _VARIABLE.search(text, match.end(), end))
            if not is_macro or end is None:
                place = match.end()
                continue
            self._macro(f"({match['name']}:)", match["name"], first + text.count("\n", 0, match.start()))
            kept, rest = "\n" * text.count("\n", match.start(), end), text[end:]
            close = _closing(rest, 0, "[", "]") if rest.startswith("[") else None
            if close is not None:
                rest = rest[1 : close - 1] + rest[close:]
            text, place = text[: match.start()] + kept + rest, match.start()
        return text

    def _marked(self, match: re.Match[str], line: int) -> str:
        self._note(line, _("%(mark)s cannot be taken over.", mark=match[0][:60]), _say_it_with_state())
        return ""

    def _tag(self, match: re.Match[str], line: int) -> str:
        name = match["name"].lower()
        if name == "br":
            return "\n"
        if not match["end"]:
            message = _("The tag <%(tag)s> is left out; the text inside of it is kept.", tag=name)
            self._note(line, message, _("Texts of scenarios are plain."))
        return ""

    def _variable(self, match: re.Match[str], line: int) -> str:
        message = _("The variable %(name)s stands in the text; “…” takes its place.", name=match[0])
        self._note(line, message, _("Write what is meant."))
        return "…"


def _say_it_with_state() -> str:
    return _("Say it in the scenario with “state”, “set” and “when”.")


def _closing(text: str, start: int, opening: str, closing: str) -> int | None:
    """The place after the bracket that closes the one at `start`; None when it stays open."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place + 1
    return None
