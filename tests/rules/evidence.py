"""Evidence, documents and programmes to draw from, for the tests of standings."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from training.certification.rules import Break, Change, Evidence, Leave, Programme, Requirement, Target, Term
from training.certification.rules_dates import Validity
from training.content.durations import Duration

START = date(2026, 3, 2)
MODULE, QUIZ = 1, 2
YEAR = Validity(months=12)
READ = Requirement("calls", "module", MODULE, Duration(14, "days"))
TEST = Requirement("calls-quiz", "quiz", QUIZ, Duration(30, "days"))
PROGRAMME = 9
CALLS = Programme(YEAR, (READ, TEST), document=PROGRAMME)

SOME_DAYS = st.dates(min_value=START - timedelta(days=500), max_value=START + timedelta(days=1200))
VALIDITIES = st.sampled_from(
    [
        Validity(),
        YEAR,
        Validity(months=1),
        Validity(days=30),
        Validity(days=400),
        Validity(months=12, window=60, grace=20),
        Validity(days=90, grace=14),
        Validity(months=12, ends_on=(3, 31)),
        Validity(months=24, ends_on=(2, 28), window=45, grace=30),
    ]
)
LEAVES = st.lists(st.tuples(SOME_DAYS, st.none() | st.integers(0, 120)), max_size=3).map(
    lambda drawn: [Leave(on, None if days is None else on + timedelta(days=days)) for on, days in drawn]
)


def fact(number: int, kind: str, on: date, *, version: int = 1, score: float | None = None) -> Evidence:
    """A fact at ten in the morning; a later number is later on the same day."""
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC) + timedelta(seconds=number)
    if kind == "extended":
        return Evidence(number, kind, PROGRAMME, version, on, at, until=on + timedelta(days=40))
    target = QUIZ if kind.startswith("quiz.") else MODULE
    return Evidence(number, kind, target, version, on, at, score)


def histories(*kinds: str, least: int = 0, most: int = 12) -> st.SearchStrategy[list[Evidence]]:
    """Facts of these kinds in the order of their days, numbered from 1."""
    one = st.tuples(SOME_DAYS, st.sampled_from(kinds), st.integers(1, 4))

    def numbered(drawn: list[tuple[date, str, int]]) -> list[Evidence]:
        return [fact(number, kind, on, version=version) for number, (on, kind, version) in enumerate(sorted(drawn), 1)]

    return st.lists(one, min_size=least, max_size=most).map(numbered)


def _target(days: list[date]) -> Target:
    return Target(tuple(Change(number, on) for number, on in enumerate(sorted(days), 2)))


def _term(drawn: tuple[date, Validity, int, int | None]) -> Term:
    issued_on, validity, periods, ended_after = drawn
    breaks = () if ended_after is None else (withdrawn(issued_on + timedelta(days=ended_after)),)
    return Term(issued_on, issued_on, periods, validity.last_day(issued_on, periods), breaks)


def withdrawn(on: date, restored_on: date | None = None) -> Break:
    """A certificate withdrawn at noon of a day."""
    return Break(on, datetime(on.year, on.month, on.day, 12, tzinfo=UTC), restored_on)


TARGETS = st.lists(SOME_DAYS, max_size=3).map(_target)
TERMS = st.none() | st.tuples(SOME_DAYS, VALIDITIES, st.integers(1, 3), st.none() | st.integers(0, 400)).map(_term)
