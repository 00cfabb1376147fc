"""The secrets that messages are signed with: one file in the key folder, never journaled.

Like the key of access tokens they stay with this hub: after another terminal has taken
it over, whoever set a webhook up gives it a new secret.
"""

import json
import os
import secrets
import threading
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path
from typing import Final

from db.errors import KeyUnavailableError

FILE: Final = "webhooks.json"
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


def _read(path: Path) -> dict[str, list[tuple[str, int]]]:
    try:
        stored = json.loads(path.read_text("utf-8"))
        return {w: [(str(s), int(u)) for s, u in each] for w, each in stored.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise KeyUnavailableError(f"{path.name} cannot be read") from error


class Secrets:
    """The secrets of one hub's webhooks. Thread: any.

    Args:
        folder: key folder of the profile.

    Raises:
        OSError: the file cannot be read.
        KeyUnavailableError: it is not what it should be.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._known: dict[str, list[tuple[str, int]]] = {}
        if self._path.exists():
            self._known = _read(self._path)

    def keys(self, webhook: str, now: int) -> list[bytes]:
        """What a message is signed with now (milliseconds), the newest first."""
        known = self._known.get(webhook, ())
        return [key_of(secret) for secret, until in known if not until or now < until]

    def knows(self, webhook: str) -> bool:
        """Whether this hub may sign what a webhook is told."""
        return webhook in self._known

    def set(self, webhook: str, secret: str, now: int) -> None:
        """Signs with this secret from now on, and for a day with those before too.

        Raises:
            OSError: it could not be written; nothing has changed.
        """
        with self._lock:
            known = self._known.get(webhook, [])
            if known and known[0][0] == secret:
                return  # asked twice
            before = [(each, until or now + OVERLAP_MS) for each, until in known]
            valid = [each for each in before if now < each[1]][: _MOST - 1]
            self._write({**self._known, webhook: [(secret, 0), *valid]})

    def forget(self, webhook: str) -> None:
        """Forgets the secrets of a webhook.

        Raises:
            OSError: they could not be.
        """
        with self._lock:
            if webhook in self._known:
                left = {w: each for w, each in self._known.items() if w != webhook}
                self._write(left)

    def _write(self, known: dict[str, list[tuple[str, int]]]) -> None:
        """Whole or not at all."""
        beside = self._path.with_name(FILE + ".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._known = known
