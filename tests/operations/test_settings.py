"""Settings: read once, checked as a whole, and said to be wrong in sentences."""

import os
from pathlib import Path

import pytest
from flask import Flask, request

from training.app import create_app
from training.config import PREFIX, SETTINGS, Settings, read_settings
from training.core import web
from training.core.problems import Problems


def read(tmp_path: Path, **values: str) -> Settings:
    return read_settings(
        {f"{PREFIX}DATA_DIR": str(tmp_path / "data"), **{f"{PREFIX}{k}": v for k, v in values.items()}}
    )


def test_nothing_need_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/data/training.db"
    assert settings.secret_key == (tmp_path / "data" / "secret.key").read_text()
    assert settings == read(tmp_path)
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("DATABASE_URL", "mysql://host/db"),
        ("DATA_DIR", "/dev/null/data"),
        ("SECRET_KEY", "short"),
        ("BASE_URL", "training.example.com"),
        ("MAIL_URL", "http://user:hidden@host"),
        ("TIMEZONE", "../../etc/passwd"),
        ("PROXIES", "one"),
        ("REMINDERS", "18-8"),
        ("METRICS", "yes"),
        ("COLOUR", "red"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy_and_no_secret(tmp_path: Path, name: str, wrong: str) -> None:
    with pytest.raises(Problems) as refused:
        read(tmp_path, **{name: wrong})
    (problem,) = refused.value.problems
    assert problem.where == f"{PREFIX}{name}"
    assert problem.remedy
    assert "hidden" not in str(problem)


def test_every_setting_has_a_wrong_value_above() -> None:
    marks = test_a_wrong_setting_is_named_with_its_remedy_and_no_secret.pytestmark  # type: ignore[attr-defined] # pytest's
    assert {name for name, _wrong in marks[0].args[1]} == {*SETTINGS, "COLOUR"}


def test_a_key_that_lost_its_content_is_not_used(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "data" / "secret.key").write_text("")
    with pytest.raises(Problems, match="too short"):
        read(tmp_path)


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_the_address_of_a_visitor_comes_from_our_own_proxies_only(tmp_path: Path, proxies: int, address: str) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, "k" * 40, proxies=proxies)
    app: Flask = create_app(settings)

    @app.get("/whence")
    @web.public
    def whence() -> str:
        return request.remote_addr or ""

    app.before_request_funcs[None] = []  # no gate and no database: this is about the address alone
    headers = {"X-Forwarded-For": "192.0.2.1, 198.51.100.7, 203.0.113.9"}
    assert app.test_client().get("/whence", headers=headers).text == address
    app.extensions["database"].close()


def test_settings_come_from_nowhere_else(tmp_path: Path) -> None:
    assert not any(name.startswith(PREFIX) for name in os.environ), (
        "The tests' own environment sets the site's settings."
    )
