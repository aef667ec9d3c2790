"""Keys and secrets of complaints: made with the key of the site, so that nobody else can make or guess them."""

import hashlib
import hmac
import secrets

from training.complaints.rules_contacts import ALPHABET, REFERENCE_LENGTH, same_contact, same_receipt, written
from training.core.web import settings


def new_reference() -> str:
    """A reference for a customer, by chance."""
    return written(secrets.randbelow(len(ALPHABET) ** REFERENCE_LENGTH))


def secret_of(reference: str) -> str:
    """The secret in the address of a customer's own page. It can be shown again, and is kept nowhere but as a hash."""
    return _keyed("status", reference)


def customer_key(contact: str) -> str | None:
    """By what a customer is known again; None when the contact is neither mail address nor number."""
    same = same_contact(contact)
    return _keyed("customer", same)[:32] if same else None


def receipt_key(receipt: str) -> str | None:
    """By what a receipt or an order is known again."""
    same = same_receipt(receipt)
    return _keyed("receipt", same)[:32] if same else None


def _keyed(purpose: str, text: str) -> str:
    key = settings().secret_key.encode()
    return hmac.new(key, f"complaints:{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
