"""What the till's page remembers of one window: nothing of it is worth keeping."""

from dataclasses import dataclass, field

from app.presenters.counter import Paid
from app.presenters.formule import Composing
from app.presenters.modifiers import Choosing
from app.presenters.pos import FAVOURITES


@dataclass(slots=True)
class PosState:
    """Where the person is on the page.

    Attributes:
        order: id of the order in front of the person, "" for none.
        counter: the counter is laid out, with payment beside the sale.
        home: whether the counter is where this window comes back to without an order.
        seat: seat that the next articles are for, 0 the table.
        apart: what is taken next gets a line of its own.
        tab: category on show.
        typed: what stands in the search field.
        toggled: courses that were unfolded by hand.
        lit: the line that a sheet is about, or that was rung last at the counter.
        scans: how often in a row the code of the lit line was read.
        choosing, composing: the dish or formule being chosen in a sheet.
        issued: what the guest of this sale wants: "none", "paper", "mail", "qr"; "" for what
            the law has.
        preset: how the next sale is served, "" as the house has it.
        paid: the sale that was just paid at the counter.
        card_failed: why the card was not charged, until the next try.
    """

    order: str = ""
    counter: bool = False
    home: bool = False
    seat: int = 0
    apart: bool = False
    tab: str = FAVOURITES
    typed: str = ""
    toggled: set[str] = field(default_factory=set)
    lit: str = ""
    scans: int = 0
    choosing: Choosing | None = None
    composing: Composing | None = None
    issued: str = ""
    preset: str = ""
    paid: Paid | None = None
    card_failed: str = ""

    def turn_to(self, *, counter: bool) -> None:
        """Lays out the counter, or the dining room."""
        if counter != self.counter:
            self.counter = counter
            self.tab, self.typed = FAVOURITES, ""

    def take_order(self, order: str) -> None:
        """Another order stands in front of the person."""
        if order == self.order:
            return
        self.order = order
        self.seat, self.lit, self.scans, self.apart = 0, "", 0, False
        self.toggled.clear()
        self.choosing = self.composing = None
        self.card_failed = ""
        self.issued = self.preset = ""
        if order:
            self.paid = None
