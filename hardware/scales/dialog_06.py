"""Dialog 06: the till says the price, the scale weighs, reckons and says all three.

Spoken by Mettler, Dibal, Ohaus and Cely scales. The scale's own amount is compared with
ours, and its own rule keeps one weighing from being sold twice. The protection of the
protocol (record 11, a polynomial known to maker and maker alone) is not spoken: a scale
that asks for it must be set up without.

Source: Mettler-Toledo "Dialog 06" as in the manuals of Dibal and Ohaus; record 03 without
a closing ESC is unproven on a device.
"""

import re
from dataclasses import dataclass
from typing import Final

from hardware.errors import ProtocolError
from hardware.scales.line import Format, Line
from hardware.scales.weighing import Asked, Reading, Trouble, amount_of

FORMAT: Final = Format(7, "O")
EOT, STX, ETX, ENQ, ACK, NAK, ESC = (
    b"\x04",
    b"\x02",
    b"\x03",
    b"\x05",
    b"\x06",
    b"\x15",
    b"\x1b",
)
ASK: Final = EOT + ENQ
ASK_STATUS: Final = EOT + STX + b"08" + ETX
MOST: Final = 999_999
"""Largest price in cents a kilogram, and amount in cents."""
MOST_TARE: Final = 9999

MOVING, UNMOVED, UNFINISHED = "20", "21", "22"
STATUSES: Final = {
    "00": Trouble.MOVING,  # nothing is wrong, and yet there is no weight: ask again
    "01": Trouble.REFUSED,
    "02": Trouble.REFUSED,  # parity
    "10": Trouble.REFUSED,  # record
    "11": Trouble.REFUSED,  # price
    "12": Trouble.REFUSED,  # tare
    "13": Trouble.REFUSED,  # text
    MOVING: Trouble.MOVING,
    UNFINISHED: Trouble.MOVING,
    "30": Trouble.EMPTY,
    "31": Trouble.BELOW_ZERO,
    "32": Trouble.OVERLOAD,
}
"""What the two digits of record 09 mean; "21" says that nothing moved since the last weight."""
_RESULT = re.compile(rb"\x0202\x1b3\x1b(\d{5})\x1b(\d{6})\x1b(\d{6})\x03")
_STATUS = re.compile(rb"\x0209\x1b(\d\d)\x03")
_QUESTION = re.compile(rb"\x04\x020[13]\x1b(\d{6})\x1b(\d{4})?\x03")


@dataclass(frozen=True, slots=True)
class Result:
    """Record 02: grams, cents a kilogram, cents."""

    net: int
    price: int
    amount: int


def encode_asked(asked: Asked) -> bytes:
    """Record 01, or 03 with a tare.

    Raises:
        ValueError: price or tare are out of range.
    """
    if not (0 <= asked.price <= MOST and 0 <= asked.tare <= MOST_TARE):
        raise ValueError(f"out of range: {asked}")
    tare = b"%04d" % asked.tare if asked.tare else b""
    record = b"03" if tare else b"01"
    return EOT + STX + record + ESC + b"%06d" % asked.price + ESC + tare + ETX


def decode_asked(record: bytes) -> Asked:
    """What the till said: the scale's side of the table.

    Raises:
        ProtocolError: it is no such record.
    """
    found = _QUESTION.fullmatch(record)
    if found is None:
        raise ProtocolError(f"not a price: {record!r}")
    return Asked(price=int(found[1]), tare=int(found[2] or 0))


def decode(answer: bytes) -> Result | str:
    """Reads record 02, or the two digits of record 09.

    Raises:
        ProtocolError: it is neither, or wants the protection.
    """
    if found := _RESULT.fullmatch(answer):
        return Result(*(int(number) for number in found.groups()))
    if found := _STATUS.fullmatch(answer):
        return found[1].decode()
    if answer.startswith(STX + b"11"):
        raise ProtocolError("the scale wants the protected protocol")
    raise ProtocolError(f"not an answer: {answer!r}")


def encode(result: Result) -> bytes:
    """Record 02: the other side of the table."""
    numbers = (b"%05d" % result.net, b"%06d" % result.price, b"%06d" % result.amount)
    return STX + b"02" + ESC + b"3" + ESC + ESC.join(numbers) + ETX


def encode_status(status: str) -> bytes:
    """Record 09: the other side of the table."""
    return STX + b"09" + ESC + status.encode() + ETX


class Dialog06:
    """See ``driver.Dialect``."""

    format = FORMAT

    def greet(self, line: Line) -> None:
        """Asks for its status, which weighs nothing.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        _status(line)

    def read(self, line: Line, asked: Asked) -> Reading | None:
        """One reading; None when nothing moved since the last.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """
        try:
            question = encode_asked(asked)
        except ValueError:
            return Reading(tare=asked.tare, trouble=Trouble.REFUSED)
        if line.ask(question, bool)[-1:] != ACK:
            return _troubled(_status(line), asked)
        answer = line.ask(ASK, lambda heard: heard[-1:] in (ETX, NAK))
        result = _status(line) if answer == NAK else decode(answer)
        if isinstance(result, str):
            return _troubled(result, asked)
        line.say(EOT)
        ours = amount_of(result.net, asked.price)
        agreed = result.price == asked.price and result.amount == ours
        return Reading(
            net=result.net,
            tare=asked.tare,
            amount=result.amount,
            trouble=None if agreed else Trouble.AMOUNT,
        )


def _status(line: Line) -> str:
    """Raises HardwareError when it does not say one."""
    status = decode(line.ask(ASK_STATUS, lambda heard: heard.endswith(ETX)))
    if isinstance(status, Result):
        raise ProtocolError("a weight came where a status was asked for")
    return status


def _troubled(status: str, asked: Asked) -> Reading | None:
    if status == UNMOVED:
        return None
    if status not in STATUSES:
        raise ProtocolError(f"unknown status {status}")
    return Reading(tare=asked.tare, trouble=STATUSES[status])
