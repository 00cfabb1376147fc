"""Secrets of who comes in by the network, and of what goes out: keys, passwords, seeds of
one-time codes, secrets of webhooks.

Only what is made of them here reaches the journal: hashes, and what is sealed. Whoever has
the journal without the pepper can neither try passwords out nor read a seed or a secret.
"""

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.environment import ENVIRONMENTS, PRODUCTION, Environment
from app.domain.vocabulary import Refusal
from db.canonical import b64u, nfc, unb64u

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MARK = "sk_"
"""Every key begins so, and tools that look for leaked secrets know it."""
MIN_PASSWORD, MAX_PASSWORD = 12, 128
SLOWNESS = (2, 19_456, 1)
"""Of argon2id for what people choose: rounds, KiB and threads of each try."""
_MIN_DIFFERENT = 5
_SECRET_BYTES = 32
_NONCE_BYTES = 12
_USUAL = (
    "motdepasse",
    "password",
    "azertyuiop",
    "qwertyuiop",
    "123456789",
    "restaurant",
    "administrateur",
    "bienvenue",
)


def key_mark(environment: Environment) -> str:
    """What the keys of an environment begin with: "sk_sandbox_", in production "sk_"."""
    return MARK if environment == PRODUCTION else f"{MARK}{environment}_"


def key_environment(key: str) -> Environment:
    """The environment that a key says it is of."""
    marks = {name: key_mark(name) for name in ENVIRONMENTS if name != PRODUCTION}
    return next((n for n, mark in marks.items() if key.startswith(mark)), PRODUCTION)


def new_secret(mark: str = "") -> str:
    """A secret that nobody guesses, fit for a header."""
    return mark + secrets.token_urlsafe(_SECRET_BYTES)


def digest(secret: str) -> str:
    """What is stored of a secret that chance made: it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def password_refusal(password: str, *names: str) -> Refusal | None:
    """Why nobody should have this password, None when it will do.

    Length is what counts (NIST SP 800-63B); nothing forces signs on anybody.

    Args:
        names: words about the person that it must not contain.
    """
    folded = password.casefold()
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        return Refusal("password_length", "Un mot de passe a de 12 à 128 caractères.")
    known = (*_USUAL, *(name.casefold() for name in names if len(name) > 2))
    if len(set(folded)) < _MIN_DIFFERENT or any(word in folded for word in known):
        return Refusal(
            "password_weak", "Ce mot de passe se devine : prenez une phrase à vous."
        )
    return None


def slow_hasher() -> "PasswordHasher":
    """What hashes a word that can be tried out."""
    from argon2 import PasswordHasher

    return PasswordHasher(*SLOWNESS)


def hash_password(password: str, pepper: bytes) -> str:
    """argon2id hash of a password, keyed with the pepper. Takes tens of milliseconds."""
    return slow_hasher().hash(_keyed(password, pepper))


def check_password(password: str, hashed: str, pepper: bytes) -> bool:
    """Whether `password` is the one that was hashed. Takes tens of milliseconds."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, _keyed(password, pepper))
    except (VerificationError, InvalidHashError):
        return False


def _keyed(password: str, pepper: bytes) -> bytes:
    # The word in front keeps a password of digits from sharing the key of a PIN.
    return hmac.digest(pepper, b"password " + nfc(password).encode(), "sha256")


def seal(secret: str, owner: str, pepper: bytes) -> str:
    """A secret that only who has the pepper can read: every terminal of the site.

    Args:
        owner: the person, or the thing, that it is of.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_seal_key(pepper)).encrypt(nonce, secret.encode(), owner.encode())
    return b64u(nonce + sealed)


def unseal(sealed: str, owner: str, pepper: bytes) -> str | None:
    """The secret again; None when it was sealed for somebody else or elsewhere."""
    try:
        raw = unb64u(sealed)
        nonce, rest = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        clear = AESGCM(_seal_key(pepper)).decrypt(nonce, rest, owner.encode())
        return clear.decode()
    except (InvalidTag, ValueError):
        return None


def _seal_key(pepper: bytes) -> bytes:
    return hmac.digest(pepper, b"seed of one-time codes", "sha256")
