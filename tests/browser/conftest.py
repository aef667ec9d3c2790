"""A real Chromium and a running site. Any message of the browser's console fails the test: scripts and the content
security policy have to be quiet on every page."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import make_server

from tests.house import House
from tests.moment import NOW
from tests.shared import share_templates
from training.app import create_app
from training.config import Settings
from training.core.clock import FixedClock

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium. Without it these tests fail: a missing browser is not a reason to look away."""
    assert Path(CHROMIUM).exists(), f"Install Chromium (apt-get install chromium) or set CHROMIUM: {CHROMIUM}"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
    yield browser
    browser.close()


@dataclass
class RunningSite:
    """A site that listens on this machine. Its clock stands still unless a test moves it."""

    app: Flask
    house: House
    url: str
    clock: FixedClock


@pytest.fixture
def running(tmp_path: Path, sqlite_file: Path, compiled_templates: Path) -> Iterator[RunningSite]:
    """A site with an invented company, on SQLite; what depends on the database is tested on both kinds elsewhere."""
    shutil.copy(sqlite_file, tmp_path / "training.db")
    clock = FixedClock(NOW)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'training.db'}", data_dir=tmp_path, secret_key="k" * 40, timezone="UTC"
    )
    app = create_app(settings, clock=clock)
    share_templates(app, compiled_templates)
    yield from listening(app, House(app), clock)


def listening(app: Flask, house: House, clock: FixedClock) -> Iterator[RunningSite]:
    """A site while it listens; it is closed afterwards."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield RunningSite(app, house, f"http://127.0.0.1:{server.server_port}", clock)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["database"].close()


@dataclass
class Visitor:
    """Somebody with a browser: `page` is open, `complaints` is what the browser's console said."""

    page: Page
    context: BrowserContext
    site: RunningSite
    complaints: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.site.url + path)
        return self.page

    def sign_in_as(self, person: int) -> None:
        """Be that person, without the sign-in page."""
        client: FlaskClient = self.site.house.browser(person)
        cookie = client.get_cookie("visit")
        assert cookie is not None
        self.context.add_cookies([{"name": "visit", "value": cookie.value, "url": self.site.url}])

    def overflows(self) -> bool:
        """Whether the page is wider than the screen, once it is there."""
        self.page.wait_for_load_state()
        wider: bool = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        return wider


def is_complaint(kind: str, text: str) -> bool:
    """Whether the console says something that should not be: a form sent back with its problems (422) may be noted."""
    return kind in {"error", "warning"} and "the server responded with a status of 422" not in text


@pytest.fixture
def visitor(chromium: Browser, running: RunningSite) -> Iterator[Visitor]:
    """A visitor with a phone."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/Dublin")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    visitor = Visitor(page, context, running, complaints)
    yield visitor
    context.close()
    assert visitor.complaints == []
