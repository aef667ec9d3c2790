"""Keys that sign badges: made, sealed for the database, and used.

RS256 with 2,048 bits is what the Open Badges specification asks every validator to know (8.2.3). The private half is
sealed with a key derived from the site's secret: rows alone, as in a dump or a copy of the database, sign nothing.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import jwt
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from jwt.algorithms import RSAAlgorithm

from training.core.problems import Problem, Problems

ALGORITHM = "RS256"
BITS = 2048
EXPONENT = 65_537
_PURPOSE = b"Standard Bearer: keys that sign badges"


@dataclass(frozen=True)
class Fresh:
    """A new key. `public` is its JWK (`kty`, `n`, `e`); `sealed` is the private half, as the database keeps it."""

    thumbprint: str
    public: Mapping[str, str]
    sealed: str


@dataclass(frozen=True)
class Signer:
    """A key that can sign."""

    thumbprint: str
    private: RSAPrivateKey

    def token(self, claims: Mapping[str, Any], key_id: str) -> str:
        """The claims signed, as a compact JWS whose head has `alg`, `typ` and `kid` only. Equal claims, equal token."""
        return jwt.encode(dict(claims), self.private, ALGORITHM, headers={"kid": key_id})


def new_key(secret: str) -> Fresh:
    """Make a key and seal it with the site's secret. Takes a tenth of a second: do it before the database is held."""
    private = generate_private_key(EXPONENT, BITS)
    whole = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    public = {name: str(whole[name]) for name in ("e", "kty", "n")}
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Fresh(thumbprint_of(public), public, _lock(secret).encrypt(plain).decode())


def opened(thumbprint: str, sealed: str, secret: str) -> Signer:
    """The signer from what the database keeps. Raises Problems when the site's secret is another one."""
    return _opened(thumbprint, sealed, secret)


@lru_cache(maxsize=4)  # opening checks the key's arithmetic, which takes longer than to sign
def _opened(thumbprint: str, sealed: str, secret: str) -> Signer:
    try:
        plain = _lock(secret).decrypt(sealed.encode())
    except InvalidToken as error:
        raise Problems(
            [
                Problem(
                    "SECRET_KEY",
                    None,
                    f"is not the one with which the signing key {thumbprint[:8]} was kept.",
                    "Put the old secret back, or run: training awards keys rotate",
                )
            ]
        ) from error
    private = load_der_private_key(plain, None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("A signing key is an RSA key.")
    return Signer(thumbprint, private)


def is_signed_by(token: str, public: Mapping[str, str]) -> bool:
    """Whether the key whose public half this is signed the token, as it is."""
    try:
        jwt.PyJWS().decode(token, jwt.PyJWK(dict(public), ALGORITHM), algorithms=[ALGORITHM])
    except jwt.InvalidTokenError:
        return False
    return True


def thumbprint_of(public: Mapping[str, str]) -> str:
    """The name of a public key, of its own content (RFC 7638)."""
    text = f'{{"e":"{public["e"]}","kty":"{public["kty"]}","n":"{public["n"]}"}}'
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _lock(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
