"""Who is here. Flask-Login keeps the sign-in; everything else sees an Actor."""

from collections.abc import Callable
from typing import Any

import flask_login
from flask import Flask, current_app, g, session
from werkzeug.exceptions import Unauthorized

from training.core.permissions import Actor

ActorLoader = Callable[[str], Actor | None]


class Visitor:
    """The shape Flask-Login wants: an actor and the secret of the session row that vouches for them."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, secret: str) -> None:
        self.actor = actor
        self._secret = secret

    def get_id(self) -> str:
        return self._secret


def init_app(app: Flask, load_actor: ActorLoader) -> None:
    """Sign-ins are vouched for by `load_actor(secret)`: the actor behind a session's secret, or None."""
    manager = flask_login.LoginManager()
    manager.session_protection = None  # phones change their address all day; sessions are rows and can be ended

    def load(secret: str) -> Visitor | None:
        actor = load_actor(secret)
        return None if actor is None else Visitor(actor, secret)

    manager.user_loader(load)
    manager.init_app(app)
    app.extensions["load_actor"] = load_actor


def current_actor() -> Actor:
    """The person who acts. Raises Unauthorized when nobody is signed in."""
    actor = present_actor()
    if actor is None:
        raise Unauthorized
    return actor


def present_actor() -> Actor | None:
    """The person who acts, or None for a signed-out visitor."""
    visitor: Any = flask_login.current_user
    return visitor.actor if visitor is not None and visitor.is_authenticated else None


def loaded_actor() -> Actor | None:
    """The actor if this request has found one already: error pages ask the database for nothing more."""
    visitor = g.get("_login_user")
    return visitor.actor if visitor is not None and visitor.is_authenticated else None


def enter(actor: Actor, secret: str, *, keep: bool = True) -> None:
    """Begin a signed-in visit; a new cookie, so that an old one cannot be fixed on somebody.

    Without `keep` the browser forgets the cookie when it is closed.
    """
    session.clear()
    session.permanent = keep
    flask_login.login_user(Visitor(actor, secret))


def leave() -> None:
    """End the visit in this browser. Ending the session's row is the caller's act."""
    flask_login.logout_user()
    session.clear()


def session_secret() -> str | None:
    """The secret this browser holds, if any."""
    secret: str | None = session.get("_user_id")
    return secret


def login_manager() -> flask_login.LoginManager:
    manager: flask_login.LoginManager = current_app.login_manager  # type: ignore[attr-defined] # set by Flask-Login
    return manager
