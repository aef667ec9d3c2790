"""What a thousand applications of one run need not work out each for itself: compiled addresses, templates, SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Dialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from training.core.db import Database


@contextmanager
def addresses_compiled_once() -> Iterator[None]:
    """Werkzeug writes and compiles two functions for each address of each application; here the same two serve all.

    They take the rule as their first argument and hold nothing of it but the pieces that the key is made of.
    """
    known: dict[Any, Callable[..., tuple[str, str]]] = {}
    compiled = Rule._compile_builder

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compiled(rule, append_unknown)
        key = (tuple(rule._trace), append_unknown)
        if key not in known:
            known[key] = compiled(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", remembered)
        yield


_DIALECTS: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}


def share_statements(database: Database) -> None:
    """Let a database take what another one of its kind and of this run has made of a query.

    SQLAlchemy keeps compiled statements by dialect and engine, so these engines are given those of the first one.
    """
    if database.engine.name not in _DIALECTS:
        with database.engine.connect():
            pass  # it learns what its server can do when it first connects
        _DIALECTS[database.engine.name] = database.engine.dialect, LRUCache(5_000)
    dialect, compiled = _DIALECTS[database.engine.name]
    for engine in (database.engine, database._writer):
        engine.dialect, engine._compiled_cache = dialect, compiled
    database.engine.pool._dialect = dialect


def share_templates(app: Flask, folder: Path) -> None:
    """Let an application take what another one of this run has made of a template."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
