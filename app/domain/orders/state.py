"""The book: every live order, line, dish, payment and receipt, folded from facts.

A line can move between orders, so the unit of folding is the whole book. Status is never
stored: an order is open, sent, paid or closed because of its lines and receipts, so two
terminals that were apart can only end in a state that needs a person (`attention.py`),
never in a contradictory one. `evolve.py` takes every fact in canonical order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.money import rhu, split_evenly
from app.domain.orders.dish import Dish
from app.domain.orders.events import Portion, SplitSet
from app.domain.orders.import_events import OrderImported
from app.domain.orders.reductions import Discount, Void
from app.domain.payments.phone_events import PageOpened, ShareTold
from app.domain.receipts.events import Exchange, ReceiptLine, ReceiptRefunded
from app.domain.vocabulary import MILLI, Meta


@dataclass(slots=True)
class Line:
    """A line of an order.

    Attributes:
        home: order it stands on. receipts: (receipt, of, taken) of those that name it.
        ordered: thousandths without their `tare`; `quantity` after voids; `typed` by hand.
        gone: dishes of a formule whose place others took.
        counted: discount -> thousandths of it that earned a promotion.
        shown: the guest saw it on an addition (`fiscal.md` B-03); divided: into lines.
    """

    id: str
    home: str
    article: str
    label: str
    ordered: int
    price: int
    rate: int
    nature: str
    unit: str
    formule: bool
    dishes: list[Dish]
    seats: tuple[int, ...]
    kitchen_note: str
    guest_note: str
    added: int
    added_by: str
    barcode: str = ""
    tare: int = 0
    typed: bool = False
    voids: tuple[Void, ...] = ()
    discounts: dict[str, Discount] = field(default_factory=dict)
    receipts: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    shown: bool = False
    divided: bool = False
    gone: list[Dish] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def course(self) -> str:
        """Course of its first dish."""
        return self.dishes[0].course

    @property
    def quantity(self) -> int:
        """Thousandths still wanted."""
        return max(0, self.ordered - self.voided) if self.voids else self.ordered

    @property
    def voided(self) -> int:
        """Thousandths taken back; more than were ordered when two people did it apart."""
        return sum(void.quantity for void in self.voids)

    @property
    def gross(self) -> int:
        """Cents before discounts."""
        return rhu(self.price * self.quantity, MILLI)

    @property
    def discount(self) -> int:
        """Cents of all discounts, never more than the line is worth."""
        if not self.discounts:
            return 0
        gross, quantity = self.gross, self.quantity
        given = self.discounts.values()
        if any(d.comp and quantity <= d.quantity for d in given):
            return gross
        return min(gross, sum(d.off(quantity) for d in given))

    @property
    def net(self) -> int:
        """Cents the guest is charged for it."""
        return self.gross - self.discount

    @property
    def live(self) -> bool:
        """Whether anything of it is still wanted."""
        return self.quantity > 0

    @property
    def comped(self) -> bool:
        """Whether it was given away."""
        return any(d.comp for d in self.discounts.values())

    @property
    def sent(self) -> bool:
        """Whether any of its dishes left for the kitchen."""
        return any(dish.sent for dish in self.dishes)

    def to_stop(self, dish: Dish) -> int:
        """Thousandths of a dish in the making that no cook knows are not wanted any more.

        A void of what was held stops nothing, unless the dish was fired by somebody who
        did not know of it.
        """
        if not dish.fired or dish.served:
            return 0
        if dish.dropped:
            return 0 if dish.seen else dish.dropped
        return sum(
            void.quantity
            for void in self.voids
            if dish.seen_as not in void.seen
            and (void.stage not in ("unsent", "held") or not self.live)
        )

    @property
    def stage(self) -> str:
        """The furthest that any of its dishes has come."""
        order = ("unsent", "held", "sent", "started", "ready", "served")
        return max((dish.stage for dish in self.dishes), key=order.index)


@dataclass(slots=True)
class Payment:
    """A tender.

    Attributes:
        state: in_progress, completed, refused, aborted, not_sent, unknown; "returned"
            when it was completed and then given back because no document needed it.
        receipt: the document that counts it, "" while it waits for the rest.
        chain: terminal that took it or asked for it.
        page: on which a guest pays it by telephone.
    """

    id: str
    order: str
    bill: str
    method: str
    amount: int
    tip: int
    state: str
    terminal: str = ""
    reference: str = ""
    tendered: int = 0
    change: int = 0
    excess: int = 0
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""
    label: str = ""
    code: str = ""
    detail: str = ""
    receipt: str = ""
    issued: str = "none"
    ms: int = 0
    op: str = ""
    chain: str = ""
    exchange: Exchange | None = None
    page: PageOpened | None = None

    @property
    def waiting(self) -> bool:
        """Whether money was taken that no document counts yet."""
        return self.state == "completed" and not self.receipt

    @property
    def running(self) -> bool:
        """Whether the card terminal's answer is still to come, or was lost."""
        return self.state in ("in_progress", "unknown")

    @property
    def on_phone(self) -> bool:
        """Whether a guest is paying it on a page of their own: nobody waits for them."""
        return self.method == "online" and self.state == "in_progress"

    @property
    def in_hand(self) -> bool:
        """Whether it runs and nobody else may pay meanwhile."""
        return self.running and not self.on_phone


@dataclass(slots=True)
class Refund(Payment):
    """Money that a card terminal was asked to give back, or that was given back.

    Attributes:
        returns: id of the tender that goes back whole, "" when `document` is given back.
        bday: business day of the request.
    """

    returns: str = ""
    document: ReceiptRefunded | None = None
    bday: str = ""


@dataclass(slots=True)
class Beside:
    """What is to be taken with an order besides turnover, and the document that did."""

    id: str
    kind: str
    amount: int
    holder: str = ""
    rate: int = 0
    receipt: str = ""
    pays: tuple[str, ...] = ()


@dataclass(slots=True)
class Receipt:
    """A document that was issued: what the book must remember of it.

    Attributes:
        heads: line id -> the line as the guest read it.
        seated: guests whom it counts; all of the table where it was not said.
        followed: its lines that went to another order after it, knowingly.
        returned: line id -> thousandths that refunds gave back.
        final: nothing else was left to pay on the order, as far as the till knew.
        beside: cents that it took besides its turnover.
        bday: business day.
    """

    id: str
    order: str
    bill: str
    chain: str
    tseq: int
    ttc: int
    ms: int
    portions: tuple[Portion, ...]
    copies: int = 0
    refunded: int = 0
    heads: dict[str, ReceiptLine] = field(default_factory=dict)
    returned: dict[str, int] = field(default_factory=dict)
    payments: tuple[str, ...] = ()
    final: bool = False
    beside: dict[str, int] = field(default_factory=dict)
    bday: str = ""
    seated: int = 0
    followed: set[str] = field(default_factory=set)

    @property
    def number(self) -> str:
        """Printed number, "C1-000214"."""
        return f"{self.chain}-{self.tseq:06d}"

    @property
    def total(self) -> int:
        """Cents that its payments paid."""
        return self.ttc + sum(self.beside.values())


@dataclass(slots=True)
class Order:
    """What a table or a guest consumes and pays.

    Attributes:
        allergies, names: seat -> what it cannot eat, who it is (`allergies.py`); 0: all.
        vacated: its last live lines were moved to another order.
        beside: what is taken besides its lines, by id. dropped: what of that is not.
        client: whose order it is, of those who have an account; "" for nobody known.
        parted: cents that had been paid when each equal part of its bill was.
        leaving: guests by bill. settled: (code, key) of what stays.
        preset: way of being served, "" for that of the mode.
        phone, address: sealed, of its guest. imported: as a program told it; checked.
        booked: (method, cents, tip) of each tender ever taken for it, wherever it went.
        guest_code: what guests order with by telephone, "" for they may not.
        told: telephone -> the part of the bill that its guest will pay at the till.
        promised: when the guest was told that it is ready, ms since 1970; 0 for no time.
        later: it is for a later business day, and on no countdown yet.
        since: business day from which entries must be read to know the order: its own,
            or an older one of an order whose lines it took over.
    """

    id: str
    mode: str
    table: str
    covers: int
    name: str
    number: int
    prices: str
    opened: int
    opened_ts: str
    bday: str
    waiter: str
    terminal: str
    lines: list[str] = field(default_factory=list)
    allergies: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    timing: dict[str, str] = field(default_factory=dict)
    kitchen_note: str = ""
    guest_note: str = ""
    split: SplitSet | None = None
    parted: tuple[int, ...] = ()
    payments: dict[str, Payment] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    additions: int = 0
    addition_ms: int = 0
    cancelled: bool = False
    vacated: bool = False
    beside: dict[str, Beside] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    settled: set[tuple[str, str]] = field(default_factory=set)
    leaving: dict[str, int] = field(default_factory=dict)
    touched: int = 0
    preset: str = ""
    phone: str = ""
    address: str = ""
    promised: int = 0
    later: bool = False
    imported: OrderImported | None = None
    checked: bool = False
    booked: list[tuple[str, int, int]] = field(default_factory=list)
    guest_code: str = ""
    told: dict[str, ShareTold] = field(default_factory=dict)
    since: str = ""
    client: str = ""

    @property
    def served(self) -> str:
        """The preset whose prices and VAT it has."""
        return self.preset or self.mode


@dataclass(slots=True)
class Book:
    """All live orders, and where each line stands.

    Attributes:
        tickets: (chain, station) -> last ticket number issued since the last closing.
        numbers: (chain, business day) -> last order number given.
        receipts: receipt id -> order id.
        copies: document id -> duplicates made of it. removed: discounts taken back.
        refunds: what card terminals were asked to give back and have not.
        given: refunds that are over: what became of each, by whatever means.
        moved: tender -> order that it pays now, of those that went to another one.
        early: id of an order, line, payment or receipt -> facts that came before it,
            because the clock of the terminal that made it was ahead.
    """

    orders: dict[str, Order] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    dishes: dict[str, Dish] = field(default_factory=dict)
    tickets: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    given: dict[str, Refund] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    early: dict[str, list[tuple[object, Meta]]] = field(default_factory=dict)

    def wait(self, thing: str, event: object, meta: Meta) -> None:
        """Keeps a fact until the thing it is about is there."""
        self.early.setdefault(thing, []).append((event, meta))

    def awaited(self) -> set[str]:
        """Orders that are not here and that facts are about."""
        waiting = (event for facts in self.early.values() for event, _ in facts)
        named = {getattr(event, "order", "") for event in waiting}
        return {order for order in named if order and order not in self.orders}

    def receipt(self, receipt_id: str) -> Receipt | None:
        """A receipt of any order."""
        order = self.orders.get(self.receipts.get(receipt_id, ""))
        found = (r for r in order.receipts if r.id == receipt_id) if order else ()
        return next(iter(found), None)

    def payment(self, order: str, payment: str) -> Payment | None:
        """A tender that was taken for an order, wherever it went since."""
        home = self.orders.get(self.moved.get(payment, order))
        return home.payments.get(payment) if home else None

    def refund_under_way(self, *, of: str = "", order: str = "") -> Refund | None:
        """The refund of a receipt, or of a tender of an order, that is not settled."""
        for refund in self.refunds.values():
            document = refund.document
            ours = document.of == of if document else refund.order == order
            if refund.running and ours:
                return refund
        return None

    def lines_of(self, order: Order, *, live: bool = True) -> list[Line]:
        """Lines that stand on an order, in the order they were put there."""
        lines = [self.lines[line] for line in order.lines]
        return [line for line in lines if line.live] if live else lines

    def total(self, order: Order) -> int:
        """Cents of all live lines, after discounts."""
        return sum(line.net for line in self.lines_of(order))

    def closed(self, order: Order) -> bool:
        """Whether nobody has to deal with the order any more.

        Nothing on it is left to pay, no money waits for a document or an answer, nothing
        that was promised waits to be made, and it
        was paid, given up, or its lines were all moved away. An order whose lines were
        all voided stays on its table until somebody gives it up.
        """
        for line in self.lines_of(order, live=False):
            if not fully_receipted(line) and line.live:
                return False
        money = any(p.waiting or p.running for p in order.payments.values())
        if money or (order.beside and besides(order)) or self.waits(order):
            return False
        return bool(order.receipts) or order.cancelled or order.vacated

    def waits(self, order: Order) -> bool:
        """Whether something of it was promised and no station knows it yet."""
        if not order.promised or order.cancelled:
            return False
        return bool(self.unsent(order))

    def unsent(self, order: Order) -> list[Line]:
        """The lines that are wanted and that no station knows yet."""
        return [line for line in self.wanted(order) if not line.sent]

    def wanted(self, order: Order) -> list[Line]:
        """Its live lines, without those that were paid and given back whole."""
        lines = self.lines_of(order)
        back = [receipt.returned for receipt in order.receipts if receipt.returned]
        return [
            line
            for line in lines
            if not back or sum(b.get(line.id, 0) for b in back) < line.quantity
        ]

    def open_orders(self) -> list[Order]:
        """Orders somebody still has to deal with, oldest first."""
        return sorted((o for o in self.orders.values() if not self.closed(o)), key=age)

    def orders_on(self, *tables: str) -> list[Order]:
        """The open orders on any of these tables, oldest first."""
        standing = [o for o in self.orders.values() if o.table in tables]
        return sorted((o for o in standing if not self.closed(o)), key=age)

    def order_on(self, *tables: str) -> Order | None:
        """The oldest open order on any of them; `World.order_on` knows joined tables."""
        return next(iter(self.orders_on(*tables)), None)


def age(order: Order) -> tuple[int, str, int]:
    """Sorts orders, the oldest first, the same on every terminal: the book has them as
    they came, and of two that were opened at once each terminal has its own first."""
    return order.opened, order.terminal, order.number


def besides(order: Order) -> list[Beside]:
    """What is still to be taken with an order besides its lines."""
    wanted = (b for b in order.beside.values() if b.id not in order.dropped)
    return [beside for beside in wanted if not beside.receipt]


def receipted_share(line: Line) -> tuple[int, frozenset[int]]:
    """(of, taken) of a line that is on receipts; (1, nothing) when it is on none.

    The first receipt fixes `of`; a later one that counted otherwise is a conflict that
    `attention` reports, and counts as taking everything.
    """
    if not line.receipts:
        return 1, frozenset()
    of = line.receipts[0][1]
    taken: set[int] = set()
    for _, other, shares in line.receipts:
        taken |= set(shares) if other == of else set(range(of))
    return of, frozenset(taken)


def fully_receipted(line: Line) -> bool:
    """Whether every share of a line is on some receipt."""
    if line.receipts and line.receipts[0][1] == 1:
        return True  # nearly always: the whole line, on one receipt
    of, taken = receipted_share(line)
    return len(taken) == of


def share_amount(amount: int, of: int, taken: Iterable[int]) -> int:
    """Cents of the shares `taken` of `amount` split in `of` equal shares."""
    shares = split_evenly(amount, of)
    return sum(shares[index] for index in taken)


def unreceipted(line: Line) -> int:
    """Cents of a line that are on no receipt yet."""
    of, taken = receipted_share(line)
    return line.net - share_amount(line.net, of, taken)
