"""Two lines of twenty characters, as Epson's and CD5220's commands.

Both lines are written whole each time, so nothing scrolls and nothing old stays.

Source: Epson DM-D commands and CD5220 as in the manuals of POS-X XP8200 and P07303.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from hardware.printers.charset import printable

WIDTH: Final = 20
_INIT, _CLEAR, _HOME = b"\x1b@", b"\x0c", b"\x0b"
_OVERWRITE, _CURSOR_OFF = b"\x1f\x01", b"\x1fC\x00"
_UPPER, _LOWER, _END = b"\x1bQA", b"\x1bQB", b"\r"


class Mode(Enum):
    """The commands a display knows."""

    EPSON = "epson"
    CD5220 = "cd5220"


@dataclass(frozen=True, slots=True)
class Page:
    """A table of characters: how the display is told of it, and Python's name for it."""

    number: int
    encoding: str


PAGES: Final = {
    "cp437": Page(0, "cp437"),
    "cp850": Page(2, "cp850"),
    "cp858": Page(19, "cp858"),
    "cp1252": Page(16, "cp1252"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: words, and an amount at the right edge, which is never cut."""

    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a guest reads."""

    upper: Row = Row()
    lower: Row = Row()


def start(page: Page) -> bytes:
    """Puts a display into a state in which `show` is all that it needs."""
    table = b"\x1bt" + bytes((page.number,))
    return _INIT + table + _OVERWRITE + _CURSOR_OFF + _CLEAR


def show(lines: Lines, mode: Mode, page: Page) -> bytes:
    """Both lines, whole."""
    upper, lower = (_laid_out(row, page) for row in (lines.upper, lines.lower))
    if mode is Mode.EPSON:
        return _HOME + upper + lower
    return _UPPER + upper + _END + _LOWER + lower + _END


def _laid_out(row: Row, page: Page) -> bytes:
    # What a page lacks may become two characters: cut afterwards.
    left, right = (
        printable(words.replace("\n", " "), page.encoding)
        for words in (row.left, row.right)
    )
    right = right[:WIDTH]
    room = WIDTH - len(right)
    left = left[: max(0, room - 1) if right else room]
    return (left.ljust(room) + right).encode(page.encoding, errors="replace")


class Glass:
    """The other side of the table: what a display that is told all this shows."""

    def __init__(self) -> None:
        self._pending = b""
        self._switch_on()

    def _switch_on(self) -> None:
        self._page = PAGES["cp437"]
        self._cells = bytearray(b" " * (2 * WIDTH))
        self._at = 0

    @property
    def text(self) -> tuple[str, str]:
        """What can be read on it, without the blanks at the ends."""
        text = self._cells.decode(self._page.encoding, errors="replace")
        return text[:WIDTH].rstrip(), text[WIDTH:].rstrip()

    def feed(self, received: bytes) -> None:
        """Takes bytes in any pieces."""
        self._pending += received
        while self._pending and (length := self._take(self._pending)):
            self._pending = self._pending[length:]

    def _take(self, data: bytes) -> int:
        """Does the first command; its length, 0 while it is not whole."""
        if data[:1] == b"\x1b":
            return self._escape(data)
        if data[:1] == b"\x1f":
            length = {b"": 0, b"\x01": 2, b"$": 4}.get(data[1:2], 3)
            return length if len(data) >= length else 0
        if data[:1] == _CLEAR:
            self._cells[:] = b" " * (2 * WIDTH)
        if data[:1] in (_CLEAR, _HOME):
            self._at = 0
        elif data[0] >= 0x20:
            self._cells[self._at % (2 * WIDTH)] = data[0]
            self._at += 1
        return 1

    def _escape(self, data: bytes) -> int:
        if data[:2] == _INIT:
            self._switch_on()
            return 2
        if data[:2] == b"\x1bt":
            if len(data) > 2:
                known = {page.number: page for page in PAGES.values()}
                self._page = known.get(data[2], self._page)
            return 3 if len(data) > 2 else 0
        if data[:3] in (_UPPER, _LOWER):
            begin = 0 if data[:3] == _UPPER else WIDTH
            end = data.find(_END)
            if end > 0:
                text = data[3:end][:WIDTH].ljust(WIDTH)
                self._cells[begin : begin + WIDTH] = text
            return end + 1
        return 0 if data in (b"\x1b", b"\x1bQ") else 2
