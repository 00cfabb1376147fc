"""A scan, and the symbology a gun announces in front of it.

Source: ISO/IEC 15424 (AIM identifiers): "]", a letter for the symbology, a digit for
its options.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SYMBOLOGIES: Mapping[str, str] = {
    "E0": "EAN-13",  # UPC-A comes as EAN-13 with a leading 0
    "E4": "EAN-8",
    "C0": "CODE-128",
    "C1": "GS1-128",
    "A0": "CODE-39",
    "e0": "GS1-DATABAR",
    "d1": "DATAMATRIX",
    "d2": "GS1-DATAMATRIX",
    "Q1": "QR",
    "Q3": "GS1-QR",
}

GS1 = frozenset({"GS1-128", "GS1-DATABAR", "GS1-DATAMATRIX", "GS1-QR"})

_AIM = re.compile(r"\]([A-Za-z][0-9A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One code read.

    Attributes:
        text: what the code says, identifier and suffix taken off; GS (U+001D) kept.
        symbology: a value of `SYMBOLOGIES`, or "" when the gun does not tell.
        source: which kind of gun.
        repaired: digits came through the wrong keyboard layout and were put right;
            tell the user to set the gun to a French keyboard.
    """

    text: str
    symbology: str = ""
    source: Literal["wedge", "serial", "nfc"]
    repaired: bool = False


def split_aim(text: str) -> tuple[str, str]:
    """(symbology, text without the AIM identifier); symbology "" if unknown or none."""
    found = _AIM.match(text)
    if found is None:
        return "", text
    return SYMBOLOGIES.get(found[1], ""), text[found.end() :]
