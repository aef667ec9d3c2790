"""Habits that a reader could miss and a test cannot."""

import ast
from pathlib import Path

import pytest

from training.config import ROOT

PACKAGE = ROOT / "training"
# Only these may end a transaction: the unit of work of a request, of a job, and of a command.
MAY_COMMIT = {"core/db.py", "core/web.py"}


def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def calls(path: Path) -> set[str]:
    """The names of the methods and functions that a file calls."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            found.add(function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", ""))
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nobody_commits_outside_the_unit_of_work(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) not in MAY_COMMIT:
        assert "commit" not in calls(path)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_clock_asks_the_machine_for_the_time(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) != "core/clock.py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = [
            f"{node.func.value.id}.{node.func.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and (node.func.value.id, node.func.attr)
            in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
        ]
        assert asked == []


def test_no_module_is_an_attic() -> None:
    names = {path.stem for path in sources()}
    assert names.isdisjoint({"utils", "util", "helpers", "common", "misc", "manager"})


def test_no_template_carries_style_or_script_of_its_own() -> None:
    for path in (PACKAGE / "templates").rglob("*.html"):
        if path.parent.name == "mail":
            continue  # mail programs know no style sheets
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert " onclick" not in text, path
