"""Certificates in words."""

from datetime import date

from training.core.i18n import format_date
from training.core.i18n import gettext as _

# The chip of the stylesheet, and the kind of notice, that a certificate's state wears.
AWARD_CHIPS = {"valid": "met", "expired": "expired", "revoked": "expired"}
AWARD_NOTICES = {"valid": "good", "expired": "warn", "revoked": "bad"}


def award_word(state: str) -> str:
    """Whether a certificate is valid, in a word."""
    return {"valid": _("Valid"), "expired": _("Expired"), "revoked": _("Withdrawn")}[state]


def term_sentence(issued_on: date, until: date | None) -> str:
    """From when to when a certificate holds."""
    if until is None:
        return _("Since %(day)s, without an end", day=format_date(issued_on))
    return _("From %(first)s to %(last)s", first=format_date(issued_on), last=format_date(until))
