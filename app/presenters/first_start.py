"""What a person types or scans to join a restaurant."""

import re

CODE_DIGITS = 6
_SCANNED = re.compile(rf"sotto://([^/\s]+)/(\d{{{CODE_DIGITS}}})\s*")


def scanned(text: str) -> tuple[str, str] | None:
    """(address, code) of a QR code as `NetworkRoom.open_pairing` writes it."""
    found = _SCANNED.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def code_of(text: str) -> str:
    """The digits of a code, however they were set apart: "482 913" -> "482913"."""
    return "".join(each for each in text if each.isdecimal())
