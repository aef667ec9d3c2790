"""One request, one unit of work: who may enter, one transaction, one commit, and one place for what goes wrong."""

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, current_app, g, has_request_context, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, Unauthorized
from werkzeug.routing import IntegerConverter

from training.config import Settings
from training.core.auth import loaded_actor, present_actor
from training.core.clock import Clock, local_day
from training.core.db import Database
from training.core.logs import safe_path
from training.core.permissions import Permission
from training.core.site import Site, SiteCache

__all__ = ["NotFound", "clock", "database", "db", "now", "public", "requires", "settings", "site", "today"]

log = structlog.get_logger()

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC: Final = "public"
BY_TOKEN: Final = "token"  # noqa: S105 -- the name of a way in, no secret

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view that anybody may open, signed in or not."""
    view.__access__ = PUBLIC  # type: ignore[attr-defined] # a mark on a function
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view that needs a permission somewhere; what it fetches checks where."""

    def mark(view: View) -> View:
        view.__access__ = permission  # type: ignore[attr-defined] # a mark on a function
        return view

    return mark


def by_token(view: View) -> View:
    """Mark a view for other programs: it needs a token in the header, and whoever is signed in is nobody to it.

    Nothing that a browser sends by itself opens it, so it asks for no form’s token.
    """
    view.__access__ = BY_TOKEN  # type: ignore[attr-defined] # a mark on a function
    return view


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Mark a view that takes files of this size in all; every other view takes only what people type."""

    def mark(view: View) -> View:
        view.__most_bytes__ = most_bytes  # type: ignore[attr-defined] # a mark on a function
        return view

    return mark


def access_of(view: Callable[..., Any]) -> Permission | str | None:
    """What a view declares: a permission, PUBLIC, or None when it declares nothing (and then nobody may enter)."""
    return getattr(view, "__access__", None)


class Unit:
    """The unit of work of one request. The session opens when it is first asked for."""

    def __init__(self, database: Database, *, writing: bool) -> None:
        self._database = database
        self._writing = writing
        self._held = ExitStack()
        self._session: Session | None = None

    def session(self) -> Session:
        if self._session is None:
            if self._writing and self._database.turn:
                self._held.enter_context(self._database.turn.held())
            opened = self._database.writing_session() if self._writing else self._database.reading_session()
            self._session = self._held.enter_context(opened)
        return self._session

    def finish(self, *, keep: bool) -> None:
        """Commit what a writing request did, or undo it; either way give back the turn."""
        session, self._session = self._session, None
        with self._held:
            if session is not None and keep and self._writing:
                session.commit()


def database() -> Database:
    """The application's database, for the few views that write before or outside their request's transaction."""
    found: Database = current_app.extensions["database"]
    return found


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def clock() -> Clock:
    found: Clock = current_app.extensions["clock"]
    return found


def db() -> Session:
    """The session of this request. It is committed once, after the view, and only by this module."""
    unit: Unit = g.unit
    return unit.session()


def now() -> datetime:
    """The moment this request began: one request, one time."""
    if "now" not in g:
        g.now = clock().now()
    moment: datetime = g.now
    return moment


def today() -> date:
    """The site's business day of this request."""
    return local_day(now(), site().zone)


def site() -> Site:
    """The company and its time zone."""
    if "site" not in g:
        cache: SiteCache = current_app.extensions["site"]
        if "unit" in g and request.method in SAFE_METHODS:
            g.site = cache.get(db())
        else:
            with database().reading() as session:
                g.site = cache.get(session)
    found: Site = g.site
    return found


LARGEST_ROW = 2**31 - 1
"""The largest id that a row can have."""


class RowNumber(IntegerConverter):
    """A whole number in an address, as large as the id of a row can be: a larger one is no address of ours."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ROW, **options})


def row_asked(name: str) -> int | None:
    """The id of a row that the query of the address names, such as `?team=3`; None for what cannot be one."""
    number: int | None = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ROW else None


def init_app(app: Flask) -> None:
    """Put the unit of work, the gate and the error pages around every request."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_begin)
    app.before_request(_gate)
    app.after_request(_finish)
    app.teardown_request(_abandon)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(Exception, _apologise)


def _begin() -> None:
    g.unit = Unit(database(), writing=request.method not in SAFE_METHODS)
    if "\x00" in request.path or b"%00" in request.query_string:
        raise NotFound  # no address of ours has this sign, and PostgreSQL refuses it


def _gate() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such address: the 404 page answers
    access = access_of(current_app.view_functions[request.endpoint])
    if access == PUBLIC:
        return None
    if access == BY_TOKEN:
        g.holder = current_app.extensions["holder_of_token"](_bearer())
        if g.holder is None:
            raise Unauthorized(www_authenticate=WWWAuthenticate("Bearer"))
        return None
    actor = present_actor()
    if actor is None:
        return _ask_to_sign_in()
    if access is None or not actor.may(access):
        raise NotFound
    most_bytes = getattr(current_app.view_functions[request.endpoint], "__most_bytes__", None)
    if most_bytes:
        request.max_content_length = most_bytes  # before anything reads the form
    return None


def _bearer() -> str:
    """The token that this request carries; empty when it carries none."""
    given = request.authorization
    return (given.token or "") if given is not None and given.type == "bearer" else ""


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in SAFE_METHODS and not wants_json():
        back = request.full_path.rstrip("?") if request.path != "/" else ""
        return redirect("/sign-in" + (f"?{urlencode({'next': back})}" if back else ""), 303)
    raise Unauthorized


def wants_json() -> bool:
    """Whether a script or another program asks, rather than a person's browser."""
    if request.path.startswith("/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _finish(response: Response) -> Response:
    unit: Unit | None = g.get("unit")
    if unit is not None:
        unit.finish(keep=response.status_code < 400)
    return response


def _abandon(_error: BaseException | None) -> None:
    unit: Unit | None = g.get("unit")
    if unit is not None:
        unit.finish(keep=False)


def _undo() -> None:
    """Undo the request's work before an error page is drawn, so that the page may read in peace."""
    unit: Unit | None = g.get("unit")
    if unit is not None:
        unit.finish(keep=False)
    g.unit = Unit(database(), writing=False)


def _explain(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    _undo()
    code = error.code or 500
    if code >= 500:
        return _apologise(error)
    if wants_json():
        body: dict[str, Any] = {"error": error.name}
        if code == 401 and not request.path.startswith("/api/"):
            body["sign_in"] = "/sign-in"
        return jsonify(body), code, _kept_headers(error)
    page = code if code in {400, 401, 403, 404, 413, 429} else 400
    return render_template(f"errors/{page}.html", actor=loaded_actor(), error=error), code, _kept_headers(error)


def _kept_headers(error: HTTPException) -> dict[str, str]:
    """What a refusal says beside its page: what would be allowed, when to come back, what to show."""
    said = {"allow", "retry-after", "www-authenticate"}
    return {key: value for key, value in error.get_headers() if key.lower() in said}


def _apologise(error: Exception) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    method, path = (request.method, safe_path()) if has_request_context() else ("", "")
    log.error("request failed", reference=reference, method=method, path=path, exc_info=error)
    if current_app.testing:
        raise error
    _undo()
    if wants_json():
        return jsonify({"error": InternalServerError().name, "reference": reference}), 500
    return render_template("errors/500.html", actor=loaded_actor(), reference=reference), 500
