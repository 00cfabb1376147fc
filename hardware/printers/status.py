"""What a printer answers: one inbound stream, told apart by its bytes. No I/O.

`Demultiplexer.feed` turns bytes as they come into readings; `reasons_of` turns a reading
into the conditions it vouches for. Realtime answers carry no label, so whoever asks must
keep one question open and say which it was.
Source: Epson ESC/POS reference, DLE EOT, GS a, GS r, GS I, GS ( H function 48; first-byte
tests as in hardware notes 2.4, which the independent client receiptio uses too.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Reason = Literal[
    "offline",
    "cover_open",
    "paper_out",
    "paper_stop",
    "paper_near_end",
    "cutter_error",
    "error",
    "fault",
    "drawer_open",
]
Question = Literal[1, 2, 3, 4]

BLOCKING: frozenset[Reason] = frozenset(
    {"offline", "cover_open", "paper_out", "paper_stop", "cutter_error", "error"}
)
QUESTIONS: tuple[Question, ...] = (1, 2, 3, 4)
ASB_ON = b"\x1da\x0f"
MODEL_NAME = b"\x1dIC"

_BLOCK_HEADS = b"\x37\x35\x3b\x3d\x5f"
_LONGEST_BLOCK = 128

# (bit mask, condition) of each answer; DLE EOT n and the four ASB bytes.
_REALTIME: dict[Question, tuple[tuple[int, Reason], ...]] = {
    1: ((0x08, "offline"),),
    2: ((0x04, "cover_open"), (0x20, "paper_stop"), (0x40, "error")),
    3: ((0x08, "cutter_error"), (0x60, "fault")),
    4: ((0x0C, "paper_near_end"), (0x60, "paper_out")),
}
_ASB: tuple[tuple[tuple[int, Reason], ...], ...] = (
    ((0x08, "offline"), (0x20, "cover_open")),
    ((0x08, "cutter_error"), (0x60, "fault")),
    ((0x03, "paper_near_end"), (0x0C, "paper_out")),
    (),
)
_DRAWER_HIGH = 0x04  # DLE EOT 1 and first ASB byte; high is shut with common wiring


@dataclass(frozen=True, slots=True)
class Realtime:
    """The answer to a DLE EOT n; the byte does not say which n."""

    value: int


@dataclass(frozen=True, slots=True)
class Asb:
    """An automatic status of four bytes."""

    value: bytes


@dataclass(frozen=True, slots=True)
class Queued:
    """The answer to GS r: the printer has come to this point of the job."""

    value: int


@dataclass(frozen=True, slots=True)
class Completed:
    """A process id echoed: the job that ends with it is on paper."""

    process_id: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """Any other block: GS I answers and the like, without its closing NUL."""

    value: bytes


@dataclass(frozen=True, slots=True)
class Noise:
    """A byte that starts nothing we know: XON/XOFF, line noise."""

    value: int


Reading: TypeAlias = Realtime | Asb | Queued | Completed | Block | Noise


class Demultiplexer:
    """Cuts the inbound stream into readings, however it was fragmented."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, received: bytes) -> list[Reading]:
        """The readings that are complete with `received`; the rest is kept."""
        self._pending += received
        readings: list[Reading] = []
        while self._pending:
            length = self._length()
            if length == 0:
                break
            piece = bytes(self._pending[:length])
            del self._pending[:length]
            readings.append(_reading(piece))
        return readings

    def _length(self) -> int:
        """Bytes of the first reading, 0 while it is incomplete."""
        first = self._pending[0]
        if first in _BLOCK_HEADS:
            end = self._pending.find(0)
            if end >= 0:
                return end + 1
            return 1 if len(self._pending) > _LONGEST_BLOCK else 0
        if first & 0x93 == 0x10:
            rest = self._pending[1:4]
            if any(byte & 0x90 for byte in rest):
                return 1  # not an ASB after all: skip its first byte as noise
            return 4 if len(rest) == 3 else 0
        return 1


def _reading(piece: bytes) -> Reading:
    first = piece[0]
    if first in _BLOCK_HEADS and len(piece) > 1:
        if piece[:2] == b"\x37\x22" and len(piece) == 7:
            return Completed(piece[2:6])
        return Block(piece[:-1])
    if len(piece) == 4:
        return Asb(piece)
    if first & 0x93 == 0x12:
        return Realtime(first)
    if first & 0x90 == 0:
        return Queued(first)
    return Noise(first)


def ask(question: Question) -> bytes:
    """DLE EOT n: answered at once, even while the printer is offline."""
    return bytes([0x10, 0x04, question])


def realtime_reasons(question: Question, value: int) -> frozenset[Reason]:
    """The conditions in the answer to `question`."""
    return _found(_REALTIME[question], value) | _drawer(value, asked=question == 1)


def asb_reasons(value: bytes) -> frozenset[Reason]:
    """The conditions in an automatic status."""
    found: frozenset[Reason] = _drawer(value[0], asked=True)
    for table, byte in zip(_ASB, value, strict=True):
        found |= _found(table, byte)
    return found


def vouched(question: Question | None) -> frozenset[Reason]:
    """What an answer can tell, so that its silence clears it; None for an ASB."""
    if question is None:
        reasons = {reason for table in _ASB for _mask, reason in table}
        return frozenset(reasons | {"paper_stop", "error", "drawer_open"})
    reasons = {reason for _mask, reason in _REALTIME[question]}
    return frozenset(reasons | ({"drawer_open"} if question == 1 else set()))


def _found(table: tuple[tuple[int, Reason], ...], byte: int) -> frozenset[Reason]:
    return frozenset(reason for mask, reason in table if byte & mask)


def _drawer(byte: int, *, asked: bool) -> frozenset[Reason]:
    if asked and not byte & _DRAWER_HIGH:
        return frozenset({"drawer_open"})
    return frozenset()
