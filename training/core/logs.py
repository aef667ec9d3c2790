"""The log: one line of JSON for each event on standard output, or coloured words in a terminal.

It names addresses and people by number, never what they typed, and no code that opens a door.
"""

import logging
import secrets
import sys
import time
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request

from training.core.auth import loaded_actor

# Names of parts of an address that nobody else may see.
SECRET_PARTS = frozenset(
    {"code", "complain_code", "complaint_secret", "receipt_code", "say_code", "secret", "token"},
)

log = structlog.get_logger("request")


def configure(stream: TextIO | None = None) -> None:
    """Set up the log of this process, once: words for a terminal, JSON for everything else."""
    stream = stream or sys.stdout
    pretty = stream.isatty()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if pretty else "iso", utc=not pretty),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if pretty
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def init_app(app: Flask) -> None:
    """Write a line for each request. Call it before anything else that looks at answers: it must see the last word."""
    app.before_request(_begin)
    app.after_request(_note)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _note(response: Response) -> Response:
    actor = loaded_actor()
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            path=safe_path(),
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            person=actor.person_id if actor else None,
        )
    return response


def safe_path() -> str:
    """The address of this request without its query, and with “…” in place of codes."""
    path = request.path
    for name, value in (request.view_args or {}).items():
        if name in SECRET_PARTS:
            path = path.replace(str(value), "…")
    return path
