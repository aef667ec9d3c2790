"""The addresses that certificates and badges carry, in full: they are followed from paper and from other sites."""

from dataclasses import replace
from typing import Any

from flask import url_for

from training.awards.rules_badge import Places
from training.core.web import settings


def full(endpoint: str, **values: Any) -> str:
    """The address of a page as outsiders type it."""
    return f"{settings().base_url}{url_for(endpoint, **values)}"


def check_of(number: str) -> str:
    """Where anybody checks the certificate with this number."""
    return full("verify.number", number=number)


def key_id(thumbprint: str) -> str:
    """The name of a key in a badge, which is also where its public half is found."""
    return full("badges.key", thumbprint=thumbprint)


def of_issuer() -> Places:
    """What everything points at that is not about one programme."""
    return Places(home=settings().base_url, issuer=full("badges.issuer"), revocations=full("badges.revocations"))


def of_programme(slug: str, version: int) -> Places:
    """What a badge for this version of a programme points at."""
    return replace(of_issuer(), achievement=full("badges.achievement", programme_slug=slug, version_number=version))
