"""What a code that was scanned at the till means: an article, its weight or its price."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.catalogue.events import ArticleSet
from app.domain.money import rhu
from app.domain.orders.commands import AddLine
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.page import needs_choice
from hardware.scanners.barcodes import (
    BarcodeError,
    Gs1,
    patterns_of,
    read_gs1,
    read_in_store,
    same_article,
)
from resources.texts import tr

_LONGEST_PLAIN, _SHOWN = 14, 20
_OFF = 20
"""A weight may be one part in so many off what our price would make it."""
UnitPrice = Callable[[ArticleSet], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What follows from a code.

    Attributes:
        command: takes it down; None when the till has to ask first, or cannot.
        article: what to ask about.
        refusal: why it cannot be taken, in words.
    """

    command: AddLine | None = None
    article: str = ""
    refusal: str = ""


def read_scan(world: World, code: str, today: date, unit_price: UnitPrice) -> Scanned:
    """Understands a code; `unit_price` is in cents a kilogram or piece."""
    catalogue = world.catalogue
    patterns = patterns_of(world.settings.text("scan.in_store"))
    try:
        label = read_in_store(code, patterns)
        parts = _gs1(code) if label is None else None
    except BarcodeError:
        return Scanned(refusal=tr("Code mal lu : repassez l'article."))
    if label is not None:
        number = label.number
    else:
        number = parts.gtin if parts is not None else same_article(code)
    found = catalogue.barcodes.get(number) or catalogue.barcodes.get(code)
    if found is None:
        return Scanned(refusal=tr("Code inconnu : {code}", code=code[:_SHOWN]))
    article = catalogue.articles[found]
    if label is not None:
        return _measured(article, code, label.measure, label.value, unit_price)
    if parts is not None:
        return _packed(world, article, code, parts, today, unit_price)
    return _plain(world, article, code)


def _plain(world: World, article: ArticleSet, code: str) -> Scanned:
    if needs_choice(world, article):
        return Scanned(article=article.id)
    return Scanned(command=AddLine(order="", article=article.id, barcode=code))


def _packed(
    world: World,
    article: ArticleSet,
    code: str,
    parts: Gs1,
    today: date,
    unit_price: UnitPrice,
) -> Scanned:
    """A GS1 code: it may know its weight, its price, and the day it is good until."""
    expiry = parts.expiry(today)
    if expiry is not None and expiry < today:
        words = tr(
            "{name} : périmé le {day}", name=article.name, day=f"{expiry:%d/%m/%Y}"
        )
        return Scanned(refusal=words)
    if parts.grams is not None and article.unit == "kg":
        return _measured(article, code, "weight", parts.grams, unit_price)
    if parts.cents is not None and (article.open_price or article.unit == "kg"):
        return _measured(article, code, "price", parts.cents, unit_price)
    return _plain(world, article, code)


def _measured(
    article: ArticleSet, code: str, measure: str, value: int, unit_price: UnitPrice
) -> Scanned:
    """`value` is grams or cents."""
    if not value:
        words = tr("L'étiquette de {name} ne dit rien : repesez.", name=article.name)
        return Scanned(refusal=words)
    command = AddLine(order="", article=article.id, barcode=code, merge=False)
    if measure == "weight":
        command = replace(command, quantity=value)
    elif article.open_price:
        command = replace(command, price=value)
    else:
        unit = max(1, unit_price(article))
        weight = weight_of(value, unit)
        if weight is None:
            words = tr(
                "L'étiquette de {name} ne dit rien : repesez.", name=article.name
            )
            return Scanned(refusal=words)
        grams, priced = weight
        price = priced if priced != unit else None
        command = replace(command, quantity=grams, price=price)
    return Scanned(command=command)


def weight_of(cents: int, unit: int) -> tuple[int, int] | None:
    """What lies behind the price of a label: grams, and cents a kilogram, which make that
    price to the cent.

    It is our price wherever the label was printed at it. Else (an older one, an offer) it
    is the nearest weight for which there is a price; None when there is none near.

    Args:
        unit: our price, cents a kilogram.
    """
    near = max(1, rhu(cents * MILLI, unit))
    if rhu(near * unit, MILLI) == cents:
        return near, unit
    for step in range(near // _OFF + 2):
        for grams in (near + step, near - step):
            priced = rhu(cents * MILLI, grams) if grams > 0 else 0
            if priced and rhu(grams * priced, MILLI) == cents:
                return grams, priced
    return None


def _gs1(code: str) -> Gs1 | None:
    """The elements of a GS1 code, None for a plain one.

    Raises:
        BarcodeError: it contradicts itself.
    """
    if len(code) > _LONGEST_PLAIN and code[:2] in ("01", "02", "\x1d0"):
        return read_gs1(code)
    return None
