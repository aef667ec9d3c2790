"""What an operator can set and say is written down."""

import click
import pytest

from training.cli import training
from training.config import PREFIX, ROOT, SETTINGS

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def commands(group: click.Group, before: str = "training") -> list[str]:
    """Every command as it is typed, without groups."""
    found: list[str] = []
    for name, command in sorted(group.commands.items()):
        words = f"{before} {name}"
        found += commands(command, words) if isinstance(command, click.Group) else [] if command.hidden else [words]
    return found


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_written_down(name: str) -> None:
    assert f"| `{PREFIX}{name}` |" in OPERATING


@pytest.mark.parametrize("words", commands(training))
def test_every_command_is_written_down(words: str) -> None:
    assert f"| `{words}" in OPERATING


def test_the_two_commands_of_the_first_screen_exist() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for name in ("serve", "test"):
        assert f"make {name}" in readme
        assert f"\n{name}:" in makefile
    assert len(readme.splitlines()) <= 50
