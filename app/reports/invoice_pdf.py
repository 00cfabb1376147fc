"""An invoice as its Factur-X file: a PDF/A-3 that people read, its XML inside.

The page says in French whatever the language of the windows is: it is a French invoice.
Source: ISO 19005-3 (PDF/A-3), Factur-X 1.09, CGI ann. II 242 nonies A, C. com. L. 441-9.
"""

import logging
from io import BytesIO
from typing import Final

from app.domain.invoices.compose import BilledLine
from app.domain.invoices.events import CREDIT
from app.domain.money import decimal_text
from app.domain.payments.commands import METHODS
from app.fiscal.invoicing import Invoice
from app.fiscal.parties import Party
from app.reports.ink import WIDTH, Ink
from app.reports.layout import INNER, MARGIN, Band, lay_out
from app.reports.sections import Column, Row, Section, Table
from app.reports.tokens import BOLD, MEDIUM, ON_VAR, PRIMARY, SEMI_BOLD, SURFACE
from resources.texts import amount, percent, price, short_date

_FR: Final = "fr"
_TOP: Final = 262.0
_LINES: Final = (27, 42)
"""Lines of the first page, and of those on which a longer invoice goes on."""
_NATURES: Final = {"B": "Livraison de biens", "S": "Prestation de services"}
_BOTH: Final = "Livraison de biens et prestation de services"


def invoice_file(invoice: Invoice) -> bytes:
    """The file of an invoice. Takes a fifth of a second, the first one a second.

    Raises:
        ValueError: the XML is not what the standard asks for; a bug of Sotto.
    """
    import facturx

    from app.fiscal.facturx import facturx_xml

    logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it tells what it does
    kind = "Avoir" if invoice.type == CREDIT else "Facture"
    title = f"{kind} {invoice.number}"
    try:
        made: bytes = facturx.generate_from_binary(
            _archival(_drawn(invoice, title)),
            facturx_xml(invoice),
            flavor="factur-x",
            level="en16931",
            pdf_metadata={
                "author": invoice.seller.name,
                "keywords": f"{kind}, Factur-X",
                "title": title,
                "subject": f"{title} du {invoice.issued:%d/%m/%Y}",
            },
            lang="fr-FR",
        )
    except Exception as error:  # the library raises nothing more precise
        raise ValueError(f"{invoice.number}: {error}") from error
    return made


def _archival(drawn: bytes) -> bytes:
    """The drawn pages with what PDF/A asks of the file: colours that mean something."""
    from PIL import ImageCms
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        StreamObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=PdfReader(BytesIO(drawn)))
    writer.pdf_header = "%PDF-1.7"
    writer.add_metadata({"/Producer": "pypdf"})  # what the XMP will say
    profile = StreamObject()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    profile.set_data(srgb.tobytes())
    profile[NameObject("/N")] = NumberObject(3)
    packed = profile.flate_encode()
    intent = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB"),
            NameObject("/Info"): TextStringObject("sRGB IEC61966-2.1"),
            NameObject("/DestOutputProfile"): writer._add_object(packed),  # noqa: SLF001 # as pypdf's own guide does
        }
    )
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([intent])
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def _drawn(invoice: Invoice, title: str) -> bytes:
    ink = Ink(title, invoice.seller.name, archival=True)
    foot = " · ".join(filter(None, (invoice.seller.name, title, invoice.mark)))

    def before(ink: Ink) -> None:
        if invoice.mark:
            ink.watermark(invoice.mark.split()[0])

    before(ink)
    _head(ink, invoice)
    lay_out(ink, _bands(invoice), top=_TOP, foot=foot, before=before)
    return ink.finished()


def _head(ink: Ink, invoice: Invoice) -> None:
    right, seller = WIDTH - MARGIN, invoice.seller
    ink.mark(MARGIN - 4, 36, 34)
    ink.text(MARGIN + 38, 54, seller.name, face=BOLD, size=15, room=300)
    told = [*_address(seller), _registered(seller), seller.legal]
    for place, text in enumerate(filter(None, told)):
        ink.text(MARGIN + 38, 67 + 11 * place, text, size=8, colour=ON_VAR, room=330)
    word = "Avoir" if invoice.type == CREDIT else "Facture"
    ink.text(right, 58, word, face=BOLD, size=24, colour=PRIMARY, align="right")
    ink.text(right, 76, invoice.number, face=SEMI_BOLD, size=11, align="right")
    ink.text(right, 90, f"du {_day(invoice)}", size=9, colour=ON_VAR, align="right")
    ink.panel(WIDTH / 2, 126, INNER / 2, 96, SURFACE)
    x = WIDTH / 2 + 16
    ink.text(x, 146, "Facturé à", face=MEDIUM, size=8, colour=ON_VAR)
    ink.text(x, 163, invoice.buyer.name, face=BOLD, size=12, room=INNER / 2 - 32)
    told = [*_address(invoice.buyer), _registered(invoice.buyer)]
    for place, text in enumerate(filter(None, told)):
        ink.text(x, 178 + 12 * place, text, size=8.5, room=INNER / 2 - 32)
    _references(ink, invoice)


def _references(ink: Ink, invoice: Invoice) -> None:
    of = "Remboursement" if invoice.type == CREDIT else "Ticket"
    pairs = [
        (of, f"{invoice.receipt} du {short_date(invoice.delivered)}"),
        ("Nature", _NATURES.get(invoice.mode[0], _BOTH)),
    ]
    if invoice.credits:
        number, issued = invoice.credits
        pairs.insert(0, ("Annule et corrige", f"{number} du {short_date(issued)}"))
    if invoice.mode.endswith("7"):
        pairs.append(("Encaissement", "déjà déclaré avec les recettes du jour"))
    for place, (name, value) in enumerate(pairs):
        y = 146 + 26 * place
        ink.text(MARGIN, y, name, face=MEDIUM, size=8, colour=ON_VAR)
        ink.text(MARGIN, y + 12, value, size=9, room=INNER / 2 - 26)


def _bands(invoice: Invoice) -> list[Band]:
    first, more = _LINES
    lines, rest = invoice.lines[:first], invoice.lines[first:]
    bands: list[Band] = [[_lines(lines, first=True)]]
    bands += [
        [_lines(rest[start : start + more], first=False)]
        for start in range(0, len(rest), more)
    ]
    return [*bands, [_vat(invoice), _total(invoice)], [_mentions(invoice)]]


def _lines(lines: tuple[BilledLine, ...], *, first: bool) -> Section:
    return Table(
        title="Détail" if first else "Détail (suite)",
        columns=(
            Column(head="Désignation", part=5.4, figures=False),
            Column(head="Quantité", part=1.2),
            Column(head="Prix unitaire HT", part=1.6),
            Column(head="TVA", part=1.0),
            Column(head="Total HT", part=1.4),
            Column(head="Total TTC", part=1.4),
        ),
        rows=[
            Row(
                cells=(
                    line.label,
                    _quantity(line),
                    amount(_unit_cents(line), lang=_FR),
                    percent(line.rate, lang=_FR),
                    amount(line.ht, lang=_FR),
                    amount(line.ttc, lang=_FR),
                )
            )
            for line in lines
        ],
    )


def _vat(invoice: Invoice) -> Section:
    rates = sorted({each.rate for each in invoice.amounts})
    rows = []
    for rate in rates:
        same = [each for each in invoice.amounts if each.rate == rate]
        cents = [sum(getattr(each, name) for each in same) for name in ("ht", "tva")]
        rows.append(
            Row(cells=(percent(rate, lang=_FR), *(amount(c, lang=_FR) for c in cents)))
        )
    return Table(
        title="TVA",
        columns=(
            Column(head="Taux", part=1, figures=False),
            Column(head="Base HT", part=1),
            Column(head="TVA", part=1),
        ),
        rows=rows,
    )


def _total(invoice: Invoice) -> Section:
    credit = invoice.type == CREDIT
    paid = "Rendu" if credit else "Réglé"
    # "Carte, TPE autonome": how the guest paid, not how we took it.
    ways = (METHODS.get(name, name).partition(",")[0] for name, _ in invoice.tenders)
    methods = dict.fromkeys(ways)
    how = f" ({', '.join(methods)})" if methods and invoice.paid else ""
    rows = [
        ("Total HT", invoice.ht, False),
        ("TVA", invoice.tva, False),
        ("Total TTC", invoice.ttc, True),
        (f"{paid} le {short_date(invoice.delivered)}{how}", invoice.paid, False),
        ("Reste à payer", invoice.ttc - invoice.paid, not credit),
    ]
    return Table(
        title="Total de l'avoir" if credit else "Total",
        columns=(
            Column(head="", part=4, figures=False),
            Column(head="", part=1.1),
        ),
        rows=[
            Row(cells=(name, price(cents, lang=_FR)), loud=loud)
            for name, cents, loud in rows
        ],
    )


def _mentions(invoice: Invoice) -> Section:
    from app.fiscal.facturx import RECOVERY

    told = [
        "TVA acquittée sur les débits." if invoice.debits else "",
        f"{invoice.untaxed[0]}."
        if any(not each.rate for each in invoice.amounts)
        else "",
        f"À payer avant le {short_date(invoice.due)}."
        if invoice.ttc > invoice.paid
        else "",
        invoice.penalty,
        RECOVERY,
        invoice.discount,
        f"Adresse de facturation électronique : 0225:{invoice.buyer.siren}",
    ]
    return Table(
        title="Conditions",
        columns=(Column(head="", part=1, figures=False),),
        rows=[Row(cells=(text,)) for text in told if text],
    )


def _address(party: Party) -> list[str]:
    city = " ".join(filter(None, (party.postcode, party.city)))
    country = "" if party.country == "FR" else party.country
    return [text for text in (party.street, city, country) if text]


def _registered(party: Party) -> str:
    number = f"SIRET {party.siret}" if party.siret else f"SIREN {party.siren}"
    tax = f"TVA {party.vat_number}" if party.vat_number else ""
    return " · ".join(filter(None, (number, tax)))


def _day(invoice: Invoice) -> str:
    return short_date(invoice.issued)


def _quantity(line: BilledLine) -> str:
    text = decimal_text(line.milli, 3).replace(".", ",")
    return f"{text} kg" if line.unit == "kg" else text


def _unit_cents(line: BilledLine) -> int:
    """Price of one without VAT, in cents as they are read; the XML has more decimals."""
    return (2 * line.ht * 1000 + line.milli) // (2 * line.milli)
