"""How a customer's page is guarded without an account: codes, tokens, marks of senders, and what looks like a flood."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Signs of a code: none looks like another one."""

CODE_SIGNS: Final = 12  # 59 bits: nobody finds an address by trying
RECEIPT_SIGNS: Final = 16

OPEN_FOR = timedelta(hours=12)
"""How long a page may stay open before it has to be sent once more."""

QUICKEST = timedelta(seconds=2)
"""Nobody reads a question and taps an answer faster."""

SHORTEST_LIKENESS = 12  # letters; “thank you” is said by many
SAME_TEXTS = 3  # so many of the same within SAME_WITHIN are no coincidence
SAME_WITHIN = timedelta(hours=6)

_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


class Sort(StrEnum):
    """Where an address of a form is put."""

    COUNTER = "counter"
    RECEIPT = "receipt"
    MAIL = "mail"
    COMPLAINT = "complaint"
    OUTREACH = "outreach"


class Doubt(StrEnum):
    """Why an answer was set aside until somebody lets it in."""

    HIDDEN_FIELD = "hidden-field"
    TOO_FAST = "too-fast"
    SAME_TEXT = "same-text"
    LINKS = "links"
    MANY = "many"


def new_code() -> str:
    """A code for an address that only those know to whom it was shown."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))


def read_code(typed: str) -> str:
    """A code as it was typed, without capitals and hyphens."""
    return re.sub(r"[\s-]", "", typed).lower()


@dataclass(frozen=True)
class Token:
    """What a page carries: when it was opened, and a number that makes sending it twice the same as once."""

    opened_at: datetime
    nonce: str


def token_for(key: str, say_code: str, opened_at: datetime, nonce: str | None = None) -> str:
    """The signed text of a token; it needs no session, so customers get no cookie."""
    nonce = nonce or secrets.token_hex(8)
    said = f"{int(opened_at.timestamp())}.{nonce}"
    return f"{said}.{_signed(key, 'page', f'{say_code}.{said}')[:24]}"


def read_token(key: str, say_code: str, token: str) -> Token | None:
    """The token of a page of this address; None for anything that was not signed here."""
    parts = token.split(".")
    # Longer numbers are moments that no calendar has.
    if len(parts) != 3 or not token.isascii() or not parts[0].isdigit() or len(parts[0]) > 10:
        return None
    opened_at = datetime.fromtimestamp(int(parts[0]), UTC)
    expected = token_for(key, say_code, opened_at, parts[1])
    return Token(opened_at, parts[1]) if hmac.compare_digest(expected, token) else None


def receipt_of(key: str, say_code: str, nonce: str) -> str:
    """The receipt of what was sent with a token: always the same one, and known to its sender alone."""
    number = int(_signed(key, "receipt", f"{say_code}.{nonce}"), 16)
    signs = []
    for _ in range(RECEIPT_SIGNS):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def sender_marks(key: str, day: date, address: str) -> tuple[str, str]:
    """Marks of an internet address and of its network that hold for one day and tell nobody what they were."""
    try:
        found = ip_address(address)
    except ValueError:
        return (_signed(key, day.isoformat(), "?")[:32],) * 2
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    host = found if found.version == 4 else ip_network(f"{found}/64", strict=False)
    network = ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False)
    one, many = (_signed(key, day.isoformat(), str(part))[:32] for part in (host, network))
    return one, many


def contact_mark(key: str, contact: str) -> str:
    """A mark of how to reach somebody, to know it again when it is long erased."""
    return _signed(key, "contact", contact)[:48]


def _signed(key: str, purpose: str, text: str) -> str:
    return hmac.new(key.encode(), f"feedback:{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def likeness(key: str, texts: Iterable[str]) -> str:
    """A mark that texts share when only signs, digits and capitals differ; “” when there is too little to compare."""
    folded = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    letters = "".join(sign for sign in folded if sign.isalpha())
    return _signed(key, "text", letters)[:32] if len(letters) >= SHORTEST_LIKENESS else ""


def doubts(*, trap: str, waited: timedelta, texts: Iterable[str], same_lately: int, many: bool) -> Doubt | None:
    """Why what was sent should wait for somebody to look at it; None when nothing speaks against it."""
    if trap:
        return Doubt.HIDDEN_FIELD
    if waited < QUICKEST:
        return Doubt.TOO_FAST
    if any(_LINK.search(text) for text in texts):
        return Doubt.LINKS
    if same_lately >= SAME_TEXTS - 1:
        return Doubt.SAME_TEXT
    return Doubt.MANY if many else None


_MAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(?:\.[^\s@,;<>()\".]+)+")
_DIALLED = re.compile(r"\+?[\d ()/.\-–]+")


def read_contact(typed: str) -> str | None:
    """A phone number (digits, + in front kept) or mail address in one spelling; None when it is neither."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if len(text) <= 200 and _MAIL.fullmatch(text):
        return text.lower()
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    if _DIALLED.fullmatch(text) and 6 <= len(digits) <= 15:
        return f"+{digits}" if text.startswith("+") else digits
    return None
