"""The wire of Caisse-AP (Concert V3): a row of items, whole or in pieces.

An item is TAG (2 letters) LENGTH (3 digits, 001-999) VALUE; ``CZ`` comes first, the
others in any order, each once. There is no terminator and no total length: an answer
is over when the bytes end exactly behind an item, ``AE`` was seen, and the terminal
closed or fell silent. The clock is the driver's.

No card number leaves this module: values are masked as they are cut off the wire.

Source: Association du Paiement, Caisse-AP V3.x, as published by HiPay ("Local API for
Nepting"), PayXpert ("Concert V3"), Viva ("AP Concert") and akretion (caisse-ap-ip).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hardware.errors import ProtocolError
from hardware.terminals.masking import last4, mask, redact

# CZ..ZT with the longest values published stay under 5 KiB; a terminal that sends
# more is not a Caisse-AP terminal.
MAX_MESSAGE = 16_384

# tag: (shortest, longest) value. Checked when we write; answers are only held to 1-999,
# because vendors disagree on lengths.
LENGTHS: Mapping[str, tuple[int, int]] = {
    "CZ": (4, 4),  # protocol version
    "CJ": (12, 12),  # IPC: which till software
    "CA": (1, 2),  # till number; two by the specification, one in PayXpert's samples
    "CB": (2, 12),  # amount in minor units
    "CC": (3, 3),  # application, see SCHEMES
    "CD": (1, 1),  # action
    "CE": (3, 3),  # currency
    "CF": (1, 99),  # private: our payment reference
    "CG": (7, 10),  # merchant contract
    "CH": (1, 99),  # external transaction reference
    "CI": (1, 1),  # how the card was read
    "CK": (3, 3),  # which slip to return
    "BA": (1, 1),  # answer at once ("1") or at the end
    "BB": (1, 1),  # force an authorisation
    "BF": (1, 1),  # a part of the amount is welcome
    "BH": (8, 20),  # customer's telephone
    "BI": (6, 256),  # customer's e-mail
    "AA": (1, 64),  # card number
    "AB": (4, 4),  # expiry, YYMM
    "AC": (1, 10),  # authorisation number
    "AE": (2, 2),  # result
    "AF": (2, 50),  # why not
    "AI": (1, 32),  # AID
    "AK": (1, 900),  # slip, base64, inside ZT
    "AL": (1, 1),  # kind of card number
    "AQ": (2, 20),  # serial number of the terminal (PayXpert)
    "ZT": (1, 999),  # constructed: CK and AK
}

REQUEST_NEEDS = frozenset({"CJ", "CA", "CD"})
ANSWER_NEEDS = frozenset({"AE"})

_TAG = re.compile(rb"[A-Z]{2}")
_LENGTH = re.compile(rb"[0-9]{3}")
_HEADER = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One TAG LENGTH VALUE. A decoded value holds no card number."""

    tag: str
    value: str


def encode(items: Iterable[Item]) -> bytes:
    """Writes items as they come.

    Raises:
        ValueError: a tag is unknown, a value has a length its tag does not allow or a
            character outside latin-1.
    """
    message = bytearray()
    for item in items:
        shortest, longest = LENGTHS.get(item.tag, (0, -1))
        value = item.value.encode("latin-1")
        if not shortest <= len(value) <= longest:
            raise ValueError(f"{item.tag} cannot be {len(value)} characters long")
        message += b"%s%03d" % (item.tag.encode(), len(value)) + value
    return bytes(message)


class Decoder:
    """Reads a message that arrives in any pieces."""

    def __init__(self, needs: frozenset[str] = ANSWER_NEEDS) -> None:
        self._needs = needs
        self._buffer = bytearray()
        self._items: dict[str, Item] = {}
        self._received = 0

    def feed(self, received: bytes) -> list[Item]:
        """Takes bytes, returns the items they complete.

        Raises:
            ProtocolError: the bytes cannot be a Caisse-AP message. The decoder is
                then of no more use.
        """
        self._received += len(received)
        if self._received > MAX_MESSAGE:
            raise ProtocolError(f"message longer than {MAX_MESSAGE} bytes")
        self._buffer += received
        fresh: list[Item] = []
        while item := self._next():
            self._items[item.tag] = item
            fresh.append(item)
        return fresh

    @property
    def complete(self) -> bool:
        """The bytes end behind an item and every needed tag was seen; more may come."""
        return not self._buffer and self._needs <= self._items.keys()

    def items(self) -> dict[str, str]:
        """Every item so far, in order.

        Raises:
            ProtocolError: the message is not complete: it was cut.
        """
        if not self.complete:
            missing = ", ".join(sorted(self._needs - self._items.keys()))
            raise ProtocolError(
                f"message cut after {self._received} bytes, missing: {missing or '-'}",
                redact(bytes(self._buffer)),
            )
        return {tag: item.value for tag, item in self._items.items()}

    def _next(self) -> Item | None:
        """Cuts one whole item off the buffer, or None while it is not all there."""
        while self._buffer.startswith((b"\r", b"\n")):
            # Not in the protocol; terminals that want CR LF may well send it.
            del self._buffer[:1]
        tag, size = bytes(self._buffer[:2]), bytes(self._buffer[2:_HEADER])
        self._check_header(tag, size)
        if len(self._buffer) < _HEADER:
            return None
        end = _HEADER + int(size)
        if len(self._buffer) < end:
            return None
        value = bytes(self._buffer[_HEADER:end])
        del self._buffer[:end]
        return Item(tag.decode(), _scrub(tag.decode(), value.decode("latin-1")))

    def _check_header(self, tag: bytes, size: bytes) -> None:
        """Refuses a header as soon as its first wrong byte is there."""
        problem = ""
        if not _TAG.match((tag + b"AA")[:2]):
            problem = "not a tag"
        elif not self._items and not b"CZ".startswith(tag):
            problem = "the version does not come first"
        elif tag.decode("latin-1") in self._items:
            problem = f"{tag.decode()} comes twice"
        elif not _LENGTH.match((size + b"000")[:3]):
            problem = f"length of {tag.decode()} is not a number"
        elif size == b"000":
            problem = f"{tag.decode()} is empty"
        if problem:
            raise ProtocolError(problem, redact(bytes(self._buffer[:32])))


def _scrub(tag: str, value: str) -> str:
    """What of a received value may be kept."""
    if tag == "AA":
        return last4(value).rjust(8, "*")
    if tag in {"AB", "AD"}:  # expiry and cheque line: card data we have no use for
        return "*" * len(value)
    if tag == "ZT":
        return mask(_slip(value))
    return mask(value)


def _slip(constructed: str) -> str:
    """Text of the slip inside ZT; "" if it is none we can read, which harms nobody."""
    parts: dict[str, str] = {}
    rest = constructed
    while len(rest) > _HEADER and rest[2:_HEADER].isdecimal():
        end = _HEADER + int(rest[2:_HEADER])
        parts.setdefault(rest[:2], rest[_HEADER:end])
        rest = rest[end:]
    if parts.get("CK", "100")[-1:] != "0":  # "1" is HTML: nothing for a receipt printer
        return ""
    try:
        # HiPay's sample ends its base64 with a line break.
        slip = base64.b64decode("".join(parts.get("AK", "").split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return slip.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
