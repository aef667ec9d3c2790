"""Names, addresses and periods: what is decided about a person without asking the database."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

# One sign, a place, a dot: whether the address works only a mail can tell.
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
# Letters that do not come apart into a plain letter and a mark.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """The text as people type it in a search: no capitals, no accents, single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.translate(_PLAIN_LETTERS).split())


def search_text_of(*, number: str, given: str, preferred: str, family: str, email: str | None) -> str:
    """What a search for a person looks through."""
    return folded(" ".join(part for part in (given, preferred, family, given, number, email or "") if part))


def tidy_name(text: str) -> str:
    """A name with its accents composed and without stray spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug_of(name: str) -> str:
    """The name of a role as programmes write it: “Counter staff” is counter-staff."""
    slug = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")
    # Names in other alphabets have no plain letters; their code points are stable and unique.
    return slug or "-".join(f"{ord(sign):x}" for sign in name if not sign.isspace())


def is_address(text: str) -> bool:
    """Whether the text has the shape of an e-mail address."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included; no end means still."""

    start: date
    end: date | None

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start <= other.end) and (self.end is None or other.start <= self.end)


def chain_to_self(person: int, manager: int, manager_of: dict[int, int | None]) -> tuple[int, ...]:
    """The loop that would close if `manager` managed `person`; () when there is none.

    `manager_of` maps person ids to the ids of their managers.
    """
    chain = [person]
    above: int | None = manager
    while above is not None and above not in chain[1:]:
        chain.append(above)
        if above == person:
            return tuple(chain)
        above = manager_of.get(above)
    return ()
