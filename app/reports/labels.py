"""Labels: the price on a shelf, what is in a dish, until when a preparation keeps.

The same label goes on a receipt printer (`app/followers/paper/label.py`) or on a sheet
of stickers. It is French like every paper of the house.
Source: `fiscal.md` K-01, règlement (UE) 1169/2011 (allergens).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from app.domain.catalogue.events import ArticleSet
from app.domain.environment import Mark
from app.domain.vocabulary import ALLERGENS
from app.reports.tokens import BOLD
from hardware.printers.codes import code128_modules, ean13, ean13_modules
from resources.texts import price, short_date

if TYPE_CHECKING:
    from app.reports.ink import Ink

LabelKind = Literal["price", "allergens", "use_by"]
Symbology = Literal["EAN13", "CODE128", "QR"]
_MM: Final = 72 / 25.4
_A4: Final = (210.0, 297.0)
_PAD: Final = 2.5 * _MM
_DIGITS: Final = 6.0
_LONGEST_BARS: Final = 14
"""Characters; more make bars too fine for the smallest sticker at 300 dpi (38 mm) and
too wide for a roll of 58 mm."""
_QUIET: Final = 20
"""Modules of white beside bars, both sides together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands on one label.

    Attributes:
        big: what is read from afar: the price, or the last day.
        lines: under it.
        code: what a scanner reads, "" for nothing.
    """

    title: str
    big: str = ""
    lines: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of stickers, centred on A4; lengths in millimetres.

    Attributes:
        gap: white between two columns.
    """

    key: str
    across: int
    down: int
    width: float
    height: float
    gap: float = 0.0

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.across * self.down


SHEETS: Final = {
    sheet.key: sheet
    for sheet in (
        Sheet(key="L7159", across=3, down=8, width=63.5, height=33.9, gap=2.5),
        Sheet(key="L7651", across=5, down=13, width=38.1, height=21.2, gap=2.5),
        Sheet(key="L7160", across=3, down=7, width=63.5, height=38.1, gap=2.5),
        Sheet(key="L7163", across=2, down=7, width=99.1, height=38.1, gap=2.5),
        Sheet(key="3474", across=3, down=8, width=70.0, height=37.0),
        Sheet(key="3651", across=4, down=10, width=52.5, height=29.7),
    )
}
"""The sheets that shops sell, by the number on their box (Avery; others print it too)."""


def price_label(article: ArticleSet) -> Label:
    """The price at the shelf, and the code that the till reads."""
    shown = price(article.price, lang="fr") if article.price else "Prix selon le jour"
    each = f"{shown} le kg" if article.unit == "kg" and article.price else shown
    code = article.barcodes[0] if article.barcodes else ""
    return Label(title=article.name, big=each, code=code)


def allergen_label(article: ArticleSet) -> Label:
    """What is in it; what nobody has said is not taken to be absent."""
    return Label(title=article.name, lines=allergen_lines(article))


def use_by_label(article: ArticleSet, made: datetime, days: int, by: str) -> Label:
    """When it was made and by whom, until when it keeps, what is in it."""
    last = (made + timedelta(days=days)).date()
    who = f" par {by}" if by else ""
    return Label(
        title=article.name,
        big=f"DLC {short_date(last)}",
        lines=(
            f"Fait le {short_date(made.date())} à {made:%H:%M}{who}",
            *allergen_lines(article),
        ),
    )


def allergen_lines(article: ArticleSet) -> tuple[str, ...]:
    """ "Contient : gluten, lait", "Peut contenir : œufs", or that nobody has said."""
    held = [name for key, (name, _) in ALLERGENS.items() if key in article.allergens]
    traces = [
        name for key, (name, _) in ALLERGENS.items() if f"{key}?" in article.allergens
    ]
    lines = [
        f"{words} : {', '.join(names).lower()}"
        for words, names in (("Contient", held), ("Peut contenir", traces))
        if names
    ]
    if lines:
        return tuple(lines)
    if article.no_allergens:
        return ("Aucun des 14 allergènes",)
    return ("Allergènes : non renseigné",)


def symbology(code: str) -> Symbology:
    """How a code is drawn: bars while they stay short enough to be read, else a QR."""
    try:
        ean13(code)
    except ValueError:
        plain = code.isascii() and code.isprintable() and len(code) <= _LONGEST_BARS
        return "CODE128" if plain else "QR"
    return "EAN13"


def label_sheets_pdf(
    labels: Sequence[Label],
    sheet: Sheet,
    author: str,
    *,
    first: int = 1,
    mark: Mark | None = None,
) -> bytes:
    """The labels on sheets of stickers.

    Args:
        first: the place that the first one takes on a sheet that was begun, from 1.
    """
    from app.reports.ink import Ink

    ink = Ink("Étiquettes", author)
    wide, high = sheet.width * _MM, sheet.height * _MM
    gap = sheet.gap * _MM
    left = (_A4[0] * _MM - sheet.across * wide - (sheet.across - 1) * gap) / 2
    top = (_A4[1] * _MM - sheet.down * high) / 2
    for number, label in enumerate(labels, start=first - 1):
        place = number % sheet.count
        if place == 0 and number > first - 1:
            ink.next_page()
        if mark and (place == 0 or number == first - 1):
            ink.watermark(mark.word)
        down, across = divmod(place, sheet.across)
        _draw(ink, label, left + across * (wide + gap), top + down * high, wide, high)
    return ink.finished()


def _draw(
    ink: "Ink", label: Label, x: float, y: float, wide: float, high: float
) -> None:
    from app.reports.prose import wrapped

    room = wide - 2 * _PAD
    scale = min(1.0, high / (34 * _MM))
    size = 11 * scale
    x, bottom = x + _PAD, y + high - _PAD
    base = y + _PAD + size
    for line in list(wrapped(ink, label.title, room, size, BOLD))[:2]:
        ink.text(x, base, line, face=BOLD, size=size, room=room)
        base += size * 1.15
    kind = symbology(label.code) if label.code else ""
    if kind == "QR":  # beside the price: below it, a small label leaves too little
        side = min(bottom - base + size * 0.7, room / 2)
        ink.qr(x + room - side, bottom - side, side, label.code)
        room -= side + _PAD
    if label.big:
        large = 17 * scale
        base += large - size + 1
        ink.text(x, base, label.big, face=BOLD, size=large, room=room)
        base += size
    small = max(5.5, 8 * scale)
    for words in label.lines:
        for line in wrapped(ink, words, room, small):
            if base <= bottom:
                ink.text(x, base, line, size=small, room=room)
            base += small * 1.2
    if kind in ("EAN13", "CODE128"):
        _bars(ink, label.code, x, base, room, bottom - base)


def _bars(ink: "Ink", code: str, x: float, y: float, room: float, high: float) -> None:
    """Bars with their white at both sides, and what they say under them."""
    ean = symbology(code) == "EAN13"
    modules = ean13_modules(code) if ean else code128_modules(code)
    step = min(room / (len(modules) + _QUIET), 1.0)
    x += _QUIET / 2 * step
    ink.bars(x, y, step, high - _DIGITS - 1, modules)
    middle = x + len(modules) * step / 2
    shown = ean13(code) if ean else code
    ink.text(middle, y + high, shown, size=_DIGITS, align="centre")
