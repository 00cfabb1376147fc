"""Facts about credits and clients' accounts (`fiscal.md` F-06, F-07, G-11, H-05).

A credit is money that the house had before it sold anything for it: it is spent as a
tender whose `reference` is the credit. So the payments of orders move balances as well;
`state.move_of` says which facts move which.
"""

from app.domain.receipts.events import ReceiptVat
from app.domain.wire import Json, fact, upcast


@fact("credit.issued", stream="credit/{credit}", series="P", signed=True)
class CreditIssued:
    """A voucher was sold, a deposit taken, or store credit given for a refund.

    Attributes:
        kind: "gift", "deposit" or "store".
        code: what its paper shows as a barcode, 13 digits.
        amount: positive cents.
        receipt: document that took the money, or the refund it was given for.
        expires: last day it is taken, "YYYY-MM-DD", "" for ever.
        reservation: the reservation a deposit is for, "" for none.
        vat: of a deposit, due when it is taken (CGI 269); empty for the others.
    """

    credit: str
    kind: str
    code: str
    amount: int
    order: str
    receipt: str
    expires: str = ""
    reservation: str = ""
    vat: tuple[ReceiptVat, ...] = ()


@fact("credit.topped_up", stream="credit/{credit}", series="P", signed=True)
class CreditToppedUp:
    """A gift voucher was sold again: more can be spent on it.

    Attributes:
        amount: positive cents.
        receipt: document that took the money.
        expires: last day it is taken from now on, "YYYY-MM-DD", "" for ever.
    """

    credit: str
    kind: str
    amount: int
    order: str
    receipt: str
    expires: str = ""


@fact("credit.cancelled", stream="credit/{credit}", series="P", signed=True)
class CreditCancelled:
    """What was left of a credit is no more: `reason` is "refunded" or "expired".

    `receipt` is the refund document that gave the money back, "" without one.
    """

    credit: str
    kind: str
    amount: int
    reason: str
    receipt: str = ""


@fact(
    "credit.office_set",
    version=2,
    stream="credit/{credit}",
    series="J",
    signed=True,
)
class OfficeCredit(CreditIssued):
    """A gift voucher of another site, as the head office says it to this one.

    Attributes:
        amount: cents that it was sold for; what is left of it, `CreditElsewhere` says.
        site, name: who sold it and owes it.
        active: False once that site has left the head office.
    """

    site: str
    name: str
    active: bool = True


@fact("credit.elsewhere", stream="credit/{credit}", series="J", signed=True)
class CreditElsewhere:
    """What another site made of a gift voucher so far, as the head office says it.

    The later fact about a voucher and a site stands: it says all of it, so that one that
    is told twice changes nothing.

    Attributes:
        site, name: the other site; what it sold adds, what it took for it takes off.
        cents: sum of all its moves there (`state.Move`).
        op, at: who moved it there last, and when (ISO 8601).
    """

    credit: str
    site: str
    name: str
    cents: int
    op: str = ""
    at: str = ""


@fact("credit.site_booked", stream="site/{site}", series="P", signed=True)
class SiteBooked:
    """What two sites owe each other for vouchers enters the books of this one.

    Attributes:
        cents: added to what the other site owes here; negative for what is owed to it.
    """

    site: str
    name: str
    cents: int


@fact("client.set", version=2, stream="client/{client}")
class ClientSet:
    """A client who may pay later.

    Attributes:
        name: sealed with the key `client/<id>`.
        ceiling: most cents that may be owed, 0 for no ceiling.
        contact: where reminders go and what may be debited (`services.clients.Contact`),
            sealed with the same key; "" for nothing.
    """

    client: str
    name: str
    ceiling: int = 0
    active: bool = True
    contact: str = ""


@upcast("client.set", 1)
@upcast("client.settled", 1)
@upcast("credit.office_set", 1)
def _nothing_more(data: dict[str, Json]) -> dict[str, Json]:
    """Before clients had an address, a settlement said which charges it pays, and a head
    office which site has left."""
    return data


@fact("client.forgotten", stream="client/{client}")
class ClientForgotten:
    """A client's name was erased; what they bought and paid stays in the documents."""

    client: str


@fact("client.settled", version=2, stream="client/{client}", series="P", signed=True)
class ClientSettled:
    """A client paid `amount` cents of what was owed; no turnover, no second VAT.

    A negative amount was given back again. `pays`: the charges that it is for, as far as
    somebody said (`credits.items.AccountMove.key`).
    """

    client: str
    amount: int
    order: str
    receipt: str
    pays: tuple[str, ...] = ()


@fact("client.reminded", stream="client/{client}")
class ClientReminded:
    """A reminder went out by mail.

    Attributes:
        amount: cents that were late.
        level: how many went out to this client so far, this one included.
    """

    client: str
    amount: int
    level: int


@fact("client.debited", stream="client/{client}", signed=True)
class ClientDebited:
    """The bank is asked to collect `amount` cents on `day`, by the file of this hash.

    Attributes:
        debit: what the bank knows it by (end-to-end id); `file`: SHA-256, hex.
        pays: the charges that it is for.
    """

    client: str
    debit: str
    amount: int
    day: str
    file: str
    pays: tuple[str, ...] = ()


@fact("client.debit_ended", stream="client/{client}", signed=True)
class DebitEnded:
    """The bank collected a debit, or (`paid` is false) did not."""

    client: str
    debit: str
    paid: bool


CreditEvent = (
    CreditIssued
    | CreditToppedUp
    | CreditCancelled
    | OfficeCredit
    | CreditElsewhere
    | SiteBooked
    | ClientSet
    | ClientForgotten
    | ClientSettled
    | ClientReminded
    | ClientDebited
    | DebitEnded
)
