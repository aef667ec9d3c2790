"""Figures for Prometheus at /metrics, when the setting METRICS is on.

Requests are counted by each process, and summed over all of them through files in PROMETHEUS_MULTIPROC_DIR, which
`training serve` sets; the state of the installation is read from the database when somebody asks.
"""

import os
import time
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, g, request

from training.core.web import db, now, public
from training.operations import health, queries

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def init_app(app: Flask) -> None:
    """Count requests, and answer at /metrics."""
    # Only sites that want figures pay for the library, and it must see the folder that serve.py names.
    from prometheus_client import (  # noqa: PLC0415 -- as said
        CONTENT_TYPE_LATEST,
        CollectorRegistry,
        Counter,
        Histogram,
        generate_latest,
    )
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 -- as said

    own = CollectorRegistry()
    requests = Counter("training_requests", "Requests answered", ["method", "route", "status"], registry=own)
    seconds = Histogram("training_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=own)

    @app.before_request
    def begin() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        requests.labels(request.method, route, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - g.get("measured_from", time.perf_counter()))
        return response

    @app.get("/metrics")
    @public
    def metrics() -> Response:
        registry = own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it ships no types
        text = generate_latest(registry).decode() + "".join(_state())
        return Response(text, content_type=CONTENT_TYPE_LATEST)


def _state() -> Iterator[str]:
    """The installation's own figures, in the text format."""
    yield from _gauge("training_jobs", "Jobs by state", "state", queries.count_jobs(db(), now=now()))
    mails = {state.value: count for state, count in queries.count_mails(db()).items()}
    yield from _gauge("training_mails", "Mails by state", "state", mails)
    unsealed, head = queries.unsealed_and_head(db())
    yield from _gauge(
        "training_ledger_entries", "Facts in the ledger", "state", {"unsealed": unsealed, "sealed": head.position}
    )
    seen_at = health.last_seen(db())
    if seen_at is not None:
        yield "# HELP training_worker_silent_seconds Since a worker was last seen\n"
        yield "# TYPE training_worker_silent_seconds gauge\n"
        yield f"training_worker_silent_seconds {max(0.0, (now() - seen_at).total_seconds()):.0f}\n"


def _gauge(name: str, about: str, label: str, values: dict[str, Any]) -> Iterator[str]:
    yield f"# HELP {name} {about}\n# TYPE {name} gauge\n"
    for key, value in values.items():
        yield f'{name}{{{label}="{key}"}} {value}\n'
