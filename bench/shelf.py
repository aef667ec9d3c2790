"""Five thousand documents to search in: scripts and modules in a language of its own, whose words are as unevenly
common as those of English."""

import random
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from training.content.library import library
from training.content.models import Document, Version
from training.content.schema import canonical

WORDS = 20_000
SYLLABLES = [
    f"{before}{vowel}{after}" for before in "bcdfgklmnprstv" for vowel in "aeiou" for after in ("", "n", "r", "st")
]
MEANT = (
    *("customer", "order", "shop", "time", "price", "name", "call", "money", "card", "help", "table", "lamp", "wait"),
    *("return", "refund", "receipt", "delivery", "promise", "colour", "size", "phone", "counter", "manager", "angry"),
    *("late", "broken", "complaint", "gift", "voucher", "exchange", "missing", "discount", "blanket", "warranty"),
)
FRAME = ("the", "to", "you", "and", "a", "of", "it", "is", "that", "for", "on", "with", "as", "I", "at", "they", "have")
LINES, PARTS = 8, 4  # of a script, of a module
RISING_FROM = 12  # flattens the top of the curve: the words that hold sentences together are in FRAME


class Language:
    """A vocabulary in which the n-th word is used about 1/n as often as the first; `seed` decides what is said."""

    def __init__(self, seed: int) -> None:
        made = random.Random(0)  # every one speaks the same words
        words = dict.fromkeys(MEANT)
        while len(words) < WORDS:
            words.setdefault("".join(made.choices(SYLLABLES, k=made.randint(1, 4))))
        self._random = random.Random(seed)
        self._words = list(words)
        self._weights = list(accumulate(1 / (place + RISING_FROM) for place in range(WORDS)))

    def words(self, number: int) -> list[str]:
        """Words that say something."""
        return self._random.choices(self._words, cum_weights=self._weights, k=number)

    def sentence(self, number: int) -> str:
        """A sentence of so many words; every other one only holds it together."""
        telling = self.words(number)
        said = [word if place % 2 else self._random.choice(FRAME) for place, word in enumerate(telling)]
        return f"{' '.join(said).capitalize()}."

    def question(self) -> str:
        """What somebody types: one to four words, often in a sentence, now and then with a slip."""
        telling = self.words(self._random.choice((1, 1, 2, 2, 3, 4)))
        if self._random.random() < 0.1:
            word, place = telling[-1], self._random.randrange(1, len(telling[-1]))
            telling[-1] = word[:place] + word[place + 1 :]
        return ("what do I say when the " if self._random.random() < 0.4 else "") + " ".join(telling)

    def script(self, number: int) -> dict[str, Any]:
        lines = [
            {
                "id": f"line-{place}",
                "when": self.sentence(9),
                "say": self.sentence(20),
                "why": self.sentence(15),
                "also": self.words(3),
            }
            for place in range(LINES)
        ]
        title, also = self.sentence(5), self.words(4)
        roles = ["bench-staff"] if number % 4 == 0 else []
        head = {"title": title, "summary": self.sentence(12), "situation": self.sentence(25), "also": also}
        return {**head, "roles": roles, "lines": lines}

    def module(self) -> dict[str, Any]:
        blocks = [
            {
                "id": f"part-{place}",
                "title": self.sentence(5),
                "pieces": [{"type": "text", "text": " ".join(self.sentence(12) for _sentence in range(12))}],
            }
            for place in range(PARTS)
        ]
        return {"title": self.sentence(5), "summary": self.sentence(15), "blocks": blocks}


def add_documents(db: Session, number: int, *, now: datetime) -> None:
    """Put scripts and modules in place as live documents, without what publishing does besides."""
    language, kinds = Language(1), library().kinds
    documents, versions = [], []
    for place in range(number):
        kind = kinds["script" if place % 2 else "module"]
        model = kind.schema.model_validate(language.script(place) if kind.name == "script" else language.module())
        documents.append({"kind": kind.name, "slug": f"bench-{place}"})
        text = {"title": kind.title(model), "language": kind.language(model), "body": canonical(model)}
        fixed = {"number": 1, "sha256": "", "media": {}, "origin": "import", "changes": {}, "at": now}
        versions.append({**text, **fixed})
    ids = db.scalars(insert(Document).returning(Document.id, sort_by_parameter_order=True), documents).all()
    rows = [{**version, "document_id": document} for version, document in zip(versions, ids, strict=True)]
    db.execute(insert(Version), rows)
    live = select(Version.id).where(Version.document_id == Document.id).scalar_subquery()
    db.execute(update(Document).where(Document.live_version_id.is_(None)).values(live_version_id=live))
