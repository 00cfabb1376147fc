"""Mettler 8217: one letter asks, the answer is a weight or a byte of reasons.

Spoken by Ariva and Viva scales and by the scales in Magellan scanners. The till tares.

Source: Mettler-Toledo "8217 Protocol" as in the manuals of Ariva-S and Viva.
"""

import re
from dataclasses import dataclass
from typing import Final

from hardware.errors import ProtocolError
from hardware.scales.line import Format, Line
from hardware.scales.weighing import Asked, Reading, Trouble, less_tare

FORMAT: Final = Format(7, "E")
WEIGH: Final = b"W"
STX, CR, REASON = b"\x02", b"\r", b"?"

_TROUBLES: Final = (
    (0x02, Trouble.OVERLOAD),
    (0x04, Trouble.BELOW_ZERO),
    (0x08, Trouble.OUT_OF_ZERO),
    (0x01, Trouble.MOVING),
    (0x10, Trouble.EMPTY),
)
"""Bits of the byte of reasons, what a person must know first; 0x20 is net."""
_SET = 0x40  # in every such byte
_WEIGHT = re.compile(rb"(\d{2,3})\.(\d{3})(N?)")


@dataclass(frozen=True, slots=True)
class Plate:
    """What the scale answered: grams, or why it does not say them.

    Attributes:
        told: it has said the weight before, and it did not change.
    """

    grams: int = 0
    trouble: Trouble | None = None
    told: bool = False


def decode(answer: bytes) -> Plate:
    """Reads an answer from STX to CR.

    Raises:
        ProtocolError: it is none.
    """
    inside = answer[1:-1]
    if answer[:1] != STX or answer[-1:] != CR:
        raise ProtocolError(f"not an answer: {answer!r}")
    if inside[:1] == REASON and len(inside) == 2:
        reasons = inside[1]
        named = (trouble for bit, trouble in _TROUBLES if reasons & bit)
        # No bit: it has nothing new to say until the weight changes.
        trouble = next(named, None)
        return Plate(trouble=trouble, told=trouble is None)
    weight = _WEIGHT.fullmatch(inside)
    if weight is None:
        raise ProtocolError(f"not a weight: {answer!r}")
    return Plate(grams=int(weight[1]) * 1000 + int(weight[2]))


def encode(plate: Plate) -> bytes:
    """The answer of a scale: the other side of the table."""
    if plate.trouble is None and not plate.told:
        return STX + b"%02d.%03d" % divmod(plate.grams, 1000) + CR
    bits = sum(bit for bit, trouble in _TROUBLES if trouble is plate.trouble)
    return STX + REASON + bytes((_SET | bits,)) + CR


class Mettler8217:
    """See ``driver.Dialect``."""

    format = FORMAT

    def greet(self, line: Line) -> None:
        """Asks for the weight, which changes nothing.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        _plate(line)

    def read(self, line: Line, asked: Asked) -> Reading | None:
        """One reading; None when the weight was told and did not change.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        plate = _plate(line)
        return None if plate.told else less_tare(plate.grams, asked, plate.trouble)


def _plate(line: Line) -> Plate:
    """Raises HardwareError when there is no answer."""
    return decode(line.ask(WEIGH, lambda heard: heard.endswith(CR)))
