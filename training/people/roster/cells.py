"""One cell at a time: text without traps, names, addresses, phone numbers, languages, states, team paths."""

import re
import unicodedata

from training.core.i18n import gettext as _
from training.people.roster.guards import starts_like_a_formula, unguarded
from training.people.roster.records import BadCell
from training.people.roster.snapshot import Status, TeamPath
from training.people.roster.words import language_of, status_of
from training.people.rules import is_address, tidy_name

LONGEST = 200
LONGEST_NUMBER = 50
ONE_NAME_ONLY = "–"  # stands in the family name's place when a person has a single name
_SPREADSHEET_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
# Signs without width, which only keep a search from finding the text.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u00ad\ufeff\u2060"))
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they show text in another order
_TEAM_NAME = re.compile(r"(?:\\[/\\]|[^/])+")
_LOST_LETTER = re.compile(r"\w\?|\?\w|^\?+$|\ufffd")


def read_text(cell: str, longest: int = LONGEST) -> str:
    """A cell as plain text: accents composed, spaces tidied, a guard against formulas taken off; a lone - is blank.

    Raises BadCell for what would run as a formula, control characters, and more than `longest` signs.
    """
    if cell.strip() == "-":
        return ""
    text = tidy_name(unguarded(cell).translate(_UNSEEN))
    if cell.strip() in _SPREADSHEET_ERRORS:
        raise BadCell(_("“%(text)s” is an error of the spreadsheet.", text=text), _("Correct the formula behind it."))
    if starts_like_a_formula(cell):
        raise BadCell(
            _("“%(text)s” starts like a formula.", text=_short(text)),
            _("Write the plain text instead; a spreadsheet would run this."),
        )
    return _checked(text, longest)


def read_name(cell: str) -> str:
    """A person's name in any alphabet; a dash alone means none. Raises BadCell, also for a blank."""
    if cell.strip() in {"-", "–", "—"}:
        return ""
    text = read_text(cell)
    if not text:
        raise BadCell(
            _("The name is blank."),
            _("Write it in; a dash (–) means that the person has no such name."),
        )
    return text


def read_number(cell: str) -> str:
    """An employee number: short text, never blank."""
    text = read_text(cell, LONGEST_NUMBER)
    if not text:
        raise BadCell(_("The employee number is blank."), _("Give each person a number of their own."))
    return text


def read_address(cell: str) -> str:
    """An e-mail address in lower case; "" for none."""
    text = read_text(cell).lower().removeprefix("mailto:")
    if text and not is_address(text):
        raise BadCell(
            _("“%(text)s” is not an e-mail address.", text=_short(text)),
            _("Correct it, or leave it empty: people can sign in with their employee number."),
        )
    return text


def read_phone(cell: str) -> str:
    """A phone number as it is written; it may start with a plus sign."""
    if cell.strip() == "-":
        return ""
    text = _checked(tidy_name(unguarded(cell).translate(_UNSEEN)), LONGEST_NUMBER)
    if text and not (any(sign.isdigit() for sign in text) and text[0] not in "=@\t"):
        raise BadCell(_("“%(text)s” is not a phone number.", text=_short(text)), _("Correct it, or leave it empty."))
    return text


def read_team(cell: str) -> TeamPath:
    """The names of teams from the top down, from “Company/Harbour/Counter”. A slash in a name is written \\/.

    Raises BadCell for a blank.
    """
    text = read_text(cell, 5 * LONGEST)
    names = [
        tidy_name(part.replace("\\/", "/").replace("\\\\", "\\")) for part in re.findall(r"(?:\\.|[^/\\]|\\$)+", text)
    ]
    path = tuple(name for name in names if name)
    if not path:
        raise BadCell(
            _("The team is empty."), _("Write the team with those above it, such as Company/Harbour/Counter.")
        )
    for name in path:
        _checked(name, LONGEST)
    return path


def written_team(path: TeamPath) -> str:
    """The cell that `read_team` reads as this path."""
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in path)


def read_language(cell: str) -> str:
    """A language code such as en or pt_BR, also from “English” or “polski”; "" for none."""
    text = read_text(cell)
    code = language_of(text) if text else ""
    if code is None:
        raise BadCell(
            _("“%(text)s” is not a language we know.", text=_short(text)),
            _("Write its code, such as en, es or pl, or leave it empty."),
        )
    return code


def read_status(cell: str) -> Status | None:
    """The state a word means, in several languages; None for a blank."""
    text = read_text(cell)
    status = status_of(text) if text else None
    if text and status is None:
        raise BadCell(
            _("“%(text)s” is not a status we know.", text=_short(text)),
            _("Write active, on leave, future or left."),
        )
    return status


def lost_letters(text: str) -> bool:
    """Whether a question mark or a replacement sign stands where a letter was lost: “V?tols”."""
    return _LOST_LETTER.search(text) is not None


def mangled(text: str) -> bool:
    """Whether UTF-8 was once read as Windows-1252, as in “JÃ¼rgen”."""
    if text.isascii():
        return False
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _checked(text: str, longest: int) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} or sign in _OVERRIDES for sign in text):
        visible = "".join(sign if sign.isprintable() else "·" for sign in text)
        raise BadCell(
            _("“%(text)s” holds signs that cannot be seen.", text=_short(visible)),
            _("Type the text again instead of pasting it."),
        )
    if len(text) > longest:
        raise BadCell(
            _("“%(text)s” has more than %(limit)s signs.", text=_short(text), limit=longest),
            _("Shorten it, or check whether cells have slipped into one another."),
        )
    return text


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
