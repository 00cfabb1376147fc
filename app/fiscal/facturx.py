"""The XML of an invoice: Factur-X 1.09, profile EN 16931, in UN/CEFACT CII D22B.

Sources: EN 16931-1 (BT and BG numbers), Factur-X 1.09, the French rules BR-FR of
XP Z12-012 as published by FNFE-MPE (V1.4.0), `fiscal.md` 9.1.
"""

from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from app.domain.invoices.compose import BilledLine
from app.domain.vocabulary import MILLI
from app.fiscal.invoicing import Invoice
from app.fiscal.parties import Party

PROFILE: Final = "urn:cen.eu:en16931:2017"
_BASE: Final = "urn:un:unece:uncefact:data:standard:"
SPACES: Final = {
    "rsm": f"{_BASE}CrossIndustryInvoice:100",
    "ram": f"{_BASE}ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{_BASE}QualifiedDataType:100",
    "udt": f"{_BASE}UnqualifiedDataType:100",
}
RECOVERY: Final = (
    "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : "
    "40 €."
)
"""C. com. D. 441-5; BR-FR-05 wants it on every invoice, a paid one too."""
MEANS: Final = {
    "cash": "10",
    "cheque": "20",
    "transfer": "30",
    "card": "48",
    "card_manual": "48",
    "online": "68",
}
"""Tender -> UNTDID 4461; the others are `ZZZ`, mutually defined."""
_UNITS: Final = {"piece": "C62", "kg": "KGM"}
_SIREN, _SIRET, _ADDRESS = "0002", "0009", "0225"
"""Schemes of ISO 6523: SIREN, SIRET, French electronic address."""


def facturx_xml(invoice: Invoice) -> bytes:
    """The XML file; the same invoice gives the same bytes."""
    root = ET.Element(_name("rsm:CrossIndustryInvoice"))
    context = _add(root, "rsm:ExchangedDocumentContext")
    for kind, id_ in (("BusinessProcess", invoice.mode), ("Guideline", PROFILE)):
        _add(
            _add(context, f"ram:{kind}SpecifiedDocumentContextParameter"), "ram:ID", id_
        )
    _document(root, invoice)
    trade = _add(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(invoice.lines, start=1):
        _line(trade, number, line)
    agreement = _add(trade, "ram:ApplicableHeaderTradeAgreement")
    _party(agreement, "ram:SellerTradeParty", invoice.seller)
    _party(agreement, "ram:BuyerTradeParty", invoice.buyer)
    receipt = _add(agreement, "ram:AdditionalReferencedDocument")
    _add(receipt, "ram:IssuerAssignedID", invoice.receipt)
    _add(receipt, "ram:TypeCode", "130")  # BT-18, the object that is invoiced
    delivery = _add(trade, "ram:ApplicableHeaderTradeDelivery")
    event = _add(delivery, "ram:ActualDeliverySupplyChainEvent")
    _date(_add(event, "ram:OccurrenceDateTime"), "udt", invoice.delivered)
    _settlement(trade, invoice)
    content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def _document(root: ET.Element, invoice: Invoice) -> None:
    document = _add(root, "rsm:ExchangedDocument")
    _add(document, "ram:ID", invoice.number)
    _add(document, "ram:TypeCode", invoice.type)
    _date(_add(document, "ram:IssueDateTime"), "udt", invoice.issued)
    notes = [
        ("PMT", RECOVERY),
        ("PMD", invoice.penalty),
        ("AAB", invoice.discount),
        ("BAR", "B2B"),
        ("REG", invoice.seller.legal),
        ("TXD", "Option pour le paiement de la taxe d'après les débits"),
    ]
    unsaid = {"REG"} if not invoice.seller.legal else set()
    unsaid |= {"TXD"} if not invoice.debits else set()
    for subject, text in notes:
        if subject not in unsaid:
            note = _add(document, "ram:IncludedNote")
            _add(note, "ram:Content", text)
            _add(note, "ram:SubjectCode", subject)


def _line(trade: ET.Element, number: int, line: BilledLine) -> None:
    item = _add(trade, "ram:IncludedSupplyChainTradeLineItem")
    document = _add(item, "ram:AssociatedDocumentLineDocument")
    _add(document, "ram:LineID", str(number))
    _add(_add(item, "ram:SpecifiedTradeProduct"), "ram:Name", line.label)
    agreement = _add(item, "ram:SpecifiedLineTradeAgreement")
    price = _add(agreement, "ram:NetPriceProductTradePrice")
    _add(price, "ram:ChargeAmount", net_price(line))
    delivery = _add(item, "ram:SpecifiedLineTradeDelivery")
    quantity = f"{line.milli // MILLI}.{line.milli % MILLI:03d}".rstrip("0").rstrip(".")
    _add(delivery, "ram:BilledQuantity", quantity, unitCode=_UNITS[line.unit])
    settlement = _add(item, "ram:SpecifiedLineTradeSettlement")
    tax = _add(settlement, "ram:ApplicableTradeTax")
    _add(tax, "ram:TypeCode", "VAT")
    _add(tax, "ram:CategoryCode", _category(line.rate))
    _add(tax, "ram:RateApplicablePercent", percent_text(line.rate))
    total = _add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    _add(total, "ram:LineTotalAmount", euro_text(line.ht))


def _party(agreement: ET.Element, name: str, party: Party) -> None:
    element = _add(agreement, name)
    if party.siret:
        _add(element, "ram:GlobalID", party.siret, schemeID=_SIRET)
    _add(element, "ram:Name", party.name)
    legal = _add(element, "ram:SpecifiedLegalOrganization")
    _add(legal, "ram:ID", party.siren, schemeID=_SIREN)
    address = _add(element, "ram:PostalTradeAddress")
    for field, text in (
        ("PostcodeCode", party.postcode),
        ("LineOne", party.street),
        ("CityName", party.city),
        ("CountryID", party.country),
    ):
        if text:
            _add(address, f"ram:{field}", text)
    uri = _add(element, "ram:URIUniversalCommunication")
    _add(uri, "ram:URIID", party.siren, schemeID=_ADDRESS)
    if party.vat_number:
        tax = _add(element, "ram:SpecifiedTaxRegistration")
        _add(tax, "ram:ID", party.vat_number, schemeID="VA")


def _settlement(trade: ET.Element, invoice: Invoice) -> None:
    settlement = _add(trade, "ram:ApplicableHeaderTradeSettlement")
    _add(settlement, "ram:InvoiceCurrencyCode", "EUR")
    if invoice.tenders:
        method, _ = max(invoice.tenders, key=lambda tender: tender[1])
        means = _add(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
        _add(means, "ram:TypeCode", MEANS.get(method, "ZZZ"))
    rates = sorted({each.rate for each in invoice.amounts})
    for rate in rates:
        same = [each for each in invoice.amounts if each.rate == rate]
        tax = _add(settlement, "ram:ApplicableTradeTax")
        _add(tax, "ram:CalculatedAmount", euro_text(sum(each.tva for each in same)))
        _add(tax, "ram:TypeCode", "VAT")
        if not rate:
            _add(tax, "ram:ExemptionReason", invoice.untaxed[0])
        _add(tax, "ram:BasisAmount", euro_text(sum(each.ht for each in same)))
        _add(tax, "ram:CategoryCode", _category(rate))
        if not rate and invoice.untaxed[1]:
            _add(tax, "ram:ExemptionReasonCode", invoice.untaxed[1])
        _add(tax, "ram:DueDateTypeCode", "5" if invoice.debits else "72")
        _add(tax, "ram:RateApplicablePercent", percent_text(rate))
    terms = _add(settlement, "ram:SpecifiedTradePaymentTerms")
    _date(_add(terms, "ram:DueDateDateTime"), "udt", invoice.due)
    total = _add(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    _add(total, "ram:LineTotalAmount", euro_text(invoice.ht))
    _add(total, "ram:TaxBasisTotalAmount", euro_text(invoice.ht))
    _add(total, "ram:TaxTotalAmount", euro_text(invoice.tva), currencyID="EUR")
    _add(total, "ram:GrandTotalAmount", euro_text(invoice.ttc))
    _add(total, "ram:TotalPrepaidAmount", euro_text(invoice.paid))
    _add(total, "ram:DuePayableAmount", euro_text(invoice.ttc - invoice.paid))
    if invoice.credits:
        number, issued = invoice.credits
        before = _add(settlement, "ram:InvoiceReferencedDocument")
        _add(before, "ram:IssuerAssignedID", number)
        _date(_add(before, "ram:FormattedIssueDateTime"), "qdt", issued)


def _category(rate: int) -> str:
    return "S" if rate else "E"


def net_price(line: BilledLine) -> str:
    """BT-146: euros without VAT for one of what is counted, to at most six decimals."""
    millionths, rest = divmod(line.ht * 10_000 * MILLI, line.milli)
    millionths += 2 * rest >= line.milli
    return f"{millionths // 10**6}.{millionths % 10**6:06d}".rstrip("0").rstrip(".")


def euro_text(cents: int) -> str:
    """ "12.30", "-0.05"."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def percent_text(hundredths: int) -> str:
    """ "5.5" of 550."""
    return euro_text(hundredths).rstrip("0").rstrip(".")


def _date(parent: ET.Element, space: str, day: date) -> None:
    _add(parent, f"{space}:DateTimeString", f"{day:%Y%m%d}", format="102")


def _add(
    parent: ET.Element, name: str, text: str = "", **attributes: str
) -> ET.Element:
    element = ET.SubElement(parent, _name(name), attributes)
    if text:
        element.text = text
    return element


def _name(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"
