"""A house's picture in the memory of a printer: sent once, printed by its key.

The key is made of the picture. So a printer that is asked for its keys tells by itself that
it is another one, or that the picture is new; nothing has to be remembered here. Pictures
of before stay where they are: memory that is written wears out, and they are not in the way.
Source: Epson ESC/POS reference, GS ( L functions 64, 67 and 69.
"""

from hashlib import sha256

from hardware.printers.document import Bitmap

LIST_KEYS = b"\x1d(L\x04\x000@KC"
HEARD = b"\x06"
"""Answers each block of the list: the printer waits for it before it goes on."""
_BLOCK = b"\x37r"
_MORE = 0x41
_FIRST, _LETTERS = 0x20, 95
_LARGEST = 65535


def key_of(bitmap: Bitmap) -> bytes:
    """The two letters under which a picture is kept."""
    size = bytes(f"{bitmap.width}x{bitmap.height}:", "ascii")
    number = int.from_bytes(sha256(size + bitmap.bits).digest()[:8], "big")
    return bytes(_FIRST + n % _LETTERS for n in (number // _LETTERS, number))


def fits(bitmap: Bitmap) -> bool:
    """One command can carry it."""
    return len(bitmap.bits) + 11 <= _LARGEST


def define(key: bytes, bitmap: Bitmap) -> bytes:
    """Writes a picture into the memory; at the beginning of a line only."""
    sides = bitmap.width.to_bytes(2, "little") + bitmap.height.to_bytes(2, "little")
    content = b"0C0" + key + b"\x01" + sides + b"1" + bitmap.bits
    return b"\x1d(L" + len(content).to_bytes(2, "little") + content


def show(key: bytes) -> bytes:
    """Prints what is kept under a key."""
    return b"\x1d(L\x06\x000E" + key + b"\x01\x01"


def is_list(block: bytes) -> bool:
    """A block, without its NUL, answers `LIST_KEYS`."""
    return block.startswith(_BLOCK) and len(block) > len(_BLOCK)


def keys_in(block: bytes) -> tuple[frozenset[bytes], bool]:
    """The keys in such a block, and whether another block follows."""
    data = block[3:]
    keys = (data[at : at + 2] for at in range(0, len(data) - 1, 2))
    return frozenset(keys), block[2] == _MORE


class Memory:
    """The memory of a simulated printer: key -> (width, height, bits)."""

    def __init__(self) -> None:
        self.pictures: dict[bytes, tuple[int, int, bytes]] = {}
        self.writes = 0

    def obey(self, command: bytes) -> None:
        """Keeps the picture of a `define`, from its m on."""
        width, height = command[6:8], command[8:10]
        sides = int.from_bytes(width, "little"), int.from_bytes(height, "little")
        self.pictures[command[3:5]] = (*sides, command[11:])
        self.writes += 1

    @property
    def keys(self) -> bytes:
        """The answer to `LIST_KEYS`; one block, as long as there are not forty."""
        return _BLOCK + b"\x40" + b"".join(sorted(self.pictures)) + b"\x00"
