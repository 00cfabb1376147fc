"""Credits and clients' accounts as they stand.

A balance is a sum: facts about it may come in any order, from terminals that were apart.
One that was spent twice meanwhile is below zero.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.credits.events import (
    ClientDebited,
    ClientForgotten,
    ClientReminded,
    ClientSet,
    ClientSettled,
    CreditCancelled,
    CreditElsewhere,
    CreditIssued,
    CreditToppedUp,
    DebitEnded,
    OfficeCredit,
    SiteBooked,
)
from app.domain.payments.events import PaymentCompleted, PaymentRefunded
from app.domain.pricing.document import vat_row
from app.domain.receipts.events import ReceiptVat

ON_ACCOUNT = "account"
"""Tender of a client who pays later."""
KINDS = ("gift", "store", "deposit")
"""Kinds of credits, which are tenders as well."""
SITE = "site"
"""What sites of a head office owe each other for vouchers."""
_PREFIX = "29"
"""EAN prefix of numbers that a house gives itself; the scale's labels have another."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a fact does to a balance.

    Attributes:
        holder: the credit, the client, or the other site.
        kind: one of `KINDS`, "account" or "site".
        what: issued, topped_up, redeemed, returned, refunded, expired; charged, settled;
            booked.
        cents: added to what is left of a credit, or to what a client or a site owes.
    """

    holder: str
    kind: str
    what: str
    cents: int


def move_of(event: object) -> Move | None:
    """What a fact does to a balance, None for nothing."""
    match event:
        case OfficeCredit():
            return None  # another site owes it
        case SiteBooked():
            return Move(event.site, SITE, "booked", event.cents)
        case CreditIssued():
            return Move(event.credit, event.kind, "issued", event.amount)
        case CreditToppedUp():
            return Move(event.credit, event.kind, "topped_up", event.amount)
        case CreditCancelled():
            return Move(event.credit, event.kind, event.reason, -event.amount)
        case PaymentCompleted(method=method) if method in KINDS:
            return Move(event.reference, method, "redeemed", -event.amount)
        case PaymentCompleted(method="account"):
            return Move(event.reference, ON_ACCOUNT, "charged", event.amount)
        case PaymentRefunded(method=method) if method in KINDS and event.reference:
            return Move(event.reference, method, "returned", event.amount)
        case PaymentRefunded(method="account"):
            return Move(event.reference, ON_ACCOUNT, "returned", -event.amount)
        case ClientSettled():
            return Move(event.client, ON_ACCOUNT, "settled", -event.amount)
        case _:
            return None


MOVING: tuple[type, ...] = (
    CreditIssued,
    CreditToppedUp,
    CreditCancelled,
    ClientSettled,
    SiteBooked,
    PaymentCompleted,
    PaymentRefunded,
)
"""Facts that `move_of` may know."""
OF_SITES: tuple[type, ...] = (OfficeCredit, CreditElsewhere)
"""What a head office says of vouchers."""
OF_CLIENTS: tuple[type, ...] = (
    ClientSet,
    ClientForgotten,
    ClientReminded,
    ClientDebited,
    DebitEnded,
)
"""Facts about clients that move no balance."""


@dataclass(slots=True)
class Credits:
    """Every credit there was, and every client.

    Attributes:
        issued: credit -> how it was issued, here or (`OfficeCredit`) at another site.
        codes: code -> credit.
        longer: credit -> last day it is taken, of those that were topped up.
        balances: credit -> cents left, as far as it was moved here; client -> cents owed;
            site -> cents that it owes here as far as the books say so.
        elsewhere: credit -> site -> what that one made of it.
        reminded: client -> the last reminder; debits: client -> what the bank is asked to
            collect and has not said.
        forgotten: clients whose names were erased; a change from a terminal that was
            apart brings none of them back.
    """

    issued: dict[str, CreditIssued] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    longer: dict[str, str] = field(default_factory=dict)
    clients: dict[str, ClientSet] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    elsewhere: dict[str, dict[str, CreditElsewhere]] = field(default_factory=dict)
    reminded: dict[str, ClientReminded] = field(default_factory=dict)
    debits: dict[str, ClientDebited] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    _over: dict[str, int] | None = field(default=None, compare=False, repr=False)
    """`overdrawn`, until something moves: it is asked for with every order."""

    def evolve(self, event: object) -> None:
        """Takes a fact in; never refuses."""
        self._over = None
        if isinstance(event, ClientForgotten):
            self.forgotten.add(event.client)
            self.clients.pop(event.client, None)
        elif isinstance(event, ClientSet) and event.client not in self.forgotten:
            self.clients[event.client] = event
        elif isinstance(event, OfficeCredit):
            self._told(event)
        elif isinstance(event, CreditIssued):
            self.issued[event.credit] = event
            self.codes[event.code] = event.credit
        elif isinstance(event, CreditElsewhere):
            self.elsewhere.setdefault(event.credit, {})[event.site] = event
        elif isinstance(event, CreditToppedUp):
            self.longer[event.credit] = event.expires
        elif isinstance(event, ClientReminded):
            self.reminded[event.client] = event
        elif isinstance(event, ClientDebited):
            self.debits[event.client] = event
        elif isinstance(event, DebitEnded):
            known = self.debits.get(event.client)
            if known is not None and known.debit == event.debit:
                del self.debits[event.client]
        move = move_of(event)
        if move is not None:
            before = self.balances.get(move.holder, 0)
            self.balances[move.holder] = before + move.cents

    def _told(self, event: OfficeCredit) -> None:
        """Whatever another site says, a code of this house names what was sold here."""
        own = self.issued.get(event.credit)
        if own is None or isinstance(own, OfficeCredit):
            self.issued[event.credit] = event
            self.codes.setdefault(event.code, event.credit)

    def restore(self, balances: dict[str, int]) -> None:
        """Balances as they stand, whatever was folded before."""
        self.balances, self._over = balances, None

    def left(self, holder: str) -> int:
        """Cents left of a credit, or owed by a client."""
        there = self.elsewhere.get(holder)
        here = self.balances.get(holder, 0)
        return here + sum(each.cents for each in there.values()) if there else here

    def owner(self, credit: str) -> str:
        """The other site that owes a credit, "" for one of this house."""
        issued = self.issued.get(credit)
        return issued.site if isinstance(issued, OfficeCredit) else ""

    @property
    def own(self) -> Iterator[CreditIssued]:
        """The credits that this house owes."""
        return (each for each in self.issued.values() if not self.owner(each.credit))

    def find(self, code: str) -> CreditIssued | None:
        """The credit that a person typed or scanned: its code, or its id."""
        plain = code.replace(" ", "")
        return self.issued.get(self.codes.get(plain, plain))

    def expired(self, credit: CreditIssued, day: str) -> bool:
        """Whether it is not taken any more on a day."""
        until = self.until(credit)
        return bool(until) and until < day

    def until(self, credit: CreditIssued) -> str:
        """The last day it is taken, "YYYY-MM-DD", "" for ever."""
        return self.longer.get(credit.credit, credit.expires)

    def deposits_for(self, reservation: str) -> list[CreditIssued]:
        """Deposits of a reservation of which something is left."""
        return [
            credit
            for credit in self.issued.values()
            if credit.reservation == reservation != "" and self.left(credit.credit) > 0
        ]

    @property
    def overdrawn(self) -> Mapping[str, int]:
        """Credit -> cents that were spent beyond it, on terminals or sites that were
        apart. The loss is of who owes it: another site's are not told here."""
        if self._over is None:
            self._over = {
                each.credit: -cents
                for each in self.own
                if (cents := self.left(each.credit)) < 0
            }
        return self._over

    def liability(self, kind: str) -> int:
        """Cents that the house owes on all credits of a kind."""
        return sum(self.left(each.credit) for each in self.own if each.kind == kind)

    def vat_of(
        self, credit: CreditIssued, cents: int, *, left: int
    ) -> Iterator[ReceiptVat]:
        """The VAT of `cents` of a deposit of which `left` was there before: the parts add
        up to the whole, however it is used (`fiscal.md` 10.7)."""
        used = credit.amount - left
        for row in credit.vat:
            before = vat_row(row.rate, used).tva
            tva = vat_row(row.rate, used + cents).tva - before
            yield ReceiptVat(rate=row.rate, ttc=cents, ht=cents - tva, tva=tva)


def code_of(credit: str) -> str:
    """The code of a credit: 13 digits that cannot be guessed from another's, with the
    check digit of an EAN-13."""
    digest = int.from_bytes(hashlib.sha256(credit.encode()).digest())
    digits = f"{_PREFIX}{digest % 10**10:010d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """The last digit of an EAN-13 that begins with these twelve.

    Source: GS1 General Specifications, 7.9.
    """
    weighted = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits))
    return str(-weighted % 10)


def right_code(code: str) -> bool:
    """Whether a number can be the code of a credit: nothing of it was mistyped."""
    plain = code.replace(" ", "")
    right = plain.isascii() and plain.isdigit() and len(plain) == 13
    return right and plain.startswith(_PREFIX) and check_digit(plain[:12]) == plain[12]
