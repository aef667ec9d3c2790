"""The interface for other programs: push readings, take them back, ask which standards there are.

Everything is JSON. A token in the header opens one source and nothing else: `Authorization: Bearer …`.
"""

from datetime import timedelta
from math import ceil
from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from training.content.queries import live_all
from training.core import throttle
from training.core.problems import Problems
from training.core.throttle import Limit
from training.core.web import by_token, database, db, now, public, settings, today
from training.metrics.actions import withdraw
from training.metrics.actions_pushing import push
from training.metrics.actions_tokens import note_use
from training.metrics.describing import description
from training.metrics.files_pushed import read_push, read_withdrawal
from training.metrics.queries_tokens import Holder, holder_of
from training.standards.files import STANDARD
from training.standards.files_standard import Standard

bp = Blueprint("api", __name__, url_prefix="/api/v1")

PUSHES = Limit("readings-push", 120, timedelta(minutes=1))


def holder_of_token(token: str) -> Holder | None:
    """Whom a token lets in. Read apart from the request's transaction: whoever is refused keeps nobody waiting."""
    if not token:
        return None
    with database().reading() as session:
        return holder_of(session, token)


@bp.errorhandler(Problems)
def refuse(problems: Problems) -> ResponseReturnValue:
    """Everything that is wrong, at once; nothing was kept."""
    listed = [{"number": one.line or None, "message": one.message, "remedy": one.remedy} for one in problems.problems]
    return jsonify({"error": "Unprocessable", "problems": listed}), 422


@bp.post("/readings")
@by_token
def push_readings() -> ResponseReturnValue:
    holder = _holder()
    pushed = read_push(request.get_data(cache=False))
    taken = push(db(), holder, pushed, now=now())
    note_use(db(), holder, today())
    written = taken.written
    return jsonify(
        {
            "new": written.new,
            "changed": written.changed,
            "unchanged": written.unchanged,
            "unknown_people": taken.unknown_people,
        }
    )


@bp.delete("/readings")
@by_token
def withdraw_readings() -> ResponseReturnValue:
    holder = _holder()
    taken_back = read_withdrawal(request.get_data(cache=False))
    withdraw(db(), holder.source, taken_back.ids)
    note_use(db(), holder, today())
    return jsonify({"withdrawn": len(taken_back.ids)})


@bp.get("/standards")
@by_token
def standards() -> ResponseReturnValue:
    return jsonify({"standards": [_told(slug, one.model) for slug, one in live_all(db(), STANDARD.name).items()]})


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    return jsonify(description(settings().base_url))


def _holder() -> Holder:
    """Who pushes. Raises TooManyRequests when it is too much; this is counted before the turn of writers is taken."""
    holder: Holder = g.holder
    wait = throttle.take(database(), [(PUSHES, str(holder.token_id))], now())
    if wait is not None:
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))
    return holder


def _told(slug: str, standard: Standard) -> dict[str, Any]:
    return {
        "standard": slug,
        "title": standard.title,
        "measure": standard.measure,
        "target": float(standard.target),
        "unit": standard.unit,
        "limit": str(standard.limit) if standard.limit else None,
        "least": None if standard.least is None else float(standard.least),
        "most": None if standard.most is None else float(standard.most),
    }
