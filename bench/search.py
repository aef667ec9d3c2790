"""Search over 5,000 documents, asked by many people at once; results as a table in Markdown.

python -m bench.search DATA_DIR [--database sqlite|postgresql] [--seconds 8] [--documents 5000]

The data directory is filled on first use, through the index's own functions.
"""

import argparse
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench import databases, seed
from bench.client import HOST, Answer
from bench.learners import Learner, signed_in
from bench.load import HEADER, Load, hammer
from bench.pages import CLIENTS, free_port
from bench.queries import Counting
from bench.shelf import Language, add_documents
from bench.site import Site, running
from training.app import create_app
from training.config import read_settings
from training.core.db import Database
from training.search.actions import rebuild
from training.search.models import SearchEntry, SearchWord

PEOPLE = 300
FIRST = 100  # number of the first person who searches
QUESTIONS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--database", choices=databases.OF, default="sqlite")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--documents", type=int, default=5_000)
    wanted = parser.parse_args()
    databases.forget_settings()
    data_dir = wanted.data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    with databases.OF[wanted.database](data_dir) as (url, server):
        environ = {"TRAINING_DATA_DIR": str(data_dir), "TRAINING_DATABASE_URL": url}
        fill(environ, wanted.documents)
        port = free_port()
        environ["TRAINING_BASE_URL"] = f"http://{HOST}:{port}"
        with running(environ, port=port, database=server) as site:
            print(
                f"{wanted.database}, {datetime.now(UTC):%d %B %Y %H:%M} UTC, load {os.getloadavg()[0]:.1f}\n\n{HEADER}"
            )
            learners = signed_in(port, list(range(FIRST, FIRST + CLIENTS)))
            counting = Counting(environ)
            for name, headers in (("Search page", {}), ("Answers while typing", {"Accept": "application/json"})):
                load = ask(name, site, learners, headers, wanted.seconds)
                load.queries = counting.of_page(learners[0], "/search?q=refund")
                print(load.row(), flush=True)
            print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}")


def fill(environ: Mapping[str, str], documents: int) -> None:
    """People, documents and their index, unless they are there."""
    seed.fill(environ, PEOPLE)
    app = create_app(read_settings(environ))
    database: Database = app.extensions["database"]
    with app.app_context(), database.writing() as db:
        if (db.scalar(select(func.count()).select_from(SearchEntry)) or 0) > documents:
            return
        add_documents(db, documents, now=app.extensions["clock"].now())
        started = time.perf_counter()
        found = rebuild(db)
        parts, words = (db.scalar(select(func.count()).select_from(table)) for table in (SearchEntry, SearchWord))
        spent = time.perf_counter() - started
        print(f"{found:,} documents, {parts:,} parts, {words:,} words: index made in {spent:.1f} s")
    database.close()


def ask(name: str, site: Site, learners: list[Learner], headers: Mapping[str, str], seconds: float) -> Load:
    """Let everybody ask one question after the other, each beginning at another one."""
    language = Language(2)
    addresses = [f"/search?{urlencode({'q': language.question()})}" for _question in range(QUESTIONS)]

    def step(learner: Learner, turn: int) -> Answer:
        return learner.get(addresses[(31 * learner.number + turn) % QUESTIONS], dict(headers))

    return hammer(name, site, learners, step, seconds=seconds)


if __name__ == "__main__":
    main()
