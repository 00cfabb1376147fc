"""How the till and an Adyen terminal hide what they say on the local network.

Source: Adyen "Protect local communications"; checked both ways against
`@adyen/api-library`. The passphrase is taken as Latin-1, as that library does.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from hardware.errors import ProtocolError
from hardware.terminals.plain import part
from hardware.terminals.web import Json, read_json

_VERSION = 1
_SALT = b"AdyenNexoV1Salt"
_ROUNDS = 4000
_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """What is made of a passphrase."""

    hmac: bytes = field(repr=False)
    cipher: bytes = field(repr=False)
    iv: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKey:
    """The key that was set up for a terminal in Adyen's Customer Area.

    Raises:
        ValueError: the passphrase has characters beyond Latin-1, or is empty.
    """

    identifier: str
    version: int
    passphrase: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.passphrase.encode("latin-1"):
            raise ValueError("a shared key needs its passphrase")


@lru_cache(maxsize=16)
def derive(passphrase: str) -> Keys:
    """The keys of a passphrase. Takes milliseconds the first time."""
    made = hashlib.pbkdf2_hmac("sha1", passphrase.encode("latin-1"), _SALT, _ROUNDS, 80)
    return Keys(made[:32], made[32:64], made[64:])


def lock(
    name: str, header: Json, content: bytes, key: SharedKey, nonce: bytes = b""
) -> bytes:
    """`content` hidden, as the body of a request.

    Args:
        name: "SaleToPOIRequest" or "SaleToPOIResponse".
        header: stays readable; it is in `content` as well.
        nonce: 16 bytes, fresh ones when it is empty.
    """
    nonce = nonce or secrets.token_bytes(_BLOCK)
    keys = derive(key.passphrase)
    padder = PKCS7(_BLOCK * 8).padder()
    padded = padder.update(content) + padder.finalize()
    encryptor = _cipher(keys, nonce).encryptor()
    blob = encryptor.update(padded) + encryptor.finalize()
    trailer = {
        "AdyenCryptoVersion": _VERSION,
        "KeyIdentifier": key.identifier,
        "KeyVersion": key.version,
        "Nonce": _text(nonce),
        "Hmac": _text(hmac.digest(keys.hmac, content, "sha256")),
    }
    whole = {"MessageHeader": header, "NexoBlob": _text(blob)}
    return orjson.dumps({name: {**whole, "SecurityTrailer": trailer}})


def unlock(name: str, received: bytes, key: SharedKey) -> Json:
    """The message that was hidden.

    Raises:
        ProtocolError: it was hidden with another key, changed on its way, or never was.
    """
    said = read_json(received).get(name)
    blob = _bytes(part(said, "NexoBlob"))
    nonce = _bytes(part(said, "SecurityTrailer", "Nonce"))
    proof = _bytes(part(said, "SecurityTrailer", "Hmac"))
    if len(nonce) != _BLOCK or not blob or len(blob) % _BLOCK:
        raise ProtocolError("this message is not hidden as it should be")
    keys = derive(key.passphrase)
    decryptor = _cipher(keys, nonce).decryptor()
    unpadder = PKCS7(_BLOCK * 8).unpadder()
    try:
        padded = decryptor.update(blob) + decryptor.finalize()
        content = unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        raise ProtocolError("this message was hidden with another key") from error
    if not hmac.compare_digest(hmac.digest(keys.hmac, content, "sha256"), proof):
        raise ProtocolError("this message was changed on its way")
    return read_json(content)


def _cipher(keys: Keys, nonce: bytes) -> Cipher[CBC]:
    iv = bytes(one ^ two for one, two in zip(keys.iv, nonce, strict=True))
    return Cipher(AES256(keys.cipher), CBC(iv))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(said: Any) -> bytes:
    if not isinstance(said, str):
        raise ProtocolError("this message is not hidden as it should be")
    try:
        return base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProtocolError("this message is not hidden as it should be") from error
