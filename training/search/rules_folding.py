"""Words as search compares them: small letters, no accents, the same for what is written and for what is asked."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 40  # letters of a word; what is longer is cut, in what is written and in what is asked

# Letters that do not come apart into a plain one and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŧ": "t"}
)
# Scripts that leave no space between words: each sign is a word, and what follows each other is looked for together.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u30a1-\u30fa"
    "\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks and vowel signs, which belong to the letter before them.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_APOSTROPHES = "'’ʼ"

_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_LETTERS = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_WORD = re.compile(rf"{_LETTERS.pattern}(?:[{_APOSTROPHES}]{_LETTERS.pattern})*")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_ENDINGS = frozenset({"t", "d", "m", "ll", "re", "ve"})  # what English puts after an apostrophe, besides “s”

Run = tuple[str, ...]
"""Words that were written without a space between: most often one, several signs of a script without spaces."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order. Each sign of a script without spaces is a word of its own."""
    return [word for run in runs_of(text) for word in run]


def runs_of(text: str) -> Iterator[Run]:
    """The same in runs: “Geld 退款” is ("geld",), ("退", "款")."""
    for match in _WORD.finditer(plain(text)):
        yield from _runs(match.group())


def plain(text: str) -> str:
    """A text without signs that nobody sees, each letter with its accent in one."""
    return unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u200b", ""))


def aligned(text: str) -> str:
    """A `plain` text with each letter folded that stays one letter by it, so that every place in it stays the same."""
    return text.translate(_ALIGNED)


class _Aligned(dict[int, str]):
    """By letter, what it is folded to. Filled as letters come."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = _folded(sign)
        self[code] = sign = folded if len(folded) == 1 else sign
        return sign


_ALIGNED = _Aligned()


@lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[Run, ...]:
    """The runs of a word as it is written: several where it has an apostrophe inside, or changes its script."""
    return tuple(run for part in _parts(word) for run in _by_script(_folded(part)))


def _parts(word: str) -> list[str]:
    """“don’t” is one word, “customer’s” is “customer”, “l’argent” is two."""
    first, *rest = _APOSTROPHE.split(word)
    parts = [first]
    for part in rest:
        ending = part.casefold()
        if ending in _ENDINGS:
            parts[-1] += part
        elif ending != "s":
            parts.append(part)
    return parts


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().translate(_PLAIN)


def _by_script(word: str) -> Iterator[Run]:
    place = 0
    for match in _UNSPACED_RUN.finditer(word):
        yield from _spaced(word[place : match.start()])
        yield tuple(match.group())
        place = match.end()
    yield from _spaced(word[place:])


def _spaced(word: str) -> Iterator[Run]:
    # Taken apart, one sign may hold several words: “½” is “1⁄2”.
    for part in _LETTERS.findall(word):
        yield (part[:LONGEST],)
