"""The guest's papers: receipt, refund, duplicate, provisional bill.

Source: `fiscal.md` E-01 (content), E-02 (restaurant note), E-04, E-05; the layout is
picture 12 of the looks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.money import decimal_text, parse_decimal
from app.domain.papers import CONTACT, FOOTER, HEADER, LOGO, PICTURE, SHARE, picture_of
from app.domain.payments.currencies import rate_text, worth
from app.domain.payments.decide import METHODS
from app.domain.profile import FiscalProfile
from app.domain.profile.choosing import mention_of, profile_of
from app.domain.receipts.compose import QTY_PLACES, heads
from app.domain.receipts.events import (
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptRefunded,
    total_of,
)
from app.domain.settings import Settings
from app.fiscal.core import core
from hardware.printers.document import (
    Bitmap,
    Block,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Logo,
    Rule,
    Text,
    row,
)
from resources.texts import amount, percent, price, short_date

UNSIGNED = "Hors signature : sera scellé au retour de la clé"
"""On a document that was written while the key did not sign."""
WARRANTY = "garantie légale de conformité de 2 ans"
"""Source: code de la consommation, L. 217-3; `fiscal.md` E-03."""
DASHED = Rule("dashed")
BESIDE = {
    "gift": "Bon cadeau (hors TVA)",
    "deposit": "Acompte",
    "account": "Règlement du compte client",
    "rounding": "Arrondi des espèces",
}
"""What is taken besides turnover, on paper."""
TOPPED_UP = "Recharge de bon cadeau (hors TVA)"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a paper says of its document besides the document.

    Attributes:
        number: printed number, "C1-000214"; `extract` of the signature beside it.
        copy: 0 for the original, else the number of the duplicate.
        software: name and fiscal version.
        waiting: how many documents wait for a signature with it, 0 for a signed one.
        customer: who wants to be named on it, or owes it.
        invoices: their numbers, of the ones that bill or credit it.
    """

    number: str
    ts: str
    operator: str
    till: str
    extract: str
    software: str
    copy: int = 0
    waiting: int = 0
    customer: str = ""
    invoices: tuple[str, ...] = ()


def _sealed(stamp: Stamp) -> Iterable[Block]:
    """The extract of the signature, or what stands in its place (`fiscal.md` B-14)."""
    printed = f"Impression {stamp.copy} · {'duplicata' if stamp.copy else 'original'}"
    if stamp.extract:
        yield row(f"Signature  {stamp.extract}", printed)
        return
    yield Text(f"MODE DÉGRADÉ {stamp.waiting or ''}".rstrip(), bold=True)
    yield Text(UNSIGNED)
    yield Text(printed)


def receipt_paper(
    document: ReceiptIssued | ReceiptRefunded, stamp: Stamp, settings: Settings
) -> Document:
    """A receipt, a refund, or a duplicate of either, as the guest gets it."""
    refund = isinstance(document, ReceiptRefunded)
    profile = profile_of(settings)
    word = profile.titles[_kind(document)]
    moment = datetime.fromisoformat(stamp.ts)
    blocks: list[Block] = [*mark(settings), *_identity(settings), Rule()]
    if stamp.copy:
        name = f"{profile.titles['duplicate']} {stamp.copy}"
        blocks.append(
            Box((Text(name, size="title", bold=True, align="center"),), "plain")
        )
    blocks += [
        row(f"{word} {stamp.number}", f"{_date(moment)} {moment:%H:%M}"),
        row(_place(document), f"{stamp.operator} · {stamp.till}"),
    ]
    if stamp.customer:
        blocks.append(Text(f"Client : {stamp.customer}"))
    if isinstance(document, ReceiptRefunded):
        blocks += [Text(_undone(document))]
    if document.lines:
        blocks += [
            DASHED,
            _line("", "", "P.U.", "TTC", "T"),
            *(b for ln in heads(document) for b in _sold(ln, document, profile)),
            DASHED,
            *_counts(document),
            _total("TOTAL TTC" if not refund else "TOTAL RENDU", document.ttc),
            Rule(),
            *_vat(document, settings, profile),
        ]
    blocks += [
        *_beside(document),
        DASHED,
        *(block for paid in document.payments for block in _paid(paid)),
        Rule(),
        *_farewell(document, settings),
        DASHED,
        *(Text(f"{'Avoir' if refund else 'Facture'} {n}") for n in stamp.invoices),
        *_sealed(stamp),
        Text(stamp.software),
        *_proof(stamp.software),
        Cut(),
    ]
    return Document("receipt", tuple(blocks), f"{word} {stamp.number}")


def addition_paper(
    lines: Sequence[tuple[str, str, int]],
    due: int,
    covers: int,
    where: str,
    head: str,
    settings: Settings,
) -> Document:
    """The provisional bill: (quantity, label, cents) lines, no VAT, no payment.

    Args:
        due: cents to pay.
        where: "Table 12 · 3 couverts · Léa".
        head: "LE VIEUX MOULIN · A-000187 · 20:31".
    """
    profile = profile_of(settings)
    blocks: list[Block] = [
        Box(
            (
                Text(
                    profile.titles["addition"], size="title", bold=True, align="center"
                ),
                Text(profile.titles["provisional"], bold=True, align="center"),
            ),
            "plain",
        ),
        Text(head, align="center"),
        *own_lines(settings, HEADER),
        Text(where, align="center"),
        DASHED,
        *(
            Columns(
                (
                    Cell(quantity, width=2, align="right"),
                    Cell("", width=1),
                    Cell(label),
                    Cell(_cents(cents), width=9, align="right"),
                )
            )
            for quantity, label, cents in lines
        ),
        Rule(),
        _total("À PAYER", due),
    ]
    if settings.text(SHARE) == "yes" and covers > 1:
        each = -(-due // covers)
        blocks.append(row(f"par personne, en {covers}", _cents(each)))
    if foot := list(farewell(settings)):
        blocks += [DASHED, *foot]
    return Document("addition", (*blocks, Cut()), head.split(" · ")[1])


def mark(settings: Settings) -> Iterable[Block]:
    """The house's picture, else Sotto's, unless it wants neither."""
    if settings.text(LOGO) == "yes":
        picture = picture_of(settings.text(PICTURE))
        yield Logo(Bitmap(*picture) if picture else None)


def _identity(settings: Settings) -> Iterable[Block]:
    name = settings.text("house.name").upper()
    yield Text(name, size="title", bold=True, align="center")
    legal = [
        f"SIRET {settings.text('house.siret')}",
        f"APE {settings.text('house.naf')}",
    ]
    lines = (
        settings.text("house.address"),
        " · ".join(legal) if settings.text("house.siret") else "",
        settings.text("house.vat_number")
        and f"TVA {settings.text('house.vat_number')}",
    )
    for line in lines:
        if line:
            yield Text(line, align="center")
    yield from own_lines(settings, HEADER)


def own_lines(settings: Settings, key: str) -> Iterable[Block]:
    """What the house adds to its papers, at the head or the foot."""
    if settings.text(key):
        yield Text(settings.text(key), align="center")


def farewell(settings: Settings) -> Iterable[Block]:
    """The foot of what guests take along: the house's own lines and where it is reached."""
    yield from own_lines(settings, FOOTER)
    if settings.text(CONTACT) == "yes":
        yield from own_lines(settings, "house.contact")


def _place(document: ReceiptIssued | ReceiptRefunded) -> str:
    if isinstance(document, ReceiptRefunded):
        return ""
    modes = {"takeaway": "À emporter", "delivery": "Livraison", "counter": "Comptoir"}
    if document.mode != "dine_in":
        return modes[document.mode]
    covers = f"{document.covers} couvert{'s' if document.covers > 1 else ''}"
    return (
        f"Table {document.table} · {covers}"
        if document.covers
        else (f"Table {document.table}")
    )


def _sold(
    line: ReceiptLine, document: ReceiptIssued | ReceiptRefunded, profile: FiscalProfile
) -> Iterable[Block]:
    parts = [part for part in document.lines if part.parent == line.id]
    rates = {part.rate for part in parts} or {line.rate}
    letter = "".join(sorted(_letter(rate, profile) for rate in rates))
    quantity = line.quantity.replace(".", ",")
    label = line.label
    if "," in quantity:  # a weight has its own line, the column is for pieces
        label, quantity = f"{label} · {quantity} kg net", "1"
    if line.share:
        label = f"{label} · {line.share}"
    yield _line(quantity, label, _cents(line.unit), _cents(line.total), letter)
    if line.discount and not line.share:
        offered = line.total == 0
        words = "offert" if offered else f"remise −{_cents(line.discount)}"
        yield Text(f"{words} · {line.reason}", indent=3)
    elif line.reason:  # of what is given back, where it is not the document's
        yield Text(line.reason, indent=3)
    if line.tare:
        net, tare = (parse_decimal(t, QTY_PLACES) for t in (line.quantity, line.tare))
        gross = decimal_text(net + tare, QTY_PLACES).replace(".", ",")
        tared = line.tare.replace(".", ",")
        yield Text(f"brut {gross} kg · tare {tared} kg", indent=3)
    if line.typed:
        yield Text("poids saisi à la main", indent=3)
    if line.warranty and not isinstance(document, ReceiptRefunded):
        yield Text(WARRANTY, indent=3)


def _line(quantity: str, label: str, unit: str, total: str, letter: str) -> Columns:
    return Columns(
        (
            Cell(quantity, width=2, align="right"),
            Cell("", width=1),
            Cell(label),
            Cell(unit, width=8, align="right"),
            Cell(total, width=10, align="right"),
            Cell(letter, width=3, align="right"),
        )
    )


def _kind(document: ReceiptIssued | ReceiptRefunded) -> str:
    """What it is among the profile's titles."""
    if isinstance(document, ReceiptRefunded):
        return "cancel" if document.whole else "refund"
    return "sale" if document.lines else "beside"


def _undone(document: ReceiptRefunded) -> str:
    """Source: `fiscal.md` H-03, H-04."""
    if not document.of:
        return f"Remboursement sans ticket : {document.reason}"
    if document.whole:
        return f"ANNULATION DU TICKET N° {document.number} : {document.reason}"
    return f"Annule le ticket {document.number} : {document.reason}"


def _beside(document: ReceiptIssued | ReceiptRefunded) -> Iterable[Block]:
    """What is taken besides turnover; the VAT of a deposit is due now (CGI 269)."""
    if not document.beside:
        return
    yield DASHED
    for each in document.beside:
        name = TOPPED_UP if each.tops_up else BESIDE.get(each.kind, each.kind)
        yield row(name, _cents(each.amount))
        for vat in each.vat:
            words = f"dont TVA {percent(vat.rate, lang='fr')}"
            yield row(f"   {words} sur {_cents(vat.ht)} HT", _cents(vat.tva))
    back = isinstance(document, ReceiptRefunded)
    yield _total("TOTAL RENDU" if back else "À RÉGLER", total_of(document))


def _counts(document: ReceiptIssued | ReceiptRefunded) -> Iterable[Block]:
    if isinstance(document, ReceiptRefunded):
        return
    lines = f"{document.n_lines} ligne{'s' if document.n_lines > 1 else ''}"
    articles = f"{document.n_articles} article{'s' if document.n_articles > 1 else ''}"
    included = "service compris" if document.mode == "dine_in" else "prix nets"
    yield row(f"{lines} · {articles}", included)


def _total(label: str, cents: int) -> Columns:
    return Columns(
        (
            Cell(label, size="label", bold=True),
            Cell(price(cents, lang="fr"), align="right", size="total", bold=True),
        )
    )


def _vat(
    document: ReceiptIssued | ReceiptRefunded,
    settings: Settings,
    profile: FiscalProfile,
) -> Iterable[Block]:
    """The VAT of each rate; in its place why there is none (`fiscal.md` F-09, F-10)."""
    mention = mention_of(settings)
    if mention and not any(each.rate for each in document.vat):
        yield Text(mention, align="center")
        return
    rows, ht, tva, ttc = document.vat, document.ht, document.tva, document.ttc
    yield _vat_line("T", "Taux", "HT", "TVA", "TTC")
    for each in rows:
        yield _vat_line(
            _letter(each.rate, profile),
            percent(each.rate, lang="fr"),
            *map(_cents, (each.ht, each.tva, each.ttc)),
        )
    yield _vat_line("", "Total", *map(_cents, (ht, tva, ttc)))


def _vat_line(letter: str, rate: str, ht: str, tva: str, ttc: str) -> Columns:
    return Columns(
        (
            Cell(letter, width=3),
            Cell(rate),
            Cell(ht, width=10, align="right"),
            Cell(tva, width=12, align="right"),
            Cell(ttc, width=12, align="right"),
        )
    )


def _paid(paid: ReceiptPayment) -> Iterable[Block]:
    name = METHODS.get(paid.method, paid.method)
    if paid.exchange:
        name = f"{name} · {paid.exchange.currency}"
    elif paid.change:
        name = f"{name} (reçu {_cents(paid.tendered)})"
    name = f"{name}{f' · {paid.label}' if paid.label else ''}"
    if paid.amount or not paid.tip:
        yield row(name, _cents(paid.amount))
    else:
        yield row(f"Pourboire · {name}", _cents(paid.tip))
    yield from _exchanged(paid)
    if paid.change:
        yield Text(f"rendu {_cents(paid.change)}", indent=3)
    if paid.tip and paid.amount:
        yield row("   pourboire", _cents(paid.tip))
    for vat in paid.vat:
        words = f"dont TVA {percent(vat.rate, lang='fr')} déjà facturée"
        yield row(f"   {words}", _cents(vat.tva))


def _exchanged(paid: ReceiptPayment) -> Iterable[Block]:
    """What was handed over in another currency, its rate, and what that is in euros."""
    given = paid.exchange
    if given is None:
        return
    unit = given.currency
    taken = f"{_cents(given.foreign)} {unit} à {rate_text(given.rate)}"
    yield row(f"   reçu {taken}", _cents(paid.tendered))
    if given.back:
        back = _cents(-worth(given.back, given.rate))
        yield row(f"   rendu {_cents(given.back)} {unit}", back)


def _farewell(
    document: ReceiptIssued | ReceiptRefunded, settings: Settings
) -> Iterable[Block]:
    if isinstance(document, ReceiptIssued) and document.guest_note:
        yield Text(document.guest_note, align="center")
    yield from farewell(settings)


def _proof(software: str) -> Iterable[Block]:
    """That the publisher attests what wrote the document (`fiscal.md` E-01)."""
    if core().attests(software):
        yield Text("Attestation individuelle de l'éditeur")


def _letter(rate: int, profile: FiscalProfile) -> str:
    return profile.letters.get(rate, "?")


def _cents(cents: int) -> str:
    return amount(cents, lang="fr").replace("−", "-")


def _date(moment: datetime) -> str:
    return short_date(moment.date())
