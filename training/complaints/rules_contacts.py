"""How customers are known again without keeping who they are: one way to write a contact, and short references."""

import re

from training.people.rules import folded

ALPHABET = "23456789CFGHJMPQRVWX"
"""Signs that nobody confuses on the telephone, and that spell no word."""

REFERENCE_LENGTH = 6
_LEAST_DIGITS, _KEPT_DIGITS = 6, 9


def same_contact(text: str) -> str:
    """The one way to write a mail address or a telephone number; empty when it is neither.

    Of a number the last nine digits count, so that it is the same with and without the code of its country.
    """
    if "@" in text:
        return "".join(text.split()).casefold()
    digits = re.sub(r"\D", "", text)
    return digits[-_KEPT_DIGITS:] if len(digits) >= _LEAST_DIGITS else ""


def same_receipt(text: str) -> str:
    """The one way to write the number of a receipt or an order: letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", folded(text))


def is_mail(text: str) -> bool:
    """Whether a contact looks like a mail address."""
    return re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+", text) is not None


def written(number: int) -> str:
    """A reference from a number of at least 0: “C-7HQ2MX”."""
    signs = []
    for _place in range(REFERENCE_LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "C-" + "".join(reversed(signs))
