"""The bytes of a serial line to a card terminal: control characters and framed messages.

A message is STX, text, ETX and a check byte (LRC): the exclusive or of all bytes behind
STX up to and including ETX. Concert E and E+ and Caisse-AP over RS-232 share this.

Source: Concert V2 (protocols E and E+), as in pyTeliumManager and pypostelium.
"""

from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import xor

_STX, _ETX = 0x02, 0x03
MAX_TEXT = 16_384  # the longest Caisse-AP message; a Concert message has 83 bytes


class Control(Enum):
    """A byte that is a word."""

    EOT = 0x04  # I have said all
    ENQ = 0x05  # may I speak?
    ACK = 0x06  # yes; understood
    NAK = 0x15  # not now; not understood


@dataclass(frozen=True, slots=True)
class Message:
    """A framed text; `sound` when its check byte is right."""

    text: bytes
    sound: bool = True


Token = Control | Message

_CONTROLS = {control.value: control for control in Control}


def lrc(text: bytes) -> int:
    """The check byte of a text."""
    return reduce(xor, text, _ETX)


def framed(text: bytes) -> bytes:
    """A text as it goes over the line.

    Raises:
        ValueError: it holds a byte that frames.
    """
    if any(byte in (_STX, _ETX) for byte in text):
        raise ValueError("a text cannot hold STX or ETX")
    return bytes((_STX, *text, _ETX, lrc(text)))


class Reader:
    """Cuts tokens out of bytes that arrive in any pieces; noise between them is dropped."""

    def __init__(self) -> None:
        self._text: bytearray | None = None  # of the message under way
        self._closed = False  # its ETX has come, the check byte is next

    def feed(self, received: bytes) -> list[Token]:
        """Takes bytes, returns what they complete."""
        return [token for byte in received if (token := self._take(byte)) is not None]

    def reset(self) -> None:
        """Forgets a message that was begun."""
        self._text, self._closed = None, False

    def _take(self, byte: int) -> Token | None:
        if self._text is None:
            if byte == _STX:
                self._text = bytearray()
            return _CONTROLS.get(byte)
        text = bytes(self._text)
        if self._closed:
            self.reset()
            return Message(text, sound=byte == lrc(text))
        if byte == _STX:  # the first one was cut short, and it begins anew
            self._text.clear()
        elif byte == _ETX:
            self._closed = True
        elif len(text) == MAX_TEXT:
            self.reset()
            return Message(b"", sound=False)
        else:
            self._text.append(byte)
        return None
