"""The page about the ledger names every kind of fact and what it says, and nothing else."""

import ast
import re

import pytest
from sqlalchemy import text

from tests.moment import NOW
from tests.structure.facts import Source, Unreadable, facts, facts_of
from training.config import ROOT
from training.core import ledger
from training.core.db import Database

PAGE = ROOT / "docs" / "ledger.md"
ROW = re.compile(r"^\| `(?P<kind>[a-z]+(?:\.[a-z-]+)?)` \|(?P<happened>[^|]*)\|(?P<payload>[^|]*)\|$", re.MULTILINE)
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)


def documented() -> dict[str, str]:
    """The payload in the table of each kind."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) == len({kind for kind, _happened, _payload in rows}), "A kind has two rows."
    return {kind: payload for kind, _happened, payload in rows}


def test_every_kind_of_fact_has_a_row_and_every_row_a_fact() -> None:
    written = {fact.kind: fact.where for fact in facts()}
    missing = [f"{where}: “{kind}” has no row in docs/ledger.md" for kind, where in written.items()]
    assert [line for line, kind in zip(missing, written, strict=True) if kind not in documented()] == []
    assert sorted(documented().keys() - written.keys()) == [], "Nothing writes these kinds."


def test_every_row_names_what_its_fact_says() -> None:
    rows = documented()
    missing = [
        f"{fact.where}: “{key}” of {fact.kind} is not in docs/ledger.md"
        for fact in facts()
        if "training/demo" not in fact.where  # it may know more than was ever written down
        for key in sorted(fact.keys)
        if f"`{key}`" not in rows.get(fact.kind, "")
    ]
    assert missing == []


def test_the_page_asks_the_database_what_it_can_answer(database: Database) -> None:
    statements = SQL.findall(PAGE.read_text(encoding="utf-8"))
    assert len(statements) == 2
    with database.writing() as db:
        ledger.record(db, "test.fact", at=NOW, actor_id=None, tell=False)
        ledger.seal(db)
    with database.reading() as db:
        head = ledger.head(db)
        assert db.execute(text(statements[0])).all() == [(head.position, head.seal)]
        assert db.execute(text(statements[1].replace("4711", "1"))).scalar_one() == head.seal


def module(code: str) -> Source:
    return Source(ROOT / "training" / "planted.py", ast.parse(code))


@pytest.mark.parametrize(
    ("code", "kinds", "keys"),
    [
        ('def f(): ledger.record(db, "broom.bought", payload={"price": 3})', {"broom.bought"}, {"price"}),
        ('def f(): ledger.record(db, "a.b" if new else "a.c")', {"a.b", "a.c"}, set()),
        ('KIND = "a.b"\ndef f(): ledger.record(db, KIND)', {"a.b"}, set()),
        ('def f():\n  kind, said = "a.b", {"x": 1}\n  ledger.record(db, kind, payload=said)', {"a.b"}, {"x"}),
        ('FACTS = {1: "a.b", 2: "a.c"}\ndef f(n): ledger.record(db, FACTS[n])', {"a.b", "a.c"}, set()),
        (
            'def note(kind): ledger.record(db, kind)\ndef f(): note("a.b")\ndef g(): note(kind="a.c")',
            {"a.b", "a.c"},
            set(),
        ),
        (
            "from training.core.ledger import Fact\n"
            'def f(): yield Fact("a.b", 1, {"x": 1, **said()})\n'
            'def said(): return {"y": 2}',
            {"a.b"},
            {"x", "y"},
        ),
        (
            "from training.people.roster.facts import IMPORTED\ndef f(): ledger.record(db, IMPORTED)",
            {"roster.imported"},
            set(),
        ),
        ('def f():\n  def say(kind): ledger.record(db, kind)\n  say("a.b")', {"a.b"}, set()),
        ('def f(): journal.record(db, "a.b")', set(), set()),
    ],
)
def test_the_search_for_facts_finds_them(code: str, kinds: set[str], keys: set[str]) -> None:
    found = list(facts_of(module(code)))
    assert {fact.kind for fact in found} == kinds
    assert {key for fact in found for key in fact.keys} == keys


def test_a_kind_that_cannot_be_told_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match=r"training/planted\.py:1: prefix \+ 'done'"):
        list(facts_of(module("def f(): ledger.record(db, prefix + 'done')")))
