"""The terminal's key: ECDSA P-256, made here, kept wrapped, used through `Signer`.

The private key lies in `device.key`, wrapped for this machine (`db.wrapping`). A copy of
the folder is therefore of no use elsewhere: the other machine can still verify, but not
append. Whoever is administrator of the machine can find a software key; that is why head
files, the hub and paper keep witnesses of the chain. A TPM would be another `Signer`.
`db.device_key` finds the one in force.

Source: RFC 7515 (JWS), RFC 7518 3.4 (ES256), RFC 7638 (thumbprint), RFC 6979.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.x509.oid import NameOID

from db.canonical import b64u, canonical, unb64u
from db.entry import header
from db.errors import KeyUnavailableError
from db.whole_file import write_whole
from db.wrapping import unwrapped, wrapped

KEY_FILE: Final = "device.key"
SALT_FILE: Final = "device.salt"
CERTIFICATE_FILE: Final = "device.crt"

_NUMBER_BYTES: Final = 32  # r, s, x and y of P-256
_CERTIFICATE_YEARS: Final = 20
_ALGORITHM: Final = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


class Signer(Protocol):
    """Whatever holds a private key and signs with it."""

    @property
    def jwk(self) -> Mapping[str, str]:
        """The public key as a JSON Web Key."""

    @property
    def kid(self) -> str:
        """The key's name: its RFC 7638 thumbprint."""

    @property
    def certificate(self) -> bytes:
        """The self-signed X.509 certificate, DER."""

    def sign(self, signing_input: bytes) -> bytes:
        """The 64 bytes r||s of the ES256 signature.

        Raises:
            KeyUnavailableError: the key cannot be used.
        """


class PublicKey:
    """The half of a key that everybody may know.

    Attributes:
        kid: its RFC 7638 thumbprint.
        header: first part of the stored form of what it signs.
    """

    def __init__(self, jwk: Mapping[str, str]) -> None:
        """Reads a JWK.

        Raises:
            ValueError: `jwk` is not a point of P-256.
        """
        if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256":
            raise ValueError("not a P-256 key")
        x, y = unb64u(jwk.get("x", "")), unb64u(jwk.get("y", ""))
        self._key = ec.EllipticCurvePublicNumbers(
            int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
        ).public_key()
        self.kid = thumbprint(jwk)
        self.header = header(self.kid).encode()

    def verifies(self, signing_input: bytes, signature: bytes) -> bool:
        """Whether `signature` (64 bytes r||s) was made for these bytes by this key."""
        if len(signature) != 2 * _NUMBER_BYTES:
            return False
        r = int.from_bytes(signature[:_NUMBER_BYTES], "big")
        s = int.from_bytes(signature[_NUMBER_BYTES:], "big")
        try:
            self._key.verify(encode_dss_signature(r, s), signing_input, _ALGORITHM)
        except InvalidSignature:
            return False
        return True


class LocalSigner:
    """A private key in this process's memory."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> None:
        self._key = key
        self.jwk: Mapping[str, str] = _jwk(key.public_key())
        self.kid = thumbprint(self.jwk)
        self.certificate = certificate

    @classmethod
    def generate(cls, name: str, now: datetime) -> "LocalSigner":
        """A new key with its certificate for `name`, valid from `now`; not stored."""
        key = ec.generate_private_key(ec.SECP256R1())
        return cls(key, _self_signed(key, name, now))

    def sign(self, signing_input: bytes) -> bytes:
        r, s = decode_dss_signature(self._key.sign(signing_input, _ALGORITHM))
        return r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")

    def pkcs8(self) -> bytes:
        """The private key in clear; only for wrapping it."""
        return self._key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def open_key(
    folder: Path, *, name: str, now: datetime, machine: bytes | None = None
) -> LocalSigner:
    """The key of `folder`; made first if the folder holds none.

    Args:
        folder: where the wrapped key, its salt and its certificate lie.
        name: common name of a new certificate, for example "Sotto C1".
        now: start of a new certificate's validity.
        machine: identity of this machine; found out when not given.

    Raises:
        KeyUnavailableError: the key was wrapped on another machine, or is damaged.
    """
    if not (folder / KEY_FILE).exists():
        store_key(folder, LocalSigner.generate(name, now), machine=machine)
    return load_key(folder, machine=machine)


def store_key(folder: Path, signer: LocalSigner, *, machine: bytes | None) -> None:
    """Writes the key wrapped for this machine; an older key is replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    salt = os.urandom(32)
    told = wrapped(signer.pkcs8(), salt, signer.kid, machine)
    certificate = x509.load_der_x509_certificate(signer.certificate)
    write_whole(folder / SALT_FILE, salt)
    write_whole(
        folder / CERTIFICATE_FILE,
        certificate.public_bytes(serialization.Encoding.PEM),
    )
    write_whole(folder / KEY_FILE, canonical({"v": 1, **told}).encode())


def load_key(folder: Path, *, machine: bytes | None = None) -> LocalSigner:
    """Unwraps the key of `folder`.

    Raises:
        KeyElsewhereError: it was wrapped on another machine.
        KeyUnavailableError: missing or damaged.
    """
    try:
        told = json.loads((folder / KEY_FILE).read_bytes())
        salt = (folder / SALT_FILE).read_bytes()
        clear = unwrapped(told, salt, machine)
        key = serialization.load_der_private_key(clear, password=None)
        certificate = x509.load_pem_x509_certificate(
            (folder / CERTIFICATE_FILE).read_bytes()
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyUnavailableError(f"no usable key: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnavailableError("not an elliptic curve key")
    return LocalSigner(key, certificate.public_bytes(serialization.Encoding.DER))


def thumbprint(jwk: Mapping[str, str]) -> str:
    """The name of a public key, the same everywhere.

    Source: RFC 7638, section 3.
    """
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return b64u(hashlib.sha256(canonical({**members}).encode()).digest())


def _jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {
        "crv": "P-256",
        "kty": "EC",
        "x": b64u(numbers.x.to_bytes(_NUMBER_BYTES, "big")),
        "y": b64u(numbers.y.to_bytes(_NUMBER_BYTES, "big")),
    }


def _self_signed(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365 * _CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)
