"""Facts about tenders. States follow `hardware.md` 3.1: an answer that is lost is
*unknown*, never refused."""

from app.domain.receipts.events import Exchange, ReceiptRefunded
from app.domain.wire import Json, fact, upcast


@fact("payment.requested", stream="order/{order}", series="P", signed=True)
class PaymentRequested:
    """A card terminal is about to be asked: written before the first byte leaves.

    Attributes:
        amount: cents asked, `tip` included.
        reference: what the terminal echoes; unique, never used again.
        bill: id of the bill it pays, "" for the whole order.
        issued: what the guest wants when this pays the bill: "none", "paper", "digital".
    """

    payment: str
    order: str
    bill: str
    method: str
    amount: int
    tip: int
    terminal: str
    reference: str
    issued: str = "none"


@fact("payment.completed", version=3, stream="order/{order}", series="P", signed=True)
class PaymentCompleted:
    """Money was taken.

    Attributes:
        amount: cents that pay the order (tip and change excluded).
        tendered: cents that the guest handed over, `change` what was given back.
        excess: cents of a voucher above what was due (titres-restaurant: never change).
        decided: words of the person who settled an unknown card payment, "" otherwise.
        exchange: of a tender in another currency; `tendered` is what it is worth.
        transaction: by which who took the card knows it, where it must be named to be
            given back; no card number.
    """

    payment: str
    order: str
    bill: str
    method: str
    amount: int
    tip: int = 0
    tendered: int = 0
    change: int = 0
    excess: int = 0
    terminal: str = ""
    reference: str = ""
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""
    label: str = ""
    decided: str = ""
    transaction: str = ""
    exchange: Exchange | None = None


@fact("payment.failed", stream="order/{order}", series="P", signed=True)
class PaymentFailed:
    """No money was taken or given back: `state` is "refused", "aborted" or "not_sent"."""

    payment: str
    order: str
    state: str
    code: str = ""
    detail: str = ""
    decided: str = ""


@fact("payment.unknown", stream="order/{order}", series="P", signed=True)
class PaymentUnknown:
    """The terminal's answer was lost: nobody may charge again before it is settled."""

    payment: str
    order: str
    detail: str


@fact(
    "payment.refund_requested",
    version=6,
    stream="order/{order}",
    series="P",
    signed=True,
)
class RefundRequested:
    """A card terminal is about to be asked to give money back: a payment of its own,
    under the same rules, written before the first byte leaves.

    Attributes:
        amount: positive cents.
        reference: what the terminal echoes; unique, never used again.
        returns: id of the tender that goes back because no document needs it, "" when a
            document is given back.
        document: that document, issued once the money is back; its totals are those of
            the moment it was asked for.
    """

    payment: str
    order: str
    amount: int
    terminal: str
    reference: str
    returns: str = ""
    document: ReceiptRefunded | None = None


@fact("payment.refunded", version=2, stream="order/{order}", series="P", signed=True)
class PaymentRefunded:
    """Money was given back; `amount` is positive cents.

    Attributes:
        payment: tender of the refund document `receipt`; without one, the tender that
            went back.
        reference: the credit or client it went back to, "" for none.
    """

    payment: str
    order: str
    method: str
    amount: int
    receipt: str
    authorisation: str = ""
    terminal: str = ""
    reference: str = ""


@fact("payment.corrected", stream="order/{order}", series="P", signed=True)
class PaymentCorrected:
    """A tender that was keyed as another one: the same cents, said rightly (`fiscal.md`
    G-08). The document stays as it was signed.

    Attributes:
        payment: the tender; `number` of the document that counts it.
        was, method: as it was keyed, and what it was.
        amount, tip: its cents.
    """

    payment: str
    order: str
    receipt: str
    number: str
    was: str
    method: str
    amount: int
    reason: str
    tip: int = 0
    label: str = ""


@fact("payment.moved", stream="order/{order}", series="P", signed=True)
class PaymentsMoved:
    """Tenders that no document counted pay another order from now on.

    Attributes:
        order, target: the order that they paid, and the one that they pay.
        bill: id of the bill they pay there, "" for what no payer took.
    """

    order: str
    target: str
    payments: tuple[str, ...]
    bill: str = ""


@upcast("payment.completed", 1)
@upcast("payment.completed", 2)
@upcast("payment.refund_requested", 1)
@upcast("payment.refund_requested", 2)
@upcast("payment.refund_requested", 3)
@upcast("payment.refund_requested", 4)
@upcast("payment.refund_requested", 5)
@upcast("payment.refunded", 1)
def _unreferenced(data: dict[str, Json]) -> dict[str, Json]:
    """Before there were credits, warranties, typed weights, terminals that want a payment
    named to give it back, and a word on what becomes of what is given back; what is not
    said has its default."""
    return data


PaymentEvent = (
    PaymentRequested
    | PaymentCompleted
    | PaymentFailed
    | PaymentUnknown
    | RefundRequested
    | PaymentRefunded
    | PaymentCorrected
    | PaymentsMoved
)
