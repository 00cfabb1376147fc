"""CAS: AP, PD and SW scales when asked, and the stream of 22 bytes of the others.

The till tares. Source: manuals of CAS PD-II (PC protocol) and CI-series (22-byte format).
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Final

from hardware.errors import ProtocolError
from hardware.scales.line import Format, Line
from hardware.scales.weighing import Asked, Reading, Trouble, less_tare

FORMAT: Final = Format(8, "N")
ENQ, ACK, DC1 = b"\x05", b"\x06", b"\x11"
_HEAD, _TAIL = b"\x01\x02", b"\x03\x04"
_DATA = re.compile(rb"([SU])([ -])([ \d]{2}\.\d{3}|[ \d]{6})kg")
_WHOLE = len(_HEAD) + 10 + 1 + len(_TAIL)

_END: Final = b"\r\n"
_STREAMED = re.compile(rb"(ST|US|OL),(GS|NT),..,([ +-][ \d.]{7}) ?kg\r\n")


@dataclass(frozen=True, slots=True)
class Plate:
    """What lies on it: grams, maybe below zero, and why they do not count."""

    grams: int = 0
    trouble: Trouble | None = None


def decode(answer: bytes) -> Plate:
    """Reads an answer to DC1; its length is fixed, since the check byte may equal ETX.

    Raises:
        ProtocolError: it is none, or its check byte is wrong.
    """
    data, check = answer[2:12], answer[12:13]
    found = _DATA.fullmatch(data)
    if not (answer.startswith(_HEAD) and answer[13:] == _TAIL and found):
        raise ProtocolError(f"not an answer: {answer!r}")
    if check != _check(data):
        raise ProtocolError("the check byte is wrong")
    return _plate(found[3], minus=found[2] == b"-", moving=found[1] == b"U")


def encode(plate: Plate) -> bytes:
    """The answer of a scale: the other side of the table."""
    data = b"%s%s%02d.%03dkg" % (
        b"U" if plate.trouble is Trouble.MOVING else b"S",
        b"-" if plate.grams < 0 else b" ",
        *divmod(abs(plate.grams), 1000),
    )
    return _HEAD + data + _check(data) + _TAIL


def decode_streamed(record: bytes) -> Plate:
    """Reads one record of the stream, CR LF included.

    Raises:
        ProtocolError: it is none.
    """
    found = _STREAMED.fullmatch(record)
    if found is None:
        raise ProtocolError(f"not a record: {record!r}")
    if found[1] == b"OL":
        return Plate(trouble=Trouble.OVERLOAD)
    weight = found[3]
    return _plate(weight[1:], minus=weight[:1] == b"-", moving=found[1] == b"US")


def encode_streamed(plate: Plate) -> bytes:
    """A record of the stream: the other side of the table."""
    words = {Trouble.MOVING: b"US", Trouble.OVERLOAD: b"OL"}
    word = words.get(plate.trouble, b"ST") if plate.trouble else b"ST"
    sign = b"-" if plate.grams < 0 else b"+"
    kilograms = b"%3d.%03d" % divmod(abs(plate.grams), 1000)
    return b"%s,GS,01,%s%s kg\r\n" % (word, sign, kilograms.rjust(7))


def _plate(digits: bytes, *, minus: bool, moving: bool) -> Plate:
    """Raises ProtocolError when the digits are none."""
    text = digits.strip()
    whole, _, rest = text.partition(b".")
    if not (whole.isdigit() and (rest or b"0").isdigit() and len(rest) <= 3):
        raise ProtocolError(f"not a weight: {digits!r}")
    grams = int(whole) * 1000 + int(rest.ljust(3, b"0"))
    if moving:
        return Plate(-grams if minus else grams, Trouble.MOVING)
    if not grams:
        return Plate(trouble=Trouble.EMPTY)
    return Plate(-grams, Trouble.BELOW_ZERO) if minus else Plate(grams)


def _check(data: bytes) -> bytes:
    return bytes((reduce(xor, data),))


class Cas:
    """See ``driver.Dialect``; asked each time."""

    format = FORMAT

    def greet(self, line: Line) -> None:
        """Says hello.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        if line.ask(ENQ, bool)[-1:] != ACK:
            raise ProtocolError("the scale did not acknowledge")

    def read(self, line: Line, asked: Asked) -> Reading | None:
        """One reading.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        self.greet(line)
        plate = decode(line.ask(DC1, lambda heard: len(heard) >= _WHOLE))
        return less_tare(plate.grams, asked, plate.trouble)


class CasStream:
    """See ``driver.Dialect``; it never stops talking, the newest record counts."""

    format = FORMAT

    def greet(self, line: Line) -> None:
        """Listens.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        self.read(line, Asked())

    def read(self, line: Line, asked: Asked) -> Reading | None:
        """One reading.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        heard = line.ask(b"", lambda so_far: so_far.count(_END) > 1)
        record = heard.split(_END)[-2]  # the first may have lost its head
        plate = decode_streamed(record + _END)
        return less_tare(plate.grams, asked, plate.trouble)
