"""What a person may ask about money, and what a card terminal has to say."""

from app.domain.orders.commands import AddLine
from app.domain.orders.events import Portion
from app.domain.receipts.events import Disposition, ReceiptIssued
from app.domain.vocabulary import ServiceMode, command

METHODS: dict[str, str] = {
    "cash": "Espèces",
    "foreign": "Devises",
    "card": "Carte",
    "card_manual": "Carte, TPE autonome",
    "voucher": "Titre-restaurant",
    "cheque": "Chèque",
    "holiday_voucher": "Chèque-vacances",
    "transfer": "Virement",
    "gift": "Bon cadeau",
    "store": "Avoir",
    "deposit": "Acompte",
    "account": "Compte client",
    "online": "En ligne",
}
"""Tender -> French name."""
FOREIGN = "foreign"
"""Notes of another currency, at the rate of the session."""
ONLINE = "online"
"""Paid by guests on the page of a payment provider, with their own telephone."""
PAGE = "page:"
"""Before the provider, where a payment says which terminal takes it."""
MAX_CHANGE = 100_000
"""Cents: nobody hands over two notes of 500 € too many."""
BALANCED = ("gift", "store", "deposit", "account")
"""Tenders behind which there is a balance."""
TIPPED = ("cash", "card", "card_manual", "cheque")
"""Tenders that carry a tip: what has a fixed value, or a balance, does not."""
READ = ("card", "voucher", "cheque")
"""Tenders that a card terminal may read."""
SAYS = {
    True: "Dire que le TPE a accepté ce paiement demande un responsable.",
    False: "Dire que le TPE a refusé ce paiement demande un responsable.",
}
"""Whether a person says that a card was accepted -> what a manager has to agree with."""
ISSUED = ("none", "paper", "digital")


@command
class TakePayment:
    """A tender that needs no terminal.

    Attributes:
        amount: cents of the bill it pays; 0 for a `tip` alone, beside what another tender
            pays, or after all is paid.
        tendered: cents handed over; 0 means exactly `amount` and `tip`.
        currency: of a tender in foreign notes, of which `foreign` hundredths of a unit are
            handed over; `change_in` it too, "" for change in euros.
        issued: what the guest wants once the bill is paid.
        reference: the credit (its code or id) or the client behind it.
    """

    order: str
    method: str
    amount: int
    bill: str = ""
    tendered: int = 0
    tip: int = 0
    label: str = ""
    issued: str = "none"
    reference: str = ""
    currency: str = ""
    foreign: int = 0
    change_in: str = ""


@command
class RequestCard:
    """Ask a card terminal for `amount` plus `tip` cents; a tip alone has no amount.

    Attributes:
        method: what the guest hands over, one of `READ`.
    """

    order: str
    amount: int
    terminal: str
    bill: str = ""
    tip: int = 0
    issued: str = "none"
    method: str = "card"


@command
class RecordOutcome:
    """What the terminal answered: `state` approved, refused, aborted, not_sent, unknown.

    `amount` is what the terminal took, tip included.
    """

    order: str
    payment: str
    state: str
    amount: int = 0
    code: str = ""
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""
    detail: str = ""
    transaction: str = ""


@command
class ResolvePayment:
    """A person read the terminal's slip: the unknown payment was accepted or refused."""

    order: str
    payment: str
    accepted: bool
    authorisation: str = ""


@command
class ReturnPayment:
    """Give a tender back that no document needs: too much was taken.

    `method` is how, "" for the way it came: a card through the terminal it was taken on.
    """

    order: str
    payment: str
    reason: str
    method: str = ""


@command
class IssueReceipt:
    """Close a bill on which nothing is due (everything was given away)."""

    order: str
    bill: str = ""
    issued: str = "none"


@command
class DuplicateReceipt:
    """Print or send a document again, whatever its age.

    `copies` is the number of its duplicates if the caller knows better than the book,
    which remembers those made since the last closing.
    """

    order: str
    receipt: str
    number: str
    medium: str = "paper"
    copies: int = 0


@command
class Disposed:
    """What becomes of a line that is given back, and why if not for the reason of all.

    Attributes:
        line: counted over the `heads` of the receipt.
    """

    line: int
    disposition: Disposition
    reason: str = ""


@command
class RefundReceipt:
    """Give a document back, whole or in part.

    Attributes:
        original: the receipt; what it says and what was given back of it already is
            looked up in the journal. `number` is its printed number.
        back: (line, thousandths) to give back now; lines are counted over `heads`.
        terminal: gives the money back when the method is "card".
        beside: ids of vouchers, deposits or settlements that are given back.
        disposed: what becomes of the lines; nobody said of those that are left out.
    """

    original: ReceiptIssued
    number: str
    back: tuple[tuple[int, int], ...]
    reason: str
    method: str
    issued: str = "paper"
    terminal: str = ""
    beside: tuple[str, ...] = ()
    disposed: tuple[Disposed, ...] = ()


@command
class Returned:
    """An article that is given back without its receipt: thousandths, the cents of one
    piece or kilogram as it was sold, and what becomes of it."""

    article: str
    quantity: int
    price: int
    disposition: Disposition | None = None


@command
class RefundFreely:
    """Give money back for articles whose receipt is not there (`fiscal.md` H-03).

    Attributes:
        mode: how they were sold, which decides their VAT.
    """

    lines: tuple[Returned, ...]
    reason: str
    method: str
    mode: ServiceMode = "takeaway"
    issued: str = "paper"


@command
class CorrectPayment:
    """Say what a tender really was, before its day is closed (`fiscal.md` G-08)."""

    order: str
    payment: str
    method: str
    reason: str
    label: str = ""


@command
class PrintSlip:
    """Print what was bought without prices ("gift"), or that it was paid ("proof")."""

    order: str
    receipt: str
    number: str
    kind: str


@command
class MailReceipt:
    """Send a document by mail, to an address that serves this alone.

    Attributes:
        mail: a new id; to: the address, sealed with the key of this mail.
        original: the guest asked for it as they paid, and got nothing else.
        copies: as of `DuplicateReceipt`.
    """

    order: str
    receipt: str
    number: str
    mail: str
    to: str
    original: bool = False
    copies: int = 0


@command
class GuestPay:
    """Guests of a table take a part of its bill by telephone: they pay it there, or say at
    the till that they will.

    Attributes:
        share: a new id of their part, which the payment and its bill have too; of what is
            said at the till, the telephone's, so that it may change its mind.
        portions: what they take of the lines that nobody took; without any,
        bill, amount: cents of that bill of the order, "" is what no payer took.
        tip: cents beside.
        provider: on whose page they pay, "" at the till.
        issued: "digital" when they want their receipt by mail.
    """

    table: str
    code: str
    share: str
    portions: tuple[Portion, ...] = ()
    bill: str = ""
    amount: int = 0
    tip: int = 0
    provider: str = ""
    issued: str = "none"


@command
class GuestTakeaway:
    """Guests order by telephone what they fetch, and pay it on a provider's page.

    Attributes:
        share: a new id of the payment, so that a tap that comes twice is one order.
    """

    share: str
    lines: tuple[AddLine, ...]
    provider: str


@command
class OpenPage:
    """A payment provider made the page on which a guest pays.

    Attributes:
        session, url: what it calls the page, and where it is.
        mail, to: a new id and the address for the receipt, sealed with the key of this
            mail; "" for none.
    """

    order: str
    payment: str
    session: str
    url: str
    mail: str = ""
    to: str = ""


@command
class TakeShare:
    """Somebody at the till takes what guests said: their dishes have a bill of their own,
    if they are still free."""

    order: str
    share: str


PaymentCommand = (
    TakePayment
    | RequestCard
    | RecordOutcome
    | ResolvePayment
    | ReturnPayment
    | IssueReceipt
    | DuplicateReceipt
    | RefundReceipt
    | RefundFreely
    | CorrectPayment
    | PrintSlip
    | MailReceipt
    | GuestPay
    | GuestTakeaway
    | OpenPage
    | TakeShare
)
