"""Comparing what somebody typed with the words that were to be typed. static/js/practice-typing.js decides alike.

Case, accents, punctuation and spaces between do not matter. A slip of the finger in a long word is forgiven, and
shown. Numbers have to be exact: ten minutes are not fifteen. So has the first letter of a word and every short one,
because “now” is no typo of “not”, nor “ever” of “never”.
"""

import unicodedata
from enum import StrEnum

LONGEST = 200  # signs of what is typed
_LONG, _VERY_LONG = 5, 9  # signs of a word from which one slip, or two, are forgiven
MOST_SLIPS = 3  # in all


class Typed(StrEnum):
    """How close it came."""

    SAME = "same"
    CLOSE = "close"  # the words are meant, a letter slipped
    OTHER = "other"


def compare(typed: str, wanted: str) -> Typed:
    """How close `typed` comes to `wanted`."""
    given, asked = words(typed), words(wanted)
    if not given:
        return Typed.OTHER
    if "".join(given) == "".join(asked):
        return Typed.SAME
    if len(given) != len(asked):
        return Typed.OTHER
    slips = [_slips(one, other) for one, other in zip(given, asked, strict=True)]
    allowed = all(count <= _allowed(one, other) for count, one, other in zip(slips, given, asked, strict=True))
    return Typed.CLOSE if allowed and sum(slips) <= MOST_SLIPS else Typed.OTHER


def words(text: str) -> tuple[str, ...]:
    """A text without what does not matter: “I’ll ring, Zoë” becomes (ill, ring, zoe)."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    joined = "".join(sign for sign in bare.casefold() if sign not in "'’ʼ`´\u2018")
    return tuple("".join(sign if sign.isalnum() else " " for sign in joined).split())


def _allowed(given: str, asked: str) -> int:
    if given[0] != asked[0] or any(sign.isnumeric() for sign in given + asked):
        return 0
    return 2 if len(asked) >= _VERY_LONG else int(len(asked) >= _LONG)


def _slips(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with their neighbour (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, start=1):
        row = [i]
        for j, right in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
