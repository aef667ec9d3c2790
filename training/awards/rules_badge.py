"""A certificate as an Open Badges 3.0 credential, and as the claims of the token (VC-JWT) that carries it.

Section numbers are those of the Open Badges Specification 3.0: B.1 for the data models, 8.2 for the token.
"""

import binascii
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
MAX_SIGNS = 20_000  # of a token; ours have about 4,000
SEGMENTS = 3


@dataclass(frozen=True)
class Places:
    """Addresses, all in full, under which outsiders find what a badge points at."""

    home: str
    issuer: str
    revocations: str
    achievement: str = ""


@dataclass(frozen=True)
class Achieved:
    """What a programme stands for, in the version that was proven. `criteria` is Markdown."""

    title: str
    summary: str
    criteria: str
    version: int
    language: str


@dataclass(frozen=True)
class Badge:
    """What is said of whom. `credential` is a UUID; `valid_until` is None for good."""

    credential: str
    name: str
    number: str
    company: str
    achieved: Achieved
    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None


def profile(company: str, places: Places) -> dict[str, Any]:
    """Who issues (B.1.14)."""
    return {"id": places.issuer, "type": ["Profile"], "name": company, "url": places.home}


def achievement(achieved: Achieved, places: Places) -> dict[str, Any]:
    """What was achieved (B.1.1)."""
    return {
        "id": places.achievement,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": achieved.title,
        "description": achieved.summary or achieved.title,
        "criteria": {"narrative": achieved.criteria},
        "version": str(achieved.version),
        "inLanguage": achieved.language.replace("_", "-"),
    }


def credential(badge: Badge, places: Places) -> dict[str, Any]:
    """The credential without a proof (B.1.2). Its subject is nobody’s account: a UUID of this credential alone."""
    made: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": f"urn:uuid:{badge.credential}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.achieved.title,
        "issuer": profile(badge.company, places),
        "validFrom": moment(badge.valid_from),
        "awardedDate": moment(badge.awarded_at),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid5(UUID(badge.credential), 'holder')}",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": badge.name, "identityType": "name"}
            ],
            "licenseNumber": badge.number,
            "achievement": achievement(badge.achieved, places),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": places.revocations, "type": "1EdTechRevocationList"},
    }
    if badge.achieved.summary:
        made["description"] = badge.achieved.summary
    if badge.valid_until is not None:
        made["validUntil"] = moment(badge.valid_until)
    return made


def claims(badge: Badge, places: Places) -> dict[str, Any]:
    """The token’s payload: the credential itself, with what a JWT repeats of it (8.2.4.1)."""
    made = credential(badge, places)
    made["iss"] = made["issuer"]["id"]
    made["jti"] = made["id"]
    made["sub"] = made["credentialSubject"]["id"]
    made["nbf"] = int(badge.valid_from.timestamp())
    if badge.valid_until is not None:
        made["exp"] = int(badge.valid_until.timestamp())
    return made


def revocation_list(places: Places, credentials: list[str]) -> dict[str, Any]:
    """Which credentials are withdrawn today, by their ids and without a reason (1EdTech Revocation List 1.0).

    The list has two names, because validators of before the final text of that specification read the second.
    """
    revoked = [{"id": f"urn:uuid:{one}", "revoked": True} for one in credentials]
    return {
        "id": places.revocations,
        "issuer": places.issuer,
        "revokedCredential": revoked,
        "revokedCredentials": revoked,
    }


def moment(at: datetime) -> str:
    """A moment as credentials write it: 2026-03-12T00:00:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unproven(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Head and payload as a token claims them, before anything about it is proven; None when it is no such token."""
    segments = token.split(".")
    if len(token) > MAX_SIGNS or len(segments) != SEGMENTS or not token.isascii():
        return None
    head, payload = _object(segments[0]), _object(segments[1])
    return (head, payload) if head is not None and payload is not None else None


def _object(segment: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
