"""HLK-LD2410 (also B and C), a radar that reports ten times a second whom it sees.

Source: Hi-Link "LD2410 Serial communication protocol" V1.06, 2.1 and 2.3.
"""

from collections.abc import Iterator
from typing import Final

from hardware.errors import ProtocolError

BAUD: Final = 256000
HEAD: Final = bytes.fromhex("f4f3f2f1")
TAIL: Final = bytes.fromhex("f8f7f6f5")
_MOST: Final = 64
"""Bytes of data: a basic report has 13, one with all its gates 35."""
_REPORTS = (0x01, 0x02)
_MOVING, _STILL = 0x01, 0x02


class Frames:
    """Cuts reports out of bytes that arrive in any pieces; noise is passed over."""

    def __init__(self) -> None:
        self._heard = b""

    def feed(self, received: bytes) -> Iterator[bytes]:
        """The data of whole frames as they end."""
        self._heard += received
        while (at := self._heard.find(HEAD)) >= 0:
            rest = self._heard[at + len(HEAD) :]
            length = int.from_bytes(rest[:2], "little")
            end = 2 + length
            if (
                length > _MOST
                or rest[end : end + 4] != TAIL[: len(rest[end : end + 4])]
            ):
                self._heard = rest
            elif len(rest) < end + len(TAIL):
                self._heard = self._heard[at:]
                return
            else:
                self._heard = rest[end + len(TAIL) :]
                yield rest[2:end]
        self._heard = self._heard[-len(HEAD) + 1 :]


def distance_of(data: bytes) -> int | None:
    """Centimetres to the nearest it sees, moving or still; None for nobody.

    Raises:
        ProtocolError: it is no report.
    """
    if (
        len(data) < 13
        or data[0] not in _REPORTS
        or data[1] != 0xAA
        or data[-2] != 0x55
        or data[2] > (_MOVING | _STILL)
    ):
        raise ProtocolError("not a report", data)
    found = []
    if data[2] & _MOVING:
        found.append(int.from_bytes(data[3:5], "little"))
    if data[2] & _STILL:
        found.append(int.from_bytes(data[6:8], "little"))
    return min(found, default=None)


def report(distance: int | None, *, still: bool = False) -> bytes:
    """A frame as the radar sends it: the other side of the table."""
    state = 0 if distance is None else _STILL if still else _MOVING
    cm = (distance or 0).to_bytes(2, "little")
    moving = (cm if state == _MOVING else b"\0\0") + bytes((60 * (state == _MOVING),))
    stood = (cm if state == _STILL else b"\0\0") + bytes((60 * (state == _STILL),))
    data = bytes((0x02, 0xAA, state)) + moving + stood + cm + b"\x55\x00"
    return HEAD + len(data).to_bytes(2, "little") + data + TAIL
