"""TAP 1.8, the Telocator Alphanumeric Protocol: what a paging transmitter is told.

Whoever pages says CR until the transmitter asks "ID=", logs on with ESC PG1, waits for
ESC [ p, gives one block a page and leaves with EOT. Source: TAP specification version
1.8 (Personal Communications Industry Association, 1997), sections 3 to 5.
"""

import re
import unicodedata
from enum import Enum
from typing import Final

from hardware.errors import ProtocolError

STX, ETX, EOT, ACK, CR, NAK, ESC, RS = (
    b"\x02",
    b"\x03",
    b"\x04",
    b"\x06",
    b"\r",
    b"\x15",
    b"\x1b",
    b"\x1e",
)
ID: Final = b"ID="
GO_AHEAD: Final = ESC + b"[p"
HANG_UP: Final = ESC + EOT
LOG_ON: Final = ESC + b"PG1" + CR
LOG_OFF: Final = EOT + CR
MAX_NUMBER: Final = 10
"""Digits of a pager's number."""
MAX_TEXT: Final = 80
"""Characters: what a watch shows without turning a page. A block carries 250."""

_BLOCK = re.compile(rb"\x02([^\r\x02\x03]*)\r([^\r\x02\x03]*)\r\x03([0-?]{3})\r")
_NUMBER = re.compile(rf"\d{{1,{MAX_NUMBER}}}", re.ASCII)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "€": "EUR"})


class Reply(Enum):
    """What a transmitter says; the words between are for people and mean nothing."""

    ID = ID
    GO_AHEAD = GO_AHEAD
    HANG_UP = HANG_UP
    TAKEN = ACK
    GARBLED = NAK  # say it again
    REFUSED = RS  # no such pager, or a message it does not carry


_REPLY = re.compile(b"|".join(re.escape(reply.value) for reply in Reply))


def first_reply(heard: bytes) -> tuple[Reply | None, bytes]:
    """The first reply in what came, and what came behind it; None while there is none.

    Whoever has eight bits a byte may see the parity in the highest: it is let go of.
    """
    plain = bytes(byte & 0x7F for byte in heard)
    found = _REPLY.search(plain)
    if found is None:
        return None, plain[-len(ID) :]  # a reply may be cut in two
    return Reply(found[0]), plain[found.end() :]


def is_number(typed: str) -> bool:
    """Whether a pager can have this number."""
    return _NUMBER.fullmatch(typed) is not None


def plain_text(text: str) -> str:
    """A message in the seven bits a pager knows: no accents, one line, `MAX_TEXT`."""
    bare = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    shown = "".join(c if " " <= c <= "~" else " " * c.isspace() for c in bare)
    return " ".join(shown.split())[:MAX_TEXT].rstrip()


def block(number: str, text: str) -> bytes:
    """One page as it goes over the line.

    Raises:
        ValueError: `number` is no pager's.
    """
    if not is_number(number):
        raise ValueError(f"not a pager: {number!r}")
    said = STX + number.encode() + CR + plain_text(text).encode() + CR + ETX
    return said + checksum(said) + CR


def read_block(said: bytes) -> tuple[str, str]:
    """Number and text of a page: the other side of `block`.

    Raises:
        ProtocolError: it is none, or its checksum is wrong.
    """
    found = _BLOCK.fullmatch(said)
    if found is None:
        raise ProtocolError("not a page", said)
    if found[3] != checksum(said[: -len(found[3] + CR)]):
        raise ProtocolError("the checksum is wrong", said)
    number, text = found[1].decode("latin-1"), found[2].decode("latin-1")
    if not is_number(number):
        raise ProtocolError("not a pager", said)
    return number, text


def checksum(said: bytes) -> bytes:
    """Three characters of the sum of all seven-bit bytes, STX and ETX among them: four
    bits each, "0" and the fifteen characters behind it."""
    total = sum(byte & 0x7F for byte in said)
    return bytes(0x30 + (total >> bits & 0xF) for bits in (8, 4, 0))
