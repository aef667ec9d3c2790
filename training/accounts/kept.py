"""What somebody typed when their visit had ended or their token was stale: kept in the page until it can be sent.

Nothing is kept on the server. The page carries a sealed copy, through signing in, to a button that sends it again.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, Unauthorized

from training.accounts.forms import SignInForm
from training.accounts.rules_addresses import HOME, own_path

MOST_BYTES = 2_000_000  # of what is sent; the sealed copy is packed, and seldom larger
KEPT_SECONDS = 24 * 60 * 60
# These hold passphrases, which never go back into a page.
SECRET_FIELDS = frozenset({"passphrase", "current", "suggested"})
OURS = frozenset({"csrf_token"})


@dataclass(frozen=True)
class Kept:
    """A form as it was sent, to be sent again to `action`; pairs of name and value."""

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody wrote, as far as one can tell it from what they chose."""
        return tuple(value for _name, value in self.fields if " " in value.strip() or len(value) > 20)

    def sealed(self) -> str:
        """A text for a hidden field that only this site can have made."""
        return _seals().dumps([self.action, self.fields])


def unsealed(text: str) -> Kept | None:
    """What `sealed` sealed, within a day; None for anything else."""
    try:
        action, fields = _seals().loads(text, max_age=KEPT_SECONDS)
    except BadData:
        return None
    return Kept(action, tuple((name, value) for name, value in fields))


def _seals() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="a form to send again")


def kept_form(error: HTTPException) -> Kept | None:
    """What this refused request wanted to send; None when there is nothing to keep, or another site sent it."""
    if request.method != "POST" or not isinstance(error, Unauthorized | CSRFError) or not _came_from_here():
        return None
    if not request.content_length or request.content_length > MOST_BYTES:
        return None
    try:
        sent = request.form
    except HTTPException:
        return None  # too large for its page, which would refuse it again
    if not SECRET_FIELDS.isdisjoint(sent):
        return None
    fields = tuple((name, value) for name, value in sent.items(multi=True) if name not in OURS)
    return Kept(own_path(request.full_path.rstrip("?")), fields) if fields else None


def _came_from_here() -> bool:
    """Whether one of our own pages sent this, as browsers say it. What others send shall not wait for a sign-in."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def page_before() -> str:
    """The page of ours that somebody came from, else home."""
    before = urlsplit(request.referrer or "")
    return own_path(f"{before.path}?{before.query}".rstrip("?")) if before.netloc == request.host else HOME


def sign_in_again(error: HTTPException) -> SignInForm:
    """The form of the page that says that a visit has ended; it carries what was sent."""
    kept = kept_form(error)
    return SignInForm(next=page_before(), kept=kept.sealed() if kept else "")


def init_app(app: Flask) -> None:
    """Let the error pages ask for these."""
    helpers: dict[str, Any] = {"kept_form": kept_form, "page_before": page_before, "sign_in_again": sign_in_again}
    app.jinja_env.globals.update(helpers)
