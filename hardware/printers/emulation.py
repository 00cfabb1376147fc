"""The brain of a simulated printer: ESC/POS bytes in, paper out. No I/O, no clock.

`Interpreter.step` executes one command of what `feed` gave, so that the mechanism around
it can stop between any two (no paper, open cover) exactly like a real one. Answers that
need the printer's state (GS r, GS I, GS a, GS ( H) are left to that mechanism as an
`Effect`.
Source: Epson ESC/POS command reference; lengths of commands that are skipped included.
"""

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import ClassVar, Literal

from hardware.displays.behind_printer import BACK, SELECT
from hardware.displays.screen import Glass
from hardware.printers import logos
from hardware.printers.document import Align
from hardware.printers.paper import (
    CELL_HEIGHT,
    CELL_WIDTH,
    LINE_DOTS,
    BarCode,
    Blank,
    Element,
    Line,
    QrCode,
    Raster,
    Span,
    Ticket,
)
from hardware.printers.profiles import Profile

# Bytes of a command after its two-byte name.
_ESC_ARGUMENTS = {
    **dict.fromkeys(b"@2imvLS", 0),
    **dict.fromkeys(b"tEGa!-dJ3M{R=V rKeTu%U", 1),
    **dict.fromkeys(b"B$\\c", 2),
    ord("p"): 3,
    ord("W"): 8,
}
_GS_ARGUMENTS = {
    ord(":"): 0,
    **dict.fromkeys(b"!BhwfHraIb|T", 1),
    **dict.fromkeys(b"LWP$\\/", 2),
    ord("^"): 3,
}
_DLE_ARGUMENTS = {0x04: 1, 0x05: 1, 0x14: 3}
_FS_ARGUMENTS = {**dict.fromkeys(b"&.", 0), **dict.fromkeys(b"!CW-", 1), ord("S"): 2}
_SYMBOLOGIES = {
    **dict.fromkeys((0, 65), "UPC-A"),
    **dict.fromkeys((1, 66), "UPC-E"),
    **dict.fromkeys((2, 67), "EAN13"),
    **dict.fromkeys((3, 68), "EAN8"),
    **dict.fromkeys((4, 69), "CODE39"),
    **dict.fromkeys((5, 70), "ITF"),
    **dict.fromkeys((6, 71), "CODABAR"),
    72: "CODE93",
    73: "CODE128",
}
_ALIGNS: dict[int, Align] = {0: "left", 1: "center", 2: "right"}
_HRI: dict[int, Literal["none", "above", "below", "both"]] = {
    0: "none",
    1: "above",
    2: "below",
    3: "both",
}
_RUN = re.compile(rb"[^\x00-\x1f]+|\x00+")
_KNIFE_DOTS = 90  # from the head to the knife


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command did beyond the paper's ink.

    Attributes:
        feed: dots that the paper went. cut: the ticket that fell off.
        kick: the drawer pin that got a pulse, or 0. question: a command to answer.
    """

    feed: int = 0
    cut: Ticket | None = None
    kick: int = 0
    question: bytes = b""


_NOTHING = Effect()


def command_length(data: bytes | bytearray) -> int:
    """How many bytes the first command takes; 0 while it is incomplete.

    A run of text or of NULs is one command. An unknown command counts two bytes.
    """
    first = data[0]
    if data.startswith(SELECT):
        return data.find(BACK) + len(BACK) if BACK in data else 0
    if run := _RUN.match(data):
        return run.end()
    if first not in (0x10, 0x1B, 0x1C, 0x1D):
        return 1
    if len(data) < 2:
        return 0
    if first == 0x1D and (length := _gs_length(data)) is not None:
        return length if length <= len(data) else 0
    if first == 0x1B and data[1] == ord("*"):
        length = _bit_image_length(data)
        return length if length <= len(data) else 0
    if first == 0x1B and data[1] == ord("D"):
        return data.find(0, 2) + 1
    table = {
        0x10: _DLE_ARGUMENTS,
        0x1B: _ESC_ARGUMENTS,
        0x1C: _FS_ARGUMENTS,
        0x1D: _GS_ARGUMENTS,
    }[first]
    length = 2 + table.get(data[1], 0)
    return length if length <= len(data) else 0


def _gs_length(data: bytes | bytearray) -> int | None:
    """The length of a GS command that carries its own; None for the fixed ones.

    A length beyond the data means that more must come.
    """
    more = len(data) + 1
    match data[1]:
        case 0x76:  # GS v 0 m xL xH yL yH
            if len(data) < 8:
                return more
            return 8 + _number(data[4:6]) * _number(data[6:8])
        case 0x28:  # GS ( x pL pH
            return more if len(data) < 5 else 5 + _number(data[3:5])
        case 0x38:  # GS 8 L p1 p2 p3 p4
            return more if len(data) < 7 else 7 + _number(data[3:7])
        case 0x56:  # GS V m, and n for the feeding kinds
            return more if len(data) < 3 else 3 + (data[2] > 1 and data[2] not in b"01")
        case 0x6B:  # GS k m, then NUL-ended or counted
            if len(data) < 4:
                return more
            if data[2] >= 65:
                return 4 + data[3]
            end = data.find(0, 3)
            return end + 1 if end > 0 else more
        case _:
            return None


def _bit_image_length(data: bytes | bytearray) -> int:
    if len(data) < 5:
        return len(data) + 1
    return 5 + _number(data[3:5]) * (3 if data[2] >= 32 else 1)


def _number(data: bytes | bytearray) -> int:
    return int.from_bytes(data, "little")


class Interpreter:
    """Executes commands on paper `profile.dots` wide.

    `unknown` collects the names of commands that it does not know.
    """

    def __init__(self, profile: Profile) -> None:
        self.unknown: list[bytes] = []
        self.memory = logos.Memory()
        self.glass = Glass()  # of a display that hangs on it
        self._profile = profile
        self._codecs = {page.number: page.encoding for page in profile.pages}
        self._pending = bytearray()
        self._elements: list[Element] = []
        self._raw = bytearray()
        self._reset()

    @property
    def hanging(self) -> Ticket:
        """What is printed and not cut yet."""
        return Ticket(tuple(self._elements), cut=False)

    @property
    def hungry(self) -> bool:
        """It cannot go on without more bytes."""
        return not self._pending or command_length(self._pending) == 0

    @property
    def about_to_cut(self) -> bool:
        """The next command is a cut."""
        head = bytes(self._pending[:2])
        return head in (b"\x1dV", b"\x1bi", b"\x1bm")

    def feed(self, received: bytes) -> None:
        """Bytes to execute later."""
        self._pending += received

    def forget(self) -> None:
        """The power goes: buffers and settings are lost, ink stays on the paper."""
        self._pending.clear()
        self._raw.clear()
        self._reset()

    def step(self) -> Effect:
        """Executes the first complete command; not to be called when `hungry`."""
        length = command_length(self._pending)
        command = bytes(self._pending[:length])
        del self._pending[:length]
        if command.startswith(SELECT):
            self.glass.feed(command[len(SELECT) : -len(BACK)])
            return _NOTHING
        if command[0] == 0x10:
            return _NOTHING  # realtime commands are answered when they arrive
        self._raw += command
        if command[0] >= 0x20:
            return self._write(command)
        if command == b"\n":
            return self._feed_line()
        if command[0] in (0x1B, 0x1D, 0x1C):
            handler = self._HANDLERS.get(command[:2])
            if handler is not None:
                return handler(self, command[2:])
            self.unknown.append(command[:2])
        return _NOTHING

    def _reset(self) -> None:
        self._style = Span("")
        self._align: Align = "left"
        self._spacing = LINE_DOTS
        self._codec = self._profile.pages[-1].encoding
        self._spans: list[Span] = []
        self._styles: list[Span] = []
        self._used = 0
        self._jump: int | None = None
        self._bar_height, self._bar_module = 162, 3
        self._hri: Literal["none", "above", "below", "both"] = "none"
        self._qr_module, self._qr_text = 3, ""
        self._qr_level: Literal["L", "M", "Q", "H"] = "L"

    def _put(self, element: Element, feed: int) -> Effect:
        self._elements.append(element)
        return Effect(feed=feed)

    def _write(self, encoded: bytes) -> Effect:
        """Text goes to the line buffer; a full line prints itself."""
        text, fed = encoded.decode(self._codec, "replace"), 0
        step = CELL_WIDTH * self._style.width
        while text:
            room = max(0, self._profile.dots - self._used) // step
            if room == 0 and self._spans:
                fed += self._feed_line().feed
                continue
            room = max(1, room)
            self._add(text[:room])
            self._used += step * len(text[:room])
            text = text[room:]
        return Effect(feed=fed)

    def _add(self, text: str) -> None:
        """Goes on with the last span when nothing changed since."""
        if self._spans and self._jump is None and self._styles[-1] is self._style:
            last = self._spans[-1]
            self._spans[-1] = replace(last, text=last.text + text)
        else:
            self._spans.append(replace(self._style, text=text, x=self._jump))
            self._styles.append(self._style)
            self._jump = None

    def _feed_line(self, dots: int | None = None) -> Effect:
        """Prints the line buffer and feeds; without text only feeds."""
        dots = self._spacing if dots is None else dots
        if not self._spans:
            return self._put(Blank(dots), dots)
        tallest = max(span.height for span in self._spans) * CELL_HEIGHT
        feed = max(dots, tallest)
        line = Line(tuple(self._spans), self._align, feed)
        self._spans, self._styles, self._used = [], [], 0
        return self._put(line, feed)

    def _end_line(self) -> int:
        return self._feed_line().feed if self._spans else 0

    def _init(self, _args: bytes) -> Effect:
        self._reset()
        self._raw[:] = b"\x1b@"
        return _NOTHING

    def _page(self, args: bytes) -> Effect:
        if args[0] in self._codecs:
            self._codec = self._codecs[args[0]]
        return _NOTHING

    def _bold(self, args: bytes) -> Effect:
        self._style = replace(self._style, bold=bool(args[0] & 1))
        return _NOTHING

    def _underline(self, args: bytes) -> Effect:
        self._style = replace(self._style, underline=args[0] % 48 % 3)
        return _NOTHING

    def _invert(self, args: bytes) -> Effect:
        self._style = replace(self._style, invert=bool(args[0] & 1))
        return _NOTHING

    def _print_mode(self, args: bytes) -> Effect:
        mode = args[0]
        self._style = replace(
            self._style,
            bold=bool(mode & 0x08),
            height=2 if mode & 0x10 else 1,
            width=2 if mode & 0x20 else 1,
            underline=1 if mode & 0x80 else 0,
        )
        return _NOTHING

    def _size(self, args: bytes) -> Effect:
        width, height = (args[0] >> 4 & 7) + 1, (args[0] & 7) + 1
        self._style = replace(self._style, width=width, height=height)
        return _NOTHING

    def _set_align(self, args: bytes) -> Effect:
        if not self._spans:  # only at the beginning of a line
            self._align = _ALIGNS.get(args[0] % 48, "left")
        return _NOTHING

    def _position(self, args: bytes) -> Effect:
        self._jump = self._used = _number(args)
        return _NOTHING

    def _set_spacing(self, args: bytes) -> Effect:
        self._spacing = args[0]
        return _NOTHING

    def _default_spacing(self, _args: bytes) -> Effect:
        self._spacing = LINE_DOTS
        return _NOTHING

    def _feed_lines(self, args: bytes) -> Effect:
        lines = args[0]
        fed = 0
        if self._spans:
            fed, lines = self._feed_line().feed, max(0, lines - 1)
        dots = lines * self._spacing
        return self._put(Blank(dots), fed + dots)

    def _feed_dots(self, args: bytes) -> Effect:
        return self._feed_line(args[0])

    def _kick(self, args: bytes) -> Effect:
        return Effect(kick=5 if args[0] % 48 else 2)

    def _cut(self, args: bytes) -> Effect:
        """GS V m [n], ESC i, ESC m: the ticket falls off, or hangs by a thread."""
        fed = self._end_line()
        if args and args[0] > 1 and args[0] not in b"01":
            fed += _KNIFE_DOTS + (args[1] if len(args) > 1 else 0)
            self._elements.append(Blank(_KNIFE_DOTS))
        digest = sha256(self._raw).hexdigest()
        ticket = Ticket(tuple(self._elements), digest)
        self._elements = []
        return Effect(feed=fed, cut=ticket)

    def _raster(self, args: bytes) -> Effect:
        fed = self._end_line()
        mode, stride, rows = args[1] % 48, _number(args[2:4]), _number(args[4:6])
        scale_x, scale_y = 1 + (mode & 1), 1 + (mode >> 1 & 1)
        if stride and rows:
            picture = Raster(stride * 8, rows, args[6:], self._align, scale_x, scale_y)
            self._elements.append(picture)
        return Effect(feed=fed + rows * scale_y)

    def _barcode(self, args: bytes) -> Effect:
        content = args[2:] if args[0] >= 65 else args[1:-1]
        symbology = _SYMBOLOGIES.get(args[0])
        if symbology is None:
            return _NOTHING
        text = content.decode("ascii", "replace")
        if symbology == "CODE128":
            text = text.removeprefix("{B").replace("{{", "{")
        fed = self._end_line()
        bars = BarCode(
            symbology, text, self._bar_height, self._bar_module, self._hri, self._align
        )
        self._elements.append(bars)
        return Effect(feed=fed + self._bar_height + CELL_HEIGHT)

    def _set_bar_height(self, args: bytes) -> Effect:
        self._bar_height = max(1, args[0])
        return _NOTHING

    def _set_bar_module(self, args: bytes) -> Effect:
        self._bar_module = min(6, max(2, args[0]))
        return _NOTHING

    def _set_hri(self, args: bytes) -> Effect:
        self._hri = _HRI.get(args[0] % 48, "none")
        return _NOTHING

    def _extended(self, args: bytes, letter: bytes) -> Effect:
        return Effect(question=b"\x1d" + letter + args)

    def _two_dimensional(self, args: bytes) -> Effect:
        """GS ( k pL pH cn fn ...: QR codes (cn 49); other symbols are not known."""
        if len(args) < 6 or args[3] != 49:
            self.unknown.append(b"\x1d(" + args[:1])
            return _NOTHING
        function, rest = args[4], args[5:]
        if function == 67:
            self._qr_module = min(16, max(1, rest[0]))
        elif function == 69:
            levels: tuple[Literal["L", "M", "Q", "H"], ...] = ("L", "M", "Q", "H")
            self._qr_level = levels[rest[0] - 48 & 3]
        elif function == 80:
            self._qr_text = rest[1:].decode("utf-8", "replace")
        elif function == 81 and self._qr_text:
            fed = self._end_line()
            code = QrCode(self._qr_text, self._qr_module, self._qr_level, self._align)
            return Effect(feed=fed + self._put(code, self._qr_module * 29).feed)
        return _NOTHING

    def _graphics(self, command: bytes) -> Effect:
        """GS ( L: pictures in its memory, which outlives the power."""
        match command[1:2]:
            case b"@":
                return Effect(question=self.memory.keys)
            case b"C":
                self.memory.obey(command)
            case b"E" if command[2:4] in self.memory.pictures:
                width, rows, bits = self.memory.pictures[command[2:4]]
                wide = (width + 7) // 8 * 8
                picture = Raster(wide, rows, bits, self._align, command[4], command[5])
                return self._put(picture, rows * command[5])
            case _:
                self.unknown.append(b"\x1d(L")
        return _NOTHING

    def _gs_parenthesis(self, args: bytes) -> Effect:
        if args[:1] == b"k":
            return self._two_dimensional(args)
        if args[:1] == b"H":
            return self._extended(args, b"(")
        if args[:1] == b"L":
            return self._graphics(args[3:])
        self.unknown.append(b"\x1d(" + args[:1])
        return _NOTHING

    def _ask_status(self, args: bytes) -> Effect:
        return self._extended(args, b"r")

    def _ask_identity(self, args: bytes) -> Effect:
        return self._extended(args, b"I")

    def _set_asb(self, args: bytes) -> Effect:
        return self._extended(args, b"a")

    def _ignore(self, _args: bytes) -> Effect:
        return _NOTHING

    _HANDLERS: ClassVar = {
        b"\x1b@": _init,
        b"\x1bt": _page,
        b"\x1bE": _bold,
        b"\x1bG": _bold,
        b"\x1b-": _underline,
        b"\x1b!": _print_mode,
        b"\x1ba": _set_align,
        b"\x1b$": _position,
        b"\x1b3": _set_spacing,
        b"\x1b2": _default_spacing,
        b"\x1bd": _feed_lines,
        b"\x1bJ": _feed_dots,
        b"\x1bp": _kick,
        b"\x1bi": _cut,
        b"\x1bm": _cut,
        b"\x1bM": _ignore,
        b"\x1bR": _ignore,
        b"\x1b=": _ignore,
        b"\x1bB": _ignore,
        b"\x1d!": _size,
        b"\x1dB": _invert,
        b"\x1dV": _cut,
        b"\x1dv": _raster,
        b"\x1dk": _barcode,
        b"\x1dh": _set_bar_height,
        b"\x1dw": _set_bar_module,
        b"\x1df": _ignore,
        b"\x1dH": _set_hri,
        b"\x1d(": _gs_parenthesis,
        b"\x1dr": _ask_status,
        b"\x1dI": _ask_identity,
        b"\x1da": _set_asb,
    }
