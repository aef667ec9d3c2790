"""The page on which customers say how it was: its bytes and requests, and 64 customers at once.

python -m bench.feedback DATA_DIR [--database sqlite|postgresql] [--seconds 8]   (an empty directory; needs Chromium)

Each customer has an address of the form and comes from another network each time, so that no throttle answers for us.
Pages are sent as if they had been opened a minute ago: nothing is set aside, and each answer becomes two readings.
"""

import argparse
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright
from sqlalchemy import func, select

from bench import databases
from bench.client import HOST, Answer, Client
from bench.cold import CHROMIUM, look
from bench.learners import Learner
from bench.load import HEADER, hammer
from bench.pages import free_port
from bench.quiet import be_quiet
from bench.site import running
from training.app import create_app
from training.config import read_settings
from training.content.actions import Publication, publish
from training.core.migrate import upgrade
from training.core.permissions import Actor, Held, PermissionSet
from training.core.site import SiteRow
from training.feedback.actions_addresses import NewAddress, make_address
from training.feedback.models import COUNTED, FeedbackAnswer
from training.feedback.rules import Sort, token_for
from training.metrics.models import Reading
from training.people.models import Team

CUSTOMERS = 64
STANDARD = "title: {slug}\nsummary: We keep it.\nmeasure: {measure}\n"
FORM = """\
title: At the counter
summary: Three questions on the way out.
heading: How was it today?
questions:
  - {id: satisfied, type: faces, text: How satisfied are you with your visit?, standard: satisfied}
  - {id: solved, type: yes-no, text: Did you get what you came for?, standard: solved}
  - {id: why, type: text, text: What should we know?}
thanks_by_name: true
contact: true
translations:
  - language: de
    heading: Wie war es heute?
    questions:
      - {id: satisfied, text: Wie zufrieden sind Sie mit Ihrem Besuch?}
      - {id: solved, text: Haben Sie bekommen was Sie wollten?}
      - {id: why, text: Was sollen wir wissen?}
"""


class Customer(Client):
    """Somebody at an address of a form, from another network each time."""

    def __init__(self, port: int, number: int, code: str, key: str) -> None:
        super().__init__(port)
        self._number, self._key = number, key
        self.path, self._code = f"/say/{code}", code

    def open(self, turn: int) -> Answer:
        return self.get(self.path, self._from(turn))

    def send(self, turn: int) -> Answer:
        opened = datetime.now(UTC) - timedelta(minutes=1)
        who = chr(97 + self._number % 26) + chr(97 + self._number // 26)  # texts that are alike would be set aside
        fields = {
            "token": token_for(self._key, self._code, opened),
            "q-satisfied": str(1 + turn % 5),
            "q-solved": "yes",
            "q-why": f"Seen at once, and {'another ' * (turn % 40)}customer {who} too.",
        }
        return self.post(self.path, urlencode(fields).encode(), self._from(turn))

    def _from(self, turn: int) -> dict[str, str]:
        return {"X-Forwarded-For": f"10.{self._number}.{turn % 250}.{turn // 250 % 250}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--database", choices=databases.OF, default="sqlite")
    parser.add_argument("--seconds", type=float, default=8)
    wanted = parser.parse_args()
    be_quiet()
    databases.forget_settings()
    data_dir = wanted.data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    with databases.OF[wanted.database](data_dir) as (url, server):
        port = free_port()
        environ = {
            "TRAINING_DATA_DIR": str(data_dir),
            "TRAINING_DATABASE_URL": url,
            "TRAINING_BASE_URL": f"http://{HOST}:{port}",
            "TRAINING_PROXIES": "1",
        }
        codes, key = fill(environ)
        with running(environ, port=port, database=server) as site:
            weigh(port, f"/say/{codes[0]}")
            print(
                f"{wanted.database}, {datetime.now(UTC):%d %B %Y %H:%M} UTC, load {os.getloadavg()[0]:.1f}\n\n{HEADER}"
            )
            customers = [Customer(port, number, code, key) for number, code in enumerate(codes)]
            print(hammer("Form opened", site, customers, Customer.open, seconds=wanted.seconds).row(), flush=True)
            print(hammer("Answer sent", site, customers, Customer.send, seconds=wanted.seconds).row(), flush=True)
        print("\n{:,} answers counted, {:,} set aside, {:,} readings".format(*told(environ)))


def fill(environ: Mapping[str, str]) -> tuple[list[str], str]:
    """A site with one form at many addresses; returns their codes and the site's key."""
    settings = read_settings(environ)
    app, moment = create_app(settings), datetime.now(UTC)
    upgrade(app.extensions["database"])
    maker = Actor(person_id=None, held=(Held(PermissionSet.ADMINISTRATOR, ""),))
    with app.app_context(), app.extensions["database"].writing() as db:
        db.add(SiteRow(id=1, company="Juniper & Vale", timezone="Europe/Dublin", set_up_at=moment))
        db.add(Team(id=1, name="Counter", path="/1/"))
        measures = {"satisfied": "mean\ntarget: 4.5\ndirection: higher", "solved": "proportion\ntarget: 90"}
        for slug, measure in measures.items():
            text = STANDARD.format(slug=slug, measure=measure)
            publish(db, Actor.house(), Publication("standard", slug, text, None), now=moment)
        publish(db, Actor.house(), Publication("feedback", "at-the-counter", FORM, None), now=moment)
        wanted = NewAddress("at-the-counter", 1, Sort.COUNTER, "Counter, Harbour Street")
        codes = [make_address(db, maker, wanted, now=moment).say_code for _ in range(CUSTOMERS)]
    app.extensions["database"].close()
    return codes, settings.secret_key


def weigh(port: int, path: str) -> None:
    """What a phone fetches that has never been here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print("| Page | Requests | Bytes | Of the font | In detail |\n|---|--:|--:|--:|---|")
        print(look(browser, Learner(port, 0), f"http://{HOST}:{port}", path).row("Feedback form"), end="\n\n")
        browser.close()


def told(environ: Mapping[str, str]) -> tuple[int, int, int]:
    """How many answers counted, how many were set aside, and how many readings there are."""
    app = create_app(read_settings(environ))
    with app.app_context(), app.extensions["database"].reading() as db:
        counted = db.scalar(select(func.count()).where(FeedbackAnswer.state == COUNTED)) or 0
        everything = db.scalar(select(func.count()).select_from(FeedbackAnswer)) or 0
        readings = db.scalar(select(func.count()).select_from(Reading)) or 0
    app.extensions["database"].close()
    return counted, everything - counted, readings


if __name__ == "__main__":
    main()
