"""French on printers that know one code page: what cannot be said is said otherwise.

`printable` gives the text that a code page can carry: typographic characters become
plain ones, letters lose the accents they cannot keep, control characters go (an ESC in a
note must never reach the printer), the rest is a question mark.
"""

import unicodedata
from functools import lru_cache

# What raster printing can draw: the Latin, Greek and Cyrillic letters of our font.
DRAWN = "drawn"

_SUBSTITUTES = {
    "œ": "oe",
    "Œ": "OE",
    "€": "EUR",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "−": "-",
    "─": "-",
    "…": "...",
    "•": "-",
    "·": "-",
    "×": "x",
    "÷": "/",
    "→": "->",
    "←": "<-",
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "°": "o",
    "«": '"',
    "»": '"',
    "⚠": "/!\\",
    "✓": "v",
}
_DRAWN_EXTRAS = "€’‘“”–—−…•→←≥≤≠™⚠─"


@lru_cache(maxsize=2048)
def printable(text: str, encoding: str) -> str:
    """`text` in characters that `encoding` has; newlines are kept.

    Args:
        text: anything a person or another system typed.
        encoding: a Python codec name ("cp1252"), or `DRAWN` for raster printing.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_character(c, encoding) for c in text)


@lru_cache(maxsize=4096)
def _character(char: str, encoding: str) -> str:
    if char == "\n":
        return char
    category = unicodedata.category(char)
    if category == "Zs" or char == "\t":
        return " "
    if category[0] in "CM":
        return ""
    if _carried(char, encoding):
        return char
    if char in _SUBSTITUTES:
        return "".join(_character(c, encoding) for c in _SUBSTITUTES[char])
    base = unicodedata.normalize("NFKD", char)
    if base != char:
        return "".join(_character(c, encoding) for c in base) or "?"
    return "?"


def _carried(char: str, encoding: str) -> bool:
    if encoding == DRAWN:
        code = ord(char)
        return code < 0x250 or 0x370 <= code < 0x530 or char in _DRAWN_EXTRAS
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
