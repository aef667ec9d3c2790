"""Requirements to be refreshed, to draw from, for the tests of plans."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from training.refreshers.rules_known import Block, Changed, Item
from training.refreshers.rules_subject import Scope, Subject

TODAY = date(2026, 3, 12)
PROVEN = TODAY - timedelta(days=345)
CHANGE = Changed(3, date(2026, 2, 2))
SKILLS = ("listening", "promises", "returns")
MODULE, BANK, SCRIPT = 11, 12, 13  # versions


def block(name: str = "pick-up", minutes: int = 4, *skills: str, changed: Changed | None = None) -> Block:
    return Block(name, name.capitalize(), minutes, skills or ("listening",), changed)


def item(name: str, *skills: str, block: str = "", version: int = BANK, recall: float | None = 0.95) -> Item:
    version = MODULE if block else version
    return Item(version, name, options=("a", "b", "c"), skills=skills or ("listening",), block=block, recall=recall)


def module(*blocks: Block, items: tuple[Item, ...] = (), scope: Scope = Scope.RENEW, core: bool = False) -> Subject:
    return Subject(
        requirement="read",
        kind="module",
        document_id=1,
        version_id=MODULE,
        number=3,
        slug="calls",
        title="Calls",
        minutes=sum(one.minutes for one in blocks),
        scope=scope,
        core=core,
        proven_on=PROVEN,
        until=TODAY + timedelta(days=20),
        blocks=blocks,
        items=items,
    )


def quiz(*items: Item, count: int = 10, minutes: int = 10, core: bool = False) -> Subject:
    return Subject(
        requirement="prove",
        kind="quiz",
        document_id=2,
        version_id=22,
        number=1,
        slug="calls",
        title="Calls, the quiz",
        minutes=minutes,
        scope=Scope.RENEW,
        core=core,
        proven_on=PROVEN,
        items=items,
        full_count=count,
    )


RECALLS = st.none() | st.sampled_from([0.3, 0.6, 0.79, 0.8, 0.9, 0.99])
SOME_SKILLS = st.lists(st.sampled_from(SKILLS), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def modules(draw: st.DrawFn) -> Subject:
    """A module with questions of its own, some blocks changed, some answers wrong, and some never given."""
    names = [f"block-{number}" for number in range(draw(st.integers(1, 6)))]
    blocks = tuple(
        Block(name, name, draw(st.integers(1, 7)), draw(SOME_SKILLS), draw(st.none() | st.none() | st.just(CHANGE)))
        for name in names
    )
    items = tuple(
        Item(
            MODULE,
            f"{one.id}-{number}",
            skills=one.skills,
            block=one.id,
            recall=draw(RECALLS),
            failed_on=draw(st.none() | st.none() | st.just(PROVEN)),
        )
        for one in blocks
        for number in range(draw(st.integers(0, 2)))
    )
    return replace(module(*blocks, items=items), core=draw(st.sampled_from([False, False, True])))


@st.composite
def quizzes(draw: st.DrawFn) -> Subject:
    items = tuple(
        Item(
            BANK,
            f"question-{number}",
            options=("a", "b"),
            skills=draw(SOME_SKILLS),
            recall=draw(RECALLS),
            must=number < 2 and draw(st.booleans()),
            failed_on=draw(st.none() | st.none() | st.just(PROVEN)),
        )
        for number in range(draw(st.integers(1, 14)))
    )
    return replace(quiz(*items, count=draw(st.integers(1, len(items)))), minutes=draw(st.integers(1, 12)))
