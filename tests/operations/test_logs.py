"""The log: enough to find out what happened, and nothing that opens a door."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from flask import Flask

from tests.house import House
from training.core import logs, web


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written while the log is set up for machines."""
    handlers, level = logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    logs.configure(stream)
    structlog.configure(cache_logger_on_first_use=False)  # other tests look elsewhere
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def written(lines: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_each_request_leaves_a_line_that_says_who_what_and_how_long(house: House, lines: io.StringIO) -> None:
    person = house.person()
    answer = house.browser(person).get("/sign-in?next=/secret")
    (line,) = written(lines)
    assert {name: line[name] for name in ("event", "method", "path", "status", "person")} == {
        "event": "request",
        "method": "GET",
        "path": "/sign-in",
        "status": answer.status_code,
        "person": line["person"],
    }
    assert line["request"] == answer.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)


def test_a_code_in_an_address_is_not_written_down(app: Flask, lines: io.StringIO) -> None:
    app.test_client().get("/welcome/SECRET-CODE?also=SECRET-CODE")
    assert "SECRET-CODE" not in lines.getvalue()


def test_a_failure_is_written_with_its_reference_and_without_a_code(house: House, lines: io.StringIO) -> None:
    @house.app.get("/broken/<code>")
    @web.public
    def broken(code: str) -> str:
        raise ZeroDivisionError

    house.app.config["TESTING"] = False
    answer = house.app.test_client().get("/broken/SECRET-CODE")
    failure, request = written(lines)
    assert answer.status_code == request["status"] == 500
    assert str(failure["reference"]) in answer.text
    assert failure["request"] == request["request"]
    assert "ZeroDivisionError" in str(failure["exception"])
    assert "SECRET-CODE" not in str([failure["path"], request])


def test_words_of_other_libraries_are_written_in_the_same_form(lines: io.StringIO) -> None:
    logging.getLogger("elsewhere").warning("odd: %s", 1)
    (line,) = written(lines)
    assert line["event"] == "odd: 1"
