"""How a private key lies on the disk: wrapped so that it opens on this machine alone.

By Windows where that is the system (`db.dpapi`), else encrypted (AES-256-GCM) under a key
derived from the machine's identity and a random salt. What wrapped a key is written beside
it, so a key that was wrapped one way still opens when the other has become the usual one.
"""

import os
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.canonical import b64u, unb64u
from db.dpapi import Dpapi, dpapi
from db.errors import KeyElsewhereError
from db.machine import machine_identity

DPAPI: Final = "dpapi"


def wrapped(
    clear: bytes,
    salt: bytes,
    kid: str,
    machine: bytes | None,
    system: Dpapi | None = None,
) -> dict[str, str]:
    """A private key as it is stored.

    Args:
        kid: its name, which is bound to it.
        machine: identity of this machine; found out, or left to Windows, when not given.
        system: DPAPI; that of this machine when not given.

    Raises:
        OSError: Windows refused.
    """
    system = system or dpapi()
    if system is not None and machine is None:
        sealed = system.protect(clear, salt + kid.encode())
        return {"kid": kid, "by": DPAPI, "sealed": b64u(sealed)}
    nonce = os.urandom(12)
    sealed = _cipher(machine, salt).encrypt(nonce, clear, kid.encode())
    return {"kid": kid, "nonce": b64u(nonce), "sealed": b64u(sealed)}


def unwrapped(
    told: Mapping[str, str],
    salt: bytes,
    machine: bytes | None,
    system: Dpapi | None = None,
) -> bytes:
    """The private key again.

    Raises:
        KeyElsewhereError: it was wrapped on another machine.
        ValueError, KeyError: it is damaged.
    """
    kid, sealed = told["kid"].encode(), unb64u(told["sealed"])
    try:
        if told.get("by") == DPAPI:
            system = system or dpapi()
            if system is None:
                raise KeyElsewhereError("the key was wrapped by Windows")
            return system.unprotect(sealed, salt + kid)
        return _cipher(machine, salt).decrypt(unb64u(told["nonce"]), sealed, kid)
    except (InvalidTag, OSError) as error:  # the latter is what Windows refuses
        raise KeyElsewhereError("the key was wrapped on another machine") from error


def _cipher(machine: bytes | None, salt: bytes) -> AESGCM:
    derivation = HKDF(hashes.SHA256(), length=32, salt=salt, info=b"sotto device key")
    return AESGCM(derivation.derive(machine or machine_identity()))
