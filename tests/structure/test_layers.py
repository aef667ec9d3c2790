"""The contracts about imports hold, and bite: a planted violation of each is found."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from training.config import ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 -- our own gate
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be spoiled."""
    shutil.copytree(ROOT / "training", tmp_path / "training", ignore=shutil.ignore_patterns("__pycache__", "templates"))
    (tmp_path / "tests" / "structure").mkdir(parents=True)
    for folder in ("tests", "tests/structure"):
        (tmp_path / folder / "__init__.py").touch()
    shutil.copy(ROOT / "tests" / "structure" / "contracts.py", tmp_path / "tests" / "structure")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold_and_each_bites_when_it_is_broken(copy: Path) -> None:
    clean = lint(copy)
    assert clean.returncode == 0, clean.stdout + clean.stderr
    planted = {
        "people/queries.py": "import training.quizzes.models",
        "content/models.py": "import training.content.views",
        "certification/rules_dates.py": "import sqlalchemy",
    }
    for name, line in planted.items():
        path = copy / "training" / name
        path.write_text(f"{path.read_text()}\n{line}  # planted\n")
    found = lint(copy)
    assert found.returncode == 1
    text = " ".join(found.stdout.split())
    assert "training.people is not allowed to import training.quizzes" in text
    assert "training.content.models imports training.content.views" in text
    assert "training.certification.rules_dates → sqlalchemy" in text


def test_every_part_of_the_package_has_its_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = {name.strip(" ") for layer in contracts[0]["layers"] for name in layer.replace("|", ":").split(":")}
    package = ROOT / "training"
    present = {path.parent.name for path in package.glob("*/__init__.py")} | {
        path.stem for path in package.glob("*.py")
    }
    without = {"__init__", "migrations"}  # migrations are scripts that alembic runs
    assert {f"training.{name}" for name in present - without} == listed


def test_every_domain_has_its_inner_order_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    domains = {f"training.{path.parent.name}" for path in (ROOT / "training").glob("*/views.py")}
    assert domains <= set(contracts[1]["domains"])
