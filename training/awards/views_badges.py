"""What programmes of other sites ask about badges: who issues them, for what, with which keys, and which are withdrawn.

Everything here is public and knows no visitor, so that validators inside browsers may read it too.
"""

from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from training.awards import places
from training.awards.keys import ALGORITHM
from training.awards.papers import achieved_of
from training.awards.queries import achieved_paper, revoked_credentials, shown_award
from training.awards.queries_keys import KeyLine, key_named, keys, published
from training.awards.rules_badge import CONTEXTS, profile, revocation_list
from training.awards.rules_badge import achievement as achievement_of
from training.awards.views import BADGE_TYPE, token_of
from training.core.web import NotFound, db, public, site, today

bp = Blueprint("badges", __name__)

FRESH_SECONDS = 300


@bp.after_request
def for_everybody(answer: Response) -> Response:
    """Let scripts of other sites read what is public anyway."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if answer.status_code == 200:
        answer.headers.setdefault("Cache-Control", f"public, max-age={FRESH_SECONDS}")
    return answer


@bp.get("/.well-known/jwks.json")
@public
def key_set() -> ResponseReturnValue:
    return jsonify({"keys": [jwk(line) for line in published(keys(db(), today()))]})


@bp.get("/awards/public-keys/<thumbprint>")
@public
def key(thumbprint: str) -> ResponseReturnValue:
    found = key_named(db(), thumbprint, today())
    if not found.is_public:
        raise NotFound
    return jsonify(jwk(found))


@bp.get("/awards/issuer")
@public
def issuer() -> ResponseReturnValue:
    found = profile(site().company, places.of_issuer())
    return jsonify({"@context": list(CONTEXTS), **found})


@bp.get("/awards/achievements/<programme_slug>/<int:version_number>")
@public
def achievement(programme_slug: str, version_number: int) -> ResponseReturnValue:
    title, paper = achieved_paper(db(), programme_slug, version_number)
    found = achievement_of(achieved_of(title, paper.badge), places.of_programme(programme_slug, version_number))
    return jsonify({"@context": list(CONTEXTS), **found})


@bp.get("/awards/revocations")
@public
def revocations() -> ResponseReturnValue:
    return jsonify(revocation_list(places.of_issuer(), revoked_credentials(db(), today())))


@bp.get("/verify/<number>.jwt")
@public
def badge(number: str) -> ResponseReturnValue:
    """The badge of a certificate, for whoever has its number, unless its holder hides it."""
    token = token_of(shown_award(db(), number))
    # Kept by nobody: its holder may hide it in the next moment.
    return Response(token, mimetype=BADGE_TYPE, headers={"Cache-Control": "no-store"})


def jwk(line: KeyLine) -> dict[str, Any]:
    """A public key as validators read it (RFC 7517)."""
    return {**line.public, "alg": ALGORITHM, "use": "sig", "kid": places.key_id(line.thumbprint)}
