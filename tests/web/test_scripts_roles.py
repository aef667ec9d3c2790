"""Roles that a document names and nobody can hold: a problem where it is published, a warning where files come in."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from tests.counter import SCRIPT, put_script
from tests.house import House
from tests.shelf import PROGRAMME, put, put_module, put_quiz
from training.app import create_app
from training.config import Settings
from training.content.cli import content
from training.content.models import Document
from training.core.db import Database
from training.core.permissions import PermissionSet
from training.core.problems import Problems


@pytest.fixture
def house(house: House) -> House:
    """There are counter staff and shop managers, and no phone agents."""
    for name in ("Counter staff", "Shop manager"):
        house.role(house.person("Nora Brandt"), name)
    return house


def test_publishing_names_the_role_with_its_line_and_what_was_meant(house: House) -> None:
    with pytest.raises(Problems) as caught:
        put_script(house.app, SCRIPT.replace("[counter-staff, phone-agent]", "[counter-staf]"))
    (problem,) = caught.value.problems
    assert str(problem) == (
        "content/scripts/a-refund.yaml:3: There is no role “counter-staf”. Did you mean “counter-staff”?"
    )


def test_where_nothing_is_alike_the_roles_to_choose_from_are_listed(house: House) -> None:
    with pytest.raises(Problems, match=r"Choose one of: counter-staff, shop-manager\."):
        put_script(house.app)


def test_programmes_name_roles_too(house: House) -> None:
    put_module(house.app)
    put_quiz(house.app)
    with pytest.raises(Problems, match=r"telephone\.yaml:3: There is no role “barista”"):
        put(house.app, "programme", "telephone", PROGRAMME.replace("counter-staff", "barista"))


def test_programmes_name_teams_that_have_to_be_there(house: House) -> None:
    put_module(house.app)
    put_quiz(house.app)
    named = PROGRAMME.replace("roles: [counter-staff]", "teams: [Juniper and Vale]")
    with pytest.raises(Problems, match=r"There is no team “Juniper and Vale”\. Did you mean “Juniper & Vale”\?"):
        put(house.app, "programme", "telephone", named)


def test_the_editor_says_so_before_anything_is_published(house: House) -> None:
    author = house.browser(house.someone_with(PermissionSet.AUTHOR))
    author.post("/documents/new", data={"kind": "script", "slug": "a-refund"})
    address = "/documents/script/a-refund/edit"
    author.post(address, data={"source": SCRIPT, "revision": "1", "base": "", "then": "publish"})
    page = author.get(address).text
    assert "There is no role “phone-agent”." in page
    assert author.get("/scripts/a-refund").status_code == 404


def write(root: Path, text: str) -> None:
    (root / "content" / "scripts").mkdir(parents=True)
    (root / "content" / "scripts" / "a-refund.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize("command", ["check", "sync"])
def test_in_files_it_is_a_warning_and_stops_nothing(
    app: Flask, house: House, tmp_path: Path, database: Database, command: str
) -> None:
    write(tmp_path, SCRIPT)
    with app.app_context():
        result = CliRunner().invoke(content, [command, "--library", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "warning: content/scripts/a-refund.yaml:3: There is no role “phone-agent”." in result.output
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Document)) == (1 if command == "sync" else 0)


def test_a_site_without_roles_is_told_nothing(app: Flask, tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)
    with app.app_context():
        result = CliRunner().invoke(content, ["check", "--library", str(tmp_path)])
    assert "no role" not in result.output
    put_script(app)


def test_files_can_be_checked_where_there_are_no_tables_yet(tmp_path: Path) -> None:
    write(tmp_path, SCRIPT)
    bare = create_app(Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, "k" * 40))
    with bare.app_context():
        result = CliRunner().invoke(content, ["check", "--library", str(tmp_path)])
    bare.extensions["database"].close()
    assert result.exit_code == 0, result.output
    assert "1 documents" in result.output
