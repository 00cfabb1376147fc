"""Facts about the journal itself: where it was found altered, where a key was lost, who
has seen where it ended.

Source: `fiscal.md` 4.6, B-05, B-10.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.wire import fact

BREACH = "INTEGRITY_BREACH"
KEY_LOST = "KEY_LOST"


@fact("journal.segment_opened", stream="journal/{chain}", series="S", signed=True)
class SegmentOpened:
    """From here on the chain is to be believed again; what is wrong before stays wrong.

    Attributes:
        chain: the terminal's.
        code: why: `BREACH` or `KEY_LOST`.
        place: the entries in which something is wrong, "40-41"; "" when nothing is.
        found: what, as the verification says it.
        trusted: last entry before them, with its hash: the head that is still trusted.
        jwk: the key that takes over from a lost one.
        first, last, count: what waited for a signature and is sealed by this entry: its
            entries, and how many of them are fiscal; 0 for none.
    """

    chain: str
    code: str
    place: str
    found: str
    trusted: int
    trusted_hash: str
    jwk: Mapping[str, str] | None = None
    first: int = 0
    last: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadNoted:
    """The end of a chain as somebody else has seen it."""

    chain: str
    seq: int
    hash: str


@fact("witness.noted", stream="witness", series="W", signed=True)
class WitnessNoted:
    """A terminal notes where chains of others end: they cannot be put back or rewritten
    any more without this chain saying so.

    Attributes:
        terminal: who notes it.
        heads: by chain.
    """

    terminal: str
    heads: tuple[HeadNoted, ...]


@fact("witness.stamped", stream="witness/{chain}", series="H", signed=True)
class HeadStamped:
    """An authority outside stamped the end of a chain (RFC 3161).

    Attributes:
        authority: its address.
        moment: when, as it says, ISO 8601 with offset.
        token: its whole answer, DER in base64.
    """

    chain: str
    seq: int
    hash: str
    authority: str
    moment: str
    token: str
