"""How many statements a page sends to the database, counted in this process on the same rows."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from bench.learners import Learner, Sitting
from training.app import create_app
from training.config import read_settings
from training.core import logs


class Counting:
    """The application again, with a listener at its database. Begin and commit are not counted."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        logs.configure(Path(os.devnull).open("w"))  # noqa: SIM115 -- open as long as this process
        self._app = create_app(read_settings(environ))
        self.seen: list[str] = []
        event.listen(self._app.extensions["database"].engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            self.seen.append(statement)

    def of_page(self, learner: Learner, path: str) -> int:
        return self._of(learner, lambda browser: browser.get(path).status_code)

    def of_save(self, learner: Learner, sitting: Sitting) -> int:
        item = sitting.items[0]

        def save(browser: FlaskClient) -> int:
            item.sequence += 1
            sent = {"csrf_token": learner.token, "answer": item.offered[0], "sequence": str(item.sequence)}
            headers = {"Accept": "application/json", "Idempotency-Key": f"counted-{item.sequence}"}
            return browser.post(f"{item.path}/answer", data=sent, headers=headers).status_code

        return self._of(learner, save)

    def _of(self, learner: Learner, ask: Callable[[FlaskClient], int]) -> int:
        browser = self._app.test_client()
        for name, value in learner.cookies.items():
            browser.set_cookie(name, value)
        for _time in range(2):  # once to read the versions of documents, which are kept
            self.seen.clear()
            status = ask(browser)
        if status != 200:
            raise LookupError(f"A page that is counted answered {status}.")
        return len(self.seen)
