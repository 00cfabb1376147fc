"""The TLS certificate of a hub: made at its first start, vouched for at each greeting.

It is self-signed: terminals do not trust it for what it says but because the hub's
DeviceKey signs its fingerprint (`greeting.py`). Programs get it as a file to pin.
"""

import hashlib
import ipaddress
import os
import socket
import ssl
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.hub.places import own_addresses

CERTIFICATE, KEY = "hub.crt", "hub.key"
_DAYS = 3650


def certificate_files(folder: Path, now: datetime) -> tuple[Path, Path]:
    """Certificate and key of the hub in this key folder, made when it has none.

    Raises:
        OSError: the folder cannot be written.
    """
    certificate, key = folder / CERTIFICATE, folder / KEY
    if not (certificate.exists() and key.exists()):
        _make(certificate, key, now)
    return certificate, key


def fingerprint(der: bytes) -> str:
    """What names a certificate: its SHA-256 in hexadecimal."""
    return hashlib.sha256(der).hexdigest()


def fingerprint_of(certificate: Path) -> str:
    """The fingerprint of a certificate file (PEM)."""
    return fingerprint(ssl.PEM_cert_to_DER_cert(certificate.read_text("ascii")))


def _make(certificate: Path, key: Path, now: datetime) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    host = socket.gethostname()
    names: list[x509.GeneralName] = [
        x509.DNSName(name) for name in ("localhost", host, f"{host}.local")
    ]
    names += [x509.IPAddress(ipaddress.ip_address(a)) for a in own_addresses()]
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sotto hub")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of terminals differ
        .not_valid_after(now + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
