"""What stands at the head of the house's own papers, alike on all of them."""

from collections.abc import Mapping

from app.reports.ink import WIDTH, Ink
from app.reports.layout import INNER, MARGIN
from app.reports.tokens import BOLD, ON_VAR, PRIMARY
from app.reports.words import legal_of
from app.reports.z_report import Establishment


def establishment_of(settings: Mapping[str, str]) -> Establishment:
    """Who sells, from the settings of the house."""
    names = ("name", "address", "siret", "naf", "vat_number")
    return Establishment(**{name: settings[f"house.{name}"] for name in names})


def letterhead(ink: Ink, house: Establishment, title: str, *, size: float = 20) -> None:
    """The mark, who the house is, and at the right what the paper is."""
    room = INNER - 38 - 16 - ink.width_of(title, BOLD, size)
    ink.mark(MARGIN - 4, 36, 34)
    ink.text(MARGIN + 38, 54, house.name, face=BOLD, size=15, room=room)
    told = filter(None, (house.address, legal_of(house)))
    for place, words in enumerate(told):
        y = 67 + 11 * place
        ink.text(MARGIN + 38, y, words, size=8, colour=ON_VAR, room=INNER - 38)
    ink.text(
        WIDTH - MARGIN,
        56,
        title,
        face=BOLD,
        size=size,
        colour=PRIMARY,
        align="right",
    )


def plain_head(ink: Ink, title: str, below: str = "", right: str = "") -> None:
    """The head of what the program says of itself: the mark and the title."""
    ink.mark(MARGIN - 4, 36, 34)
    ink.text(MARGIN + 38, 54 if below else 58, title, face=BOLD, size=18)
    ink.text(MARGIN + 38, 70, below, size=8.5, colour=ON_VAR, room=INNER - 38)
    ink.text(
        WIDTH - MARGIN, 58, right, face=BOLD, size=18, colour=PRIMARY, align="right"
    )


def headline(ink: Ink, words: str, below: str = "") -> None:
    """What this one is about, large, over the brand's short line."""
    ink.text(MARGIN, 122, words, face=BOLD, size=20, room=INNER)
    ink.filet(MARGIN, 133, 32, thick=3.5)
    if below:
        ink.text(MARGIN, 151, below, size=9, colour=ON_VAR, room=INNER)
