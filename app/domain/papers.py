"""How papers look: what a house adds to them, or leaves out of what no law asks for.

Spread into `settings.SETTINGS`. What the law wants on a receipt (`fiscal.md` E-01) and
allergies on a kitchen ticket are no settings.
"""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Final

HEADER, FOOTER = "receipt.header", "house.footer"
LOGO, PICTURE, CONTACT = "receipt.logo", "receipt.picture", "receipt.contact"
SHARE = "addition.share"
TOP, TABLE, DISHES = "kitchen.top", "kitchen.table", "kitchen.dishes"
PEOPLE, COUNT = "kitchen.people", "kitchen.count"

PAPERS: Final[dict[str, str]] = {
    HEADER: "",
    LOGO: "yes",
    PICTURE: "",
    CONTACT: "yes",
    SHARE: "yes",
    TOP: "0",
    TABLE: "large",
    DISHES: "normal",
    PEOPLE: "yes",
    COUNT: "yes",
}
"""`receipt.header`: lines under the name and number of the house, as `house.footer` has
those at the foot. `receipt.logo`: whether there is a mark at the head, `receipt.picture`:
the house's own (`picture_text`), "" for Sotto's. `receipt.contact`: whether the contact of
the house is on it. `addition.share`: whether a bill says what each guest's part would be.
`kitchen.top`: blank lines at the head of a ticket, for the clip that holds it;
`kitchen.table`, `kitchen.dishes`: how large they are; `kitchen.people`: who is at the table
and who serves it; `kitchen.count`: how many dishes, who makes the others, until when."""

PAPER_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys((LOGO, CONTACT, SHARE, PEOPLE, COUNT), ("yes", "no")),
    TOP: tuple(str(lines) for lines in range(7)),
    TABLE: ("large", "small"),
    DISHES: ("small", "normal", "large"),
}
PICTURE_DOTS: Final = (384, 160)
"""At most so wide and so high: it fits 58 mm paper, and a setting."""
LONGEST: Final[dict[str, int]] = {PICTURE: 11_000}
"""Key -> characters, where more than others may have are allowed."""


def picture_text(width: int, height: int, bits: bytes) -> str:
    """A one-bit picture as the setting keeps it: "384x160:" and its rows in base64."""
    return f"{width}x{height}:{b64encode(bits).decode('ascii')}"


def picture_of(text: str) -> tuple[int, int, bytes] | None:
    """Width, height and rows (padded to bytes, 1 is black) of the setting; None where
    there is no picture in it."""
    size, _, rows = text.partition(":")
    sides = size.split("x")
    if not (len(sides) == len(PICTURE_DOTS) and all(map(_is_number, sides))):
        return None
    width, height = map(int, sides)
    if not (0 < width <= PICTURE_DOTS[0] and 0 < height <= PICTURE_DOTS[1]):
        return None
    try:
        bits = b64decode(rows, validate=True)
    except (Error, ValueError):  # ValueError: letters that are not ASCII
        return None
    return (width, height, bits) if len(bits) == (width + 7) // 8 * height else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len("384")
