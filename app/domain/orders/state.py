"""The book: every live order, line, dish, payment and receipt, folded from facts.

A line can move between orders, so the unit of folding is the whole book. Status is never
stored: an order is open, sent, paid or closed because of its lines and receipts, so two
terminals that were apart can only end in a state that needs a person (`attention.py`),
never in a contradictory one. `Book.evolve` is total: it takes every fact in canonical
order and never refuses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.money import rhu, split_evenly
from app.domain.orders.events import DishOrdered, Portion, SplitSet
from app.domain.vocabulary import MILLI


@dataclass(slots=True)
class Dish:
    """What one station makes for a line; times are milliseconds since 1970, 0 = not yet.

    Attributes:
        late: it joined a course that was already being made; `seen` once acknowledged.
        tickets: numbers of the tickets it was printed on.
    """

    ordered: DishOrdered
    line: str
    course: str
    sent: int = 0
    fired: int = 0
    started: int = 0
    ready: int = 0
    served: int = 0
    late: bool = False
    seen: bool = False
    tickets: list[int] = field(default_factory=list)

    @property
    def id(self) -> str:
        """ "<line>.<n>"."""
        return self.ordered.id

    @property
    def stage(self) -> str:
        """unsent, held, sent, started, ready or served."""
        if self.served:
            return "served"
        if self.ready:
            return "ready"
        if self.started:
            return "started"
        if self.fired:
            return "sent"
        return "held" if self.sent else "unsent"


@dataclass(slots=True)
class Void:
    """A quantity taken back. `seen` holds the dishes whose stop a cook acknowledged."""

    quantity: int
    stage: str
    reason: str
    op: str
    ms: int
    seen: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Discount:
    """Cents off one line; `percent` in hundredths when it was given as a percentage."""

    id: str
    amount: int
    percent: int
    reason: str
    comp: bool
    op: str
    appr: str


@dataclass(slots=True)
class Line:
    """A line of an order.

    Attributes:
        home: order it stands on now.
        ordered: thousandths as last set; what is left after voids is `quantity`.
        receipts: (receipt, of, taken) of every receipt that names it.
        touched: canonical order of the last change (to see changes after a receipt).
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
    voids: list[Void] = field(default_factory=list)
    discounts: dict[str, Discount] = field(default_factory=dict)
    receipts: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)
    changed_after_receipt: bool = False

    @property
    def course(self) -> str:
        """Course of its first dish."""
        return self.dishes[0].course

    @property
    def quantity(self) -> int:
        """Thousandths still wanted."""
        return max(0, self.ordered - sum(void.quantity for void in self.voids))

    @property
    def gross(self) -> int:
        """Cents before discounts."""
        return rhu(self.price * self.quantity, MILLI)

    @property
    def discount(self) -> int:
        """Cents of all discounts, never more than the line is worth."""
        gross = self.gross
        return min(gross, sum(d.amount for d in self.discounts.values()))

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

    @property
    def stage(self) -> str:
        """The furthest that any of its dishes has come."""
        order = ("unsent", "held", "sent", "started", "ready", "served")
        return max((dish.stage for dish in self.dishes), key=order.index)


@dataclass(slots=True)
class Payment:
    """A tender. `state`: in_progress, completed, refused, aborted, not_sent, unknown.

    `receipt` is the document that counts it, "" while it waits for the rest.
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


@dataclass(slots=True)
class Receipt:
    """A document that was issued: what the book must remember of it."""

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

    @property
    def number(self) -> str:
        """Printed number, "C1-000214"."""
        return f"{self.chain}-{self.tseq:06d}"


@dataclass(slots=True)
class Order:
    """What a table or a guest consumes and pays."""

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
    timing: dict[str, str] = field(default_factory=dict)
    kitchen_note: str = ""
    guest_note: str = ""
    split: SplitSet | None = None
    payments: dict[str, Payment] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    additions: int = 0
    addition_ms: int = 0
    cancelled: bool = False
    touched: int = 0


@dataclass(slots=True)
class Book:
    """All live orders, and where each line stands.

    Attributes:
        tickets: (chain, station) -> last ticket number issued since the last closing.
        numbers: (chain, business day) -> last order number given.
        receipts: receipt id -> order id.
    """

    orders: dict[str, Order] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    dishes: dict[str, Dish] = field(default_factory=dict)
    tickets: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)

    def lines_of(self, order: Order, *, live: bool = True) -> list[Line]:
        """Lines that stand on an order, in the order they were put there."""
        lines = [self.lines[line] for line in order.lines]
        return [line for line in lines if line.live] if live else lines

    def total(self, order: Order) -> int:
        """Cents of all live lines, after discounts."""
        return sum(line.net for line in self.lines_of(order))

    def closed(self, order: Order) -> bool:
        """Cancelled, or everything on it is on a receipt and nothing is owed."""
        if order.cancelled:
            return True
        lines = self.lines_of(order)
        return bool(order.receipts) and all(map(fully_receipted, lines))

    def open_orders(self) -> list[Order]:
        """Orders somebody still has to deal with, oldest first."""
        return [o for o in self.orders.values() if not self.closed(o)]

    def order_on(self, table: str) -> Order | None:
        """The open order on a table, the oldest if there are several."""
        return next((o for o in self.open_orders() if o.table == table), None)


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
