"""Time-stamps: an authority outside the house says that a chain ended so at a moment.

What is stamped is the end of the chain as the QR code of a Z says it. The token is a fact
of the journal, so it goes wherever that goes: copies, archives, other terminals. It is
read against the authorities that this machine trusts, and those whose certificates lie in
the profile's `keys/tsa`. An expert reads it with `openssl ts`.

Source: `fiscal.md` 4.6 (4); RFC 3161.
"""

import base64
import hashlib
import ssl
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from typing_extensions import override

from app.domain.integrity import HeadStamped
from app.services.facts import facts_of
from db import reading
from db.database import Database
from db.entry import Head
from db.errors import KnownError
from db.findings import Finding
from resources.texts import tr

STAMPED: Final = "witness.stamped"


class NotStampedError(KnownError):
    """An answer is no time-stamp of what was asked, or of nobody who is trusted here."""

    @override
    def text(self) -> str:
        return tr("L'horodatage n'est pas valable : {why}.", why=self)


@dataclass(frozen=True, slots=True)
class Stamping:
    """A question to an authority, and what it is about."""

    head: Head
    question: bytes
    nonce: int


def told(head: Head) -> bytes:
    """The end of a chain as it is stamped."""
    return f"sotto:{head.chain}:{head.seq}:{head.hash}".encode()


def stamping(head: Head) -> Stamping:
    """Asks for the time-stamp of a chain's end."""
    asked = TimestampRequestBuilder().data(told(head)).nonce(nonce=True)
    request = asked.hash_algorithm(HashAlgorithm.SHA256).build()
    return Stamping(head, request.as_bytes(), request.nonce or 0)


def stamped(
    asked: Stamping, answer: bytes, authority: str, folder: Path
) -> HeadStamped:
    """What an authority answered, as the fact of it.

    Args:
        folder: of further certificates that are trusted.

    Raises:
        NotStampedError: it is not a time-stamp of that, or of nobody who is trusted.
    """
    response = _read(answer)
    _verify(response, asked.head, roots(folder), nonce=asked.nonce)
    head = asked.head
    return HeadStamped(
        chain=head.chain,
        seq=head.seq,
        hash=head.hash,
        authority=authority,
        moment=moment_of(response).isoformat(),
        token=base64.b64encode(answer).decode(),
    )


def roots(folder: Path) -> list[x509.Certificate]:
    """The authorities that this machine trusts, and those of a folder."""
    known = ssl.create_default_context().get_ca_certs(binary_form=True)
    found = list(filter(None, map(_root, known)))
    for path in sorted(folder.glob("*.pem")):
        found += x509.load_pem_x509_certificates(path.read_bytes())
    return found


def _root(der: bytes) -> x509.Certificate | None:
    """A certificate of the machine's; None for one that is out of form, as a few are."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            return x509.load_der_x509_certificate(der)
    except (ValueError, CryptographyDeprecationWarning):
        return None


def stamps(database: Database) -> Iterator[HeadStamped]:
    """Every time-stamp that lies here."""
    entries = reading.entries(database, after={}, types=(STAMPED,), readable=True)
    for fact in facts_of(entries):
        if isinstance(fact.event, HeadStamped):
            yield fact.event


def check_stamps(database: Database, folder: Path) -> Iterator[Finding]:
    """Whether each chain still ends as it was stamped, and each token is one.

    A chain that does not is another one: FORK. A token that nobody can read any more,
    because its certificates are unknown here, proves nothing: WITNESS_UNREACHABLE.
    """
    trusted: Sequence[x509.Certificate] = ()
    for stamp in stamps(database):
        trusted = trusted or roots(folder)
        head = Head(stamp.chain, stamp.seq, stamp.hash)
        if reading.at(database, stamp.chain, stamp.seq).hash != stamp.hash:
            yield Finding("FORK", stamp.chain, stamp.seq, detail=stamp.moment)
        try:
            _verify(_read(base64.b64decode(stamp.token)), head, trusted)
        except (NotStampedError, ValueError) as error:
            detail = f"{stamp.authority}: {error}"
            yield Finding("WITNESS_UNREACHABLE", stamp.chain, stamp.seq, detail=detail)


def moment_of(response: TimeStampResponse) -> datetime:
    """When it was stamped, as the authority says."""
    return response.tst_info.gen_time.astimezone()


def _read(answer: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(answer)
        if response.status not in (0, 1):
            raise NotStampedError(", ".join(response.status_string) or "refused")
    except ValueError as error:
        raise NotStampedError(str(error)) from error
    return response


def _verify(
    response: TimeStampResponse,
    head: Head,
    trusted: Sequence[x509.Certificate],
    *,
    nonce: int | None = None,
) -> None:
    verifier = VerifierBuilder(roots=list(trusted), nonce=nonce).build()
    try:
        digest = hashlib.sha256(told(head)).digest()
        if not verifier.verify(response, digest):
            raise NotStampedError("signature")
    except (VerificationError, ValueError) as error:
        raise NotStampedError(str(error)) from error
