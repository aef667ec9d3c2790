"""The whole site in one command: tables, starter library, worker and web server."""

import errno
import gc
import multiprocessing
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from training.app import create_app
from training.config import ROOT, Settings
from training.content.library import library
from training.content.sync import sync
from training.content.tree import read_tree
from training.core import migrate
from training.core.db import Database
from training.core.permissions import Actor
from training.core.problems import Problem, Problems
from training.core.worker import Worker
from training.search.actions import keep

log = structlog.get_logger()

WORKER_PATIENCE = 30  # seconds that a job may take to end once the site is told to stop
REQUEST_PATIENCE = 20  # the same for requests
CONNECTIONS = 1024  # open ones for each process; an idle browser holds a few, so this is not the number of requests
IDLE_MILLISECONDS = 30_000  # after which a silent connection makes room

Tell = Callable[[str], None]


def application() -> Flask:
    """What each web process loads. It leaves when its parent is gone, and lets the parent hear Ctrl-C alone."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)  # the parent's own answers to them came along with the fork
    os.setsid()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    return create_app()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def prepare(app: Flask, tell: Tell) -> None:
    """Bring tables and starter library up to date. A library that cannot be taken in does not stop the site."""
    database: Database = app.extensions["database"]
    if not migrate.current_is_head(database):
        tell("Preparing the database …")
        migrate.upgrade(database)
    with app.app_context():
        tree = read_tree(ROOT, library().kinds)
        try:
            if tree.problems:
                raise Problems(tree.problems)
            with database.writing() as db:
                sync(db, Actor.house(), tree, now=app.extensions["clock"].now())
        except Problems as problems:
            for problem in problems.problems:
                tell(str(problem))
            tell("The documents above stay as they were. See “training content sync”.")
        with database.writing() as db:
            keep(db)


class SiteServer(MPServer):
    """A server that calls `begin` once its web processes have been forked."""

    begin: Callable[[], None]

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call] # it has no types here
        self.begin()


def serve(app: Flask, *, host: str, port: int, processes: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop, with the worker beside. `ready` is called once the first request can come."""
    server = SiteServer(
        "training.serve:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=1,
        backlog=2 * CONNECTIONS,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=REQUEST_PATIENCE,
    )
    stop = threading.Event()
    worker = Worker(app)
    thread = threading.Thread(target=worker.run, args=(stop,), daemon=True, name="worker")

    def leave(*_signal: Any) -> None:
        """The worker hears at once that it is time to stop, not after the last request."""
        stop.set()
        server.signal_handler_interrupt()  # type: ignore[no-untyped-call] # it has no types here

    def begin() -> None:
        # A closed terminal is a reason to leave, too; without a terminal the signal keeps the server's own meaning.
        for number in (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if sys.stdin.isatty() else ())):
            signal.signal(number, leave)
        thread.start()
        threading.Thread(target=_when_reachable, args=(host, port, stop, ready), daemon=True).start()

    server.begin = begin
    _keep_forks_clean(worker)
    worker.beat()  # whoever asks first finds the site well, and not without a worker yet
    try:
        server.serve()
    finally:
        stop.set()
        if thread.ident is None:
            worker.leave()
        else:
            thread.join(WORKER_PATIENCE)
        if thread.is_alive():
            log.warning("a job is left undone; it will run again when its lease has ended")


def _keep_forks_clean(worker: Worker) -> None:
    """Web processes are forked, so that they share the memory of what is loaded, and again when one has died.

    Nothing may be half done in this process at that moment: the fork would inherit locks that nobody gives back, and
    connections that two processes would speak through.
    """
    held: list[bool] = []

    def before() -> None:
        held.append(worker.at_work.acquire(timeout=WORKER_PATIENCE))
        worker.database.engine.dispose()
        gc.collect()
        gc.freeze()  # else the collector would touch, and so copy, what could be shared

    def after() -> None:
        gc.unfreeze()
        if held.pop():
            worker.at_work.release()

    os.register_at_fork(before=before, after_in_parent=after)


def refuse_taken_port(host: str, port: int) -> None:
    """Raises Problems when nobody could listen there. The server itself would share the port with another one."""
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message, remedy = "Another program listens there.", "Stop it, or choose another port with --port."
        else:
            message, remedy = f"Nobody can listen there: {error.strerror}.", "Choose others with --host and --port."
        raise Problems([Problem(where, None, message, remedy)]) from error


def _when_reachable(host: str, port: int, stop: threading.Event, ready: Callable[[], None]) -> None:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    while not stop.is_set():
        try:
            socket.create_connection((here, port), timeout=1).close()
        except OSError:
            stop.wait(0.05)
        else:
            ready()
            return


def gather_metrics(settings: Settings) -> None:
    """An empty folder in which the processes put their figures together. The library looks for it when it is loaded."""
    if settings.metrics:
        folder = settings.data_dir / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
