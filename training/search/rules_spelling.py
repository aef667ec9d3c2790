"""Mistyped words: which word of the documents was meant."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

SHORTEST = 4  # letters of a word that is put right; in a shorter one a wrong letter makes another word


def tolerance(word: str) -> int:
    """How many slips a word of this length may have."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int:
    """How many slips lead from one word to the other: a letter wrong, missing, too many, or two of them swapped.

    Optimal string alignment, the restricted form of Damerau's distance. Anything above `most` comes back as most + 1.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    last = [min(column, far) for column in range(len(other) + 1)]
    for row, sign in enumerate(one, 1):
        here = [min(row, far)] + [far] * len(other)
        for column in range(max(1, row - most), min(len(other), row + most) + 1):  # further off it is too far anyway
            wanted = other[column - 1]
            best = min(last[column] + 1, here[column - 1] + 1, last[column - 1] + (sign != wanted))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == wanted:
                best = min(best, before[column - 2] + 1)
            here[column] = min(best, far)
        if min(here) > most:
            return far
        before, last = last, here
    return last[-1]


class Vocabulary:
    """The words of the documents that are for everybody, and in how many of these each of them stands."""

    def __init__(self, counted: Iterable[tuple[str, int]] = ()) -> None:
        pairs = sorted(counted)
        self._words = [word for word, _count in pairs]
        self._counts = [count for _word, count in pairs]
        self._sums = [0, *accumulate(self._counts)]
        self._letters = [_letters(word) for word in self._words]
        self._by_length: dict[int, list[int]] = {}
        for place, word in enumerate(self._words):
            self._by_length.setdefault(len(word), []).append(place)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._words[self._place(word) : self._place(word) + 1] == [word]

    def documents_with(self, beginning: str) -> int:
        """In how many documents words with this beginning stand; one that has several is counted several times."""
        return self._sums[self._place(beginning + "\U0010ffff")] - self._sums[self._place(beginning)]

    def meant(self, typed: str) -> str | None:
        """The word that was meant: the nearest one, of several the one in most documents. None when none is near.

        Two slips are forgiven only behind the first letter, which hardly anybody mistypes.
        """
        most = tolerance(typed)
        return (most >= 1 and self._nearest(typed, 1)) or (most == 2 and self._nearest(typed, 2)) or None

    def _nearest(self, typed: str, most: int) -> str | None:
        letters, found = _letters(typed), []
        for length in range(len(typed) - most, len(typed) + most + 1):
            for place in self._by_length.get(length, ()):
                # A slip changes two letters at most. Looking at letters only spares counting slips for nearly all.
                if (self._letters[place] ^ letters).bit_count() <= 2 * most:
                    word = self._words[place]
                    if (most == 1 or word[0] == typed[0]) and distance(typed, word, most) <= most:
                        found.append((word[0] != typed[0], -self._counts[place], word))
        return min(found)[2] if found else None

    def _place(self, word: str) -> int:
        return bisect_left(self._words, word)


def _letters(word: str) -> int:
    """Which letters a word has, as a set of bits. Letters of other scripts share bits, which only lets more through."""
    bits = 0
    for sign in word:
        bits |= 1 << (ord(sign) % 32)
    return bits
