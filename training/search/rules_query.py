"""What somebody typed, as words to look for, and these words in the languages of both databases.

Every word that reaches a database consists of folded letters and digits: nothing in it can be meant as a command.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from training.search.rules_folding import Run, runs_of

LONGEST = 200  # signs of a question
MOST_TERMS = 8  # words of a question that are looked for; the sense is in the first ones
SHORTEST_BEGINNING = 3  # letters from which on a word stands for all that begin with it
SHORTEST_STEM = 3
LONGEST_SHORT = 5  # letters of a word that is preferred to longer ones with the same beginning

# The frame of a question and what holds sentences together, folded. “No” and “without” are not among them.
_WORDS = """
    a about am an and any are as at be been being but by can could d did do does doing dont for from had has have he
    her hers him his how i if ill im in into is it its ive just let lets like ll me mine my of on or our re s shall
    she should so some such t tell than that thats the their theirs them then there these they theyre this those to
    us ve very was we were what whats when where which while who whom why will with would you youre your
    say says saying said
    als am auf bei bin bist das dass dem den der des die du ein eine einem einen einer es fur habe haben hat ich ihr
    im ist man mein meine mich mir mit oder sage sagen sagt sich sie sind soll um und uns vom von wann war warum was
    weil wenn wer wie will wir wird wo zu zum zur
"""
_STOP = frozenset(_WORDS.split())


@dataclass(frozen=True)
class Term:
    """A word to look for, or signs that have to follow each other. With `begins` longer words will do as well.

    `stem` is what its other forms begin with: “refund” for “refunds”.
    """

    run: Run
    begins: bool = False
    stem: str = ""

    @property
    def word(self) -> str:
        """The word; empty when it is several signs."""
        return self.run[0] if len(self.run) == 1 else ""


@dataclass(frozen=True)
class Form:
    """One way in which a term may stand in a text."""

    run: Run
    begins: bool = False


@dataclass(frozen=True)
class Question:
    """What is looked for, in the order in which it was typed."""

    terms: tuple[Term, ...] = ()

    def with_words(self, better: Mapping[str, str]) -> "Question":
        """The same with some words in place of others."""
        terms = (term_of((better[term.word],)) if term.word in better else term for term in self.terms)
        return replace(self, terms=tuple(terms))


def question_of(text: str) -> Question:
    """The words of a question that say what it is about. When none of them does, all of them are looked for."""
    runs = list(dict.fromkeys(runs_of(text[:LONGEST])))
    telling = [run for run in runs if len(run) > 1 or run[0] not in _STOP] or runs
    telling = telling[:MOST_TERMS]
    return Question(tuple(term_of(run, last=run is telling[-1]) for run in telling))


def term_of(run: Run, *, last: bool = False) -> Term:
    """A run as a term. The last one is perhaps not typed to its end yet, so two letters of it are a beginning."""
    if len(run) > 1:
        return Term(run)
    word = run[0]
    begins = len(word) >= (2 if last else SHORTEST_BEGINNING) and not word.isdigit()
    return Term(run, begins, stem_of(word))


def stem_of(word: str) -> str:
    """What other English forms of a word begin with; empty when that is the word itself, or too short to say much."""
    if not word.isascii() or word.endswith("ss"):
        return ""
    stem = word
    if word.endswith("ies"):
        stem = word.removesuffix("ies") + "y"
    elif word.endswith(("xes", "ses", "zes", "ches", "shes")):
        stem = word.removesuffix("es")
    elif word.endswith("s"):
        stem = word.removesuffix("s")
    elif word.endswith(("ing", "ed")):
        stem = word.removesuffix("ing").removesuffix("ed")
        if len(stem) > SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in "lsz":
            stem = stem[:-1]  # “stopped”, “shopping”
    return stem if stem != word and len(stem) >= SHORTEST_STEM else ""


def forms_of(term: Term, *, twice: bool = True) -> tuple[Form, ...]:
    """The forms of a term. One that others begin with stands there twice when it is short, so that it ranks higher:
    “car” before “care”. Of a long one hardly anything else begins, and each form costs time; so does the second one
    where nothing is ranked (`twice` false).
    """
    if not term.begins:
        return (Form(term.run),)
    whole = [Form(term.run)] if twice and len(term.word) <= LONGEST_SHORT else []
    longer = [] if term.stem and term.word.startswith(term.stem) else [Form(term.run, begins=True)]
    others = [Form((term.stem,), begins=True)] if term.stem else []
    return (*whole, *longer, *others)


def for_sqlite(terms: Iterable[Term], *, every: bool = True) -> str:
    """An expression of FTS5 that asks for all of the terms, or for any of them."""
    return (" AND " if every else " OR ").join(_joined(map(_fts5, forms_of(term)), " OR ") for term in terms)


def for_postgresql(terms: Iterable[Term], *, every: bool = True, ranks: bool = False) -> str:
    """The same as a tsquery, to find what fits or, with `ranks`, to say how well."""
    forms = (forms_of(term, twice=ranks) for term in terms)
    return (" & " if every else " | ").join(_joined(map(_tsquery, those), " | ") for those in forms)


def _joined(parts: Iterable[str], between: str) -> str:
    return f"({between.join(parts)})"


def _fts5(form: Form) -> str:
    return f'"{" ".join(form.run)}"' + (" *" if form.begins else "")


def _tsquery(form: Form) -> str:
    words = [f"'{word}'" + (":*" if form.begins else "") for word in form.run]
    return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"


def rarest(
    terms: Sequence[Term], frequency: Sequence[int], *, alone: int, besides: int
) -> tuple[list[Term], list[Term]]:
    """Terms that stand in few documents, `alone` of them together, and others that stand in `besides` at most.

    `frequency` says in how many documents each term stands. The rarest is always among the first.
    """
    order = sorted(range(len(terms)), key=lambda place: frequency[place])
    few: list[Term] = []
    others: list[Term] = []
    sum_of_few = 0
    for place in order:
        sum_of_few += frequency[place]
        if not few or sum_of_few <= alone:
            few.append(terms[place])
        elif frequency[place] <= besides:
            others.append(terms[place])
    return few, others
