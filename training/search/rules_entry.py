"""The words of a part of a document, as each kind of database keeps them."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from training.search.rules_folding import words_of

MOST_WORDS = 4_000  # of one field; PostgreSQL counts places up to 16,383
SHORTEST, LONGEST = 3, 30  # letters of a word by which mistyped ones are put right
WEIGHTS = "ABCD"  # PostgreSQL's names for the four fields


@dataclass(frozen=True)
class Fields:
    """Folded words by how much they say: heading and other words for it, the answer, the rest, the document's title."""

    heading: Sequence[str]
    answer: Sequence[str]
    text: Sequence[str]
    title: Sequence[str]

    @property
    def every(self) -> set[str]:
        """Each word once."""
        return {word for words in astuple(self) for word in words}


def fields_of(*, heading: str, also: Iterable[str], answer: str, text: str, title: str) -> Fields:
    """The words of a part's texts."""
    return Fields(*(words_of(one)[:MOST_WORDS] for one in (" | ".join((heading, *also)), answer, text, title)))


def as_texts(fields: Fields) -> tuple[str, ...]:
    """For FTS5: a text for each field, its words with spaces between."""
    return tuple(" ".join(words) for words in astuple(fields))


def as_tsvector(*fields: Sequence[str]) -> str:
    """For PostgreSQL: every word with its places and the weight of its field, as a tsvector is written."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, words in zip(WEIGHTS, fields, strict=False):
        for word in words:
            place += 1
            places.setdefault(word, []).append(f"{place}{weight}")
        place += 1  # no word of a field follows the last one of the field before
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def spellings(words: Iterable[str]) -> set[str]:
    """The words by which mistyped ones can be put right."""
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}
