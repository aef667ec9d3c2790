"""People who are at work in a browser: signed in, with an attempt of their own begun."""

import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.client import Answer, Client
from bench.seed import PASSPHRASE, TEAM_SIZE

ADMINISTRATOR = 1
LEADER = TEAM_SIZE + 1  # leads the second team and nothing else
FIRST_LEARNER = 3_002
FIRST_SAVER = 5_002
MODULE, QUIZ = "taking-a-call", "taking-a-call"


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if found is None:
        raise LookupError("The page has no token.")
    return found.group(1)


class Learner(Client):
    """A browser of the person with this number."""

    def __init__(self, port: int, number: int) -> None:
        super().__init__(port)
        self.number = number
        self.token = ""

    def look_at_the_door(self) -> None:
        """Open the page with the form, as a new browser."""
        self.close()
        self.cookies.clear()
        self.token = token_in(self.get("/sign-in").text)

    def sign_in(self) -> Answer:
        return self.send("/sign-in", name=f"B{self.number:05}", passphrase=PASSPHRASE)

    def send(self, path: str, **fields: str) -> Answer:
        return self.post(path, urlencode({"csrf_token": self.token, **fields}).encode())

    def begin_module(self) -> str:
        """The address of the first part of a module, begun if it was not."""
        page = self.get(f"/learn/{MODULE}").text
        if f'<form method="post" action="/learn/{MODULE}"' in page:
            self.token = token_in(page)
            return self.send(f"/learn/{MODULE}").location
        found = re.search(rf'href="(/learn/{MODULE}/[^"]+)"', page)
        if found is None:
            raise LookupError("The module has no parts.")
        return found.group(1)


@dataclass
class Item:
    """A question of an attempt: where it is answered, the answers that it offers, and how often it was saved."""

    path: str
    offered: list[str]
    sequence: int


class Sitting:
    """A learner's own attempt, with all of its questions read once."""

    def __init__(self, learner: Learner) -> None:
        page = learner.get(f"/quizzes/{QUIZ}").text
        begun = re.search(r'href="(/attempts/\d+)"', page)
        if f'action="/quizzes/{QUIZ}/start"' in page:
            learner.token = token_in(page)
            self.path = learner.send(f"/quizzes/{QUIZ}/start").location
        elif begun:
            self.path = begun.group(1)
        else:
            raise LookupError("The quiz cannot be begun.")
        page = learner.get(f"{self.path}/1").text
        learner.token = token_in(page)
        questions = len(set(re.findall(rf'href="{self.path}/(\d+)"', page)))
        self.items = [self._item(learner, number + 1) for number in range(questions)]
        self._fields = f"csrf_token={learner.token}".encode()

    def _item(self, learner: Learner, number: int) -> Item:
        page = learner.get(f"{self.path}/{number}").text
        sequence = re.search(r'data-sequence="(\d+)"', page)
        offered = re.findall(r'name="answer" value="([^"]+)"', page)
        return Item(f"{self.path}/{number}", offered, int(sequence.group(1)) if sequence else 0)

    def save(self, learner: Learner, turn: int) -> Answer:
        """Save another answer to the next question, as the page's script does."""
        item = self.items[turn % len(self.items)]
        item.sequence += 1
        value = item.offered[item.sequence % len(item.offered)]
        body = b"%b&answer=%b&sequence=%d" % (self._fields, value.encode(), item.sequence)
        headers = {"Accept": "application/json", "Idempotency-Key": secrets.token_hex(16)}
        return learner.post(f"{item.path}/answer", body, headers)

    def page(self, learner: Learner, turn: int) -> Answer:
        return learner.get(self.items[turn % len(self.items)].path)


def signed_in(port: int, numbers: list[int], prepare: Callable[[Learner], None] | None = None) -> list[Learner]:
    """Browsers of these people, a few at a time: more would only wait for each other."""
    learners = [Learner(port, number) for number in numbers]
    failed: list[str] = []
    waiting, lock = iter(learners), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                learner = next(waiting, None)
            if learner is None or failed:
                return
            try:
                learner.look_at_the_door()
                answer = learner.sign_in()
                if answer.status != 303:
                    raise LookupError(f"Person {learner.number} is not let in: {answer.status}")
                if prepare:
                    prepare(learner)
                learner.close()  # the site hangs up on silent connections after a while
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
                raise

    threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(failed[0])
    return learners
