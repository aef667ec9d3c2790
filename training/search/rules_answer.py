"""What of an answer is shown, in pieces that pages and scripts turn into elements."""

from collections.abc import Iterable, Sequence
from itertools import count

from training.search.rules_folding import aligned, plain
from training.search.rules_query import Form, Question, forms_of

Piece = tuple[str, str]
"""(sort, text): “mark” was looked for, “gap” is to be filled in, “must” to be said, “cut” stands for more; else “”."""

EXCERPT = 180  # signs of a text that are shown around the words that were looked for
LEAD = 50  # signs before the first of them, at most
LOOKED_THROUGH = 6_000  # signs of a text; an excerpt from further down helps nobody

MINE = 1.4  # how much better the scripts for one's own roles fit than others
LINE = 3.0  # how much what can be said at once is preferred, and kinds of documents, to others that fit as well
_OF_KIND = {"module": 1.2, "scenario": 0.8}
LATER = 0.99  # how much less each further part of a document is preferred
STARTS_WITH = "script"  # the kind that is shown before anything is typed
_QUOTES = tuple('“"„«‘‚「')
FROM_ONE_DOCUMENT = 3  # answers, before those of other documents have their turn


def weight_of(kind: str, *, answers: bool, place: int) -> float:
    """How much a part is preferred to others that fit as well: what can be said at once comes first, and of one
    document what stands further up. `place` counts its parts from 0."""
    return (LINE if answers else _OF_KIND.get(kind, 1.0)) * LATER**place


def taking_turns(ranked: Iterable[tuple[int, int, str]]) -> list[int]:
    """Ids of entries out of (id, document, answer), the best first; the same answer of a document only once.

    Many answers of one document wait behind those of others.
    """
    seen: dict[int, int] = {}
    said: set[tuple[int, str]] = set()
    first: list[int] = []
    later: list[int] = []
    for entry, document, answer in ranked:
        if answer and (document, answer) in said:
            continue
        said.add((document, answer))
        seen[document] = seen.get(document, 0) + 1
        (first if seen[document] <= FROM_ONE_DOCUMENT else later).append(entry)
    return first + later


def in_quotes(said: Sequence[Sequence[str]]) -> list[Piece]:
    """What to say in quotation marks, unless its author has typed some."""
    pieces = [(sort, text) for sort, text in said]
    return pieces if pieces[0][1][:1] in _QUOTES else [("", "“"), *pieces, ("", "”")]


def marked(text: str, question: Question) -> list[Piece]:
    """A text with the words that were looked for."""
    text = plain(text)
    return _pieces(text, _spans(text, question), 0, len(text))


def excerpt(text: str, question: Question) -> list[Piece]:
    """The part of a text in which most of the words stand that were looked for; its beginning when none does."""
    text = " ".join(plain(text[:LOOKED_THROUGH]).split())
    if len(text) <= EXCERPT:
        return marked(text, question)
    spans = _spans(text, question)
    first = max(spans, key=lambda span: (_in_sight(spans, span[0]), -span[0]))[0] if spans else 0
    start = _beginning(text, first)
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        end = max(text.rfind(" ", first + 1, end + 1), start + EXCERPT // 2)
    pieces = _pieces(text, spans, start, end)
    return [*([("cut", "… ")] if start else []), *pieces, *([("cut", " …")] if end < len(text) else [])]


def _in_sight(spans: Sequence[tuple[int, int, int]], start: int) -> int:
    """How many different words would be seen together when the excerpt begins here."""
    return len({term for place, _end, term in spans if start <= place < start + EXCERPT - LEAD})


def _beginning(text: str, first: int) -> int:
    """Where an excerpt begins that shows this place: at its sentence if that is near, else at a word."""
    if first <= LEAD:
        return 0
    near = text[first - LEAD : first]
    sentence = max(near.rfind(end) for end in (". ", "? ", "! ", ": "))
    return first - LEAD + (sentence + 2 if sentence >= 0 else near.find(" ") + 1)


def _pieces(text: str, spans: Iterable[tuple[int, int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for first, last, _term in spans:
        if first >= place and last <= end:
            if first > place:
                pieces.append(("", text[place:first]))
            pieces.append(("mark", text[first:last]))
            place = last
    if place < end:
        pieces.append(("", text[place:end]))
    return pieces


def _spans(text: str, question: Question) -> list[tuple[int, int, int]]:
    """(first sign, behind the last, which term) of each word that was looked for, in order, the longest first."""
    folded = aligned(text)
    found = {
        (*span, number)
        for number, term in enumerate(question.terms)
        for form in forms_of(term)
        for span in _places(folded, form)
    }
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _places(folded: str, form: Form) -> Iterable[tuple[int, int]]:
    word = "".join(form.run)
    start = -1
    for _place in count():
        start = folded.find(word, start + 1)
        if start < 0:
            return
        end = start + len(word)
        if len(form.run) == 1:
            if start and folded[start - 1].isalnum():
                continue
            whole = end
            while whole < len(folded) and folded[whole].isalnum():
                whole += 1
            if whole > end and not form.begins:
                continue
            end = whole
        yield start, end
