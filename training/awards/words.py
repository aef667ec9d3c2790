"""What outsiders and holders are told about certificates, badges and keys."""

from datetime import date

from training.awards.queries import Verified
from training.awards.queries_keys import KeyLine
from training.awards.reading import Proof
from training.awards.rules_keys import KeyState
from training.core.i18n import format_date
from training.core.i18n import gettext as _


def verified_word(found: Verified) -> str:
    """The title of the check’s page, for a tab among others."""
    if found.is_hidden:
        return _("Not shown by its holder")
    return {"valid": _("Valid"), "expired": _("Expired"), "revoked": _("Withdrawn")}[found.state]


def verified_sentence(found: Verified) -> str:
    """What an outsider wants to know."""
    if found.state == "revoked" and found.revoked_on is not None:
        return _("This certificate was withdrawn on %(day)s.", day=format_date(found.revoked_on))
    if found.state == "expired" and found.until is not None:
        return _("This certificate was genuine. It expired on %(day)s.", day=format_date(found.until))
    if found.is_hidden:
        return _("We issued a certificate with this number. Its holder does not show it at present.")
    return _("This certificate is genuine and valid today.")


def extended_sentence(until: date) -> str:
    """That a certificate holds longer than it says."""
    return _("Its last day was moved to %(day)s; paper and badges still name the earlier one.", day=format_date(until))


def given_back_sentence(found: Verified) -> str:
    """That a certificate holds again; empty for one that was never withdrawn."""
    if found.given_back_on is None:
        return ""
    return _("It was withdrawn for a time, and holds again since %(day)s.", day=format_date(found.given_back_on))


def key_word(state: KeyState) -> str:
    """What a key does now, in a word."""
    return {
        KeyState.ACTIVE: _("Signs"),
        KeyState.RETIRED: _("Signs no more"),
        KeyState.WITHDRAWN: _("Withdrawn"),
    }[state]


KEY_CHIPS = {KeyState.ACTIVE: "met", KeyState.RETIRED: "unknown", KeyState.WITHDRAWN: "expired"}


def key_sentence(line: KeyLine) -> str:
    """Whether outsiders find a key, and until when."""
    if not line.is_public:
        return _("Not published any more.")
    if line.state is KeyState.ACTIVE:
        return _("Published.")
    if line.last_day is None:
        return _("Published: certificates of its time have no end.")
    return _("Published until %(day)s, when the last certificate of its time ends.", day=format_date(line.last_day))


def proof_sentence(proof: Proof) -> str:
    """Why a badge proves nothing."""
    return {
        Proof.FOREIGN: _("We did not sign it. Ask whoever it names as its issuer."),
        Proof.ALTERED: _("It was changed after it was signed, or somebody else signed it in our name."),
        Proof.OLD_KEY: _("The key that signed it was withdrawn. Its holder can fetch a new badge in a moment."),
        Proof.UNKNOWN: _("We signed it, but we hold no such certificate any more."),
    }[proof]
