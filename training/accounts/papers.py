"""Cards with a QR code, for people who have no e-mail address."""

from dataclasses import dataclass

import segno
from markupsafe import Markup

from training.accounts.queries_people import Invitee
from training.accounts.rules_codes import Purpose, new_secret, welcome_url


@dataclass(frozen=True)
class Card:
    """What is printed for one person. `secret` is the code itself; it is nowhere else."""

    person_id: int
    name: str
    detail: str
    purpose: Purpose
    secret: str
    url: str
    qr: Markup


def card_for(invitee: Invitee, base_url: str) -> Card:
    """A card with a new code for somebody."""
    secret = new_secret()
    url = welcome_url(base_url, secret)
    return Card(
        person_id=invitee.person.id,
        name=invitee.person.full_name,
        detail=f"{invitee.person.employee_number}, {invitee.team}",
        purpose=invitee.purpose,
        secret=secret,
        url=url,
        qr=qr_of(url),
    )


def qr_of(url: str) -> Markup:
    """An inline SVG of an address; no part of it is a style, so the strictest policy shows it."""
    drawing: str = segno.make(url, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawing)  # noqa: S704 -- drawn from modules, the address is not in it as text
