"""The secrets that messages are signed with: sealed in the journal, so that whichever
terminal carries the hub signs as the one before it did."""

import json
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Final

from app.services.credentials import seal, unseal

MARK: Final = "whsec_"
OVERLAP_MS: Final = 24 * 3600 * 1000
"""How long the secret before still signs beside its successor."""
MAX_SECRET: Final = 200
_BYTES: Final = 32
_MOST: Final = 5
"""Secrets that sign at once: an answer that was lost, and asked for again, costs none."""


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return MARK + b64encode(secrets.token_bytes(_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The HMAC key behind a secret: of `whsec_…` the bytes that it encodes, of any other
    text its own.

    Raises:
        ValueError: it is empty, too long, or not what its mark says.
    """
    if not 0 < len(secret) <= MAX_SECRET:
        raise ValueError("a secret has 1 to 200 characters")
    if not secret.startswith(MARK):
        return secret.encode()
    try:
        key = b64decode(secret.removeprefix(MARK) + "==", validate=False)
    except NotBase64 as error:
        raise ValueError("not base64") from error
    if not key:
        raise ValueError("no bytes behind the mark")
    return key


def keys(sealed: str, webhook: str, pepper: bytes, now: int) -> list[bytes]:
    """What a message is signed with now (milliseconds), the newest first; nothing when
    it was sealed elsewhere."""
    return [key_of(secret) for secret, _ in _valid(sealed, webhook, pepper, now)]


def renewed(sealed: str, secret: str, webhook: str, pepper: bytes, now: int) -> str:
    """The secrets, sealed, once this one signs, and for a day those before it too.

    Args:
        sealed: what signed so far, "" for nothing.
    """
    valid = _valid(sealed, webhook, pepper, now)
    if valid and valid[0][0] == secret:
        return sealed  # asked twice
    before = [(each, until or now + OVERLAP_MS) for each, until in valid]
    told = json.dumps([(secret, 0), *before[: _MOST - 1]])
    return seal(told, _owner(webhook), pepper)


def _valid(sealed: str, webhook: str, pepper: bytes, now: int) -> list[tuple[str, int]]:
    told = unseal(sealed, _owner(webhook), pepper)
    known = json.loads(told) if told else []
    return [(secret, until) for secret, until in known if not until or now < until]


def _owner(webhook: str) -> str:
    return f"webhook/{webhook}"
