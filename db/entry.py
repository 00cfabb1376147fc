"""An entry: one fact as it stands in a chain, and its stored form.

The stored form is a JSON Web Signature in compact form. Every entry has one; where no
signature is required its last part is empty, and the next signed entry covers it
through the chain of hashes. `hash` is taken over the whole stored form, so the link
covers the previous signature too.

    signing input = b64u(canonical header) "." b64u(canonical body)
    jws           = signing input "." b64u(r||s)        (or "." and nothing)
    hash          = b64u(SHA-256(jws))
    body.prev     = hash of the chain's previous entry, "" for the first
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import orjson

from db.canonical import Json, b64u, canonical, unb64u
from db.errors import DatabaseDamagedError

OPENED: Final = "journal.opened"
KEY_CHANGED: Final = "journal.key_changed"
SEGMENT_OPENED: Final = "journal.segment_opened"
UNSIGNED: Final = "journal.unsigned"
SEALED: Final = "journal.sealed"

JWS_TYPE: Final = "sotto-fj+jws"

# The members of a body, in the order of the fields of `Entry`.
_MEMBERS: Final = (
    *("v", "chain", "seq", "type", "tseq", "stream", "hlc", "ts", "bday"),
    *("op", "appr", "sw", "prev", "data"),
)
BODY_KEYS: Final = frozenset(_MEMBERS)
VIA: Final = "via"
"""The one member that is only there where it says something."""
_FIELDS: Final[Callable[[dict[str, Any]], tuple[Any, ...]]] = itemgetter(*_MEMBERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpec:
    """How the journal treats the entries of one wire name.

    Attributes:
        name: the wire name, in the past tense: "receipt.issued".
        series: the gapless counter of the chain that numbers them ("T", "J", …); types
            may share one. Empty: not counted, `tseq` is 0.
        signed: fiscal, so each carries its own signature.
    """

    name: str
    series: str = ""
    signed: bool = False


# What the journal itself writes or understands; added to the types of every journal.
OWN_TYPES: Final = {
    OPENED: TypeSpec(name=OPENED, series="G", signed=True),
    KEY_CHANGED: TypeSpec(name=KEY_CHANGED, series="K", signed=True),
    SEGMENT_OPENED: TypeSpec(name=SEGMENT_OPENED, series="S", signed=True),
    UNSIGNED: TypeSpec(name=UNSIGNED, series="U", signed=True),
    SEALED: TypeSpec(name=SEALED, series="U", signed=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fact that somebody wants written.

    Attributes:
        type: a wire name known to the journal.
        version: version of the shape of `data`, from 1.
        stream: the thing that the fact is about: "order/01J…".
        data: canonical JSON values only; see `db.canonical`.
        op: id of the person who did it, "" for the machine.
        appr: id of the person who allowed it, "" if nobody had to.
        via: how they did it, "" by hand.
    """

    type: str
    version: int
    stream: str
    data: Mapping[str, Json]
    op: str = ""
    appr: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it stands in the journal.

    Attributes:
        v: version of the shape of `data`.
        chain: the terminal's chain: "C1".
        seq: place in the chain, from 1 without gaps: the legal order.
        type: wire name.
        tseq: place in its series, from 1 without gaps; 0 if not counted.
        stream: the thing that the fact is about.
        hlc: hybrid logical clock stamp, see `db.hlc`.
        ts: wall clock, ISO 8601 with milliseconds and offset: the legal time.
        bday: business date, YYYY-MM-DD.
        op: who did it; appr: who allowed it.
        sw: name and version of the program that wrote it.
        prev: hash of the previous entry of the chain.
        data: the fact itself.
        jws: the stored form; hash: its SHA-256, base64url.
        via: how whoever did it did so, "" by hand.
    """

    v: int
    chain: str
    seq: int
    type: str
    tseq: int
    stream: str
    hlc: str
    ts: str
    bday: str
    op: str
    appr: str
    sw: str
    prev: str
    data: dict[str, Json]
    jws: str
    hash: str
    via: str = ""

    @property
    def order(self) -> tuple[str, str, int]:
        """Sort key of the canonical order, the same on every terminal."""
        return (self.hlc, self.chain, self.seq)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain; `seq` is 0 and the texts are empty for an empty one."""

    chain: str
    seq: int = 0
    hash: str = ""
    hlc: str = ""
    ts: str = ""


def header(kid: str) -> str:
    """The first part of the stored form, the same for all entries of a key."""
    return b64u(canonical({"alg": "ES256", "kid": kid, "typ": JWS_TYPE}).encode())


def digest(jws: str) -> str:
    """The hash of a stored form."""
    return b64u(hashlib.sha256(jws.encode()).digest())


def is_body(body: object) -> bool:
    """Whether these are the members of an entry, no more and no less."""
    return (
        isinstance(body, dict)
        and body.keys() ^ BODY_KEYS <= {VIA}
        and body.get(VIA) != ""  # said in one way alone: by its absence
    )


def parse(jws: str) -> Entry:
    """The entry behind a stored form; verifies nothing.

    Raises:
        DatabaseDamagedError: `jws` is not the stored form of an entry.
    """
    return parse_all([(jws, digest(jws))])[0]


def parse_all(rows: Sequence[tuple[str, str]]) -> list[Entry]:
    """The entries behind (stored form, hash) pairs; verifies nothing.

    One call of the JSON reader for all of them: it costs half of one call for each.

    Raises:
        DatabaseDamagedError: one of them is not the stored form of an entry.
    """
    try:
        payloads = [unb64u(jws.split(".", 2)[1]) for jws, _ in rows]
        bodies = orjson.loads(b"[" + b",".join(payloads) + b"]")
        return [
            Entry(*(*_FIELDS(body), jws, hash_, body.get(VIA, "")))
            for body, (jws, hash_) in zip(bodies, rows, strict=True)
        ]
    except (
        *(ValueError, LookupError, TypeError, AttributeError),
        RecursionError,  # brackets within brackets
    ) as error:
        raise DatabaseDamagedError(f"an entry cannot be read: {error}") from error
