"""Ground for every test: a fresh database of each kind, an application with a fixed clock, and people to act."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.databases import PostgresServer, sqlite_template
from tests.house import House
from tests.moment import NOW
from tests.shared import addresses_compiled_once, share_statements, share_templates
from training.app import create_app
from training.config import Settings
from training.core.clock import FixedClock
from training.core.db import Database

# A test that is slow once, because another process wants the machine, is not wrong.
hypothesis.settings.register_profile("calm", deadline=None, max_examples=50)
hypothesis.settings.load_profile("calm")

KEY = "a key for tests, long enough to be taken"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run: TEST_DATABASE_URL, or one of its own."""
    # Not in pytest's folder: that is closed to the user under whom the server runs whenever another run begins.
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        server = PostgresServer.start(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with every table, to be copied by each test."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite") / "template.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with every table; a test that uses it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "training.db"
        shutil.copy(request.getfixturevalue("sqlite_file"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh_database() as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path, secret_key=KEY, timezone="Europe/Dublin")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    with addresses_compiled_once():
        yield


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def app(settings: Settings, clock: FixedClock, compiled_templates: Path) -> Iterator[Flask]:
    """The application on a fresh database. A failing view fails the test instead of showing the calm page."""
    app = create_app(settings, clock=clock)
    share_templates(app, compiled_templates)
    share_statements(app.extensions["database"])
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.before_request_funcs[None].insert(0, forget_the_last_request)
    yield app
    app.extensions["database"].close()


def forget_the_last_request() -> None:
    """A test that stays in an application context lends it to each request: nobody may be found signed in there."""
    for name in list(g):
        g.pop(name)


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def db(app: Flask, database: Database) -> Iterator[Session]:
    """A session for setting rows up and looking at them. Commit before a request is made: SQLite has one writer."""
    with app.app_context(), database.reading_session() as session:
        yield session


@pytest.fixture
def house(app: Flask) -> House:
    """An invented company, set up, with one team and nobody in it."""
    return House(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is signed out."""
    return app.test_client()


@dataclass
class Statements:
    """The SQL that ran, in order."""

    texts: list[str]

    def __len__(self) -> int:
        return len(self.texts)


@pytest.fixture
def statements(database: Database) -> Any:
    """`with statements() as seen:` collects the SQL of a block, without the words that begin a transaction."""

    @contextmanager
    def collecting() -> Iterator[Statements]:
        seen = Statements([])

        def note(_c: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            if not text.startswith("BEGIN"):
                seen.texts.append(text)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return collecting
