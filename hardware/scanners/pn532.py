"""PN532, the NFC chip of small readers, over its serial line (HSU): frames and commands.

Source: NXP UM0701-02 "PN532 User Manual" rev. 02, 6.2.1 (frames), 7.2 and 7.3 (commands);
ISO/IEC 14443-3 for what the first byte of a number says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hardware.errors import ProtocolError

WAKE: Final = b"\x55\x55" + bytes(14)
ACK: Final = bytes.fromhex("0000ff00ff00")
_START: Final = b"\x00\xff"
_TO, _FROM = 0xD4, 0xD5

FIRMWARE: Final = b"\x02"
READER: Final = b"\x14\x01\x14\x01"
"""SAMConfiguration: it reads cards, and its own secure element is not used."""
ONE_TRY: Final = b"\x32\x05\xff\x01\x01"
"""RFConfiguration: it looks for a card a moment and says that there is none."""
LOOK: Final = b"\x4a\x01\x00"
"""InListPassiveTarget: one card of type A at 106 kbit/s."""
PN532: Final = 0x32
_RANDOM: Final = 0x08
_LENGTHS = (4, 7, 10)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the chip answers: the command plus one, and its data."""

    command: int
    data: bytes


def frame(command: bytes) -> bytes:
    """A command as it goes over the line, at most 254 bytes."""
    return _framed(_TO, command)


def framed_answer(command: int, data: bytes) -> bytes:
    """An answer of the chip: the other side of `Frames`."""
    return _framed(_FROM, bytes((command + 1,)) + data)


def _framed(direction: int, said: bytes) -> bytes:
    body = bytes((direction,)) + said
    length = len(body)
    head = b"\x00\x00\xff" + bytes((length, -length & 0xFF))
    return head + body + bytes((-sum(body) & 0xFF, 0))


class Frames:
    """Cuts frames out of bytes that arrive in any pieces; noise is passed over."""

    def __init__(self, direction: int = _FROM) -> None:
        self._direction = direction
        self._heard = b""

    def feed(self, received: bytes) -> Iterator[Answer | None]:
        """Whole frames as they end: an answer, or None for an acknowledgement."""
        self._heard += received
        while (at := self._heard.find(_START)) >= 0:
            rest = self._heard[at + 2 :]
            if len(rest) < 2:
                self._heard = self._heard[at:]
                return
            length = rest[0]
            if rest[:2] == b"\x00\xff":
                self._heard = rest[2:]
                yield None
            elif (length + rest[1]) & 0xFF or length < 2:  # noise, or an error frame
                self._heard = rest
            elif len(rest) < length + 3:
                self._heard = self._heard[at:]
                return
            else:
                body = rest[2 : length + 3]
                if sum(body) & 0xFF or body[0] != self._direction:
                    self._heard = rest
                    continue
                self._heard = rest[length + 3 :]
                yield Answer(body[1], body[2:-1])
        self._heard = self._heard[-1:]


def number_of(answer: Answer) -> str:
    """The number of the card that lies there, in capital hexadecimals; "" for none.

    Raises:
        ProtocolError: it is no answer to `LOOK`.
    """
    data = answer.data
    if answer.command != LOOK[0] + 1 or not data:
        raise ProtocolError("not the answer to a look", data)
    if data[0] == 0:
        return ""
    size = data[5] if len(data) > 5 else 0
    number = data[6 : 6 + size]
    if size not in _LENGTHS or len(number) != size:
        raise ProtocolError("not the number of a card", data)
    return number.hex().upper()


def told_card(number: bytes) -> bytes:
    """The data of an answer about a card that lies there; b"" for none."""
    if not number:
        return b"\x00"
    return b"\x01\x01\x00\x04\x08" + bytes((len(number),)) + number


def is_random(number: str) -> bool:
    """Whether a card makes up another number each time, as telephones do."""
    return len(number) == 8 and int(number[:2], 16) == _RANDOM
