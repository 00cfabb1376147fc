"""How the VAT of a formule was worked out, step by step, for whoever wants to check it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.orders.billing import sale_line
from app.domain.orders.events import Portion, parse_portion
from app.domain.orders.evolve import evolve
from app.domain.orders.state import Book, Line
from app.domain.pricing import FormuleLine, Prices, price_document
from app.domain.pricing.sale import Working, formule_working
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import MILLI
from app.presenters.admin.replay import facts_about
from app.services.house import House
from resources.texts import amount, percent, price, tr


@dataclass(frozen=True, slots=True, kw_only=True)
class FormuleVat:
    """One formule line.

    Attributes:
        words: what is apportioned and how, a sentence each.
        dishes: (dish, à-la-carte price, rate, its part) of each component.
        rates: (rate, à-la-carte prices added up, part, net, VAT) of each rate, then of all.
    """

    title: str
    words: tuple[str, ...]
    dishes: tuple[tuple[str, str, str, str], ...]
    rates: tuple[tuple[str, str, str, str, str], ...]


def present_line_vat(
    line: Line, prices: Prices = "incl", portion: Portion | None = None
) -> FormuleVat:
    """A formule as it stands on an order, or a payer's `portion` of it.

    Args:
        prices: whether the price list of the order carries its VAT.
    """
    portion = portion or Portion(line=line.id, of=1, taken=(0,))
    sold = sale_line(line, portion)
    assert isinstance(sold, FormuleLine)
    working, priced = formule_working(sold), price_document([sold], prices)
    units = sold.qty_milli // MILLI
    references = [units * (c.ref_price or 0) for c in sold.components]
    shares = working.amounts or [0] * len(references)
    dishes = tuple(
        (
            component.label,
            amount(reference) if component.ref_price else tr("sans prix"),
            percent(component.rate),
            _part_words(cents, supplement),
        )
        for component, reference, cents, supplement in zip(
            sold.components, references, shares, working.supplements, strict=True
        )
    )
    sums: dict[int, int] = {}
    for component, reference in zip(sold.components, references, strict=True):
        sums[component.rate] = sums.get(component.rate, 0) + reference
    return FormuleVat(
        title=f"{units} {line.label}" if units > 1 else line.label,
        words=tuple(_words(line, sold, working, prices, portion, sum(references))),
        dishes=dishes,
        rates=(
            *(
                (
                    percent(row.rate),
                    amount(sums.get(row.rate, 0)),
                    amount(row.ttc),
                    amount(row.ht),
                    amount(row.tva),
                )
                for row in priced.vat
            ),
            (
                tr("Total"),
                amount(sum(references)),
                amount(priced.ttc),
                amount(priced.ht),
                amount(priced.tva),
            ),
        ),
    )


def _part_words(cents: int, supplement: int) -> str:
    if not supplement:
        return amount(cents)
    return f"{amount(cents)} + {amount(supplement)}"


def _words(
    line: Line,
    sold: FormuleLine,
    working: Working,
    prices: Prices,
    portion: Portion,
    total: int,
) -> Iterator[str]:
    if working.amounts is None:
        yield tr(
            "Un plat n'a pas de prix à la carte : rien ne prouve les taux réduits, le plus "
            "haut s'applique à {price}.",
            price=price(working.price),
        )
    else:
        yield tr(
            "{price} à répartir au prorata des prix à la carte {basis} ({total}) : d'abord "
            "entre les taux, puis entre les plats d'un taux, au plus fort reste.",
            price=price(working.price),
            basis=tr("TTC") if prices == "incl" else tr("HT"),
            total=price(total),
        )
    if line.discount:
        yield tr("La remise de {price} est ôtée avant.", price=price(line.discount))
    if any(component.supplement > 0 for component in sold.components):
        yield tr("Les suppléments s'ajoutent au taux de leur plat.")
    if portion.of > 1:
        yield tr(
            "Ce ticket en porte {taken} sur {of} parts égales ; chacune est répartie sur "
            "ce qui reste de chaque plat.",
            taken=len(portion.taken),
            of=portion.of,
        )


def of_document(house: House, document: ReceiptIssued) -> list[FormuleVat]:
    """The formules of a receipt, as their order stood when it was issued.

    Raises:
        KnownError: the journal cannot be read.
    """
    formules = {line.parent for line in document.lines if line.parent}
    portions = [parse_portion(text) for text in document.portions]
    wanted = [portion for portion in portions if portion.line in formules]
    if not wanted:
        return []
    book = Book()
    for fact in facts_about(house, document.order):
        if getattr(fact.event, "receipt", "") == document.receipt:
            break
        evolve(book, fact.event, fact.meta)
    order = book.orders.get(document.order)
    prices: Prices = "excl" if order and order.prices == "excl" else "incl"
    return [
        present_line_vat(book.lines[each.line], prices, each)
        for each in wanted
        if each.line in book.lines
    ]
