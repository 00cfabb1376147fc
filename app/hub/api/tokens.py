"""Access tokens: who somebody is, for a quarter of an hour, signed by this hub.

Ed25519 alone is accepted, whatever a token says of itself. The key lies in the key
folder and never leaves it: after another terminal has taken the hub over, people log in
again. A token names a session, so that closing the session ends it at once.

Source: RFC 7519 (JWT), RFC 8037 (EdDSA), RFC 8725 (best practices).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.domain.environment import PRODUCTION, Environment
from app.services.ids import new_id
from db.errors import KeyUnavailableError
from db.whole_file import write_whole

FILE: Final = "api.key"
LIFE: Final = timedelta(minutes=15)
_AUDIENCE: Final = "sotto-api"
_ALGORITHM: Final = "EdDSA"
_NEEDED: Final = ["exp", "sub", "sid", "aud", "iss"]


class TokenError(Exception):
    """A token that proves nothing: "token_invalid", "token_expired", or
    "environment_invalid" when it says itself that it is of another one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: a person and the session they opened."""

    person: str
    session: str


class Tokens:
    """Signs and reads the tokens of one hub.

    Args:
        folder: key folder of the profile.
        issuer: the hub's chain.
        environment: that tokens are good in, and no other.

    Raises:
        OSError: the key cannot be read or made.
        KeyUnavailableError: the file is no key.
    """

    def __init__(
        self, folder: Path, issuer: str, environment: Environment = PRODUCTION
    ) -> None:
        self._key = _key(folder / FILE)
        self._public = self._key.public_key()
        self._issuer, self._environment = issuer, environment

    def issue(self, claim: Claim, now: datetime) -> str:
        """A token for a session, good for `LIFE`."""
        told = {
            "iss": self._issuer,
            "aud": _AUDIENCE,
            "env": self._environment,
            "sub": claim.person,
            "sid": claim.session,
            "jti": new_id(),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFE).timestamp()),
        }
        return jwt.encode(told, self._key, algorithm=_ALGORITHM)

    def read(self, token: str, now: datetime) -> Claim:
        """What a token says.

        Raises:
            TokenError: it is not one of ours, or its time is over.
        """
        try:
            told: Mapping[str, Any] = jwt.decode(
                token,
                self._public,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=self._issuer,
                # The house has one clock, and it is not PyJWT's.
                options={
                    "require": _NEEDED,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            ends, person, session = told["exp"], told["sub"], told["sid"]
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            known = self._of_here(token)
            raise TokenError(
                "token_invalid" if known else "environment_invalid"
            ) from error
        if told.get("env") != self._environment:
            raise TokenError("environment_invalid")
        named = isinstance(person, str) and isinstance(session, str)
        if not named or not isinstance(ends, int):
            raise TokenError("token_invalid")
        if ends <= now.timestamp():
            raise TokenError("token_expired")
        return Claim(person, session)

    def _of_here(self, token: str) -> bool:
        """Whether a token that proves nothing says at least that it is of here."""
        try:
            told = jwt.decode(token, options={"verify_signature": False})
        except (jwt.InvalidTokenError, ValueError, TypeError):
            return True  # it says nothing
        return bool(told.get("env", self._environment) == self._environment)


def _key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _make(path)
    try:
        found = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise KeyUnavailableError(f"{path.name} is no key") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise KeyUnavailableError(f"{path.name} is not an Ed25519 key")
    return found


def _make(path: Path) -> None:
    """Writes a new key whole or not at all."""
    key = Ed25519PrivateKey.generate()
    clear = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    write_whole(path, key.private_bytes(serialization.Encoding.PEM, form, clear))
