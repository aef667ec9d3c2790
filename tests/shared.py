"""What a thousand applications of one run need not work out each for itself: compiled addresses and templates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule


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


def share_templates(app: Flask, folder: Path) -> None:
    """Let an application take what another one of this run has made of a template."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))
