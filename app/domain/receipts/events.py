"""Fiscal documents (`fiscal.md` 4.3 and E-01). Amounts in cents, rates in hundredths of
a percent, quantities as decimal strings so that any reader can check them."""

from dataclasses import dataclass
from typing import Literal

from app.domain.wire import Json, fact, upcast

Disposition = Literal["stock", "waste", "kept"]
DISPOSITIONS: tuple[Disposition, ...] = ("stock", "waste", "kept")
"""What becomes of what is given back: it is sold again, it is thrown away, or the guest
has had it and only the money goes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """A line of a document; a formule's components follow it, naming it as `parent`.

    Attributes:
        ttc, ht: amounts that count for VAT; 0 on the head of a formule, whose
            components carry them.
        reason: of its discount; on a refund why it goes back, "" for the document's.
        disposition: on a refund, one of `DISPOSITIONS`; "" where nobody said.
        tare: kilograms that were taken off the weight, "" for nothing.
        typed: a person typed the weight; no scale says it.
        warranty: the document mentions the legal warranty of the goods.
        total: what the guest reads at the end of the line, VAT included.
    """

    id: str
    article: str
    label: str
    quantity: str
    unit: int
    total: int
    ttc: int
    ht: int
    rate: int
    nature: str
    parent: str = ""
    discount: int = 0
    reason: str = ""
    category: str = ""
    share: str = ""
    tare: str = ""
    typed: bool = False
    warranty: bool = False
    disposition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptVat:
    """One rate of a document."""

    rate: int
    ttc: int
    ht: int
    tva: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was handed over in another currency, in hundredths of its unit.

    Attributes:
        rate: millionths of a euro for a unit, that of the session.
        foreign: handed over; `back`: given back in the same currency.
    """

    currency: str
    rate: int
    foreign: int
    back: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPayment:
    """One tender of a document.

    Attributes:
        exchange: of a tender in another currency; `tendered` is what it is worth.
        reference: the credit or client behind it, "" for none.
        vat: what of it was taxed already, when the deposit was taken.
    """

    payment: str
    method: str
    amount: int
    tendered: int = 0
    change: int = 0
    tip: int = 0
    excess: int = 0
    label: str = ""
    reference: str = ""
    vat: tuple[ReceiptVat, ...] = ()
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptBeside:
    """Money that a document takes beside its turnover (JET 910), or gives back.

    Attributes:
        id: the credit that it makes, or what was asked of a client.
        kind: "gift", "deposit", "account", or "rounding" (`payments.rounding`).
        amount: cents, negative on a refund.
        holder: the client, the reservation of a deposit, or the voucher that is topped up.
        vat: of a deposit.
    """

    id: str
    kind: str
    amount: int
    holder: str = ""
    vat: tuple[ReceiptVat, ...] = ()

    @property
    def tops_up(self) -> bool:
        """Whether its money goes on a voucher that is there already."""
        return self.kind == "gift" and bool(self.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrandTotals:
    """Running totals of the terminal after a document, in cents."""

    day: int
    month: int
    year: int
    perpetual_net: int
    perpetual_abs: int


@fact("receipt.issued", version=7, stream="order/{order}", series="T", signed=True)
class ReceiptIssued:
    """A sale is final. Its number is the entry's `tseq` in series T.

    Attributes:
        portions: what of which line it covers (`orders.events.Portion` as text
            "line:of:0,1").
        issued: "none", "paper", "digital": what the guest wanted.
        covers: guests of the order; seated: those of them whom this document counts,
            None where it was not said and each document counts the table.
        note: this receipt is the restaurant note (`fiscal.md` E-02).
        final: nothing else was left to pay on the order, as far as the till knew.
        beside: what its payments pay besides `ttc`.
        customer: sealed name that the guest wants on it, "" for none.
        clock_anomaly: the clock had leapt, and nobody had said yet that it is right.
    """

    receipt: str
    order: str
    bill: str
    mode: str
    table: str
    covers: int
    opened: str
    lines: tuple[ReceiptLine, ...]
    vat: tuple[ReceiptVat, ...]
    ttc: int
    ht: int
    tva: int
    payments: tuple[ReceiptPayment, ...]
    portions: tuple[str, ...]
    totals: GrandTotals
    n_lines: int
    n_articles: int
    issued: str = "none"
    note: bool = False
    guest_note: str = ""
    training: bool = False
    final: bool = False
    beside: tuple[ReceiptBeside, ...] = ()
    clock_anomaly: bool = False
    customer: str = ""
    seated: int | None = None


@fact("receipt.refunded", version=6, stream="order/{order}", series="T", signed=True)
class ReceiptRefunded:
    """A refund document, its amounts negative.

    Attributes:
        of: the receipt's id, `number` its printed number; "" for a refund without one
            (`fiscal.md` H-03).
        whole: it takes all of the receipt back at once (H-04).
        beside: what is given back besides `ttc`.
    """

    receipt: str
    order: str
    of: str
    number: str
    reason: str
    lines: tuple[ReceiptLine, ...]
    vat: tuple[ReceiptVat, ...]
    ttc: int
    ht: int
    tva: int
    payments: tuple[ReceiptPayment, ...]
    totals: GrandTotals
    issued: str = "paper"
    whole: bool = False
    beside: tuple[ReceiptBeside, ...] = ()


@upcast("receipt.issued", 1)
@upcast("receipt.refunded", 1)
@upcast("receipt.issued", 2)
@upcast("receipt.refunded", 2)
@upcast("receipt.issued", 3)
@upcast("receipt.refunded", 3)
@upcast("receipt.issued", 4)
@upcast("receipt.refunded", 4)
@upcast("receipt.issued", 5)
@upcast("receipt.issued", 6)
@upcast("receipt.refunded", 5)
def _nothing_more(data: dict[str, Json]) -> dict[str, Json]:
    """Before there were credits, warranties, typed weights, a word on what becomes of what
    is given back, and covers of each document; what is not said has its default."""
    return data


@fact("receipt.duplicated", stream="order/{order}", series="D", signed=True)
class ReceiptDuplicated:
    """Copy `copy` of a document was printed or sent again."""

    receipt: str
    order: str
    number: str
    copy: int
    medium: str = "paper"


@fact("receipt.addition_printed", stream="order/{order}", series="N", signed=True)
class AdditionPrinted:
    """The provisional bill was shown to the guest (`fiscal.md` E-04)."""

    order: str
    bill: str
    ttc: int
    print_no: int


@fact("receipt.slip_printed", stream="order/{order}", series="P", signed=True)
class SlipPrinted:
    """A paper that is no receipt: `kind` "gift" names the articles without prices,
    "proof" the payments without articles (`fiscal.md` E-07)."""

    receipt: str
    order: str
    number: str
    kind: str


@fact("receipt.mail_asked", stream="order/{order}")
class MailAsked:
    """A document goes by mail (`fiscal.md` E-06).

    Attributes:
        copy: 0 for the original, else the number of the duplicate that it is.
        to: the address, sealed with a key of its own, which never leaves the terminal
            and is destroyed once the mail is over (L-02).
    """

    mail: str
    receipt: str
    order: str
    number: str
    to: str
    copy: int = 0


@fact("receipt.mail_ended", stream="order/{order}")
class MailEnded:
    """A mail went out; `failure` says why it did not, "" when it did."""

    mail: str
    receipt: str
    order: str
    number: str
    failure: str = ""


ReceiptEvent = (
    ReceiptIssued
    | ReceiptRefunded
    | ReceiptDuplicated
    | AdditionPrinted
    | SlipPrinted
    | MailAsked
    | MailEnded
)


def total_of(document: ReceiptIssued | ReceiptRefunded) -> int:
    """Cents that its payments come to: its turnover, and what it takes besides."""
    return document.ttc + sum(each.amount for each in document.beside)
