"""What a browser fetches for a page that it has never seen: requests and bytes on the wire, headers included.

python -m bench.cold DATA_DIR   (a data directory that bench.pages has filled on SQLite; needs Chromium)
"""

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench import databases
from bench.client import HOST
from bench.learners import Learner, Sitting, signed_in
from bench.pages import free_port
from bench.seed import fill
from bench.site import running

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PATIENCE = 1_000  # milliseconds after the page has loaded, in which scripts fetch other scripts
LEARNER = 3_003  # has things to do


@dataclass
class Visit:
    """Everything that was fetched: the address and the size of each."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def fetched(self) -> list[tuple[str, int]]:
        return [(self.addresses[key].split("/", 3)[-1], size) for key, size in self.sizes.items()]

    def row(self, name: str) -> str:
        beside = [(path, size) for path, size in self.fetched() if ".woff2" not in path]
        fonts = sum(size for path, size in self.fetched() if ".woff2" in path)
        parts = ", ".join(f"{Path(path).name if Path(path).suffix else 'page'} {size:,}" for path, size in beside)
        return f"| {name} | {len(beside)} | {sum(size for _path, size in beside):,} | {fonts:,} | {parts} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    data_dir = parser.parse_args().data_dir.resolve()
    databases.forget_settings()
    port = free_port()
    environ = {"TRAINING_DATA_DIR": str(data_dir), "TRAINING_BASE_URL": f"http://{HOST}:{port}"}
    fill(environ)
    with running(environ, port=port), sync_playwright() as playwright:
        learner = signed_in(port, [LEARNER])[0]
        sitting = Sitting(learner)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print("| Page | Requests | Bytes | Of the font | In detail |\n|---|--:|--:|--:|---|")
        for name, path in (("Home", "/"), ("Module page", learner.begin_module()), ("Quiz", sitting.items[0].path)):
            print(look(browser, learner, f"http://{HOST}:{port}", path).row(name))
        browser.close()


def look(browser: Browser, learner: Learner, site: str, path: str) -> Visit:
    """Open a page in a browser that keeps nothing but the cookie."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in learner.cookies.items()])
    page, visit = context.new_page(), Visit()
    network = context.new_cdp_session(page)
    network.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        visit.addresses[event["requestId"]] = event["request"]["url"]

    def answered(event: dict[str, Any]) -> None:
        visit.sizes[event["requestId"]] = int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", answered)
    page.goto(f"{site}{path}", wait_until="networkidle")
    page.wait_for_timeout(PATIENCE)
    context.close()
    return visit


if __name__ == "__main__":
    main()
